package functions_test

import (
	"bytes"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/todo-backend/todo-backend/functions"
)

var validating sync.Mutex // the validator's caches are not made for parallel use

// conforms fails the test when openapi.yaml does not describe the answer.
func (q request) conforms(t *testing.T, r *http.Request, a answer) {
	t.Helper()
	if a.Header.Get("X-Request-Id") == "" {
		t.Errorf("%s %s: no X-Request-Id", r.Method, r.URL.Path)
	}
	for name, want := range map[string]string{"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer",
		"Strict-Transport-Security": "max-age=63072000"} { // BETTER_AUTH_URL is https here
		if got := a.Header.Get(name); got != want {
			t.Errorf("%s %s: %s %q, want %q", r.Method, r.URL.Path, name, got, want)
		}
	}
	documented := false
	for _, f := range functions.All {
		documented = documented || f.Method == r.Method && matches(f.Path, r.URL.Path)
	}
	if !documented { // no operation: a problem, an OPTIONS or a HEAD
		if len(a.Body) == 0 &&
			(strings.HasPrefix(r.URL.Path, "/api/auth") || strings.HasPrefix(q.function, "betterAuth")) {
			return // Better Auth's 404
		}
		if a.Status >= 400 && r.Method != http.MethodHead {
			a.problem(t)
		}
		return
	}
	validating.Lock()
	defer validating.Unlock()
	ok, faults := document.ValidateHttpResponse(r, &http.Response{
		StatusCode: a.Status, Header: a.Header, Body: io.NopCloser(bytes.NewReader(a.plain(t))), Request: r,
	})
	if !ok {
		for _, fault := range faults {
			t.Errorf("%s %s: %d is not as openapi.yaml says: %s %s %v\n%s", r.Method, r.URL.Path, a.Status,
				fault.Message, fault.Reason, fault.SchemaValidationErrors, a.Body)
		}
	}
}

// matches tells whether a path fits a pattern such as /api/tasks/{id}.
func matches(pattern, path string) bool {
	want, got := strings.Split(pattern, "/"), strings.Split(path, "/")
	if len(want) != len(got) {
		return false
	}
	for i := range want {
		if want[i] != got[i] && !strings.HasPrefix(want[i], "{") || got[i] == "" && want[i] != "" {
			return false
		}
	}
	return true
}
