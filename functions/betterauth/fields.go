package betterauth

import (
	"strings"

	"github.com/todo-backend/todo-backend/shared/identity"
	"github.com/todo-backend/todo-backend/shared/problem"
	"github.com/todo-backend/todo-backend/shared/wire"
)

// cleanEmail is identity.CleanEmail for Better Auth, which does not trim.
func cleanEmail(field, address string) (string, []problem.Field) {
	clean, rule := identity.CleanEmail(address)
	if rule != "" || strings.TrimSpace(address) != address {
		return "", []problem.Field{{Field: field, Detail: "Invalid email address"}}
	}
	return clean, nil
}

// cleanProfile holds a name, which may be empty, and an image's address to the rules that the REST functions have.
func cleanProfile(name, image wire.Optional[string]) (wire.Optional[string], wire.Optional[string], []problem.Field) {
	clean, wrong := identity.CleanName(wire.Optional[string]{}, name)
	if !name.Set {
		clean.Set = false
	}
	if image.Set && image.Value == "" {
		image.Null = true
	}
	if image.Given() && !identity.IsAvatar(image.Value) {
		wrong = problem.AppendOnce(wrong, "image", "Invalid URL: expected an http or https address of 2048 characters or less")
	}
	return clean, image, wrong
}
