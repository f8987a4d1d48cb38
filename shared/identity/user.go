package identity

import (
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/google/uuid"

	"github.com/todo-backend/todo-backend/shared/problem"
	"github.com/todo-backend/todo-backend/shared/text"
	"github.com/todo-backend/todo-backend/shared/wire"
)

// User is a user as the API shows one: never with the password or its hash.
type User struct {
	ID            uuid.UUID `json:"id"`
	Email         string    `json:"email"`
	EmailVerified bool      `json:"email_verified"`
	FullName      *string   `json:"full_name"`
	AvatarURL     *string   `json:"avatar_url"`
	Timezone      string    `json:"timezone"`
	Language      string    `json:"language"`
	CreatedAt     wire.Time `json:"created_at"`
	UpdatedAt     wire.Time `json:"updated_at"`
}

// UserColumns are what Fields take, in their order.
const UserColumns = `id, email, email_verified, full_name, avatar_url, timezone, language, created_at, updated_at`

// Fields are where a row of UserColumns is scanned to.
func (u *User) Fields() []any {
	return []any{&u.ID, &u.Email, &u.EmailVerified, &u.FullName, &u.AvatarURL, &u.Timezone, &u.Language,
		&u.CreatedAt, &u.UpdatedAt}
}

// DemoID distinguishes the demo account from a person's that happens to have the same address, which is left alone.
var DemoID = uuid.MustParse("01900000-0000-7000-8000-00000000de30")

// email is an address (RFC 5321) whose local part is a dot-atom and whose domain has a dot and ends in a name: ASCII
// alone, so that no look-alike of another script is a second account.
var email = regexp.MustCompile(`^[a-z0-9!#$%&'*+/=?^_{|}~` + "`" + `-]+(\.[a-z0-9!#$%&'*+/=?^_{|}~` + "`" + `-]+)*` +
	`@([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])$`)

// NormalizeEmail trims and lower-cases an address, and returns the rule it breaks, or "".
func NormalizeEmail(address string) (clean, rule string) {
	clean = strings.TrimSpace(address)
	if len(clean) > 255 || !email.MatchString(strings.ToLower(clean)) || !isASCII(clean) {
		return clean, "Please enter a valid email address"
	}
	return strings.ToLower(clean), ""
}

// isASCII comes before lower-casing is trusted: the Kelvin sign, for one, is a k in lower case.
func isASCII(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return r >= utf8.RuneSelf }) < 0
}

// PasswordRule returns the rule that a new password breaks, or "".
func PasswordRule(password string) string {
	switch {
	case utf8.RuneCountInString(password) < 8:
		return "Password must be at least 8 characters"
	case PasswordTooLong(password):
		return "Password must be 128 characters or less"
	case PasswordTooCommon(password):
		return "Password is too common, please choose another"
	}
	return ""
}

// PasswordTooLong reports whether password is longer than that of any account, so that it need not be hashed.
func PasswordTooLong(password string) bool { return utf8.RuneCountInString(password) > 128 }

// NormalizeName returns full_name, or name where that is set in its place, trimmed; null where no visible character is
// left. It also returns the fields that break a rule.
func NormalizeName(fullName, name wire.Optional[string]) (wire.Optional[string], []problem.Field) {
	field, chosen := "full_name", fullName
	if name.Set {
		if fullName.Set {
			return chosen, []problem.Field{{Field: "name", Detail: "Give full_name or name, not both"}}
		}
		field, chosen = "name", name
	}
	var ok bool
	chosen.Value, ok = text.Line(chosen.Value)
	chosen.Null = chosen.Null || chosen.Value == ""
	if !ok {
		return chosen, []problem.Field{{Field: field, Detail: field + " must not contain control characters"}}
	}
	if utf8.RuneCountInString(chosen.Value) > 255 {
		return chosen, []problem.Field{{Field: field, Detail: fmt.Sprintf("%s must be 255 characters or less", field)}}
	}
	return chosen, nil
}

// ExternalName returns a name that another server gives: in the form of NormalizeName, without control characters and
// whatever is beyond 255 characters, since nobody is there to correct it.
func ExternalName(name string) string {
	plain := []rune(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, name))
	for most := 255; ; most-- { // normalising may add to it
		clean, _ := text.Line(string(plain[:min(len(plain), most)]))
		if utf8.RuneCountInString(clean) <= 255 {
			return clean
		}
	}
}

// IsAvatar reports whether an address may be shown as a picture: http or https, at most 2048 characters.
func IsAvatar(address string) bool {
	u, err := url.Parse(address)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != "" &&
		utf8.RuneCountInString(address) <= 2048
}

// ImportedID returns the id that a user of another server, "better-auth" or "fastapi", has here: the same where it is a
// UUID, else one that follows from it (RFC 9562, version 5). User 7 of one server is not user 7 of another.
func ImportedID(server, id string) uuid.UUID {
	if parsed, err := uuid.Parse(id); err == nil && len(id) == 36 {
		return parsed
	}
	return uuid.NewSHA1(uuid.NameSpaceURL, []byte(server+":"+id))
}
