package identity

import (
	_ "embed"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// commonPasswords are the 10,000 most common passwords of 8 characters or more, in lower case and a line each: the
// first of the frequency list of zxcvbn 4.4.2 (npm, MIT licence, see common_passwords.LICENSE.txt), which counts them
// in leaks.
//
//go:embed common_passwords.txt
var commonPasswords string

// PasswordTooCommon reports whether password is one of those that are guessed first, in whatever case (NIST SP
// 800-63B-4, 3.1.1.2). It is for new passwords: those that accounts have stay valid.
func PasswordTooCommon(password string) bool {
	line := strings.ToLower(norm.NFKC.String(password)) + "\n"
	return strings.HasPrefix(commonPasswords, line) || strings.Contains(commonPasswords, "\n"+line)
}
