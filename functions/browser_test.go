package functions_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// browser keeps cookies, for the backend alone.
type browser struct {
	t       *testing.T
	cookies map[string]string
	address string
}

func newBrowser(t *testing.T) *browser {
	return &browser{t: t, cookies: map[string]string{}, address: randomAddress()}
}

func (b *browser) do(method, path, body string) answer {
	b.t.Helper()
	var pairs []string
	for name, value := range b.cookies {
		pairs = append(pairs, name+"="+value)
	}
	header := map[string]string{"Origin": frontend, "X-Forwarded-For": b.address}
	if len(pairs) > 0 {
		header["Cookie"] = strings.Join(pairs, "; ")
	}
	a := request{method: method, path: path, body: body, header: header}.send(b.t)
	for _, line := range a.Header.Values("Set-Cookie") {
		c, err := http.ParseSetCookie(line)
		if err != nil {
			b.t.Fatal(err)
		}
		if c.MaxAge < 0 {
			delete(b.cookies, c.Name)
		} else {
			b.cookies[c.Name] = c.Value
		}
	}
	return a
}

// social signs in at a provider, or links it, and returns where the browser ends.
func (b *browser) social(start, provider string, p person, extra string) *url.URL {
	b.t.Helper()
	var began struct{ URL string }
	b.do("POST", start, `{"provider":"`+provider+
		`","callbackURL":"http://localhost:3000/tasks","errorCallbackURL":"http://localhost:3000/oops?x=1"`+extra+`}`).
		want(b.t, 200).decode(b.t, &began)
	at, err := url.Parse(began.URL)
	if err != nil {
		b.t.Fatal(err)
	}
	code := people.consent(p, at.Query().Get("code_challenge"))
	return b.back(provider, url.Values{"code": {code}, "state": {at.Query().Get("state")}})
}

func (b *browser) back(provider string, query url.Values) *url.URL {
	b.t.Helper()
	a := b.do("GET", "/api/auth/callback/"+provider+"?"+query.Encode(), "").want(b.t, 302)
	to, err := url.Parse(a.Header.Get("Location"))
	if err != nil {
		b.t.Fatal(err)
	}
	return to
}

type sessionBody struct {
	Session *struct {
		ID, Token string
	}
	User struct {
		ID, Name, Email string
		EmailVerified   bool
		Image           *string
	}
}

func (b *browser) session() (s sessionBody) {
	b.t.Helper()
	b.do("GET", "/api/auth/get-session", "").want(b.t, 200).decode(b.t, &s)
	return s
}
