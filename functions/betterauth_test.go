package functions_test

import (
	"crypto/ed25519"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"strings"
	"testing"

	"github.com/golang-jwt/jwt/v5"
	"github.com/google/uuid"
)

// signed is the cookie's value as the protocol writes it, made without our own code.
func signed(key, token string) string {
	mac := hmac.New(sha256.New, []byte(key))
	mac.Write([]byte(token))
	return token + "." + base64.StdEncoding.EncodeToString(mac.Sum(nil))
}

const (
	authSecret = "a secret of the tests, of 32 characters or more"
	cookieName = "__Secure-better-auth.session_token" // Better Auth's
	hostCookie = "__Host-better-auth.session_token"   // that of the REST functions
)

func TestJWT(t *testing.T) {
	u := newUser(t)
	var issued struct{ Token string }
	header := map[string]string{"X-Forwarded-For": randomAddress()}
	request{method: "GET", path: "/api/auth/token", token: u.Secret, header: header}.send(t).want(t, 200).
		decode(t, &issued)
	var set struct {
		Keys []struct{ Alg, Crv, X, Kty, Kid string }
	}
	request{method: "GET", path: "/api/auth/jwks"}.send(t).want(t, 200).decode(t, &set)
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
	}, jwt.WithIssuer("https://api.example.com"), jwt.WithAudience("https://api.example.com"),
		jwt.WithExpirationRequired())
	if err != nil || token.Header["kid"] != set.Keys[0].Kid {
		t.Fatalf("%v %v", err, token.Header)
	}
	if claims["sub"] != u.ID.String() || claims["id"] != u.ID.String() || claims["email"] != u.Email ||
		claims["emailVerified"] != false || claims["exp"].(float64)-claims["iat"].(float64) != 900 {
		t.Errorf("claims %v", claims)
	}
	// It cannot be taken back, so none of ours takes it.
	request{method: "GET", path: "/api/auth/me", token: issued.Token}.send(t).want(t, 401)
	if a := (request{method: "GET", path: "/api/auth/get-session", token: issued.Token,
		header: header}).send(t); string(a.Body) != "null" {
		t.Errorf("%s", a.Body)
	}
	a := request{method: "GET", path: "/api/auth/get-session", token: u.Secret,
		header: map[string]string{"Origin": frontend, "X-Forwarded-For": randomAddress()}}.send(t).want(t, 200)
	if a.Header.Get("Set-Auth-Jwt") == "" ||
		!strings.Contains(strings.ToLower(a.Header.Get("Access-Control-Expose-Headers")), "set-auth-jwt") {
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
		{"/sign-up/email", `{"name":"A","email":"{random}@example.com","password":"1234567"}`,
			400, "PASSWORD_TOO_SHORT"},
		{"/sign-up/email", `{"name":"A","email":"{random}@example.com","password":"12345678"}`,
			400, "PASSWORD_COMPROMISED"},
		{"/change-password", `{"currentPassword":"correct horse battery","newPassword":"Password1"}`,
			400, "PASSWORD_COMPROMISED"},
		{"/reset-password?token=forged", `{"newPassword":"qwertyuiop"}`, 400, "PASSWORD_COMPROMISED"},
		{"/sign-up/email", `{"name":"A","email":"{random}@example.com","password":"` + strings.Repeat("x", 129) + `"}`,
			400, "PASSWORD_TOO_LONG"},
		{"/sign-up/email", `{"name":"A","email":"{random}@example.com","password":"😀😀😀😀"}`,
			400, "PASSWORD_TOO_SHORT"}, // four characters
		{"/sign-up/email", `{"name":"A","email":"{random}@example.com","password":"😀😀😀😀😀😀😀😀"}`,
			200, ""},
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
		{"/sign-in/email", `{"email":"a@example.com","password":"` + strings.Repeat("x", 129) + `"}`, 400,
			"PASSWORD_TOO_LONG"},
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
		a := request{method: "POST", path: "/api/auth" + c.path, body: body, token: u.Secret}.send(t)
		wantCode(t, c.path+" "+c.body, a, c.status, c.code)
	}
	if queryOne[bool](t, `select email_verified from users where id = $1`, u.ID) ||
		queryOne[int](t, `select count(*) from users where email_verified and full_name = 'A'`) > 0 {
		t.Error("a client has verified an address")
	}
	a := request{method: "POST", path: "/api/auth/sign-out", token: u.Secret, body: "x",
		header: map[string]string{"Content-Type": "text/plain"}}.send(t)
	wantCode(t, "another content type", a, 415, "UNSUPPORTED_MEDIA_TYPE")
	// what updateUser({}) becomes
	request{method: "GET", path: "/api/auth/update-user", token: u.Secret}.send(t).want(t, 404)
}
