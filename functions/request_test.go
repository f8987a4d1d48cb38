package functions_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/todo-backend/todo-backend/functions"
	"github.com/todo-backend/todo-backend/shared/web"
)

// request is what a test sends. Path and body may hold {task}, {session} and the like, see fixture.
type request struct {
	function string // called directly; "" goes to the mux over TCP
	method   string
	path     string
	body     string // JSON, unless header says otherwise
	token    string
	header   map[string]string
}

type answer struct {
	Status int
	Header http.Header
	Body   []byte
}

// send makes the request, directly or over TCP, and holds the answer against openapi.yaml.
func (q request) send(t *testing.T) answer {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), q.method, serverOf(t).URL+q.path, strings.NewReader(q.body))
	if err != nil {
		t.Fatal(err)
	}
	if q.body != "" {
		r.Header.Set("Content-Type", "application/json")
	} else {
		r.Body, r.ContentLength = http.NoBody, 0
	}
	if q.token != "" {
		r.Header.Set("Authorization", "Bearer "+q.token)
	}
	r.Header.Set("X-Forwarded-For", randomAddress()) // unless the test says from where
	for name, value := range q.header {
		r.Header.Set(name, value)
	}
	var a answer
	if q.function == "" {
		response, err := serverOf(t).Client().Transport.RoundTrip(r)
		if err != nil {
			t.Fatal(err)
		}
		defer response.Body.Close()
		body, err := io.ReadAll(response.Body)
		if err != nil {
			t.Fatal(err)
		}
		a = answer{response.StatusCode, response.Header, body}
	} else {
		direct := httptest.NewRequest(q.method, "http://api.example.com"+q.path,
			strings.NewReader(q.body)).WithContext(t.Context())
		direct.Header = r.Header
		if q.body == "" {
			direct.Body, direct.ContentLength = http.NoBody, 0
		}
		a = call(t, q.function, direct)
	}
	q.conforms(t, r, a)
	return a
}

// call calls a function without a server.
func call(t *testing.T, function string, r *http.Request) answer {
	t.Helper()
	w := httptest.NewRecorder()
	handler(t, function)(w, r.WithContext(web.WithProcess(r.Context(), process)))
	response := w.Result()
	body, _ := io.ReadAll(response.Body) // in memory
	return answer{response.StatusCode, response.Header, body}
}

func handler(t *testing.T, name string) http.HandlerFunc {
	t.Helper()
	for _, f := range functions.All {
		if f.Name == name {
			return f.Handler
		}
	}
	t.Fatalf("there is no function %q", name)
	return nil
}

// want fails the test unless the status is as given.
func (a answer) want(t *testing.T, status int) answer {
	t.Helper()
	if a.Status != status {
		t.Fatalf("status %d, want %d: %s", a.Status, status, a.Body)
	}
	return a
}

// decode reads the body.
func (a answer) decode(t *testing.T, v any) {
	t.Helper()
	if err := json.Unmarshal(a.Body, v); err != nil {
		t.Fatalf("%v: %s", err, a.Body)
	}
}

type problemBody struct {
	Type, Title, Detail string
	Status              int
	Errors              []struct{ Field, Detail string }
	RequestID           string `json:"request_id"`
}

// problem reads an RFC 9457 body and checks what all of them have in common.
func (a answer) problem(t *testing.T) problemBody {
	t.Helper()
	var p problemBody
	a.decode(t, &p)
	if kind := a.Header.Get("Content-Type"); kind != "application/problem+json" {
		t.Errorf("Content-Type %s", kind)
	}
	if p.Status != a.Status || p.Detail == "" || p.Title == "" || p.RequestID != a.Header.Get("X-Request-Id") {
		t.Errorf("incomplete problem: %s", a.Body)
	}
	for _, inside := range []string{"SQLSTATE", "goroutine", "pgx", ".go:", "127.0.0.1", "select ", "todo_app"} {
		if bytes.Contains(a.Body, []byte(inside)) {
			t.Errorf("the problem shows %q of the inside: %s", inside, a.Body)
		}
	}
	return p
}
