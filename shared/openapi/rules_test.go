package openapi_test

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
)

// TestExamplesAreValid validates every example: each request with each of its bodies, each response with its headers.
func TestExamplesAreValid(t *testing.T) {
	model, check := document()
	for _, o := range operations(model) {
		for name, body := range examples(t, o.requestContent()) {
			t.Run(o.OperationId+"/request/"+name, func(t *testing.T) {
				if ok, faults := check.ValidateHttpRequest(o.request(t, body)); !ok {
					report(t, faults)
				}
			})
		}
		for code, response := range o.Responses.Codes.FromOldest() {
			for name, body := range examples(t, response.Content) {
				t.Run(o.OperationId+"/"+code+"/"+name, func(t *testing.T) {
					status, err := strconv.Atoi(code)
					if err != nil {
						t.Fatal(err)
					}
					answer := &http.Response{
						StatusCode: status, Header: http.Header{}, Body: io.NopCloser(bytes.NewReader(body.text)),
					}
					if body.mediaType != "" {
						answer.Header.Set("Content-Type", body.mediaType)
					}
					for header, h := range response.Headers.FromOldest() {
						answer.Header.Set(header, h.Example.Value)
					}
					if ok, faults := check.ValidateHttpResponse(o.request(t, example{}), answer); !ok {
						report(t, faults)
					}
				})
			}
		}
	}
}

// TestRulesAreStated validates requests that keep the rules or break exactly one.
func TestRulesAreStated(t *testing.T) {
	_, check := document()
	long := strings.Repeat("é", 51)
	for _, c := range []struct {
		method, path, body string
		valid              bool
	}{
		{"POST", "/api/tasks", `{"title":"` + strings.Repeat("é", 200) + `"}`, true},
		{"POST", "/api/tasks", `{"title":"` + strings.Repeat("é", 201) + `"}`, false},
		{"POST", "/api/tasks", `{}`, false},
		{"POST", "/api/tasks", `{"title":" "}`, false},
		{"POST", "/api/tasks", `{"title":"a\u0000b"}`, false},
		{"POST", "/api/tasks", `{"title":null}`, false},
		{"POST", "/api/tasks", `{"title":"a","user_id":"01a19b61-607c-752e-89a7-834df2a74de4"}`, false},
		{"POST", "/api/tasks", `{"title":"a","priority":"urgent"}`, false},
		{"POST", "/api/tasks", `{"title":"a","priority":null,"category":null,"due_date":null,"description":null,` +
			`"recurrence_pattern":null}`, true},
		{"POST", "/api/tasks", `{"title":"a","tags":null}`, false},
		{"POST", "/api/tasks", `{"title":"a","tags":["` + long + `"]}`, false},
		{"POST", "/api/tasks", `{"title":"a","tags":["1","2","3","4","5","6","7","8","9","10","11"]}`, false},
		{"POST", "/api/tasks", `{"title":"a","category":"` + long + `"}`, false},
		{"POST", "/api/tasks", `{"title":"a","due_date":"2026-11-30"}`, false},
		{"POST", "/api/tasks", `{"title":"a","due_date":"1899-12-31T00:00:00Z"}`, false},
		{"POST", "/api/tasks", `{"title":"a","is_recurring":true}`, false},
		{"POST", "/api/tasks", `{"title":"a","is_recurring":true,"recurrence_pattern":null}`, false},
		{"POST", "/api/tasks", `{"title":"a","is_recurring":true,"recurrence_pattern":"daily"}`, true},
		{"POST", "/api/tasks", `{"title":"a","is_recurring":false,"recurrence_pattern":"daily"}`, false},
		{"POST", "/api/tasks", `{"title":"a","is_recurring":false}`, true},
		{"POST", "/api/tasks", `{"title":"a","recurrence_pattern":"yearly"}`, false},
		{"PATCH", "/api/tasks/01a207af-f791-7181-a54c-66175d9dc9f8", `{"is_recurring":true}`, true},
		{"PATCH", "/api/tasks/01a207af-f791-7181-a54c-66175d9dc9f8", `{"completed":null}`, false},
		{"POST", "/api/auth/signup", `{"email":"a@example.com","password":"1234567"}`, false},
		{"POST", "/api/auth/signup", `{"email":"a@example.com","password":"` + strings.Repeat("é", 129) + `"}`, false},
		{"POST", "/api/auth/signup", `{"email":"a","password":"12345678"}`, false},
		{"POST", "/api/auth/signup", `{"email":"a@example.com","password":"12345678","full_name":"A","name":"A"}`,
			false},
		{"POST", "/api/auth/signup", `{"email":"a@example.com","password":"12345678","email_verified":true}`, false},
		{"PATCH", "/api/auth/profile", `{"avatar_url":"javascript:alert(1)"}`, false},
		{"PATCH", "/api/auth/profile", `{"avatar_url":null,"full_name":null}`, true},
		{"PATCH", "/api/auth/profile", `{"timezone":null}`, false},
		{"PATCH", "/api/auth/profile", `{"language":"english please"}`, false},
		{"POST", "/api/auth/password/forgot", `{"email":"a@example.com"}`, true},
		{"POST", "/api/auth/password/forgot", `{"email":"a@example.com","redirect_to":"/reset"}`, false},
		{"POST", "/api/auth/password/forgot",
			`{"email":"a@example.com","redirectTo":"https://todo.example.com"}`, false},
		{"POST", "/api/auth/password/reset", `{"token":"","new_password":"12345678"}`, false},
		{"POST", "/api/auth/password/reset", `{"token":"a","new_password":"1234567"}`, false},
		{"POST", "/api/auth/verification", `{}`, true},
		{"POST", "/api/auth/verification/confirm", `{}`, false},
		{"POST", "/api/auth/sign-up/email",
			`{"name":"","email":"a@example.com","password":"12345678","emailVerified":true}`, true},
		{"POST", "/api/auth/sign-up/email", `{"email":"a@example.com","password":"12345678"}`, false},
		{"POST", "/api/auth/sign-up/email", `{"name":null,"email":"a@example.com","password":"12345678"}`, false},
		{"POST", "/api/auth/sign-up/email", `{"name":"","email":" a@example.com","password":"12345678"}`, false},
		{"POST", "/api/auth/sign-up/email", `{"name":"","email":"a@example.com","password":"1234567"}`, false},
		{"POST", "/api/auth/sign-up/email", `{"name":"","email":"a@example.com","password":"12345678","image":null}`,
			false},
		{"POST", "/api/auth/sign-in/email", `{"email":"a@example.com","password":""}`, true},
		{"POST", "/api/auth/sign-in/email", `{"email":"a@example.com","password":"x","rememberMe":"true"}`, false},
		{"POST", "/api/auth/sign-in/social", `{"callbackURL":"/"}`, false},
		{"POST", "/api/auth/sign-in/social", `{"provider":"github","idToken":null}`, true},
		{"POST", "/api/auth/sign-in/social", `{"provider":"github","idToken":{"token":"a.b.c"}}`, false},
		{"POST", "/api/auth/update-user", `{"image":null}`, true},
		{"POST", "/api/auth/update-user", `{"name":null}`, false},
		{"POST", "/api/auth/update-user", `{}`, false},
		{"POST", "/api/auth/update-user", `{"name":"A","email":"a@example.com"}`, false},
		{"POST", "/api/auth/change-password", `{"newPassword":"12345678"}`, false},
		{"POST", "/api/auth/reset-password", `{"newPassword":"12345678"}`, true},
		{"POST", "/api/auth/delete-user", `{}`, true},
		{"POST", "/api/auth/delete-user", `{"password":null}`, false},
		{"POST", "/api/auth/revoke-session", `{}`, false},
		{"POST", "/api/auth/unlink-account", `{"providerId":"github"}`, false},
		{"GET", "/api/auth/reset-password/a", ``, false},
		{"GET", "/api/auth/reset-password/a?callbackURL=/", ``, true},
		{"GET", "/api/auth/verify-email?callbackURL=/", ``, false},
		{"GET", "/api/auth/get-session", ``, true},
		{"GET", "/api/tasks?limit=1000&sort_by=title&order=asc&priority=low", ``, true},
		{"GET", "/api/tasks?limit=1001", ``, false},
		{"GET", "/api/tasks?limit=abc", ``, false},
		{"GET", "/api/tasks?sort_by=color", ``, false},
		{"GET", "/api/tasks?completed=maybe", ``, false},
		{"GET", "/api/tasks/17", ``, false},
	} {
		t.Run(c.method+c.path+c.body, func(t *testing.T) {
			r := httptest.NewRequest(c.method, c.path, strings.NewReader(c.body))
			r.Header.Set("Authorization", "Bearer a.b.c")
			if c.body != "" {
				r.Header.Set("Content-Type", "application/json")
			}
			ok, faults := check.ValidateHttpRequest(r)
			if ok != c.valid {
				t.Errorf("valid: %v, want %v", ok, c.valid)
				report(t, faults)
			}
		})
	}
}
