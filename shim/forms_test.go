package main_test

import (
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/todo-backend/todo-backend/functions"
)

// TestForms runs the acceptance run against every form that needs no other tool. The Vercel build and the container
// image have runs of their own: make verify-all.
func TestForms(t *testing.T) {
	address, variables := database(t)
	t.Run("in process", func(t *testing.T) { // each function is called directly; only its answer goes over TCP
		for _, variable := range variables {
			name, value, _ := strings.Cut(variable, "=")
			t.Setenv(name, value)
		}
		began := time.Now()
		front := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			f, ok := find(r)
			if !ok {
				f = functions.All[0] // it says 404 by itself
			}
			recorder := httptest.NewRecorder()
			f.Handler(recorder, r)
			maps.Copy(w.Header(), recorder.Header())
			w.WriteHeader(recorder.Code)
			_, _ = w.Write(recorder.Body.Bytes())
		}))
		defer front.Close()
		verifyForm(t, "in process", front.URL, "-", time.Since(began))
	})

	t.Run("shim", func(t *testing.T) {
		began := time.Now()
		p := start(t, t.TempDir(), variables...).up(t)
		forgetRequests(t, address)
		verifyForm(t, "shim", p.url, sizeOf(t, binary), time.Since(began))
	})

	t.Run("one function a process", func(t *testing.T) {
		began := time.Now()
		processes, backends := map[string]*process{}, map[string]*httputil.ReverseProxy{}
		first := time.Duration(0)
		for _, f := range functions.All {
			if processes[f.Name] != nil {
				continue
			}
			processes[f.Name] = start(t, t.TempDir(), append(variables, "FUNCTION_TARGET="+f.Name)...)
			if first == 0 {
				processes[f.Name].up(t)
				first = time.Since(began)
			}
		}
		for name, p := range processes {
			target, err := url.Parse(p.up(t).url)
			if err != nil {
				t.Fatal(err)
			}
			backends[name] = httputil.NewSingleHostReverseProxy(target)
		}
		front := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			f, ok := find(r)
			if !ok {
				f = functions.All[0]
			}
			backends[f.Name].ServeHTTP(w, r)
		}))
		defer front.Close()
		forgetRequests(t, address)
		verifyForm(t, "one function a process", front.URL, sizeOf(t, binary), first)
	})
}

// find returns the function for a request, as a platform's routing would.
func find(r *http.Request) (functions.Function, bool) {
	method := r.Method
	if wanted := r.Header.Get("Access-Control-Request-Method"); method == http.MethodOptions && wanted != "" {
		method = wanted
	}
	var other functions.Function
	found := false
	for _, f := range functions.All {
		pattern := regexp.MustCompile("^" + regexp.MustCompile(`\{\w+\}`).ReplaceAllString(f.Path, "[^/]+") + "$")
		if pattern.MatchString(r.URL.EscapedPath()) {
			if f.Method == method {
				return f, true
			}
			other, found = f, true
		}
	}
	return other, found
}

func sizeOf(t *testing.T, path string) string {
	t.Helper()
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf("%.1f MB", float64(info.Size())/1e6)
}
