package functions_test

import (
	"crypto/ed25519"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/google/uuid"

	"github.com/todo-backend/todo-backend/shared/secret"
)

// signed is the cookie's value as the protocol writes it, made without our own code.
func signed(key, token string) string {
	mac := hmac.New(sha256.New, []byte(key))
	mac.Write([]byte(token))
	return token + "." + base64.StdEncoding.EncodeToString(mac.Sum(nil))
}

const (
	authSecret = "a secret of the tests, of 32 characters or more"
	cookieName = "__Secure-better-auth.session_token"
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
			if c.rest == "" && me.Status != 401 || c.rest != "" && (me.Status != 200 || !strings.Contains(string(me.Body), who[c.rest])) {
				t.Errorf("me: %d %s, want %q", me.Status, me.Body, c.rest)
			}
			got := request{method: "GET", path: "/api/auth/get-session", header: header}.send(t).want(t, 200)
			if c.better == "" && string(got.Body) != "null" || c.better != "" && !strings.Contains(string(got.Body), who[c.better]) {
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
	request{method: "GET", path: "/api/auth/me", header: map[string]string{"Cookie": "better-auth.session_token=" + ours}}.send(t).want(t, 401)
}

// TestEitherWay signs in one way and goes on in the other.
func TestEitherWay(t *testing.T) {
	email := uuid.NewString() + "@example.com"
	b := newBrowser(t)
	b.do("POST", "/api/auth/sign-up/email", `{"name":"","email":"`+email+`","password":"correct horse battery"}`).want(t, 200)
	b.do("POST", "/api/tasks", `{"title":"Mine"}`).want(t, 201)
	if name := b.session().User.Name; name != "" {
		t.Errorf("name %q", name)
	}
	var in loginBody
	rest := newBrowser(t)
	rest.do("POST", "/api/auth/login", `{"email":"`+email+`","password":"correct horse battery"}`).want(t, 200).into(t, &in)
	if rest.session().User.ID != in.User.ID {
		t.Error("logged in by REST, not to Better Auth")
	}
	var all []struct{ ID, Token string }
	rest.do("GET", "/api/auth/list-sessions", "").want(t, 200).into(t, &all)
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
	b.do("POST", "/api/auth/sign-in/email", `{"email":"`+email+`","password":"correct horse battery"}`).want(t, 200).into(t, &signedIn)
	b.do("POST", "/api/auth/revoke-session", `{"token":"`+signedIn.Token+`"}`).want(t, 200)
	if b.session().Session != nil {
		t.Error("the session lives on")
	}
	if lookUp[bool](t, `select exists (select from sessions s where row(s.*)::text like '%' || $1 || '%')`, signedIn.Token) {
		t.Error("the table holds the token")
	}
}

func TestRevocation(t *testing.T) {
	for path, left := range map[string][3]bool{ // of the user's own session, another of theirs, and somebody else's
		"revoke-sessions": {false, false, true}, "revoke-other-sessions": {true, false, true}, "sign-out": {false, true, true},
	} {
		mine, other := newUser(t), newUser(t)
		second := mine
		second.signIn(t)
		a := request{method: "POST", path: "/api/auth/" + path, token: mine.Secret, header: map[string]string{"X-Forwarded-For": randomAddress()}}.send(t).want(t, 200)
		for i, u := range []user{mine, second, other} {
			if lives := (request{method: "GET", path: "/api/auth/me", token: u.Secret}).send(t).Status == 200; lives != left[i] {
				t.Errorf("%s: session %d lives: %v", path, i, lives)
			}
		}
		if cleared := len(a.Header.Values("Set-Cookie")) == 3; cleared == left[0] {
			t.Errorf("%s: Set-Cookie %v", path, a.Header.Values("Set-Cookie"))
		}
	}
}

func TestBetterAuthOrigins(t *testing.T) {
	u := newUser(t)
	for name, c := range map[string]struct {
		header map[string]string
		cookie bool
		change int // update-user
		code   string
		login  int // sign-in/email, without the session
		lcode  string
	}{
		"no browser":                   {map[string]string{}, false, 401, "UNAUTHORIZED", 200, ""},
		"a cookie, no origin":          {map[string]string{}, true, 403, "MISSING_OR_NULL_ORIGIN", 403, "MISSING_OR_NULL_ORIGIN"},
		"the frontend":                 {map[string]string{"Origin": frontend}, true, 200, "", 200, ""},
		"the other frontend":           {map[string]string{"Origin": "https://todo.example.com"}, true, 200, "", 200, ""},
		"the backend's own page":       {map[string]string{"Origin": "https://api.example.com"}, true, 200, "", 200, ""},
		"by the Referer":               {map[string]string{"Referer": frontend + "/tasks?x=1"}, true, 200, "", 200, ""},
		"a foreign Referer":            {map[string]string{"Referer": "https://evil.example/" + frontend}, true, 403, "INVALID_ORIGIN", 403, "INVALID_ORIGIN"},
		"a foreign page":               {map[string]string{"Origin": "https://evil.example"}, true, 403, "INVALID_ORIGIN", 403, "INVALID_ORIGIN"},
		"a foreign page, no cookie":    {map[string]string{"Origin": "https://evil.example"}, false, 401, "UNAUTHORIZED", 403, "INVALID_ORIGIN"},
		"a sandboxed frame":            {map[string]string{"Origin": "null"}, true, 403, "MISSING_OR_NULL_ORIGIN", 403, "MISSING_OR_NULL_ORIGIN"},
		"null of the same origin":      {map[string]string{"Origin": "null", "Sec-Fetch-Site": "same-origin"}, true, 200, "", 200, ""},
		"a form on a foreign page":     {map[string]string{"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}, false, 401, "UNAUTHORIZED", 403, "CROSS_SITE_NAVIGATION_LOGIN_BLOCKED"},
		"Node's fetch":                 {map[string]string{"Sec-Fetch-Mode": "cors"}, false, 401, "UNAUTHORIZED", 403, "MISSING_OR_NULL_ORIGIN"},
		"a name that begins like ours": {map[string]string{"Origin": "https://api.example.com.evil.example"}, true, 403, "INVALID_ORIGIN", 403, "INVALID_ORIGIN"},
		"ours in another case":         {map[string]string{"Origin": "HTTPS://API.EXAMPLE.COM"}, true, 403, "INVALID_ORIGIN", 403, "INVALID_ORIGIN"},
		"another port":                 {map[string]string{"Origin": "https://api.example.com:8443"}, true, 403, "INVALID_ORIGIN", 403, "INVALID_ORIGIN"},
		"a preview, with a cookie":     {map[string]string{"Origin": preview}, true, 403, "INVALID_ORIGIN", 403, "INVALID_ORIGIN"},
		"the host it claims to have":   {map[string]string{"Origin": "https://evil.example", "X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https"}, true, 403, "INVALID_ORIGIN", 403, "INVALID_ORIGIN"},
	} {
		t.Run(name, func(t *testing.T) {
			c.header["X-Forwarded-For"] = randomAddress()
			if c.cookie {
				c.header["Cookie"] = u.cookie(t)
			}
			wantCode(t, "update-user", request{method: "POST", path: "/api/auth/update-user", body: `{"name":"x"}`, header: c.header}.send(t), c.change, c.code)
			request{method: "GET", path: "/api/auth/get-session", header: c.header}.send(t).want(t, 200) // reading is CORS's business
			if c.cookie {
				c.header["Cookie"] = "theme=dark" // any cookie
			}
			wantCode(t, "sign-in", request{method: "POST", path: "/api/auth/sign-in/email", body: `{"email":"` + u.Email + `","password":"` + password + `"}`, header: c.header}.send(t), c.login, c.lcode)
		})
	}
	// A bearer token is no cookie: a page elsewhere has it only if it was given it.
	request{method: "POST", path: "/api/auth/update-user", token: u.Secret, body: `{"name":"x"}`, header: map[string]string{"Origin": "https://evil.example", "X-Forwarded-For": randomAddress()}}.send(t).want(t, 200)
}

// TestPreviewGetsNoCookie signs in from an origin that anyone can have.
func TestPreviewGetsNoCookie(t *testing.T) {
	u := newUser(t)
	header := map[string]string{"Origin": preview, "Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "cors", "X-Forwarded-For": randomAddress()}
	a := request{method: "POST", path: "/api/auth/sign-in/email", body: `{"email":"` + u.Email + `","password":"` + password + `"}`, header: header}.send(t).want(t, 200)
	if len(a.Header.Values("Set-Cookie")) > 0 || a.Header.Get("Access-Control-Allow-Credentials") != "" {
		t.Errorf("%v", a.Header)
	}
	token := a.Header.Get("Set-Auth-Token")
	header["Authorization"] = "Bearer " + token
	if got := (request{method: "GET", path: "/api/auth/get-session", header: header}).send(t); !strings.Contains(string(got.Body), u.Email) {
		t.Errorf("%s", got.Body)
	}
	delete(header, "Authorization")
	header["Content-Type"] = "application/x-www-form-urlencoded" // such a body needs no preflight, so any page can send it
	form := request{method: "POST", path: "/api/auth/sign-in/email", body: url.Values{"email": {u.Email}, "password": {password}}.Encode(), header: header}.send(t)
	wantCode(t, "form", form, 403, "INVALID_ORIGIN")
	header["Origin"] = frontend
	form = request{method: "POST", path: "/api/auth/sign-in/email", body: url.Values{"email": {u.Email}, "password": {password}}.Encode(), header: header}.send(t)
	wantCode(t, "form", form, 200, "")
}

// TestTargets tries to leave the site.
func TestTargets(t *testing.T) {
	for target, allowed := range map[string]bool{
		"/": true, "/tasks": true, "/tasks?filter=a%20b&x=1#top": true, "http://localhost:3000": true, "http://localhost:3000/x?y=z": true, "https://api.example.com/x": true, "https://todo.example.com/a": true,
		"//evil.example": false, "/\\evil.example": false, "\\\\evil.example": false, "/%2F/evil.example": false, "/%5cevil.example": false, "/\t/evil.example": false, "/x//evil": true, "https://evil.example": false,
		"https://api.example.com@evil.example": false, "https://api.example.com.evil.example": false, "https://evil.example/https://api.example.com": false, "https:/evil.example": false, "https:evil.example": false,
		"javascript:alert(1)": false, "data:text/html,x": false, "tasks": false, "http://localhost:3001/": false, "https://localhost:3000/": false, "HTTPS://api.example.com/": true,
		"https://api.example.com\\@evil.example": false, "https://todo-git-main-ann.vercel.app/x": false, "/x\r\nSet-Cookie: a=b": false, " /x": false, "https://api.example.com:443@evil.example/": false, "///evil.example": false, "/./\\evil.example": false, "/#%0": false, "/x%": false,
	} {
		body, _ := json.Marshal(map[string]string{"email": "nobody-" + uuid.NewString() + "@example.com", "redirectTo": target})
		want, code := 200, ""
		if !allowed {
			want, code = 403, "INVALID_REDIRECT_URL"
		}
		wantCode(t, target, request{method: "POST", path: "/api/auth/request-password-reset", body: string(body), header: map[string]string{"X-Forwarded-For": randomAddress()}}.send(t), want, code)
		for _, path := range []string{"/api/auth/verify-email?token=x&callbackURL=", "/api/auth/reset-password/x?callbackURL=", "/api/auth/delete-user/callback?token=x&callbackURL="} {
			a := request{method: "GET", path: path + url.QueryEscape(target), header: map[string]string{"X-Forwarded-For": randomAddress()}}.send(t)
			if (a.Status == 403) == allowed || !allowed && a.Header.Get("Location") != "" {
				t.Errorf("%s%s: %d %s", path, target, a.Status, a.Header.Get("Location"))
			}
		}
	}
}

func TestRenewal(t *testing.T) {
	for name, c := range map[string]struct {
		lifetime, left string
		query          string
		renewed        bool
	}{
		"new":                   {"7 days", "6 days 1 minute", "", false},
		"a day old":             {"7 days", "143 hours 59 minutes", "", true},
		"nearly over":           {"7 days", "1 second", "", true},
		"nearly over, unwanted": {"7 days", "1 second", "?disableRefresh=false", false}, // any text is true
		"of a month, a day old": {"30 days", "28 days 23 hours", "", true},
		"not to be remembered":  {"1 day", "1 hour", "", false},
		"unknown query is fine": {"7 days", "143 hours 59 minutes", "?x=1&disableCookieCache=true", true},
		"over":                  {"7 days", "-1 millisecond", "", false},
	} {
		t.Run(name, func(t *testing.T) {
			u := newUser(t)
			b := newBrowser(t)
			b.cookies[cookieName] = url.QueryEscape(signed(authSecret, u.Secret))
			exec(t, `update sessions set lifetime = $2::text::interval, expires_at = now() + $3::text::interval where id = $1`, u.SessionID, c.lifetime, c.left)
			created := lookUp[time.Time](t, `select created_at from sessions where id = $1`, u.SessionID)
			a := b.do("GET", "/api/auth/get-session"+c.query, "").want(t, 200)
			left := lookUp[float64](t, `select extract(epoch from expires_at - now() - lifetime)::float8 from sessions where id = $1`, u.SessionID)
			if (left > -60) != c.renewed && name != "new" {
				t.Errorf("%v seconds less than its lifetime are left", left)
			}
			line := a.Header.Get("Set-Cookie")
			cookie := cookieName + "=" + url.QueryEscape(signed(authSecret, u.Secret))
			if c.renewed != strings.Contains(line, "Max-Age=") && name != "over" ||
				c.renewed && !strings.HasPrefix(line, cookie) {
				t.Errorf("Set-Cookie %q", line)
			}
			if !lookUp[time.Time](t, `select created_at from sessions where id = $1`, u.SessionID).Equal(created) {
				t.Error("it is as if it had begun anew")
			}
		})
	}
	u := newUser(t)
	exec(t, `update sessions set created_at = now() - interval '1 day' where id = $1`, u.SessionID)
	send := func(method, path, body string) answer {
		return request{method: method, path: path, token: u.Secret, body: body, header: map[string]string{"X-Forwarded-For": randomAddress()}}.send(t)
	}
	wantCode(t, "list-sessions", send("GET", "/api/auth/list-sessions", ""), 403, "SESSION_NOT_FRESH")
	wantCode(t, "unlink-account", send("POST", "/api/auth/unlink-account", `{"accountId":"x"}`), 403, "SESSION_NOT_FRESH")
	for body, want := range map[string][2]any{
		`{"newEmail":"{new}"}`:                               {403, "SESSION_NOT_FRESH"},
		`{"newEmail":"{new}","password":"wrong"}`:            {400, "INVALID_PASSWORD"},
		`{"newEmail":"{new}","password":"` + password + `"}`: {200, ""},
	} {
		body = strings.ReplaceAll(body, "{new}", uuid.NewString()+"@example.com")
		wantCode(t, body, send("POST", "/api/auth/change-email", body), want[0].(int), want[1].(string))
	}
}

func TestJWT(t *testing.T) {
	u := newUser(t)
	var issued struct{ Token string }
	header := map[string]string{"X-Forwarded-For": randomAddress()}
	request{method: "GET", path: "/api/auth/token", token: u.Secret, header: header}.send(t).want(t, 200).into(t, &issued)
	var set struct {
		Keys []struct{ Alg, Crv, X, Kty, Kid string }
	}
	request{method: "GET", path: "/api/auth/jwks"}.send(t).want(t, 200).into(t, &set)
	if len(set.Keys) != 2 || set.Keys[0].Kid == set.Keys[1].Kid || set.Keys[0].X == set.Keys[1].X {
		t.Fatalf("keys %+v, want one for each secret", set.Keys)
	}
	claims := jwt.MapClaims{}
	token, err := jwt.ParseWithClaims(issued.Token, claims, func(token *jwt.Token) (any, error) {
		for _, k := range set.Keys {
			if k.Kid == token.Header["kid"] && k.Alg == "EdDSA" && k.Crv == "Ed25519" && k.Kty == "OKP" {
				x, err := base64.RawURLEncoding.DecodeString(k.X)
				return ed25519.PublicKey(x), err
			}
		}
		return nil, fmt.Errorf("no key %v", token.Header["kid"])
	}, jwt.WithIssuer("https://api.example.com"), jwt.WithAudience("https://api.example.com"), jwt.WithExpirationRequired())
	if err != nil || token.Header["kid"] != set.Keys[0].Kid {
		t.Fatalf("%v %v", err, token.Header)
	}
	if claims["sub"] != u.ID.String() || claims["id"] != u.ID.String() || claims["email"] != u.Email || claims["emailVerified"] != false || claims["exp"].(float64)-claims["iat"].(float64) != 900 {
		t.Errorf("claims %v", claims)
	}
	// It cannot be taken back, so none of ours takes it.
	request{method: "GET", path: "/api/auth/me", token: issued.Token}.send(t).want(t, 401)
	if a := (request{method: "GET", path: "/api/auth/get-session", token: issued.Token, header: header}).send(t); string(a.Body) != "null" {
		t.Errorf("%s", a.Body)
	}
	a := request{method: "GET", path: "/api/auth/get-session", token: u.Secret, header: map[string]string{"Origin": frontend, "X-Forwarded-For": randomAddress()}}.send(t).want(t, 200)
	if a.Header.Get("Set-Auth-Jwt") == "" || !strings.Contains(strings.ToLower(a.Header.Get("Access-Control-Expose-Headers")), "set-auth-jwt") {
		t.Errorf("%v", a.Header)
	}
}

// TestBetterAuthRules sends bodies that break one rule each.
func TestBetterAuthRules(t *testing.T) {
	u := newUser(t)
	for _, c := range []struct {
		path, body string
		status     int
		code       string
	}{
		{"/sign-up/email", `{"name":"A","email":"x","password":"8 letter"}`, 400, "VALIDATION_ERROR"},
		{"/sign-up/email", `{"name":"A","email":" a@example.com","password":"8 letter"}`, 400, "VALIDATION_ERROR"},
		{"/sign-up/email", `{"email":"{random}@example.com","password":"8 letter"}`, 400, "VALIDATION_ERROR"},
		{"/sign-up/email", `{"name":null,"email":"{random}@example.com","password":"8 letter"}`,
			400, "VALIDATION_ERROR"},
		{"/sign-up/email", `{"name":"A","email":"{random}@example.com","password":""}`, 400, "VALIDATION_ERROR"},
		{"/sign-up/email", `{"name":"A","email":"{random}@example.com","password":"1234567"}`, 400, "PASSWORD_TOO_SHORT"},
		{"/sign-up/email", `{"name":"A","email":"{random}@example.com","password":"12345678"}`,
			400, "PASSWORD_COMPROMISED"},
		{"/change-password", `{"currentPassword":"correct horse battery","newPassword":"Password1"}`,
			400, "PASSWORD_COMPROMISED"},
		{"/reset-password?token=forged", `{"newPassword":"qwertyuiop"}`, 400, "PASSWORD_COMPROMISED"},
		{"/sign-up/email", `{"name":"A","email":"{random}@example.com","password":"` + strings.Repeat("x", 129) + `"}`, 400, "PASSWORD_TOO_LONG"},
		{"/sign-up/email", `{"name":"A","email":"{random}@example.com","password":"😀😀😀😀"}`,
			400, "PASSWORD_TOO_SHORT"}, // four characters
		{"/sign-up/email", `{"name":"A","email":"{random}@example.com","password":"😀😀😀😀😀😀😀😀"}`, 200, ""},
		{"/sign-up/email", `{"name":"A","email":"{random}@example.com","password":"8 letter",` +
			`"emailVerified":true,"id":"x","role":"admin","createdAt":"2000-01-01T00:00:00Z"}`, 200, ""},
		{"/sign-up/email", `{"name":"A","email":"{random}@example.com","password":"8 letter","image":null}`,
			400, "VALIDATION_ERROR"},
		{"/sign-up/email", `{"name":"A\u0000","email":"{random}@example.com","password":"8 letter"}`,
			400, "VALIDATION_ERROR"},
		{"/sign-up/email", `{"name":"` + strings.Repeat("é", 256) +
			`","email":"{random}@example.com","password":"8 letter"}`, 400, "VALIDATION_ERROR"},
		{"/sign-up/email", `{"name":"A","email":"` + strings.ToUpper(u.Email) + `","password":"8 letter"}`,
			422, "USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL"},
		{"/sign-up/email",
			`{"name":"A","email":"{random}@example.com","password":"8 letter","callbackURL":"https://evil.example"}`,
			403, "INVALID_CALLBACK_URL"},
		{"/sign-up/email", `{"name":"A"`, 400, "BAD_REQUEST"},
		{"/sign-up/email", `null`, 400, "VALIDATION_ERROR"},
		{"/sign-up/email", `[]`, 400, "VALIDATION_ERROR"},
		{"/sign-up/email", ``, 400, "VALIDATION_ERROR"},
		{"/sign-in/email", `{"email":"x","password":"8 letter"}`, 400, "INVALID_EMAIL"},
		{"/sign-in/email", `{"email":"a@example.com"}`, 400, "VALIDATION_ERROR"},
		{"/sign-in/email", `{"email":"a@example.com","password":1}`, 400, "VALIDATION_ERROR"},
		{"/sign-in/email", `{"email":"a@example.com","password":"8 letter","rememberMe":"false"}`,
			400, "VALIDATION_ERROR"},
		{"/sign-in/email", `{"email":"a@example.com","password":"` + strings.Repeat("x", 129) + `"}`, 400, "PASSWORD_TOO_LONG"},
		{"/sign-in/email", `{"email":"a@example.com","password":"x"}`, 401, "INVALID_EMAIL_OR_PASSWORD"},
		{"/update-user", `{}`, 400, ""},
		{"/update-user", `{"role":"admin"}`, 400, ""},
		{"/update-user", `{"name":null}`, 400, "VALIDATION_ERROR"},
		{"/update-user", `{"name":"a\u0007b"}`, 400, "VALIDATION_ERROR"},
		{"/update-user", `{"image":"javascript:alert(1)"}`, 400, "VALIDATION_ERROR"},
		{"/update-user", `{"image":"https://` + strings.Repeat("x", 2048) + `"}`, 400, "VALIDATION_ERROR"},
		{"/update-user", `{"email":"x@example.com"}`, 400, "EMAIL_CAN_NOT_BE_UPDATED"},
		{"/update-user", `{"name":"B","image":null,"emailVerified":true,"id":"x"}`, 200, ""},
		{"/change-password", `{"currentPassword":"wrong","newPassword":"8 letter"}`, 400, "INVALID_PASSWORD"},
		{"/change-password", `{"currentPassword":"wrong","newPassword":"1234567"}`, 400, "PASSWORD_TOO_SHORT"},
		{"/change-password", `{"newPassword":"8 letter"}`, 400, "VALIDATION_ERROR"},
		{"/change-email", `{"newEmail":"x"}`, 400, "VALIDATION_ERROR"},
		{"/change-email", `{"newEmail":"` + strings.ToUpper(u.Email) + `"}`, 400, ""},
		{"/verify-password", `{"password":"wrong"}`, 400, "INVALID_PASSWORD"},
		{"/delete-user", `{"password":"wrong"}`, 400, "INVALID_PASSWORD"},
		{"/delete-user", `{"token":"forged"}`, 404, "INVALID_TOKEN"},
		{"/reset-password", `{"newPassword":"8 letter"}`, 400, "INVALID_TOKEN"},
		{"/reset-password?token=forged", `{"newPassword":"1234567"}`, 400, "PASSWORD_TOO_SHORT"},
		{"/reset-password?token=forged", `{"newPassword":"8 letter"}`, 400, "INVALID_TOKEN"},
		{"/revoke-session", `{}`, 400, "VALIDATION_ERROR"},
		{"/send-verification-email", `{"email":"another@example.com"}`, 400, "EMAIL_MISMATCH"},
		{"/unlink-account", `{"accountId":"` + u.ID.String() + `"}`, 400, "FAILED_TO_UNLINK_LAST_ACCOUNT"},
		{"/nothing", `{}`, 404, ""},
	} {
		body := strings.ReplaceAll(c.body, "{random}", uuid.NewString())
		a := request{method: "POST", path: "/api/auth" + c.path, body: body, token: u.Secret, header: map[string]string{"X-Forwarded-For": randomAddress()}}.send(t)
		wantCode(t, c.path+" "+c.body, a, c.status, c.code)
	}
	if lookUp[bool](t, `select email_verified from users where id = $1`, u.ID) || lookUp[int](t, `select count(*) from users where email_verified and full_name = 'A'`) > 0 {
		t.Error("a client has verified an address")
	}
	a := request{method: "POST", path: "/api/auth/sign-out", token: u.Secret, body: "x", header: map[string]string{"Content-Type": "text/plain", "X-Forwarded-For": randomAddress()}}.send(t)
	wantCode(t, "another content type", a, 415, "UNSUPPORTED_MEDIA_TYPE")
	request{method: "GET", path: "/api/auth/update-user", token: u.Secret}.send(t).want(t, 404) // what updateUser({}) becomes
}

// TestNoMoreAfterTheEnd tries Better Auth's functions with a session whose cause is gone (threats: authority that outlives its cause).
func TestNoMoreAfterTheEnd(t *testing.T) {
	for name, end := range map[string]func(u user){
		"password changed by REST": func(u user) {
			other := u
			other.signIn(t)
			request{method: "PUT", path: "/api/auth/password", token: other.Token, body: `{"current_password":"` + password + `","new_password":"another one"}`}.send(t).want(t, 200)
		},
		"password changed by Better Auth": func(u user) {
			other := u
			other.signIn(t)
			a := request{method: "POST", path: "/api/auth/change-password", token: other.Secret, header: map[string]string{"X-Forwarded-For": randomAddress()},
				body: `{"currentPassword":"` + password + `","newPassword":"another one","revokeOtherSessions":true}`}.send(t).want(t, 200)
			var in struct{ Token string }
			a.into(t, &in)
			request{method: "GET", path: "/api/auth/me", token: in.Token}.send(t).want(t, 200)
			request{method: "GET", path: "/api/auth/me", token: other.Token}.send(t).want(t, 401)
		},
		"account deleted": func(u user) {
			request{method: "POST", path: "/api/auth/delete-user", token: u.Secret, body: `{}`, header: map[string]string{"X-Forwarded-For": randomAddress()}}.send(t).want(t, 200)
		},
	} {
		t.Run(name, func(t *testing.T) {
			u := newUser(t)
			end(u)
			for _, credential := range []string{u.Secret, u.Token, signed(authSecret, u.Secret)} {
				request{method: "GET", path: "/api/auth/me", token: credential}.send(t).want(t, 401)
				request{method: "GET", path: "/api/auth/token", token: credential, header: map[string]string{"X-Forwarded-For": randomAddress()}}.send(t).want(t, 401)
			}
		})
	}
}
