package functions_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/google/uuid"
)

// signUps are the ways to an account, all of which one limit holds; each returns the answer whose status says whether
// there is one now.
var signUps = map[string]func(t *testing.T, address string) answer{
	"REST": func(t *testing.T, address string) answer {
		return post(t, "/api/auth/signup", `{"email":"`+uuid.NewString()+`@example.com","password":"`+password+`"}`,
			"X-Forwarded-For", address)
	},
	"Better Auth": func(t *testing.T, address string) answer {
		body := `{"name":"A","email":"` + uuid.NewString() + `@example.com","password":"` + password + `"}`
		return post(t, "/api/auth/sign-up/email", body, "X-Forwarded-For", address)
	},
	"GitHub": func(t *testing.T, address string) answer {
		b := newBrowser(t)
		b.address = address
		var began struct{ URL string }
		b.do("POST", "/api/auth/sign-in/social", `{"provider":"github","callbackURL":"/"}`).
			want(t, 200).decode(t, &began)
		at, err := url.Parse(began.URL)
		if err != nil {
			t.Fatal(err)
		}
		code := people.consent(someone(int(uuid.New().ID())), at.Query().Get("code_challenge"))
		return b.do("GET", "/api/auth/callback/github?code="+code+"&state="+at.Query().Get("state"), "")
	},
	"another server's JWT": func(t *testing.T, address string) answer {
		token := externalIssuer.sign(t, jwt.SigningMethodEdDSA, "ed", externalIssuer.keys["ed"], nil)
		header := map[string]string{"X-Forwarded-For": address}
		return request{method: "GET", path: "/api/auth/me", token: token, header: header}.send(t)
	},
}

// TestSignUpLimit makes accounts from one address, by each way and by all in turns (attacks: H3).
func TestSignUpLimit(t *testing.T) {
	var names []string
	for name := range signUps {
		names = append(names, name)
	}
	for _, ways := range append([][]string{names}, [][]string{names[:1], names[1:2], names[2:3], names[3:]}...) {
		t.Run(strings.Join(ways, ", "), func(t *testing.T) {
			address := randomAddress()
			taken := func(n int) (taken int) {
				for i := range n {
					passes(t, time.Minute, "/sign-%") // Better Auth's own limits
					if signUps[ways[i%len(ways)]](t, address).Status < 400 {
						taken++
					}
				}
				return taken
			}
			if n := taken(8); n != 5 {
				t.Errorf("%d accounts in a minute, want 5", n)
			}
			for range 4 {
				passes(t, time.Minute, "sign-up "+address)
				taken(5)
			}
			passes(t, time.Minute, "sign-up "+address)
			if n := taken(1); n != 0 {
				t.Error("21 accounts within the hour, want 20")
			}
			passes(t, time.Hour, "sign-up% "+address)
			if n := taken(1); n != 1 {
				t.Error("none an hour later")
			}
		})
	}
}
