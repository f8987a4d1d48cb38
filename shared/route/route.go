// Package route holds each endpoint's facts once: its name, methods, paths, error dialect and limit. The mux, the
// server of a single function, the Allow header, vercel.json and the tests' lists derive from them.
package route

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

// Dialect is the form of a route's error answers, and with it whether the route answers HEAD and OPTIONS.
type Dialect int

// The dialects.
const (
	Problem    Dialect = iota // RFC 9457; GET answers HEAD too (RFC 9110, 9.3.2), and OPTIONS names the methods
	BetterAuth                // {message, code} of better-auth 1.7.25; no HEAD, and no OPTIONS but CORS preflights
)

// Limit limits the requests of a client address to a path: Max in any span of Window. The zero Limit does not limit.
type Limit struct {
	Max    int
	Window time.Duration // whole seconds
}

// Better Auth's own limits; the other functions use the policies of package ratelimit.
var (
	none   = Limit{}
	Usual  = Limit{100, 10 * time.Second}
	strict = Limit{3, 10 * time.Second} // passwords and addresses
	mails  = Limit{3, time.Minute}
)

// Route is one endpoint.
type Route struct {
	Name    string // as FUNCTION_TARGET says it
	Methods string // separated by spaces
	Paths   string // separated by spaces; "/api/tasks/{id}": a name in braces stands for one segment, not empty
	Dialect Dialect
	Limit   Limit
}

// Named returns the route of a name. It panics if All has no line for it, as every function must.
func Named(name string) *Route {
	r, ok := byName[name]
	if !ok {
		panic("route: " + name + " has no line in shared/route")
	}
	return r
}

var byName = func() map[string]*Route {
	names := map[string]*Route{}
	for i := range All {
		names[All[i].Name] = &All[i]
	}
	return names
}()

// Path returns the first of r's paths.
func (r *Route) Path() string {
	path, _, _ := strings.Cut(r.Paths, " ")
	return path
}

// Pattern returns a path as http.ServeMux has it.
func Pattern(path string) string {
	if path == "/" {
		return "/{$}"
	}
	return path
}

// HasPattern reports whether an http.ServeMux pattern, with a method or without, is that of one of r's paths.
func (r *Route) HasPattern(pattern string) bool {
	if _, path, hasMethod := strings.Cut(pattern, " "); hasMethod {
		pattern = path
	}
	for path := range strings.FieldsSeq(r.Paths) {
		if Pattern(path) == pattern {
			return true
		}
	}
	return false
}

// Match returns the values of the names in braces where path, which is percent-encoded, is one of r's.
func (r *Route) Match(path string) (values map[string]string, ok bool) {
	for pattern := range strings.FieldsSeq(r.Paths) {
		if values, ok = match(pattern, path); ok {
			return values, true
		}
	}
	return nil, false
}

func match(pattern, path string) (values map[string]string, ok bool) {
	want, got := strings.Split(pattern, "/"), strings.Split(path, "/")
	if len(want) != len(got) {
		return nil, false
	}
	for i := range want {
		value, err := url.PathUnescape(got[i])
		if err != nil {
			return nil, false
		}
		if name, ok := strings.CutPrefix(want[i], "{"); ok && value != "" {
			if values == nil {
				values = map[string]string{}
			}
			values[strings.TrimSuffix(name, "}")] = value
		} else if value != want[i] {
			return nil, false
		}
	}
	return values, true
}

// Answers reports whether r answers a method. OPTIONS is not among its methods: see Dialect.
func (r *Route) Answers(method string) bool {
	if method == http.MethodHead && r.Dialect == Problem {
		method = http.MethodGet
	}
	return contains(r.Methods, method)
}

// Allow returns every method of r's paths, those of other routes included, as the Allow header lists them (RFC 9110,
// 10.2.1).
func (r *Route) Allow() string {
	var methods []string
	for _, other := range All {
		if contains(other.Paths, r.Path()) {
			methods = append(methods, strings.Fields(other.Methods)...)
		}
	}
	if methods[0] == http.MethodGet {
		methods = slices.Insert(methods, 1, http.MethodHead)
	}
	return strings.Join(append(methods, http.MethodOptions), ", ")
}

func contains(list, word string) bool {
	for w := range strings.FieldsSeq(list) {
		if w == word {
			return true
		}
	}
	return false
}
