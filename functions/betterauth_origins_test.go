package functions_test

import (
	"encoding/json"
	"net/url"
	"strings"
	"testing"

	"github.com/google/uuid"
)

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
		"no browser": {map[string]string{}, false, 401, "UNAUTHORIZED", 200, ""},
		"a cookie, no origin": {map[string]string{}, true, 403, "MISSING_OR_NULL_ORIGIN", 403,
			"MISSING_OR_NULL_ORIGIN"},
		"the frontend":           {map[string]string{"Origin": frontend}, true, 200, "", 200, ""},
		"the other frontend":     {map[string]string{"Origin": "https://todo.example.com"}, true, 200, "", 200, ""},
		"the backend's own page": {map[string]string{"Origin": "https://api.example.com"}, true, 200, "", 200, ""},
		"by the Referer":         {map[string]string{"Referer": frontend + "/tasks?x=1"}, true, 200, "", 200, ""},
		"a foreign Referer": {map[string]string{"Referer": "https://evil.example/" + frontend}, true, 403,
			"INVALID_ORIGIN", 403, "INVALID_ORIGIN"},
		"a foreign page": {map[string]string{"Origin": "https://evil.example"}, true, 403, "INVALID_ORIGIN",
			403, "INVALID_ORIGIN"},
		"a foreign page, no cookie": {map[string]string{"Origin": "https://evil.example"}, false,
			401, "UNAUTHORIZED", 403, "INVALID_ORIGIN"},
		"a sandboxed frame": {map[string]string{"Origin": "null"}, true, 403, "MISSING_OR_NULL_ORIGIN", 403,
			"MISSING_OR_NULL_ORIGIN"},
		"null of the same origin": {map[string]string{"Origin": "null", "Sec-Fetch-Site": "same-origin"}, true, 200, "",
			200, ""},
		"a form on a foreign page": {map[string]string{"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site",
			"Sec-Fetch-Mode": "navigate"}, false, 401, "UNAUTHORIZED", 403, "CROSS_SITE_NAVIGATION_LOGIN_BLOCKED"},
		"Node's fetch": {map[string]string{"Sec-Fetch-Mode": "cors"}, false, 401, "UNAUTHORIZED", 403,
			"MISSING_OR_NULL_ORIGIN"},
		"a name that begins like ours": {map[string]string{"Origin": "https://api.example.com.evil.example"}, true, 403,
			"INVALID_ORIGIN", 403, "INVALID_ORIGIN"},
		"ours in another case": {map[string]string{"Origin": "HTTPS://API.EXAMPLE.COM"}, true, 403, "INVALID_ORIGIN",
			403, "INVALID_ORIGIN"},
		"another port": {map[string]string{"Origin": "https://api.example.com:8443"}, true, 403,
			"INVALID_ORIGIN", 403, "INVALID_ORIGIN"},
		"a preview, with a cookie": {map[string]string{"Origin": preview}, true, 403, "INVALID_ORIGIN", 403,
			"INVALID_ORIGIN"},
		"the host it claims to have": {map[string]string{"Origin": "https://evil.example",
			"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https"}, true, 403, "INVALID_ORIGIN", 403,
			"INVALID_ORIGIN"},
	} {
		t.Run(name, func(t *testing.T) {
			c.header["X-Forwarded-For"] = randomAddress()
			if c.cookie {
				c.header["Cookie"] = u.cookie(t)
			}
			wantCode(t, "update-user", request{method: "POST", path: "/api/auth/update-user", body: `{"name":"x"}`,
				header: c.header}.send(t), c.change, c.code)
			// reading is CORS's business
			request{method: "GET", path: "/api/auth/get-session", header: c.header}.send(t).want(t, 200)
			if c.cookie {
				c.header["Cookie"] = "theme=dark" // any cookie
			}
			wantCode(t, "sign-in", request{method: "POST", path: "/api/auth/sign-in/email",
				body: `{"email":"` + u.Email + `","password":"` + password + `"}`, header: c.header}.send(t),
				c.login, c.lcode)
		})
	}
	// A bearer token is no cookie: a page elsewhere has it only if it was given it.
	request{method: "POST", path: "/api/auth/update-user", token: u.Secret, body: `{"name":"x"}`,
		header: map[string]string{"Origin": "https://evil.example", "X-Forwarded-For": randomAddress()}}.send(t).
		want(t, 200)
}

// TestPreviewGetsNoCookie signs in from an origin that anyone can have.
func TestPreviewGetsNoCookie(t *testing.T) {
	u := newUser(t)
	header := map[string]string{"Origin": preview, "Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "cors",
		"X-Forwarded-For": randomAddress()}
	a := request{method: "POST", path: "/api/auth/sign-in/email", body: `{"email":"` + u.Email + `","password":"` +
		password + `"}`, header: header}.send(t).want(t, 200)
	if len(a.Header.Values("Set-Cookie")) > 0 || a.Header.Get("Access-Control-Allow-Credentials") != "" {
		t.Errorf("%v", a.Header)
	}
	token := a.Header.Get("Set-Auth-Token")
	header["Authorization"] = "Bearer " + token
	if got := (request{method: "GET", path: "/api/auth/get-session",
		header: header}).send(t); !strings.Contains(string(got.Body), u.Email) {
		t.Errorf("%s", got.Body)
	}
	delete(header, "Authorization")
	// Such a body needs no preflight, so any page can send it.
	header["Content-Type"] = "application/x-www-form-urlencoded"
	form := request{method: "POST", path: "/api/auth/sign-in/email",
		body: url.Values{"email": {u.Email}, "password": {password}}.Encode(), header: header}.send(t)
	wantCode(t, "form", form, 403, "INVALID_ORIGIN")
	header["Origin"] = frontend
	form = request{method: "POST", path: "/api/auth/sign-in/email",
		body: url.Values{"email": {u.Email}, "password": {password}}.Encode(), header: header}.send(t)
	wantCode(t, "form", form, 200, "")
}

// TestRedirectTargets tries to leave the site.
func TestRedirectTargets(t *testing.T) {
	for target, allowed := range map[string]bool{
		"/": true, "/tasks": true, "/tasks?filter=a%20b&x=1#top": true, "http://localhost:3000": true,
		"http://localhost:3000/x?y=z": true, "https://api.example.com/x": true, "https://todo.example.com/a": true,
		"/x//evil": true, "HTTPS://api.example.com/": true,
		"//evil.example": false, "/\\evil.example": false, "\\\\evil.example": false, "/%2F/evil.example": false,
		"/%5cevil.example": false, "/\t/evil.example": false, "https://evil.example": false,
		"https://api.example.com@evil.example": false, "https://api.example.com.evil.example": false,
		"https://evil.example/https://api.example.com": false, "https:/evil.example": false,
		"https:evil.example": false, "javascript:alert(1)": false, "data:text/html,x": false,
		"tasks": false, "http://localhost:3001/": false,
		"https://localhost:3000/": false, "https://api.example.com\\@evil.example": false,
		"https://todo-git-main-ann.vercel.app/x": false, "/x\r\nSet-Cookie: a=b": false, " /x": false,
		"https://api.example.com:443@evil.example/": false, "///evil.example": false, "/./\\evil.example": false,
		"/#%0": false, "/x%": false,
	} {
		body, _ := json.Marshal(map[string]string{"email": "nobody-" + uuid.NewString() + "@example.com",
			"redirectTo": target})
		want, code := 200, ""
		if !allowed {
			want, code = 403, "INVALID_REDIRECT_URL"
		}
		wantCode(t, target, request{method: "POST", path: "/api/auth/request-password-reset",
			body: string(body)}.send(t), want, code)
		for _, path := range []string{"/api/auth/verify-email?token=x&callbackURL=",
			"/api/auth/reset-password/x?callbackURL=", "/api/auth/delete-user/callback?token=x&callbackURL="} {
			a := request{method: "GET", path: path + url.QueryEscape(target)}.send(t)
			if (a.Status == 403) == allowed || !allowed && a.Header.Get("Location") != "" {
				t.Errorf("%s%s: %d %s", path, target, a.Status, a.Header.Get("Location"))
			}
		}
	}
}
