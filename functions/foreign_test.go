package functions_test

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"math/big"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/google/uuid"
)

// elsewhere is another Better Auth server, whose JWTs the REST functions accept.
var externalIssuer *foreignServer

type foreignServer struct {
	*httptest.Server
	mu    sync.Mutex
	down  bool
	asked int
	jwks  []map[string]string
	keys  map[string]crypto.Signer
}

func newForeignServer() *foreignServer {
	f := &foreignServer{keys: map[string]crypto.Signer{}}
	f.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		f.mu.Lock()
		defer f.mu.Unlock()
		f.asked++
		if f.down {
			w.WriteHeader(500)
			return
		}
		_ = json.NewEncoder(w).Encode(map[string]any{"keys": f.jwks})
	}))
	b64 := base64.RawURLEncoding.EncodeToString
	public, private, _ := ed25519.GenerateKey(rand.Reader)
	f.keys["ed"] = private
	ec, _ := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	f.keys["ec"] = ec
	rs, _ := rsa.GenerateKey(rand.Reader, 2048)
	f.keys["rs"] = rs
	point, _ := ec.PublicKey.Bytes()
	f.jwks = []map[string]string{
		{"kid": "ed", "kty": "OKP", "crv": "Ed25519", "alg": "EdDSA", "x": b64(public)},
		{"kid": "ec", "kty": "EC", "crv": "P-256", "alg": "ES256", "x": b64(point[1:33]), "y": b64(point[33:])},
		{"kid": "rs", "kty": "RSA", "alg": "RS256", "n": b64(rs.N.Bytes()), "e": b64(big.NewInt(int64(rs.E)).Bytes())},
		{"kid": "shared", "kty": "oct", "alg": "HS256", "k": b64([]byte("a secret that somebody has published"))},
	}
	return f
}

// sign makes a JWT as that server's /token does; change makes it another.
func (f *foreignServer) sign(t *testing.T, method jwt.SigningMethod, kid string, key any,
	change func(c jwt.MapClaims)) string {
	t.Helper()
	id := uuid.NewString()
	c := jwt.MapClaims{"sub": id, "id": id, "email": id + "@elsewhere.example", "emailVerified": true, "name": "Mina",
		"image": nil,
		"iat":   time.Now().Unix(), "exp": time.Now().Add(15 * time.Minute).Unix(), "iss": f.URL, "aud": f.URL}
	if change != nil {
		change(c)
	}
	token := jwt.NewWithClaims(method, c)
	token.Header = map[string]any{"alg": method.Alg(), "kid": kid}
	signed, err := token.SignedString(key)
	if err != nil {
		t.Fatal(err)
	}
	return signed
}

func TestForeignJWT(t *testing.T) {
	ed, ec, rs := externalIssuer.keys["ed"], externalIssuer.keys["ec"], externalIssuer.keys["rs"]
	set := func(name string, value any) func(jwt.MapClaims) { return func(c jwt.MapClaims) { c[name] = value } }
	_, strangersKey, _ := ed25519.GenerateKey(rand.Reader)
	public := externalIssuer.jwks[0]["x"]
	taken := newUser(t)
	for name, c := range map[string]struct {
		token  string
		status int
	}{
		"Ed25519": {externalIssuer.sign(t, jwt.SigningMethodEdDSA, "ed", ed, nil), 200},
		"ES256":   {externalIssuer.sign(t, jwt.SigningMethodES256, "ec", ec, nil), 200},
		"RS256":   {externalIssuer.sign(t, jwt.SigningMethodRS256, "rs", rs, nil), 200},
		"PS256":   {externalIssuer.sign(t, jwt.SigningMethodPS256, "rs", rs, nil), 200},
		"meant for us": {externalIssuer.sign(t, jwt.SigningMethodEdDSA, "ed", ed,
			set("aud", "https://api.example.com")), 200},
		"a subject that is no UUID": {externalIssuer.sign(t, jwt.SigningMethodEdDSA, "ed", ed,
			set("sub", "HuXB7sZ"+uuid.NewString())), 200},
		"a picture of 10 KB": {externalIssuer.sign(t, jwt.SigningMethodEdDSA, "ed", ed,
			set("image", "data:image/png;base64,"+strings.Repeat("A", 10<<10))), 200},
		"no subject": {externalIssuer.sign(t, jwt.SigningMethodEdDSA, "ed", ed, set("sub", "")), 401},
		"another issuer": {externalIssuer.sign(t, jwt.SigningMethodEdDSA, "ed", ed,
			set("iss", "https://evil.example")), 401},
		"no issuer": {externalIssuer.sign(t, jwt.SigningMethodEdDSA, "ed", ed,
			func(c jwt.MapClaims) { delete(c, "iss") }), 401},
		"meant for another": {externalIssuer.sign(t, jwt.SigningMethodEdDSA, "ed", ed,
			set("aud", "https://evil.example")), 401},
		"meant for nobody": {externalIssuer.sign(t, jwt.SigningMethodEdDSA, "ed", ed,
			func(c jwt.MapClaims) { delete(c, "aud") }), 401},
		"expired": {externalIssuer.sign(t, jwt.SigningMethodEdDSA, "ed", ed,
			set("exp", time.Now().Add(-time.Second).Unix())), 401},
		"without an end": {externalIssuer.sign(t, jwt.SigningMethodEdDSA, "ed", ed,
			func(c jwt.MapClaims) { delete(c, "exp") }), 401},
		"signed by another": {externalIssuer.sign(t, jwt.SigningMethodEdDSA, "ed", strangersKey, nil), 401},
		"an unknown key":    {externalIssuer.sign(t, jwt.SigningMethodEdDSA, "unknown", strangersKey, nil), 401},
		"alg none": {externalIssuer.sign(t, jwt.SigningMethodNone, "ed",
			jwt.UnsafeAllowNoneSignatureType, nil), 401},
		"HS256 with the public key": {externalIssuer.sign(t, jwt.SigningMethodHS256, "ed", []byte(public), nil), 401},
		"a shared secret in the key set": {externalIssuer.sign(t, jwt.SigningMethodHS256, "shared",
			[]byte("a secret that somebody has published"), nil), 401},
		"RS256 by a key for Ed25519": {externalIssuer.sign(t, jwt.SigningMethodRS256, "ed", rs, nil), 401},
		"cut": {strings.TrimRight(externalIssuer.sign(t, jwt.SigningMethodEdDSA, "ed", ed, nil),
			"_")[:200], 401},
		"no address": {externalIssuer.sign(t, jwt.SigningMethodEdDSA, "ed", ed, set("email", "")), 403},
		"the address of an account here": {externalIssuer.sign(t, jwt.SigningMethodEdDSA, "ed", ed,
			set("email", taken.Email)), 403},
		"a name of 300, and NUL": {externalIssuer.sign(t, jwt.SigningMethodEdDSA, "ed", ed,
			set("name", strings.Repeat("é", 300)+"\x00")), 200},
	} {
		t.Run(name, func(t *testing.T) {
			a := request{method: "GET", path: "/api/auth/me", token: c.token}.send(t).want(t, c.status)
			if c.status != 200 {
				return
			}
			created := request{method: "POST", path: "/api/tasks", token: c.token, body: `{"title":"Mine"}`}.send(t).
				want(t, 201)
			var me, task struct {
				ID     string
				UserID string `json:"user_id"`
			}
			a.decode(t, &me)
			created.decode(t, &task)
			if task.UserID != me.ID {
				t.Errorf("the task is %s's, the caller is %s", task.UserID, me.ID)
			}
			// Better Auth's own functions know sessions of ours alone.
			request{method: "POST", path: "/api/auth/update-user", token: c.token, body: `{"name":"x"}`}.send(t).
				want(t, 401)
		})
	}
	request{method: "GET", path: "/api/auth/me", token: taken.Token}.send(t).want(t, 200)
}

func TestForeignJWTIsOneUser(t *testing.T) {
	id := uuid.NewString()
	token := func() string {
		return externalIssuer.sign(t, jwt.SigningMethodEdDSA, "ed", externalIssuer.keys["ed"],
			func(c jwt.MapClaims) { c["sub"], c["email"] = id, id+"@elsewhere.example" })
	}
	statuses := concurrently(20, func() int {
		return request{method: "POST", path: "/api/tasks", token: token(),
			body: `{"title":"One of twenty"}`}.send(t).Status
	})
	if n := queryOne[int](t, `select count(*) from tasks where user_id = $1`, id); statuses[201] != 20 || n != 20 {
		t.Errorf("statuses %v, %d tasks", statuses, n)
	}
	request{method: "GET", path: "/api/auth/me", token: token()}.send(t).want(t, 200) // warm
	before := proxy.ready.Load()
	request{method: "GET", path: "/api/auth/me", token: token()}.send(t).want(t, 200)
	if trips := proxy.ready.Load() - before; trips != 1 {
		t.Errorf("%d round trips for a user who is known", trips)
	}
	for _, q := range []request{ // what needs a session of ours or a password
		{method: "POST", path: "/api/auth/refresh"},
		{method: "PUT", path: "/api/auth/password", body: `{"current_password":"x","new_password":"8 letter"}`},
		{method: "DELETE", path: "/api/auth/account", body: `{"password":"x"}`},
	} {
		q.token = token()
		if a := q.send(t); a.Status != 401 && a.Status != 422 {
			t.Errorf("%s %s: %d %s", q.method, q.path, a.Status, a.Body)
		}
	}
	request{method: "GET", path: "/api/auth/sessions", token: token()}.send(t).want(t, 200)
	request{method: "POST", path: "/api/auth/logout", token: token()}.send(t).want(t, 200)
}

// TestForeignServerDown goes on with the keys that are known, asks no more than needed, and says 503 where it cannot
// know.
func TestForeignServerDown(t *testing.T) {
	good := externalIssuer.sign(t, jwt.SigningMethodEdDSA, "ed", externalIssuer.keys["ed"], nil)
	request{method: "GET", path: "/api/auth/me", token: good}.send(t).want(t, 200)
	externalIssuer.mu.Lock()
	externalIssuer.down = true
	asked := externalIssuer.asked
	externalIssuer.mu.Unlock()
	defer func() { externalIssuer.mu.Lock(); externalIssuer.down = false; externalIssuer.mu.Unlock() }()
	request{method: "GET", path: "/api/auth/me", token: good}.send(t).want(t, 200)
	statuses := map[int]int{}
	for i := range 50 {
		statuses[request{method: "GET", path: "/api/auth/me", token: externalIssuer.sign(t, jwt.SigningMethodEdDSA,
			fmt.Sprint("invented-", i), externalIssuer.keys["ed"], nil)}.send(t).Status]++
	}
	if statuses[401]+statuses[503] != 50 {
		t.Errorf("statuses %v", statuses)
	}
	externalIssuer.mu.Lock()
	defer externalIssuer.mu.Unlock()
	if externalIssuer.asked-asked > 1 {
		t.Errorf("invented keys were asked for %d times", externalIssuer.asked-asked)
	}
}
