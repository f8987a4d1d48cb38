package shared_test

import (
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
)

var (
	link     = regexp.MustCompile(`\]\(([^):]+)\)|srcset="([^"]+)"|src="([^"]+)"`) // not an address
	heading  = regexp.MustCompile(`(?m)^#+ (.+)$`)
	noAnchor = regexp.MustCompile(`[^\p{L}\p{N} _-]`)
	fenced   = regexp.MustCompile("(?s)```.*?```")
	target   = regexp.MustCompile(`(?m)^([a-z0-9-]+):`)
	makes    = regexp.MustCompile(`\bmake (?:-C \.\. )?([a-z0-9-]+)`)
	goTests  = regexp.MustCompile(`\bgo test \./(\w+)[^` + "`" + `]*? -(?:run|bench)[= ](\w+)`)
	code     = regexp.MustCompile("`[^`]+`")
)

// pages returns what people read of the project: path and text.
func pages(t *testing.T) map[string]string {
	t.Helper()
	files, err := filepath.Glob("../docs/*.md")
	if err != nil || len(files) == 0 {
		t.Fatal("no docs/", err)
	}
	texts := map[string]string{}
	files = append(files, "../README.md", "../CONTRIBUTING.md", "../BENCHMARKS.md", "../frontend/README.md")
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		texts[file] = string(text)
	}
	return texts
}

// TestLinks checks that each link of the documentation leads to a file of the repository, and to a heading of it.
func TestLinks(t *testing.T) {
	all := pages(t)
	for file, text := range all {
		for _, match := range link.FindAllStringSubmatch(fenced.ReplaceAllString(text, ""), -1) {
			path, anchor, _ := strings.Cut(match[1]+match[2]+match[3], "#")
			to := file
			if path != "" {
				to = filepath.Join(filepath.Dir(file), path)
			}
			if _, err := os.Stat(to); err != nil {
				t.Errorf("%s: %v", file, err)
			}
			if anchor != "" && !slices.Contains(anchors(all[to]), anchor) {
				t.Errorf("%s: %s has no heading #%s", file, to, anchor)
			}
		}
	}
}

// anchors returns the names by which GitHub's pages reach their headings.
func anchors(page string) (names []string) {
	for _, match := range heading.FindAllStringSubmatch(fenced.ReplaceAllString(page, ""), -1) {
		name := noAnchor.ReplaceAllString(strings.ToLower(match[1]), "")
		names = append(names, strings.ReplaceAll(name, " ", "-"))
	}
	return names
}

// TestNamedCommands checks the commands that the documentation names in its sentences: each target of make is in the
// Makefile, and each test and benchmark in its folder. The blocks of commands are TestDocumentedCommands's.
func TestNamedCommands(t *testing.T) {
	makefile, err := os.ReadFile("../Makefile")
	if err != nil {
		t.Fatal(err)
	}
	targets := map[string]bool{}
	for _, match := range target.FindAllSubmatch(makefile, -1) {
		targets[string(match[1])] = true
	}
	for file, text := range pages(t) {
		for _, quoted := range code.FindAllString(fenced.ReplaceAllString(text, ""), -1) {
			quoted = strings.Join(strings.Fields(quoted), " ")
			for _, match := range makes.FindAllStringSubmatch(quoted, -1) {
				if !targets[match[1]] {
					t.Errorf("%s: the Makefile has no target %s", file, match[1])
				}
			}
			for _, match := range goTests.FindAllStringSubmatch(quoted, -1) {
				if !declared(t, match[1], match[2]) {
					t.Errorf("%s: %s has no test or benchmark %s", file, match[1], match[2])
				}
			}
		}
	}
}

// declared reports whether a folder's tests declare a function whose name is, or has after Benchmark, this one.
func declared(t *testing.T, folder, name string) bool {
	t.Helper()
	files, err := filepath.Glob("../" + folder + "/*_test.go")
	if err != nil {
		t.Fatal(err)
	}
	function := regexp.MustCompile(`(?m)^func (Benchmark\w*)?` + name + `\w*\(`)
	return slices.ContainsFunc(files, func(file string) bool {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		return function.Match(text)
	})
}

// TestCompose checks that docker-compose.yml can be read, that it takes the variables of .env.example and no others,
// and that those of its backend are documented.
func TestCompose(t *testing.T) {
	files := map[string]string{}
	for _, file := range []string{"docker-compose.yml", ".env.example", "docs/configuration.md"} {
		text, err := os.ReadFile("../" + file)
		if err != nil {
			t.Fatal(err)
		}
		files[file] = string(text)
	}
	var compose struct {
		Services map[string]struct {
			Environment map[string]any `yaml:"environment"`
		} `yaml:"services"`
	}
	if err := yaml.Unmarshal([]byte(files["docker-compose.yml"]), &compose); err != nil {
		t.Fatal(err)
	}
	for name := range compose.Services["backend"].Environment {
		if !strings.Contains(files["docs/configuration.md"], "`"+name+"`") {
			t.Errorf("the backend of docker-compose.yml has %s, which docs/configuration.md does not name", name)
		}
	}
	taken, offered := map[string]bool{}, map[string]bool{}
	for _, match := range regexp.MustCompile(`\$\{(\w+)`).FindAllStringSubmatch(files["docker-compose.yml"], -1) {
		taken[match[1]] = true
	}
	for _, match := range regexp.MustCompile(`(?m)^(\w+)=`).FindAllStringSubmatch(files[".env.example"], -1) {
		offered[match[1]] = true
	}
	if len(compose.Services["backend"].Environment) == 0 || !maps.Equal(taken, offered) {
		t.Errorf("docker-compose.yml takes %v, .env.example has %v", taken, offered)
	}
}
