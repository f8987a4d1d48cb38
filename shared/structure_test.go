// Package shared_test holds the rules of the folders that no linter knows.
package shared_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"strings"
	"testing"
)

const module = "github.com/todo-backend/todo-backend/"

// floors gives each package of shared/ its floor. A package imports packages of lower floors only.
var floors = map[string]int{
	"filter": 3, "identity": 3, "list": 3, "task": 3,
	"web": 2, "ratelimit": 2,
	"database": 1, "mail": 1, "pgtest": 1,
	"config": 0, "localpg": 0, "openapi": 0, "position": 0, "problem": 0, "recurrence": 0, "route": 0,
	"secret": 0, "text": 0, "wire": 0, "zone": 0,
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

// written reports whether people write a file, or programs and other projects do.
func written(file string) bool {
	for _, suffix := range []string{".json", ".ics", ".txt", ".sum", ".svg", ".webp", ".gz", "schema.d.ts", "LICENSE"} {
		if strings.HasSuffix(file, suffix) {
			return false
		}
	}
	return !strings.HasPrefix(file, "functions/system/assets/")
}

// TestLines checks that no line has over 120 columns, where a tab is four and a character its bytes in UTF-8, and no
// file over 250 lines, nor the README over 200. A row of a table in Markdown cannot be broken.
func TestLines(t *testing.T) {
	list := exec.Command("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
	list.Dir, list.Stderr = "..", os.Stderr
	out, err := list.Output()
	if err != nil {
		t.Fatal(err)
	}
	for file := range strings.SplitSeq(strings.TrimSuffix(string(out), "\x00"), "\x00") {
		body, err := os.ReadFile("../" + file)
		if !written(file) || errors.Is(err, fs.ErrNotExist) { // deleted, and not committed yet
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		lines := strings.Split(string(body), "\n")
		for i, line := range lines {
			columns := len(line) + 3*strings.Count(line, "\t")
			if columns > 120 && !(strings.HasSuffix(file, ".md") && strings.HasPrefix(line, "|")) {
				t.Errorf("%s:%d has %d columns, over 120", file, i+1, columns)
			}
		}
		if file == "README.md" && len(lines) > 201 {
			t.Errorf("README.md has %d lines, over 200: move details to docs/", len(lines)-1)
		}
		if len(lines) > 251 && file != "shared/openapi/openapi.yaml" {
			t.Errorf("%s has %d lines, over 250: split it by meaning", file, len(lines)-1)
		}
	}
}
