package betterauth

import (
	"strings"
	"unicode/utf8"

	"github.com/todo-backend/todo-backend/shared/account"
	"github.com/todo-backend/todo-backend/shared/problem"
	"github.com/todo-backend/todo-backend/shared/web"
)

// cleanEmail is account.CleanEmail for Better Auth, which does not trim.
func cleanEmail(address string) (string, []problem.Field) { return cleanEmailField("email", address) }

func cleanEmailField(field, address string) (string, []problem.Field) {
	clean, rule := account.CleanEmail(address)
	if rule != "" || strings.TrimSpace(address) != address {
		return "", []problem.Field{{Field: field, Detail: "Invalid email address"}}
	}
	return clean, nil
}

// cleanProfile holds a name, which may be empty, and an image's address to the rules that the REST functions have.
func cleanProfile(name, image web.Optional[string]) (web.Optional[string], web.Optional[string], []problem.Field) {
	clean, wrong := account.CleanName(web.Optional[string]{}, name)
	if !name.Set {
		clean.Set = false
	}
	if image.Set && image.Value == "" {
		image.Null = true
	}
	if utf8.RuneCountInString(image.Value) > 2048 {
		wrong = problem.Add(wrong, "image", "Too big: expected string to have <=2048 characters")
	}
	return clean, image, wrong
}
