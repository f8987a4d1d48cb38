package route

import (
	"maps"
	"testing"
)

func TestMatch(t *testing.T) {
	for _, c := range []struct {
		route, path string
		values      map[string]string // nil: no match
	}{
		{"getTask", "/api/tasks/1", map[string]string{"id": "1"}},
		{"getTask", "/api/tasks/a%2Fb", map[string]string{"id": "a/b"}},
		{"getTask", "/api/t%61sks/1", map[string]string{"id": "1"}},
		{"getTask", "/api/tasks/", nil},
		{"getTask", "/api/tasks", nil},
		{"getTask", "/api/tasks/1/", nil},
		{"getTask", "/api/tasks/%zz", nil},
		{"getTask", "/API/tasks/1", nil},
		{"login", "/api/auth/login", map[string]string{}},
		{"login", "/api/auth/signin", map[string]string{}},
		{"login", "/api/auth/login%2F", nil},
		{"index", "/", map[string]string{}},
		{"index", "/x", nil},
		{"index", "", nil},
	} {
		values, ok := Named(c.route).Match(c.path)
		if ok != (c.values != nil) || !maps.Equal(values, c.values) {
			t.Errorf("%s, %q: %v %v, want %v", c.route, c.path, values, ok, c.values)
		}
	}
}

func TestHasPattern(t *testing.T) {
	for _, c := range []struct {
		route, pattern string
		want           bool
	}{
		{"getTask", "GET /api/tasks/{id}", true},
		{"getTask", "/api/tasks/{id}", true},
		{"getTask", "/api/tasks/{task}", false},
		{"getTask", "", false},
		{"index", "GET /{$}", true},
		{"index", "/", false}, // of a mux that gives every path to one function
		{"docs", "/docs/{asset}", true},
	} {
		if got := Named(c.route).HasPattern(c.pattern); got != c.want {
			t.Errorf("%s, %q: %v, want %v", c.route, c.pattern, got, c.want)
		}
	}
}

func TestAllow(t *testing.T) {
	for name, want := range map[string]string{
		"listTasks":       "GET, HEAD, POST, OPTIONS",
		"createTask":      "GET, HEAD, POST, OPTIONS",
		"deleteTask":      "GET, HEAD, PATCH, DELETE, OPTIONS",
		"login":           "POST, OPTIONS",
		"updateProfile":   "PATCH, PUT, OPTIONS",
		"undoEmailChange": "GET, HEAD, POST, OPTIONS",
	} {
		if got := Named(name).Allow(); got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
}

// TestTable holds what the lines of All have in common.
func TestTable(t *testing.T) {
	names := map[string]bool{}
	twins := map[string]string{}
	for i := range All {
		r := &All[i]
		if names[r.Name] {
			t.Errorf("%s has two lines", r.Name)
		}
		names[r.Name] = true
		if (r.Limit == none) != (r.Dialect == Problem) {
			t.Errorf("%s: the limit of each path is Better Auth's, and only its", r.Name)
		}
		for _, other := range All[:i] {
			if other.Methods == r.Methods && other.Path() == r.Path() {
				twins[r.Name] = other.Name
			}
		}
	}
	for name, other := range twins {
		t.Errorf("%s and %s answer the same operation", name, other)
	}
}
