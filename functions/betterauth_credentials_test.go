package functions_test

import (
	"net/url"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/todo-backend/todo-backend/shared/secret"
)

// TestCredentials shows a session in every form, genuine and not, to a REST function and to Better Auth's get-session.
func TestCredentials(t *testing.T) {
	a, b := newUser(t), newUser(t)
	handle := strings.ReplaceAll(a.SessionID.String(), "-", "")
	ours := signed(authSecret, a.Secret)
	forged := ours[:len(ours)-5] + "AAAA="
	const another = "; " + cookieName + "="
	ended := func(n int) (cookies string) {
		for range n {
			cookies += signed(authSecret, secret.NewToken()) + another
		}
		return cookies
	}
	for name, c := range map[string]struct {
		bearer, cookie string // bearer: with another scheme where it names one
		rest           string // whose /me: "a", "b", or "" for 401
		better         string // whose session: "a", "b", or "" for null
		cleared        bool   // Better Auth takes the cookies back
	}{
		"the cookie":              {cookie: url.QueryEscape(ours), rest: "a", better: "a"},
		"the cookie, not encoded": {cookie: ours, rest: "a", better: "a"},
		"the cookie in quotes":    {cookie: `"` + ours + `"`, rest: "a", better: "a"},
		"the first of two cookies": {cookie: ours + "; " + cookieName + "=" + signed(authSecret, b.Secret),
			rest: "a", better: "a"},
		"a forged signature":            {cookie: forged},
		"signed with another secret":    {cookie: signed("another secret, of thirty-two characters", a.Secret)},
		"signed with an earlier secret": {cookie: signed(oldSecret, a.Secret), rest: "a", better: "a"},
		"not signed":                    {cookie: a.Secret},
		"an empty signature":            {cookie: a.Secret + "."},
		"a signature cut short":         {cookie: ours[:len(ours)-1]},
		"base64url": {cookie: a.Secret + "." +
			strings.NewReplacer("+", "-", "/", "_").Replace(strings.SplitN(ours, ".", 2)[1]) + "x"},
		"another token's signature":   {cookie: b.Secret + "." + strings.SplitN(ours, ".", 2)[1]},
		"a token with a dot":          {cookie: signed(authSecret, "a.b")},
		"no token":                    {cookie: signed(authSecret, "")},
		"a token that nobody has":     {cookie: signed(authSecret, secret.NewToken()), cleared: true},
		"the handle":                  {cookie: signed(authSecret, handle), cleared: true},
		"a percent sign":              {cookie: "%zz." + ours},
		"bearer, signed":              {bearer: ours, rest: "a", better: "a"},
		"bearer, encoded":             {bearer: url.QueryEscape(ours), rest: "a", better: "a"},
		"bearer, plain":               {bearer: a.Secret, rest: "a", better: "a"},
		"bearer, the JWT of a login":  {bearer: a.Token, rest: "a", better: "a"},
		"bearer, the handle":          {bearer: handle, cleared: true},
		"bearer, the session's id":    {bearer: a.SessionID.String(), cleared: true},
		"bearer, a forged signature":  {bearer: forged},
		"bearer, garbage":             {bearer: "garbage"},
		"bearer, 300 letters":         {bearer: strings.Repeat("x", 300)},
		"bearer of b, cookie of a":    {bearer: b.Secret, cookie: ours, rest: "b", better: "b"},
		"unknown bearer, cookie of a": {bearer: secret.NewToken(), cookie: ours},   // whose session lives on
		"forged bearer, cookie of a":  {bearer: forged, cookie: ours, better: "a"}, // REST takes no second choice
		"forged JWT, cookie of a":     {bearer: a.Token + "x", cookie: ours, better: "a"},
		"Basic beside the cookie":     {bearer: "Basic YW5uOmh1bnRlcjI=", cookie: ours, rest: "a", better: "a"},
		"Digest beside the cookie": {bearer: `Digest username="ann", realm="stage"`, cookie: ours,
			rest: "a", better: "a"},
		"Negotiate beside the cookie":  {bearer: "Negotiate YII=", cookie: ours, rest: "a", better: "a"},
		"Basic with a session's token": {bearer: "Basic " + a.Secret},
		"an ended cookie before": {cookie: signed(authSecret, secret.NewToken()) + another + ours,
			rest: "a", better: "a"},
		"an ended cookie after": {cookie: ours + another + signed(authSecret, secret.NewToken()),
			rest: "a", better: "a"},
		"a forged cookie before": {cookie: forged + another + ours, rest: "a", better: "a"},
		"an ended one and one of b": {
			cookie: signed(authSecret, secret.NewToken()) + another + signed(authSecret, b.Secret),
			rest:   "b", better: "b"},
		"many forged cookies before":     {cookie: strings.Repeat(forged+another, 40) + ours, rest: "a", better: "a"},
		"four ended cookies before":      {cookie: ended(4) + ours, rest: "a", better: "a"},
		"a hundred ended cookies before": {cookie: ended(100) + ours, rest: "a", better: "a"},
		"two ended cookies":              {cookie: ended(1) + signed(authSecret, secret.NewToken()), cleared: true},
		"nothing":                        {},
	} {
		t.Run(name, func(t *testing.T) {
			header := map[string]string{"X-Forwarded-For": randomAddress()}
			if c.bearer != "" {
				header["Authorization"] = "bEARER " + c.bearer
			}
			if scheme, _, other := strings.Cut(c.bearer, " "); other && scheme != "Bearer" {
				header["Authorization"] = c.bearer
			}
			if c.cookie != "" {
				header["Cookie"] = "x=1; " + cookieName + "=" + c.cookie
			}
			who := map[string]string{"a": a.Email, "b": b.Email}
			me := request{method: "GET", path: "/api/auth/me", header: header}.send(t)
			if c.rest == "" && me.Status != 401 || c.rest != "" &&
				(me.Status != 200 || !strings.Contains(string(me.Body), who[c.rest])) {
				t.Errorf("me: %d %s, want %q", me.Status, me.Body, c.rest)
			}
			got := request{method: "GET", path: "/api/auth/get-session", header: header}.send(t).want(t, 200)
			if c.better == "" && string(got.Body) != "null" || c.better != "" &&
				!strings.Contains(string(got.Body), who[c.better]) {
				t.Errorf("get-session: %s, want %q", got.Body, c.better)
			}
			if lines := got.Header.Values("Set-Cookie"); (len(lines) == 3) != c.cleared {
				t.Errorf("Set-Cookie %v", lines)
			}
			for _, told := range []string{a.Secret, b.Secret} {
				if strings.Contains(string(got.Body), told) {
					t.Errorf("the answer tells the session's token: %s", got.Body)
				}
			}
		})
	}
	// On an https server the cookie without the prefix is anyone's.
	request{method: "GET", path: "/api/auth/me",
		header: map[string]string{"Cookie": "better-auth.session_token=" + ours}}.send(t).want(t, 401)
}

// TestRESTAndBetterAuthShareSessions signs in one way and goes on in the other.
func TestRESTAndBetterAuthShareSessions(t *testing.T) {
	email := uuid.NewString() + "@example.com"
	b := newBrowser(t)
	b.do("POST", "/api/auth/sign-up/email", `{"name":"","email":"`+email+`","password":"correct horse battery"}`).
		want(t, 200)
	b.do("POST", "/api/tasks", `{"title":"Mine"}`).want(t, 201)
	if name := b.session().User.Name; name != "" {
		t.Errorf("name %q", name)
	}
	var in loginBody
	rest := newBrowser(t)
	rest.do("POST", "/api/auth/login", `{"email":"`+email+`","password":"correct horse battery"}`).want(t, 200).
		decode(t, &in)
	if rest.session().User.ID != in.User.ID {
		t.Error("logged in by REST, not to Better Auth")
	}
	var all []struct{ ID, Token string }
	rest.do("GET", "/api/auth/list-sessions", "").want(t, 200).decode(t, &all)
	if len(all) != 2 {
		t.Fatalf("%d sessions", len(all))
	}
	for _, s := range all {
		if s.ID != rest.session().Session.ID {
			rest.do("POST", "/api/auth/revoke-session", `{"token":"`+s.Token+`"}`).want(t, 200)
		}
	}
	b.do("GET", "/api/tasks", "").want(t, 401)
	rest.do("POST", "/api/auth/sign-out", "").want(t, 200)
	request{method: "GET", path: "/api/tasks", token: in.AccessToken}.send(t).want(t, 401)

	// The token of the sign-in's body is the session's, and ends it too.
	var signedIn struct{ Token string }
	b.do("POST", "/api/auth/sign-in/email", `{"email":"`+email+`","password":"correct horse battery"}`).want(t, 200).
		decode(t, &signedIn)
	b.do("POST", "/api/auth/revoke-session", `{"token":"`+signedIn.Token+`"}`).want(t, 200)
	if b.session().Session != nil {
		t.Error("the session lives on")
	}
	if queryOne[bool](t, `select exists (select from sessions s where row(s.*)::text like '%' || $1 || '%')`,
		signedIn.Token) {
		t.Error("the table holds the token")
	}
}
