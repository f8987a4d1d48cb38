// Package shared_test holds the rules of the folders that no linter knows.
package shared_test

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"os"
	"os/exec"
	"strings"
	"testing"
	"unicode/utf8"
)

const module = "github.com/todo-backend/todo-backend/"

// floors gives each package of shared/ its floor. A package imports packages of lower floors only.
var floors = map[string]int{
	"identity": 3, "task": 3,
	"web": 2, "ratelimit": 2,
	"database": 1, "mail": 1, "pgtest": 1,
	"config": 0, "localpg": 0, "openapi": 0, "problem": 0, "route": 0, "secret": 0, "text": 0, "wire": 0, "zone": 0,
}

// TestImports checks that imports go down only: shim, functions, a group of functions, shared/ by its floors.
func TestImports(t *testing.T) {
	list := exec.Command("go", "list", "-json=ImportPath,Imports", "../...")
	list.Stderr = os.Stderr
	out, err := list.Output()
	if err != nil {
		t.Fatal(err)
	}
	for packages := json.NewDecoder(bytes.NewReader(out)); packages.More(); {
		var p struct {
			ImportPath string
			Imports    []string
		}
		if err := packages.Decode(&p); err != nil {
			t.Fatal(err)
		}
		name := strings.TrimPrefix(p.ImportPath, module)
		for _, path := range p.Imports {
			if imported, ours := strings.CutPrefix(path, module); ours && level(t, imported) >= level(t, name) {
				t.Errorf("%s imports %s, which is not below it", name, imported)
			}
		}
	}
}

// level returns how high a package is: the floor of a package of shared/, and more for those above them.
func level(t *testing.T, name string) int {
	switch folder, sub, _ := strings.Cut(name, "/"); {
	case folder == "shim":
		return 12
	case name == "functions":
		return 11
	case folder == "functions":
		return 10
	case folder == "shared":
		floor, ok := floors[sub]
		if !ok && sub != "" {
			t.Errorf("%s has no floor: say in floors how high it is", name)
		}
		return floor
	}
	return 0 // migrations
}

// TestLines checks the files that golangci-lint and ESLint do not: no line has over 120 columns, no file over 250
// lines.
func TestLines(t *testing.T) {
	root := os.DirFS("..")
	for _, pattern := range []string{
		"migrations/*.sql", "shared/*/*.sh", "shared/openapi/openapi.yaml", ".ci/*", ".github/workflows/*", "Makefile",
		"*.yml", ".golangci.yml", "CONTRIBUTING.md", "functions/betterauth/conformance/suite/*.ts",
		"frontend/e2e/*.sh", "frontend/src/app/*.css",
	} {
		files, err := fs.Glob(root, pattern)
		if err != nil || len(files) == 0 {
			t.Fatalf("%s: %v %v", pattern, files, err)
		}
		for _, file := range files {
			body, err := fs.ReadFile(root, file)
			if err != nil {
				t.Fatal(err)
			}
			lines := strings.Split(string(body), "\n")
			for i, line := range lines {
				if columns := utf8.RuneCountInString(line); columns > 120 {
					t.Errorf("%s:%d has %d columns, over 120", file, i+1, columns)
				}
			}
			if len(lines) > 250 && !strings.HasSuffix(file, "openapi.yaml") {
				t.Errorf("%s has %d lines, over 250: split it by meaning", file, len(lines))
			}
		}
	}
}
