package functions_test

import (
	"fmt"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"golang.org/x/crypto/bcrypt"

	"github.com/todo-backend/todo-backend/shared/config"
	"github.com/todo-backend/todo-backend/shared/web"
)

// inEarnest gives t a process whose answers wait as those of every process do.
func inEarnest(t testing.TB) *web.Process {
	slow := ownProcess(t, func(*config.Config) {})
	fresh, err := web.NewProcess(slow.Config, slow.Log)
	if err != nil {
		t.Fatal(err)
	}
	slow.SignInPace, slow.MailPace = fresh.SignInPace, fresh.MailPace
	return slow
}

// hiding are the endpoints that must not tell whether an account exists, nor of which kind its hash is: each is asked
// for an email address, from an address of its own.
var hiding = map[string]struct {
	mail bool // else a sign-in that fails
	ask  func(t *testing.T, email string) answer
}{
	"login": {false, func(t *testing.T, email string) answer {
		return signIns["REST"](t, email, "a guess", randomAddress())
	}},
	"sign-in/email": {false, func(t *testing.T, email string) answer {
		return signIns["Better Auth"](t, email, "a guess", randomAddress())
	}},
	"password/forgot": {true, func(t *testing.T, email string) answer {
		return post(t, "/api/auth/password/forgot", `{"email":"`+email+`"}`)
	}},
	"request-password-reset": {true, func(t *testing.T, email string) answer {
		return post(t, "/api/auth/request-password-reset", `{"email":"`+email+`"}`)
	}},
	"send-verification-email": {true, func(t *testing.T, email string) answer {
		return post(t, "/api/auth/send-verification-email", `{"email":"`+email+`"}`)
	}},
	"change-email": {true, func(t *testing.T, email string) answer {
		return post(t, "/api/auth/change-email", `{"newEmail":"`+email+`"}`,
			"Authorization", "Bearer "+newUser(t).Secret)
	}},
}

// TestPaces shows that no answer that must hide something comes before its time (attacks: G7).
func TestPaces(t *testing.T) {
	slow := inEarnest(t)
	imported := newUser(t)
	old, err := bcrypt.GenerateFromPassword([]byte(password), bcrypt.MinCost)
	if err != nil {
		t.Fatal(err)
	}
	exec(t, `update users set password_hash = $2 where id = $1`, imported.ID, string(old))
	var all sync.WaitGroup
	for name, c := range hiding {
		for _, email := range []string{newUser(t).Email, imported.Email, uuid.NewString() + "@example.com"} {
			all.Go(func() {
				pace := slow.SignInPace
				if c.mail {
					pace = slow.MailPace
				}
				began := time.Now()
				if c.ask(t, email); time.Since(began) < pace {
					t.Errorf("%s of %s is answered before %s", name, email, pace)
				}
			})
		}
	}
	all.Wait()
}

// TestSuccessNeedNotWait signs in while sign-ins that have failed wait for their time, an hour: a success does not wait
// for it, and neither a connection to the database nor a place to hash is held by those who do.
func TestSuccessNeedNotWait(t *testing.T) {
	slow := ownProcess(t, func(*config.Config) {})
	slow.SignInPace, slow.MailPace = time.Hour, time.Hour
	u := newUser(t)
	for i := range 15 { // there are two places and ten connections
		body := fmt.Sprintf(`{"email":"nobody-%d-%s","password":"a guess"}`, i, u.Email)
		r := httptest.NewRequest("POST", "/api/auth/login", strings.NewReader(body))
		r.Header.Set("Content-Type", "application/json")
		r.RemoteAddr = randomAddress() + ":4711"
		go handler(t, "login")(httptest.NewRecorder(), r.WithContext(web.WithProcess(r.Context(), slow)))
	}
	waitUntil(t, `select count(*) >= 15 from rate_limits where key like 'sign-in to %'`)
	login(t, u.Email, password, randomAddress()).want(t, 200)
}
