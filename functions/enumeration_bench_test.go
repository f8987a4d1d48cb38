package functions_test

import (
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/alexedwards/argon2id"
	"github.com/google/uuid"
	"golang.org/x/crypto/bcrypt"

	"github.com/todo-backend/todo-backend/shared/secret"
)

// BenchmarkEnumeration prints, for each endpoint that must not tell an account from none, and for each kind of account,
// how well the time of an answer tells them apart: the AUC, the share of pairs of an account and none of which the
// account took longer. 0.5 is not at all. b.N is the number of tries of each kind; they take turns, each from an
// address of its own.
func BenchmarkEnumeration(b *testing.B) {
	if b.N == 1 {
		return // the testing package's own trial
	}
	inEarnest(b)
	crypt, err := bcrypt.GenerateFromPassword([]byte(password), 12)
	if err != nil {
		b.Fatal(err)
	}
	large, err := argon2id.CreateHash(password,
		&argon2id.Params{Memory: 64 << 10, Iterations: 3, Parallelism: 1, SaltLength: 16, KeyLength: 32})
	if err != nil {
		b.Fatal(err)
	}
	hashes := map[string]string{
		"bcrypt": string(crypt), "scrypt": strings.Repeat("5a", 16) + ":" + strings.Repeat("a5", 64),
		"argon2id, 64 MiB": large,
	}
	fmt.Printf("\n%-36s %-18s %6s %12s\n", fmt.Sprintf("%d tries of each", b.N), "account", "AUC", "p50, p95")
	for _, path := range []string{
		"/api/auth/login", "/api/auth/sign-in/email", "/api/auth/password/forgot", "/api/auth/request-password-reset",
		"/api/auth/send-verification-email", "/api/auth/change-email",
	} {
		kinds := []string{"none", "ours"}
		if path == "/api/auth/login" || path == "/api/auth/sign-in/email" {
			kinds = append(kinds, "bcrypt", "scrypt", "argon2id, 64 MiB")
		}
		took := map[string][]time.Duration{}
		for i := range b.N + 3 {
			for _, kind := range kinds {
				email := insertFor(b, kind, hashes[kind])
				if d := ask(b, path, email); i >= 3 { // the first make it warm
					took[kind] = append(took[kind], d)
				}
			}
		}
		for _, kind := range kinds[1:] {
			slices.Sort(took[kind])
			p50, p95 := took[kind][len(took[kind])/2], took[kind][len(took[kind])*95/100]
			fmt.Printf("%-36s %-18s %6.2f %9.1f ms %9.1f ms\n", path, kind,
				auc(took[kind], took["none"]), ms(p50), ms(p95))
		}
	}
}

// insertFor makes an account of a kind, unless it is none, and returns its address.
func insertFor(b *testing.B, kind, imported string) (email string) {
	b.Helper()
	email = uuid.NewString() + "@example.com"
	if kind == "none" {
		return email
	}
	if imported == "" {
		imported = ours
	}
	_, err := admin.Exec(b.Context(), `insert into users (id, email, password_hash) values ($1, $2, $3)`,
		uuid.Must(uuid.NewV7()), email, imported)
	if err != nil {
		b.Fatal(err)
	}
	return email
}

// ours is a hash of shared/secret's parameters.
const ours = "$argon2id$v=19$m=7168,t=5,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

// ask asks an endpoint for an address, and returns how long its answer took.
func ask(b *testing.B, path, email string) time.Duration {
	b.Helper()
	body := fmt.Sprintf(`{"email":%q}`, email)
	switch path {
	case "/api/auth/login", "/api/auth/sign-in/email":
		body = fmt.Sprintf(`{"email":%q,"password":"a guess"}`, email)
	case "/api/auth/change-email":
		body = fmt.Sprintf(`{"newEmail":%q}`, email)
	}
	r, err := http.NewRequestWithContext(b.Context(), http.MethodPost, serverOf(b).URL+path, strings.NewReader(body))
	if err != nil {
		b.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("X-Forwarded-For", randomAddress())
	if path == "/api/auth/change-email" {
		r.Header.Set("Authorization", "Bearer "+asker(b))
	}
	began := time.Now()
	answer, err := server.Client().Transport.RoundTrip(r)
	if err != nil {
		b.Fatal(err)
	}
	defer answer.Body.Close()
	if body, err := io.ReadAll(answer.Body); err != nil || answer.StatusCode >= 400 && answer.StatusCode != 401 {
		b.Fatalf("%s: %d %s", path, answer.StatusCode, body)
	}
	return time.Since(began)
}

// asker makes a user who may ask for a change of address, and returns the token of a session.
func asker(b *testing.B) (token string) {
	b.Helper()
	token = secret.NewToken()
	if _, err := admin.Exec(b.Context(), `
		with u as (insert into users (id, email) values ($1::uuid, $1::uuid || '@example.com') returning id)
		insert into sessions (id, token_hash, user_id, expires_at)
		select $1::uuid, sha256($2::text::bytea), id, now() + interval '1 hour' from u`,
		uuid.Must(uuid.NewV7()), token); err != nil {
		b.Fatal(err)
	}
	return token
}

func ms(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

func auc(accounts, none []time.Duration) float64 {
	sum := 0.0
	for _, a := range accounts {
		for _, n := range none {
			switch {
			case a > n:
				sum++
			case a == n:
				sum += 0.5
			}
		}
	}
	return sum / float64(len(accounts)*len(none))
}
