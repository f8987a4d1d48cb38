package functions_test

import (
	"crypto/rand"
	"crypto/rsa"
	"encoding/base64"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/google/uuid"
	"golang.org/x/crypto/bcrypt"

	"github.com/todo-backend/todo-backend/shared/config"
	"github.com/todo-backend/todo-backend/shared/secret"
)

type loginBody struct {
	User        struct{ ID, Email string }
	AccessToken string    `json:"access_token"`
	ExpiresAt   time.Time `json:"expires_at"`
}

func login(t *testing.T, email, password, address string) answer {
	t.Helper()
	return request{method: "POST", path: "/api/auth/login", body: fmt.Sprintf(`{"email":%q,"password":%q}`, email, password),
		header: map[string]string{"X-Forwarded-For": address}}.send(t)
}

func TestJourney(t *testing.T) {
	email := "Ann." + uuid.NewString() + "@Example.com"
	request{method: "POST", path: "/api/auth/signup", body: fmt.Sprintf(`{"email":" %s ","password":"correct horse","name":" Ann "}`, email)}.send(t).want(t, 201)
	email = strings.ToLower(email)
	if name := lookUp[string](t, `select full_name from users where email = $1`, email); name != "Ann" {
		t.Errorf("full_name %q", name)
	}
	if h := lookUp[string](t, `select password_hash from users where email = $1`, email); !strings.HasPrefix(h, "$argon2id$v=19$m=7168,t=5,p=1$") {
		t.Errorf("password_hash %q is not OWASP's argon2id", h)
	}

	var first loginBody
	a := login(t, strings.ToUpper(email), "correct horse", randomAddress()).want(t, 200)
	a.into(t, &first)
	if wait := time.Until(first.ExpiresAt); wait < 7*24*time.Hour-time.Minute || wait > 7*24*time.Hour+time.Minute {
		t.Errorf("the session lasts %s, want 7 days", wait)
	}
	cookie := a.Header.Get("Set-Cookie")
	for _, part := range []string{"__Secure-better-auth.session_token=", "Path=/", "HttpOnly", "Secure", "SameSite=None", "Partitioned", "Max-Age=604800"} {
		if !strings.Contains(cookie, part) {
			t.Errorf("Set-Cookie %q lacks %q", cookie, part)
		}
	}
	request{method: "GET", path: "/api/auth/me", header: map[string]string{"Cookie": strings.Split(cookie, ";")[0]}}.send(t).want(t, 200)

	a = request{method: "POST", path: "/api/auth/logout", token: first.AccessToken}.send(t).want(t, 200)
	if cleared := a.Header.Get("Set-Cookie"); !strings.Contains(cleared, "__Secure-better-auth.session_token=;") || !strings.Contains(cleared, "Max-Age=0") {
		t.Errorf("Set-Cookie %q does not clear the cookie", cleared)
	}
	request{method: "GET", path: "/api/auth/me", token: first.AccessToken}.send(t).want(t, 401)
}

func TestRememberMeAndRefresh(t *testing.T) {
	for remember, days := range map[bool]int{false: 7, true: 30} {
		u := newUser(t)
		var session loginBody
		request{method: "POST", path: "/api/auth/login", body: fmt.Sprintf(`{"email":%q,"password":%q,"remember_me":%v}`, u.Email, password, remember),
			header: map[string]string{"X-Forwarded-For": randomAddress()}}.send(t).want(t, 200).into(t, &session)
		exec(t, `update sessions set expires_at = now() + interval '1 hour' where user_id = $1`, u.ID)
		var refreshed loginBody
		request{method: "POST", path: "/api/auth/refresh", token: session.AccessToken}.send(t).want(t, 200).into(t, &refreshed)
		want := time.Duration(days) * 24 * time.Hour
		for name, expires := range map[string]time.Time{"login": session.ExpiresAt, "refresh": refreshed.ExpiresAt} {
			if off := time.Until(expires) - want; off > time.Minute || off < -time.Minute {
				t.Errorf("remember_me %v: after %s the session ends at %s, want %d days", remember, name, expires, days)
			}
		}
		if refreshed.AccessToken == session.AccessToken {
			t.Error("refresh gave the old token")
		}
		request{method: "GET", path: "/api/auth/me", token: refreshed.AccessToken}.send(t).want(t, 200)
	}
}

func TestSignupRules(t *testing.T) {
	taken := newUser(t)
	long := strings.Repeat("x", 244)
	for _, c := range []struct {
		body   string
		status int
		field  string
		detail string
	}{
		{`{"email":"ann","password":"8 letter"}`, 422, "email", "Please enter a valid email address"},
		{`{"email":"ann@localhost","password":"8 letter"}`, 422, "email", "Please enter a valid email address"},
		{`{"email":"ann@éxample.com","password":"8 letter"}`, 422, "email", "Please enter a valid email address"},
		{`{"email":"ann＠example.com","password":"8 letter"}`, 422, "email", "Please enter a valid email address"},
		{`{"email":"an\u212a@example.com","password":"8 letter"}`,
			422, "email", "Please enter a valid email address"}, // the Kelvin sign
		{`{"email":"a@b@example.com","password":"8 letter"}`, 422, "email", "Please enter a valid email address"},
		{`{"email":"` + long + `@example.com","password":"8 letter"}`,
			422, "email", "Please enter a valid email address"}, // 256
		{`{"password":"8 letter"}`, 422, "email", "Please enter a valid email address"},
		{`{"email":null,"password":"8 letter"}`, 422, "email", "Please enter a valid email address"},
		{`{"email":1,"password":"8 letter"}`, 422, "email", "email must be a string"},
		{`{"email":"{random}@example.com","password":"1234567"}`, 422, "password", "Password must be at least 8 characters"},
		{`{"email":"{random}@example.com","password":"` + strings.Repeat("é", 129) + `"}`, 422, "password", "Password must be 128 characters or less"},
		{`{"email":"{random}@example.com","password":"` + strings.Repeat("é", 128) + `"}`, 201, "", ""},
		{`{"email":"{random}@example.com","password":"12345678"}`,
			422, "password", "Password is too common, please choose another"},
		{`{"email":"{random}@example.com","password":"PassWord1"}`,
			422, "password", "Password is too common, please choose another"},
		{`{"email":"{random}@example.com","password":"１２３４５６７８"}`,
			422, "password", "Password is too common, please choose another"},
		{`{"email":"{random}@example.com","password":"PassWord1 and more"}`, 201, "", ""},
		{`{"email":"{random}@example.com","password":"1234567\u0000"}`, 422, "password", "password must not contain the character NUL"},
		{`{"email":"{random}@example.com","password":"8 letter","full_name":"` + strings.Repeat("é", 255) + `"}`,
			201, "", ""},
		{`{"email":"{random}@example.com","password":"8 letter","full_name":"` + strings.Repeat("é", 256) + `"}`,
			422, "full_name", "full_name must be 255 characters or less"},
		{`{"email":"{random}@example.com","password":"8 letter","full_name":"a","name":"b"}`,
			422, "name", "Give full_name or name, not both"},
		{`{"email":"{random}@example.com","password":"8 letter","email_verified":true}`,
			422, "email_verified", `"email_verified" is not a field that can be set here`},
		{`{"email":"{random}@example.com","password":"8 letter","id":"01900000-0000-7000-8000-000000000000"}`,
			422, "id", `"id" is not a field that can be set here`},
		{`{"email":"` + strings.ToUpper(taken.Email) + `","password":"8 letter"}`,
			409, "", "An account with this email already exists"},
	} {
		body := strings.ReplaceAll(c.body, "{random}", uuid.NewString())
		a := request{method: "POST", path: "/api/auth/signup", body: body}.send(t)
		if a.Status != c.status {
			t.Errorf("%s: %d %s, want %d", c.body, a.Status, a.Body, c.status)
		} else if c.detail != "" {
			wantProblem(t, c.body, a, c.field, c.detail)
		}
	}
}

// TestNullIsNoValue sends null where it is none of the values: it does not pass for false or for nothing.
func TestNullIsNoValue(t *testing.T) {
	u := newUser(t)
	for _, c := range []struct{ path, body, field, detail string }{
		{"/api/auth/login", `{"email":"` + u.Email + `","password":"` + password + `","remember_me":null}`,
			"remember_me", "remember_me must be true or false"},
		{"/api/auth/login", `{"email":"` + u.Email + `","password":null}`, "password", "Password is required"},
		{"/api/auth/password/forgot", `{"email":"` + u.Email + `","redirect_to":null}`,
			"redirect_to", "redirect_to must be a string"},
		{"/api/auth/verification", `{"redirect_to":null}`, "redirect_to", "redirect_to must be a string"},
	} {
		a := request{method: "POST", path: c.path, token: u.Token, body: c.body,
			header: map[string]string{"X-Forwarded-For": randomAddress()}}.send(t)
		wantProblem(t, c.path+" "+c.body, a.want(t, 422), c.field, c.detail)
	}
	a := request{method: "POST", path: "/api/auth/sign-in/email",
		header: map[string]string{"X-Forwarded-For": randomAddress()},
		body:   `{"email":"` + u.Email + `","password":"` + password + `","rememberMe":null}`}.send(t)
	if a.Status != 400 {
		t.Errorf("rememberMe null: %d %s", a.Status, a.Body)
	}
}

// wantProblem checks the sentence, and that errors names the field with it.
func wantProblem(t *testing.T, what string, a answer, field, detail string) {
	t.Helper()
	p := a.problem(t)
	if field == "" {
		if p.Detail != detail {
			t.Errorf("%s: detail %q, want %q", what, p.Detail, detail)
		}
		return
	}
	for _, e := range p.Errors {
		if e.Field == field && e.Detail == detail {
			return
		}
	}
	t.Errorf("%s: errors %v, want %s: %s", what, p.Errors, field, detail)
}

func TestEveryWrongFieldIsNamed(t *testing.T) {
	p := request{method: "POST", path: "/api/auth/signup", body: `{"email":"x","password":"x","admin":true}`}.send(t).want(t, 422).problem(t)
	if len(p.Errors) != 3 {
		t.Errorf("errors %v, want three", p.Errors)
	}
}

func TestFiftySignupsOfOneEmail(t *testing.T) {
	body := fmt.Sprintf(`{"email":"%s@example.com","password":"8 letter"}`, uuid.NewString())
	statuses := atOnce(50, func() int { return request{method: "POST", path: "/api/auth/signup", body: body}.send(t).Status })
	if statuses[201] != 1 || statuses[409] != 49 {
		t.Errorf("statuses %v, want one 201 and 49 409", statuses)
	}
}

// atOnce calls f n times at once and counts the answers.
func atOnce(n int, f func() int) map[int]int {
	counts, mu, start, done := map[int]int{}, sync.Mutex{}, make(chan struct{}), sync.WaitGroup{}
	for range n {
		done.Go(func() {
			<-start
			status := f()
			mu.Lock()
			defer mu.Unlock()
			counts[status]++
		})
	}
	close(start)
	done.Wait()
	return counts
}

// TestLoginTellsNothing compares the answers for an unknown email and a wrong password (threats: enumeration).
func TestLoginTellsNothing(t *testing.T) {
	u := newUser(t)
	wrong := login(t, u.Email, "wrong password", randomAddress()).want(t, 401)
	unknown := login(t, "nobody@example.com", "wrong password", randomAddress()).want(t, 401)
	wrong.Header.Set("X-Request-Id", unknown.Header.Get("X-Request-Id"))
	if normal(wrong) != normal(unknown) {
		t.Errorf("wrong:\n%s\nunknown:\n%s", normal(wrong), normal(unknown))
	}
	wantProblem(t, "login", unknown, "", "Invalid email or password")
	if unknown.Header.Get("WWW-Authenticate") != "Bearer" {
		t.Error("no WWW-Authenticate")
	}
}

func TestImportedBcryptHashIsUpgraded(t *testing.T) {
	u := newUser(t)
	old, err := bcrypt.GenerateFromPassword([]byte(password), bcrypt.MinCost)
	if err != nil {
		t.Fatal(err)
	}
	imported := "$2b" + string(old[3:]) // as Python's bcrypt writes it
	exec(t, `update users set password_hash = $2 where id = $1`, u.ID, imported)
	login(t, u.Email, "wrong password", randomAddress()).want(t, 401)
	if h := lookUp[string](t, `select password_hash from users where id = $1`, u.ID); h != imported {
		t.Error("a wrong password has changed the hash")
	}
	login(t, u.Email, password, randomAddress()).want(t, 200)
	if h := lookUp[string](t, `select password_hash from users where id = $1`, u.ID); !strings.HasPrefix(h, "$argon2id$") {
		t.Errorf("the hash is still %s", h)
	}
	login(t, u.Email, password, randomAddress()).want(t, 200)
}

// TestLongBcryptPasswordKeepsItsHash signs in with a password over the 72 bytes that bcrypt compares: the rest, which
// may be any, does not become the password.
func TestLongBcryptPasswordKeepsItsHash(t *testing.T) {
	u := newUser(t)
	compared := strings.Repeat("x", 72)
	hash, err := bcrypt.GenerateFromPassword([]byte(compared), bcrypt.MinCost)
	if err != nil {
		t.Fatal(err)
	}
	exec(t, `update users set password_hash = $2 where id = $1`, u.ID, string(hash))
	for _, rest := range []string{"a rest", "the right rest", ""} {
		login(t, u.Email, compared+rest, randomAddress()).want(t, 200)
		h := lookUp[string](t, `select password_hash from users where id = $1`, u.ID)
		if upgraded := strings.HasPrefix(h, "$argon2id$"); upgraded != (rest == "") {
			t.Errorf("with the rest %q the hash is upgraded: %v", rest, upgraded)
		}
	}
}

// TestTokens sends what is no token of ours to a function that reads and one that writes (threats: authority, parsing).
func TestTokens(t *testing.T) {
	cfg, err := config.Get()
	if err != nil {
		t.Fatal(err)
	}
	u := newUser(t)
	claims := func(change func(jwt.MapClaims)) jwt.MapClaims {
		c := jwt.MapClaims{"iss": cfg.AuthURL, "sub": u.ID.String(), "sid": u.SessionID.String(), "exp": time.Now().Add(time.Hour).Unix(), "iat": time.Now().Unix()}
		change(c)
		return c
	}
	sign := func(method jwt.SigningMethod, key any, change func(jwt.MapClaims)) string {
		token, err := jwt.NewWithClaims(method, claims(change)).SignedString(key)
		if err != nil {
			t.Fatal(err)
		}
		return token
	}
	rsaKey, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	secret, same := []byte(cfg.AuthSecret), func(jwt.MapClaims) {}
	other := newUser(t)
	for name, c := range map[string]struct {
		authorization string
		status        int
	}{
		"as it should be":           {"Bearer " + sign(jwt.SigningMethodHS256, secret, same), 200},
		"the scheme in lower case":  {"bearer " + u.Token, 200},
		"another scheme":            {"Basic " + u.Token, 200}, // the cookie counts, see TestForeignSchemes
		"no scheme":                 {u.Token, 200},
		"no token":                  {"Bearer", 401},
		"alg none":                  {"Bearer " + sign(jwt.SigningMethodNone, jwt.UnsafeAllowNoneSignatureType, same), 401},
		"another secret":            {"Bearer " + sign(jwt.SigningMethodHS256, []byte("another secret, just as long as ours"), same), 401},
		"HS512":                     {"Bearer " + sign(jwt.SigningMethodHS512, secret, same), 401},
		"RS256":                     {"Bearer " + sign(jwt.SigningMethodRS256, rsaKey, same), 401},
		"expired":                   {"Bearer " + sign(jwt.SigningMethodHS256, secret, func(c jwt.MapClaims) { c["exp"] = time.Now().Add(-time.Second).Unix() }), 401},
		"without an end":            {"Bearer " + sign(jwt.SigningMethodHS256, secret, func(c jwt.MapClaims) { delete(c, "exp") }), 401},
		"another issuer":            {"Bearer " + sign(jwt.SigningMethodHS256, secret, func(c jwt.MapClaims) { c["iss"] = "https://evil.example" }), 401},
		"no session":                {"Bearer " + sign(jwt.SigningMethodHS256, secret, func(c jwt.MapClaims) { delete(c, "sid") }), 401},
		"a session that is no UUID": {"Bearer " + sign(jwt.SigningMethodHS256, secret, func(c jwt.MapClaims) { c["sid"] = "'; drop table users" }), 401},
		"somebody else's session":   {"Bearer " + sign(jwt.SigningMethodHS256, secret, func(c jwt.MapClaims) { c["sid"] = other.SessionID.String() }), 401},
		"truncated":                 {"Bearer " + u.Token[:len(u.Token)-1], 401},
		"5 KB":                      {"Bearer " + strings.Repeat("a", 5<<10), 401},
		"15 KB of a JWT": {"Bearer " + strings.Repeat("a", 5<<10) + "." +
			strings.Repeat("a", 5<<10) + "." + strings.Repeat("a", 5<<10), 401},
		"dots":       {"Bearer " + strings.Repeat(".", 2<<10), 401}, // golang-jwt CVE-2025-30204
		"two tokens": {"Bearer " + u.Token + " " + u.Token, 401},
	} {
		for _, q := range []request{{method: "GET", path: "/api/auth/me"}, {method: "POST", path: "/api/tasks", body: `{"title":"x"}`}} {
			q.header = map[string]string{"Authorization": c.authorization, "Cookie": other.cookie(t), "Origin": frontend}
			want := c.status
			if want == 200 && q.method == "POST" {
				want = 201
			}
			if a := q.send(t); a.Status != want {
				t.Errorf("%s: %s %d, want %d", name, q.method, a.Status, want)
			} else if want == 401 && a.Header.Get("WWW-Authenticate") != "Bearer" {
				t.Errorf("%s: no WWW-Authenticate", name)
			}
		}
	}
}

func TestGarbageNeverReachesTheDatabase(t *testing.T) {
	cfg, err := config.Get()
	if err != nil {
		t.Fatal(err)
	}
	u := newUser(t)
	ours := secret.Keys(cfg.Secrets()).Sign(u.Secret)
	for name, header := range map[string]map[string]string{
		"nothing":                     {},
		"a JWT of nobody's":           {"Authorization": "Bearer " + newToken(t)},
		"a JWT with two letters more": {"Authorization": "Bearer " + u.Token + "xx"},
		"a JWT of three dots":         {"Authorization": "Bearer " + u.Token + ".x"},
		"dots":                        {"Authorization": "Bearer " + strings.Repeat(".", 2000)},
		"an empty token":              {"Authorization": "Bearer "},
		"a token of 15 letters":       {"Authorization": "Bearer " + strings.Repeat("x", 15)},
		"a token of 256 letters":      {"Authorization": "Bearer " + strings.Repeat("x", 256)},
		"a token of 12,000 letters":   {"Authorization": "Bearer " + strings.Repeat("x", 12_000)},
		"a bearer, badly signed":      {"Authorization": "Bearer " + u.Secret + ".AAAA="},
		"a bearer, badly encoded":     {"Authorization": "Bearer %zz." + ours},
		"a password of HTTP": {"Authorization": "Basic " +
			base64.StdEncoding.EncodeToString([]byte("ann:"+password))},
		"a cookie that nobody signed":   {"Cookie": cookieName + "=" + u.Secret},
		"a cookie, badly signed":        {"Cookie": cookieName + "=" + u.Secret + ".AAAA="},
		"a cookie, badly encoded":       {"Cookie": cookieName + "=%zz." + ours},
		"a cookie of another name":      {"Cookie": "session_token=" + ours},
		"a hundred cookies of one name": {"Cookie": strings.Repeat(cookieName+"="+u.Secret+".AAAA=; ", 100)},
	} {
		for path, status := range map[string]int{"/api/tasks": 401, "/api/auth/get-session": 200} {
			before := proxy.ready.Load()
			request{method: "GET", path: path, header: header}.send(t).want(t, status)
			if trips := proxy.ready.Load() - before; trips != 0 {
				t.Errorf("%s, to %s: %d round trips", name, path, trips)
			}
		}
	}
}

func newToken(t *testing.T) string {
	forged, err := jwt.NewWithClaims(jwt.SigningMethodHS256, jwt.MapClaims{}).SignedString([]byte("x"))
	if err != nil {
		t.Fatal(err)
	}
	return forged
}

func TestPasswordChange(t *testing.T) {
	u := newUser(t)
	here, there := u.Token, u
	there.signIn(t)
	change := func(current, new string) answer {
		return request{method: "PUT", path: "/api/auth/password", token: here, body: fmt.Sprintf(`{"current_password":%q,"new_password":%q}`, current, new)}.send(t)
	}
	wantProblem(t, "wrong", change("wrong password", "new password").want(t, 422), "current_password", "Current password is incorrect")
	wantProblem(t, "short", change(password, "short").want(t, 422), "new_password", "Password must be at least 8 characters")
	wantProblem(t, "common", change(password, "password1").want(t, 422),
		"new_password", "Password is too common, please choose another")
	request{method: "GET", path: "/api/auth/me", token: there.Token}.send(t).want(t, 200)

	change(password, "new password").want(t, 200)
	request{method: "GET", path: "/api/auth/me", token: here}.send(t).want(t, 200)
	request{method: "GET", path: "/api/auth/me", token: there.Token}.send(t).want(t, 401)
	login(t, u.Email, password, randomAddress()).want(t, 401)
	login(t, u.Email, "new password", randomAddress()).want(t, 200)
}

// TestPasswordChangesAtOnce lets five changes race: one wins, whoever lost is told, and the winner's password is the one.
func TestPasswordChangesAtOnce(t *testing.T) {
	u := newUser(t)
	var n, winner atomic.Int64
	statuses := atOnce(5, func() int {
		mine := n.Add(1)
		a := request{method: "PUT", path: "/api/auth/password", token: u.Token,
			body: fmt.Sprintf(`{"current_password":%q,"new_password":"new password %d"}`, password, mine)}.send(t)
		if a.Status == 200 {
			winner.Add(mine)
		}
		return a.Status
	})
	if statuses[200] != 1 || statuses[422] != 4 {
		t.Fatalf("statuses %v, want one 200", statuses)
	}
	login(t, u.Email, fmt.Sprintf("new password %d", winner.Load()), randomAddress()).want(t, 200)
}

func TestDeletedAccountIsGone(t *testing.T) {
	f := newFixture(t)
	remove := func(password string) answer {
		return request{method: "DELETE", path: "/api/auth/account", token: f.owner.Token, body: fmt.Sprintf(`{"password":%q}`, password)}.send(t)
	}
	wantProblem(t, "wrong", remove("wrong password").want(t, 422), "password", "Password is incorrect")
	remove(password).want(t, 204)
	if left := f.state(t); left != "" {
		t.Errorf("left: %s", left)
	}
	login(t, f.owner.Email, password, randomAddress()).want(t, 401)
}

func TestSessions(t *testing.T) {
	u := newUser(t)
	var there loginBody
	request{method: "POST", path: "/api/auth/login", body: fmt.Sprintf(`{"email":%q,"password":%q}`, u.Email, password),
		header: map[string]string{"X-Forwarded-For": "2001:db8::1", "User-Agent": "Phone" + strings.Repeat("x", 600)}}.send(t).want(t, 200).into(t, &there)
	exec(t, `insert into sessions (id, user_id, expires_at) values (gen_random_uuid(), $1, now() - interval '1 hour')`, u.ID)
	var list struct {
		Sessions []struct {
			ID        string
			IPAddress *string `json:"ip_address"`
			UserAgent *string `json:"user_agent"`
			Current   bool
		}
	}
	request{method: "GET", path: "/api/auth/sessions", token: u.Token}.send(t).want(t, 200).into(t, &list)
	if len(list.Sessions) != 2 {
		t.Fatalf("%d sessions, want the two that live: %v", len(list.Sessions), list)
	}
	phone := list.Sessions[0]
	if phone.Current || !list.Sessions[1].Current || *phone.IPAddress != "2001:db8::1" || len(*phone.UserAgent) != 512 {
		t.Errorf("sessions %v", list)
	}
	request{method: "DELETE", path: "/api/auth/sessions/" + phone.ID, token: u.Token}.send(t).want(t, 204)
	request{method: "GET", path: "/api/auth/me", token: there.AccessToken}.send(t).want(t, 401)
	request{method: "DELETE", path: "/api/auth/sessions/" + phone.ID, token: u.Token}.send(t).want(t, 404)
	request{method: "DELETE", path: "/api/auth/sessions/7", token: u.Token}.send(t).want(t, 400)
}

func TestSessionsAreBounded(t *testing.T) {
	u := newUser(t)
	exec(t, `insert into sessions (id, user_id, expires_at) select gen_random_uuid(), $1, now() + interval '1 hour' from generate_series(1, 150)`, u.ID)
	login(t, u.Email, password, randomAddress()).want(t, 200)
	if n := lookUp[int](t, `select count(*) from sessions where user_id = $1`, u.ID); n > 101 {
		t.Errorf("%d sessions", n)
	}
}

func TestProfile(t *testing.T) {
	u := newUser(t)
	patch := func(body string) answer {
		return request{method: "PATCH", path: "/api/auth/profile", token: u.Token, body: body}.send(t)
	}
	for body, want := range map[string]string{
		`{"full_name":"Ann"}`:                           `"full_name":"Ann"`,
		`{"name":"Bob"}`:                                `"full_name":"Bob"`,
		`{"full_name":null}`:                            `"full_name":null`,
		`{"full_name":" "}`:                             `"full_name":null`,
		`{"full_name":"\u3164\u200b"}`:                  `"full_name":null`,
		`{"avatar_url":"https://example.com/a.png"}`:    `"avatar_url":"https://example.com/a.png"`,
		`{"timezone":"America/Argentina/Buenos_Aires"}`: `"timezone":"America/Argentina/Buenos_Aires"`,
		`{"language":"pt-BR"}`:                          `"language":"pt-BR"`,
		`{}`:                                            `"email":"` + u.Email,
		`{"full_name":"<script>alert(1)</script>"}`:     `"full_name":"<script>alert(1)</script>"`,
		`{"full_name":"'; DROP TABLE users; --"}`:       `"full_name":"'; DROP TABLE users; --"`,
	} {
		if a := patch(body); a.Status != 200 || !strings.Contains(string(a.Body), want) {
			t.Errorf("%s: %d %s, want %s", body, a.Status, a.Body, want)
		}
	}
	for body, field := range map[string]string{
		`{"timezone":"Mars/Base"}`:                      "timezone",
		`{"timezone":null}`:                             "timezone",
		`{"timezone":"'; drop table users"}`:            "timezone",
		`{"timezone":"UTC\u0000"}`:                      "timezone",
		`{"language":"english please"}`:                 "language",
		`{"full_name":"a\u0007b"}`:                      "full_name",
		`{"name":"a\nb"}`:                               "name",
		`{"avatar_url":"javascript:alert(1)"}`:          "avatar_url",
		`{"avatar_url":"/a.png"}`:                       "avatar_url",
		`{"email":"new@example.com"}`:                   "email",
		`{"email_verified":true}`:                       "email_verified",
		`{"password_hash":"x"}`:                         "password_hash",
		`{"id":"01900000-0000-7000-8000-000000000000"}`: "id",
	} {
		a := patch(body).want(t, 422)
		if p := a.problem(t); len(p.Errors) != 1 || p.Errors[0].Field != field {
			t.Errorf("%s: %s", body, a.Body)
		}
	}
	before := lookUp[time.Time](t, `select updated_at from users where id = $1`, u.ID)
	patch(`{}`).want(t, 200)
	if after := lookUp[time.Time](t, `select updated_at from users where id = $1`, u.ID); !after.Equal(before) {
		t.Error("an empty object has changed updated_at")
	}
}

// TestBurstOfLogins shows that others are served while logins wait for a place to hash, and that none is lost.
func TestBurstOfLogins(t *testing.T) {
	users := [5]user{newUser(t), newUser(t), newUser(t), newUser(t), newUser(t)} // one has ten sign-ins at once at most
	u := users[0]
	var n atomic.Int64
	var statuses map[int]int
	done := make(chan struct{})
	go func() {
		defer close(done)
		statuses = atOnce(30, func() int { return login(t, users[n.Add(1)%5].Email, password, randomAddress()).Status })
	}()
	for {
		request{method: "GET", path: "/api/auth/me", token: u.Token}.send(t).want(t, 200)
		select {
		case <-done:
			if statuses[200] != 30 {
				t.Errorf("statuses %v", statuses)
			}
			return
		default:
		}
	}
}
