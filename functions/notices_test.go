package functions_test

import (
	"strings"
	"testing"

	"github.com/google/uuid"
)

// TestOwnerIsTold looks into the mailboxes after every change of the address, the password and the ways to sign in.
func TestOwnerIsTold(t *testing.T) {
	const (
		asked    = "A change of your email address was asked for"
		moved    = "The email address of an account was changed"
		undoable = "The email address of your account was changed"
		undone   = "A change of your email address was taken back"
		newWord  = "Your password was changed"
		added    = "A new way to sign in: GitHub"
		removed  = "A way to sign in was removed: "
		taken    = "Your account is now yours through Google"
	)
	byGitHub := func(start string) func(t *testing.T, v *victim) {
		return func(t *testing.T, v *victim) {
			b, p := newBrowser(t), someone(int(uuid.New().ID()))
			p.Email = v.owner.Email
			if start == "/api/auth/link-social" {
				b.cookies[cookieName] = signed(authSecret, v.owner.Secret)
			}
			for range 2 { // the second time is no news
				b.social(start, "github", p, "")
			}
		}
	}
	for name, c := range map[string]struct {
		event  func(t *testing.T, v *victim)
		former []string // what the former address is told
		now    []string // and the one of now, where it is another
	}{
		"password changed by REST":        {events["password changed by REST"], []string{newWord}, nil},
		"password changed by Better Auth": {events["password changed by Better Auth"], []string{newWord}, nil},
		"password reset":                  {resetByMail, []string{newWord}, nil},
		"GitHub's account linked":         {byGitHub("/api/auth/link-social"), []string{added}, nil},
		"signed in through GitHub":        {byGitHub("/api/auth/sign-in/social"), []string{added}, nil},
		"taken over through Google":       {events["proof through a provider"], []string{taken}, nil},
		"unlinked":                        {events["unlinking of accounts"], []string{removed + "Google"}, nil},
		"password unlinked": {events["unlinking of the password"],
			[]string{removed + "the password"}, nil},
		"another address": {events["change of address"], []string{asked, undoable}, []string{moved}},
		"asked for an address that somebody has": {func(t *testing.T, v *victim) {
			post(t, "/api/auth/change-email", `{"newEmail":"`+newUser(t).Email+`"}`,
				"Authorization", "Bearer "+v.owner.Secret).want(t, 200)
		}, []string{asked}, nil},
		"a change taken back": {func(t *testing.T, v *victim) {
			address, undo := changed(t, v.owner)
			takeBack(t, undo).want(t, 200)
			v.owner.Email = address
		}, []string{asked, undoable, undone}, []string{moved, undone}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			v := newVictim(t)
			former := v.owner.Email
			c.event(t, v)
			for address, subjects := range map[string][]string{
				"now " + v.owner.Email: c.now, "before " + former: c.former,
			} {
				_, address, _ = strings.Cut(address, " ")
				for _, subject := range subjects {
					if n := notices(t, address, subject); n != 1 {
						t.Errorf("%s was told %d times: %s", address, n, subject)
					}
				}
			}
		})
	}
}
