package main_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/todo-backend/todo-backend/functions"
)

var update = flag.Bool("update", false, "write the routes of "+vercelFunctions+" anew")

const (
	vercelFunctions = ".ci/vercel-functions.json" // the form without the page: a function for each frequent endpoint
	vercelCatchAll  = "functions/catchall.go"     // answers what has no function of its own
	vercelLimit     = 12                          // functions in a deployment on Vercel's free plan
)

// vercelBuild is an entry of `builds`.
type vercelBuild struct {
	Src string `json:"src"`
	Use string `json:"use"`
}

// vercelRoute is an entry of `routes`. On Vercel the first whose methods and src match wins.
type vercelRoute struct {
	Src     string   `json:"src"`
	Methods []string `json:"methods,omitempty"`
	Dest    string   `json:"dest"`
}

// TestVercelFunctions holds the file against the API list: it says with its builds which endpoints have a function of
// their own, and everything else in it follows.
func TestVercelFunctions(t *testing.T) {
	const file = "../" + vercelFunctions
	written, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	builds := readVercelBuilds(t, file)
	if len(builds) > vercelLimit {
		t.Errorf("%s builds %d functions, Vercel's free plan takes %d", file, len(builds), vercelLimit)
	}
	files := map[string]bool{vercelCatchAll: true}
	for _, f := range functions.All {
		files[functionFile(f)] = true
	}
	for i, b := range builds {
		switch {
		case !files[b.Src]:
			t.Errorf("%s builds %s, which holds no function of functions.All", file, b.Src)
		case b.Use != "@vercel/go":
			t.Errorf("%s builds %s with %q, not @vercel/go", file, b.Src, b.Use)
		case slices.Contains(builds[:i], b):
			t.Errorf("%s builds %s twice", file, b.Src)
		}
	}
	if !slices.ContainsFunc(builds, func(b vercelBuild) bool { return b.Src == vercelCatchAll }) {
		t.Errorf("%s does not build %s, which answers unknown paths", file, vercelCatchAll)
	}

	want := vercelJSON(builds)
	if *update && !t.Failed() {
		if err := os.WriteFile(file, []byte(want), 0o666); err != nil {
			t.Fatal(err)
		}
		return
	}
	lines := func(s string) []string { return strings.Split(strings.ReplaceAll(s, "},\n", "}\n"), "\n") }
	for _, line := range lines(want) {
		if !slices.Contains(lines(string(written)), line) {
			t.Errorf("%s lacks: %s", file, strings.TrimSpace(line))
		}
	}
	for _, line := range lines(string(written)) {
		if !slices.Contains(lines(want), line) {
			t.Errorf("%s has, and should not: %s", file, strings.TrimSpace(line))
		}
	}
	if want != string(written) {
		t.Errorf("%s does not follow from functions.All and its own builds: run make vercel-routes", file)
	}
}

func readVercelBuilds(t *testing.T, file string) []vercelBuild {
	t.Helper()
	written, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var config struct{ Builds []vercelBuild }
	if err := json.Unmarshal(written, &config); err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	return config.Builds
}

// vercelJSON returns the whole file.
func vercelJSON(builds []vercelBuild) string {
	var b strings.Builder
	list := func(name string, entries []string) {
		fmt.Fprintf(&b, "  %q: [\n    %s\n  ]", name, strings.Join(entries, ",\n    "))
	}
	var entries []string
	for _, build := range builds {
		entries = append(entries, fmt.Sprintf(`{"src": %q, "use": %q}`, build.Src, build.Use))
	}
	b.WriteString("{\n  \"build\": {\"env\": {\"CGO_ENABLED\": \"0\"}},\n")
	list("builds", entries)
	b.WriteString(",\n")
	entries = nil
	for _, r := range vercelRoutes(builds) {
		methods := ""
		if r.Methods != nil {
			methods = `"methods": ["` + strings.Join(r.Methods, `", "`) + `"], `
		}
		entries = append(entries, fmt.Sprintf(`{"src": %q, %s"dest": %q}`, r.Src, methods, r.Dest))
	}
	list("routes", entries)
	b.WriteString("\n}\n")
	return b.String()
}

// vercelRoutes sends each path to its functions. The last entry of a path takes every other method, a preflight and a
// wrong one too; the last of all closes the list, so that nothing is looked up among the files.
func vercelRoutes(builds []vercelBuild) (routes []vercelRoute) {
	done := map[string]bool{}
	for _, first := range functions.All {
		if done[first.Path] {
			continue
		}
		done[first.Path] = true
		src := regexp.QuoteMeta(first.Path)
		src = regexp.MustCompile(`\\\{\w+\\\}`).ReplaceAllString(src, "[^/]+")
		last := vercelRoute{Src: src, Dest: vercelDest(builds, first)}
		for _, f := range functions.All {
			if dest := vercelDest(builds, f); f.Path == first.Path && dest != last.Dest {
				methods := []string{f.Method}
				if f.Method == "GET" {
					methods = append(methods, "HEAD")
				}
				routes = append(routes, vercelRoute{src, methods, dest})
			}
		}
		routes = append(routes, last)
	}
	return append(routes, vercelRoute{Src: "/.*", Dest: "/" + vercelCatchAll})
}

// vercelDest returns where f is answered: in its own file's function, if that is built, else in the shared one.
func vercelDest(builds []vercelBuild, f functions.Function) string {
	file := functionFile(f)
	if slices.ContainsFunc(builds, func(b vercelBuild) bool { return b.Src == file }) {
		return "/" + file
	}
	return "/" + vercelCatchAll
}

// functionFile returns the file that f's handler stands in, from the top of the repository.
func functionFile(f functions.Function) string {
	handler := runtime.FuncForPC(reflect.ValueOf(f.Handler).Pointer())
	file, _ := handler.FileLine(handler.Entry())
	return file[strings.LastIndex(file, "/functions/")+1:]
}

// TestVercelBuilderCanRename asks of every function file what Vercel's builder needs to rename its handler, textually,
// in that file alone: one exported function, whose word is nowhere else in the file and which no sibling refers to.
func TestVercelBuilderCanRename(t *testing.T) {
	files := []string{"../" + vercelCatchAll}
	for _, f := range functions.All {
		if file := "../" + functionFile(f); !slices.Contains(files, file) {
			files = append(files, file)
		}
	}
	parse := func(file string) *ast.File {
		tree, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		return tree
	}
	for _, file := range files {
		var exported []string
		for _, d := range parse(file).Decls {
			if f, ok := d.(*ast.FuncDecl); ok && f.Recv == nil && f.Name.IsExported() {
				exported = append(exported, f.Name.Name)
			}
		}
		if len(exported) != 1 {
			t.Errorf("%s exports %v, and must export one function", file, exported)
			continue
		}
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		word := regexp.MustCompile(`\b` + exported[0] + `\b`)
		for line := range strings.Lines(string(source)) {
			code, _, _ := strings.Cut(line, "//")
			if word.MatchString(code) && !strings.HasPrefix(code, "func "+exported[0]+"(") {
				t.Errorf("%s: Vercel's builder would rename a word in %q", file, strings.TrimSpace(line))
			}
		}
		siblings, err := filepath.Glob(filepath.Dir(file) + "/*.go")
		if err != nil {
			t.Fatal(err)
		}
		for _, sibling := range siblings {
			refers := func(name *ast.Ident) bool { return name.Name == exported[0] }
			if !strings.HasSuffix(sibling, "_test.go") && slices.ContainsFunc(parse(sibling).Unresolved, refers) {
				t.Errorf("%s refers to %s, which Vercel's builder renames in %s", sibling, exported[0], file)
			}
		}
	}
}
