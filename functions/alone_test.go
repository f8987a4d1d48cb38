package functions_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/todo-backend/todo-backend/functions"
)

// TestFunctionAlone shows that each function answers its own paths alone, and says which methods a path has.
func TestFunctionAlone(t *testing.T) {
	for _, function := range functions.All {
		t.Run(function.Name+" "+function.Path, func(t *testing.T) {
			for _, path := range []string{"/nothing/of/the/kind", "/" + strings.ToUpper(function.Path[1:]) + "X",
				"/" + function.Path, function.Path + "/"} {
				request{function: function.Name, method: function.Method, path: path}.send(t).want(t, 404)
			}
			if strings.HasPrefix(function.Name, "betterAuth") { // Better Auth knows no OPTIONS
				request{function: function.Name, method: "OPTIONS",
					path: strings.Replace(function.Path, "{", "", 1)}.send(t).
					want(t, 404)
				return
			}
			allow := newFixture(t).request(function, "")
			allow.function, allow.method, allow.body = function.Name, "OPTIONS", ""
			got := strings.Split(allow.send(t).want(t, 204).Header.Get("Allow"), ", ")
			want := []string{"OPTIONS"}
			for _, f := range functions.All {
				if f.Path == function.Path {
					want = append(want, f.Method)
					if f.Method == http.MethodGet {
						want = append(want, http.MethodHead)
					}
				}
			}
			slices.Sort(got)
			slices.Sort(want)
			if !slices.Equal(got, want) {
				t.Errorf("Allow: %v, want %v", got, want)
			}
		})
	}
}
