package functions_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/google/uuid"
)

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
		{`{"email":"{random}@example.com","password":"1234567"}`,
			422, "password", "Password must be at least 8 characters"},
		{`{"email":"{random}@example.com","password":"` + strings.Repeat("é", 129) + `"}`, 422, "password",
			"Password must be 128 characters or less"},
		{`{"email":"{random}@example.com","password":"` + strings.Repeat("é", 128) + `"}`, 201, "", ""},
		{`{"email":"{random}@example.com","password":"12345678"}`,
			422, "password", "Password is too common, please choose another"},
		{`{"email":"{random}@example.com","password":"PassWord1"}`,
			422, "password", "Password is too common, please choose another"},
		{`{"email":"{random}@example.com","password":"１２３４５６７８"}`,
			422, "password", "Password is too common, please choose another"},
		{`{"email":"{random}@example.com","password":"PassWord1 and more"}`, 201, "", ""},
		{`{"email":"{random}@example.com","password":"1234567\u0000"}`, 422, "password",
			"password must not contain the character NUL"},
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
	p := request{method: "POST", path: "/api/auth/signup", body: `{"email":"x","password":"x","admin":true}`}.send(t).
		want(t, 422).problem(t)
	if len(p.Errors) != 3 {
		t.Errorf("errors %v, want three", p.Errors)
	}
}

func TestFiftySignupsOfOneEmail(t *testing.T) {
	body := fmt.Sprintf(`{"email":"%s@example.com","password":"8 letter"}`, uuid.NewString())
	statuses := concurrently(50, func() int {
		return request{method: "POST", path: "/api/auth/signup",
			body: body}.send(t).Status
	})
	if statuses[201] != 1 || statuses[409] != 49 {
		t.Errorf("statuses %v, want one 201 and 49 409", statuses)
	}
}

// concurrently calls f n times at once and counts the answers.
func concurrently(n int, f func() int) map[int]int {
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
