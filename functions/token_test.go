package functions_test

import (
	"crypto/rand"
	"crypto/rsa"
	"encoding/base64"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"
)

// TestTokens sends what is no token of ours to a function that reads and one that writes (threats: authority, parsing).
func TestTokens(t *testing.T) {
	u := newUser(t)
	claims := func(change func(jwt.MapClaims)) jwt.MapClaims {
		c := jwt.MapClaims{"iss": process.Config.AuthURL, "sub": u.ID.String(), "sid": u.SessionID.String(),
			"exp": time.Now().Add(time.Hour).Unix(), "iat": time.Now().Unix()}
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
	secret, same := []byte(process.Config.AuthSecret), func(jwt.MapClaims) {}
	other := newUser(t)
	for name, c := range map[string]struct {
		authorization string
		status        int
	}{
		"as it should be":          {"Bearer " + sign(jwt.SigningMethodHS256, secret, same), 200},
		"the scheme in lower case": {"bearer " + u.Token, 200},
		"another scheme":           {"Basic " + u.Token, 200}, // the cookie counts, see TestForeignSchemes
		"no scheme":                {u.Token, 200},
		"no token":                 {"Bearer", 401},
		"alg none": {"Bearer " + sign(jwt.SigningMethodNone, jwt.UnsafeAllowNoneSignatureType,
			same), 401},
		"another secret": {"Bearer " + sign(jwt.SigningMethodHS256, []byte("another secret, just as long as ours"),
			same), 401},
		"HS512": {"Bearer " + sign(jwt.SigningMethodHS512, secret, same), 401},
		"RS256": {"Bearer " + sign(jwt.SigningMethodRS256, rsaKey, same), 401},
		"expired": {"Bearer " + sign(jwt.SigningMethodHS256, secret,
			func(c jwt.MapClaims) { c["exp"] = time.Now().Add(-time.Second).Unix() }), 401},
		"without an end": {"Bearer " + sign(jwt.SigningMethodHS256, secret,
			func(c jwt.MapClaims) { delete(c, "exp") }), 401},
		"another issuer": {"Bearer " + sign(jwt.SigningMethodHS256, secret,
			func(c jwt.MapClaims) { c["iss"] = "https://evil.example" }), 401},
		"no session": {"Bearer " + sign(jwt.SigningMethodHS256, secret,
			func(c jwt.MapClaims) { delete(c, "sid") }), 401},
		"a session that is no UUID": {"Bearer " + sign(jwt.SigningMethodHS256, secret,
			func(c jwt.MapClaims) { c["sid"] = "'; drop table users" }), 401},
		"somebody else's session": {"Bearer " + sign(jwt.SigningMethodHS256, secret,
			func(c jwt.MapClaims) { c["sid"] = other.SessionID.String() }), 401},
		"truncated": {"Bearer " + u.Token[:len(u.Token)-1], 401},
		"5 KB":      {"Bearer " + strings.Repeat("a", 5<<10), 401},
		"15 KB of a JWT": {"Bearer " + strings.Repeat("a", 5<<10) + "." +
			strings.Repeat("a", 5<<10) + "." + strings.Repeat("a", 5<<10), 401},
		"dots":       {"Bearer " + strings.Repeat(".", 2<<10), 401}, // golang-jwt CVE-2025-30204
		"two tokens": {"Bearer " + u.Token + " " + u.Token, 401},
	} {
		for _, q := range []request{{method: "GET", path: "/api/auth/me"},
			{method: "POST", path: "/api/tasks", body: `{"title":"x"}`}} {
			q.header = map[string]string{"Authorization": c.authorization,
				"Cookie": other.cookie(t), "Origin": frontend}
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
	u := newUser(t)
	ours := process.Secrets.Sign(u.Secret)
	for name, header := range map[string]map[string]string{
		"nothing":                     {},
		"a JWT of nobody's":           {"Authorization": "Bearer " + forgedToken(t)},
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

func forgedToken(t *testing.T) string {
	forged, err := jwt.NewWithClaims(jwt.SigningMethodHS256, jwt.MapClaims{}).SignedString([]byte("x"))
	if err != nil {
		t.Fatal(err)
	}
	return forged
}
