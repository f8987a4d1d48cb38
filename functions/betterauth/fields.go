package betterauth

import (
	"strings"
	"unicode/utf8"

	"github.com/todo-backend/todo-backend/shared/identity"
	"github.com/todo-backend/todo-backend/shared/problem"
	"github.com/todo-backend/todo-backend/shared/wire"
)

// normalizeEmail is identity.NormalizeEmail for Better Auth, which does not trim.
func normalizeEmail(field, address string) (string, []problem.Field) {
	clean, rule := identity.NormalizeEmail(address)
	if rule != "" || strings.TrimSpace(address) != address {
		return "", []problem.Field{{Field: field, Detail: "Invalid email address"}}
	}
	return clean, nil
}

// normalizeProfile holds a name, which may be empty, and an image's address to the rules that the REST functions have.
func normalizeProfile(name, image wire.Optional[string]) (cleanName, cleanImage wire.Optional[string],
	faults []problem.Field) {
	cleanName, faults = identity.NormalizeName(wire.Optional[string]{}, name)
	if !name.Set {
		cleanName.Set = false
	}
	if image.Set && image.Value == "" {
		image.Null = true
	}
	if image.Given() && !identity.IsAvatar(image.Value) {
		faults = problem.AppendOnce(faults, "image",
			"Invalid URL: expected an http or https address of 2048 characters or less")
	}
	return cleanName, image, faults
}

// checkNewPassword answers 400 for a password that breaks a rule of identity.PasswordRule. It counts characters, as
// every function does that takes a password; Better Auth counts UTF-16 code units, in which four emoji are eight.
func checkNewPassword(password string) error {
	switch {
	case utf8.RuneCountInString(password) < 8:
		return passwordTooShort
	case identity.PasswordTooLong(password):
		return passwordTooLong
	case identity.PasswordTooCommon(password):
		return passwordCommon
	}
	return nil
}
