package functions_test

import (
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/todo-backend/todo-backend/shared/secret"
)

// cookieOf returns a session's cookie of a name, as a browser sends it.
func cookieOf(name, token string) string {
	return name + "=" + url.QueryEscape(signed(authSecret, token))
}

// setAndCleared returns the names of the session cookies that an answer sets, and of the cookies that it clears.
func setAndCleared(a answer) (set, cleared []string) {
	for _, line := range a.Header.Values("Set-Cookie") {
		name, rest, _ := strings.Cut(line, "=")
		if strings.Contains(rest, "Max-Age=0") {
			cleared = append(cleared, name)
		} else {
			set = append(set, name)
		}
	}
	return set, cleared
}

// TestPlantedCookie sends Better Auth's cookie, which another host of the domain can set, beside the one that it cannot
// set: whatever their order, and also when the session of the latter has ended (threats: fixation).
func TestPlantedCookie(t *testing.T) {
	owner, thief := newUser(t), newUser(t)
	planted, own := cookieOf(cookieName, thief.Secret), cookieOf(hostCookie, owner.Secret)
	ended := cookieOf(hostCookie, secret.NewToken())
	for name, c := range map[string]struct{ cookies, who string }{
		"the owner's alone":          {own, owner.Email},
		"planted before":             {planted + "; " + own, owner.Email},
		"planted after":              {own + "; " + planted, owner.Email},
		"planted many times":         {strings.Repeat(planted+"; ", 9) + own, owner.Email},
		"the owner's has ended":      {planted + "; " + ended, ""},
		"one that nobody has signed": {hostCookie + "=" + thief.Secret + "; " + own, owner.Email},
		"Better Auth's, or imported": {planted, thief.Email},
	} {
		header := map[string]string{"Cookie": c.cookies, "X-Forwarded-For": randomAddress()}
		me := request{method: "GET", path: "/api/auth/me", header: header}.send(t)
		session := request{method: "GET", path: "/api/auth/get-session", header: header}.send(t).want(t, 200)
		if c.who == "" && (me.Status != 401 || string(session.Body) != "null") {
			t.Errorf("%s: %d %s", name, me.Status, session.Body)
		}
		if !strings.Contains(string(me.Body), c.who) || !strings.Contains(string(session.Body), c.who) {
			t.Errorf("%s: %s, %s, want %s", name, me.Body, session.Body, c.who)
		}
	}
}

// TestCookieNames signs in and out with each cookie that a browser may bring: the REST functions set the one that no
// other host can set, Better Auth's functions that of the protocol, unless the browser has the other.
func TestCookieNames(t *testing.T) {
	u := newUser(t)
	credentials := `{"email":"` + u.Email + `","password":"` + password + `"}`
	better, ours := cookieOf(cookieName, u.Secret), cookieOf(hostCookie, u.Secret)
	for _, c := range []struct {
		path, body, cookies string
		set, cleared        []string
	}{
		{"/api/auth/login", credentials, "", []string{hostCookie}, nil},
		{"/api/auth/login", credentials, ours, []string{hostCookie}, nil},
		{"/api/auth/login", credentials, better, []string{hostCookie}, []string{cookieName}},
		{"/api/auth/refresh", "", ours, []string{hostCookie}, nil},
		{"/api/auth/refresh", "", better, []string{hostCookie}, []string{cookieName}},
		{"/api/auth/sign-in/email", credentials, "", []string{cookieName}, nil},
		{"/api/auth/sign-in/email", credentials, better, []string{cookieName}, nil},
		{"/api/auth/sign-in/email", credentials, ours, []string{hostCookie}, nil},
		{"/api/auth/update-user", `{"name":"Ann"}`, better, []string{cookieName}, nil},
		{"/api/auth/update-user", `{"name":"Ann"}`, ours, []string{hostCookie}, nil},
	} {
		header := map[string]string{"Origin": frontend, "X-Forwarded-For": randomAddress()}
		if c.cookies != "" {
			header["Cookie"] = c.cookies
		}
		a := request{method: "POST", path: c.path, body: c.body, header: header}.send(t).want(t, 200)
		if set, cleared := setAndCleared(a); !slices.Equal(set, c.set) || !slices.Equal(cleared, c.cleared) {
			t.Errorf("%s with %q: sets %v, clears %v, want %v and %v",
				c.path, c.cookies, set, cleared, c.set, c.cleared)
		}
		if line := a.Header.Get("Set-Cookie"); strings.HasPrefix(line, "__Host-") &&
			(!strings.Contains(line, "; Path=/;") || !strings.Contains(line, "; Secure") ||
				strings.Contains(line, "Domain")) {
			t.Errorf("%s: browsers refuse %q", c.path, line)
		}
	}
}

// TestSignOutOfBothCookies signs out with a session in the cookie of each name: both end, and both are cleared.
func TestSignOutOfBothCookies(t *testing.T) {
	for _, path := range []string{"/api/auth/logout", "/api/auth/sign-out"} {
		better, ours := newUser(t), newUser(t)
		a := request{method: "POST", path: path, header: map[string]string{"Origin": frontend,
			"X-Forwarded-For": randomAddress(),
			"Cookie":          cookieOf(cookieName, better.Secret) + "; " + cookieOf(hostCookie, ours.Secret)}}.
			send(t).want(t, 200)
		if _, cleared := setAndCleared(a); !slices.Contains(cleared, cookieName) ||
			!slices.Contains(cleared, hostCookie) {
			t.Errorf("%s clears %v", path, cleared)
		}
		for _, u := range []user{better, ours} {
			request{method: "GET", path: "/api/auth/me", token: u.Secret}.send(t).want(t, 401)
		}
	}
}
