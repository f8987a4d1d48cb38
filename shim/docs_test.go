package main_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/todo-backend/todo-backend/shared/pgtest"
)

var (
	shBlock   = regexp.MustCompile("(?ms)^( *)```(\\w*)\n(.*?)^ *```$")
	indented  = regexp.MustCompile(`(?m)^$\n {4}`)
	continued = regexp.MustCompile(`\\\n *`)
)

// elsewhere names the file that runs a documented command which is too long for this test, and the text by which it
// does.
var elsewhere = map[string]struct{ file, text string }{
	"make run":       {".ci/run", "\nstep .ci/bare"},
	"make test":      {".ci/run", "\nstep make test\n"},
	"make -C .. e2e": {".ci/run", "\nstep make e2e\n"},
	"npm ci":         {"Makefile", "npm ci"},
	"npm run lint":   {"Makefile", "npm run lint"},
	"npm test":       {"Makefile", "npm test"},
	"docker build":   {".ci/container", `"${engine[@]}" "${build[@]}" .`},
	"docker run": {".ci/container",
		"--read-only --cap-drop ALL --security-opt no-new-privileges --memory 256m"},
}

// TestDocumentedCommands goes through the blocks of commands of the README and of docs/. A block that begins with
// "# needs", an account or a server, is not run, and says so to its reader. Of the others, those whose commands take
// long are run elsewhere; a shell runs the rest against a shim on a fresh database, and every command succeeds.
func TestDocumentedCommands(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("../docs/*.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range append(files, "../README.md", "../frontend/README.md") {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if indented.Match(text) {
			t.Errorf("%s: a block is indented, and not between ```: its commands would not be run", file)
		}
		for _, block := range shBlock.FindAllStringSubmatch(string(text), -1) {
			switch language, commands := block[2], block[3]; {
			case language == "":
				t.Errorf("%s: a block does not say of which language it is:\n%s", file, commands)
			case language != "sh" || strings.HasPrefix(commands, "# needs "):
			case !coveredElsewhere(t, file, commands):
				t.Run(filepath.Base(file), func(t *testing.T) { runDocumented(t, commands) })
			}
		}
	}
}

// coveredElsewhere reports whether the commands of a block are those of elsewhere, and checks that they are run there.
func coveredElsewhere(t *testing.T, file, commands string) bool {
	t.Helper()
	commands = strings.TrimSpace(continued.ReplaceAllString(commands, " "))
	covered := 0
	for line := range strings.SplitSeq(commands, "\n") {
		for beginning, where := range elsewhere {
			if line != beginning && !strings.HasPrefix(line, beginning+" ") {
				continue
			}
			covered++
			text, err := os.ReadFile("../" + where.file)
			if err != nil {
				t.Fatal(err)
			}
			if !strings.Contains(string(text), where.text) {
				t.Errorf("%s: `%s` is said to be run by %s, which has no %q", file, line, where.file, where.text)
			}
			for flag := range strings.FieldsSeq(line) {
				if strings.HasPrefix(flag, "--") && !strings.Contains(string(text), flag) {
					t.Errorf("%s: `%s`: %s does not run it with %s", file, line, where.file, flag)
				}
			}
		}
	}
	if lines := strings.Count(commands, "\n") + 1; covered > 0 && covered < lines {
		t.Errorf("%s: only %d of %d commands are run elsewhere:\n%s", file, covered, lines, commands)
	}
	return covered > 0
}

// runDocumented runs a block in a folder that has bin/shim, with the variables of a shim that runs.
func runDocumented(t *testing.T, commands string) {
	t.Helper()
	_, variables := database(t)
	variables = append(variables, "METRICS_SECRET=0123456789abcdef0123456789abcdef-metrics")
	p := start(t, t.TempDir(), variables...).up(t)
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "bin"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(binary, filepath.Join(dir, "bin", "shim")); err != nil {
		t.Fatal(err)
	}
	// curl fails on an answer of 400 and more.
	if err := os.WriteFile(filepath.Join(dir, ".curlrc"), []byte("fail-with-body\nshow-error\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	shell := exec.Command("sh", "-eu")
	shell.Dir = dir
	address := strings.TrimPrefix(p.url, "http://")
	shell.Stdin = strings.NewReader(strings.ReplaceAll(commands, "localhost:7860", address))
	shell.Env = append(slices.Clip(variables), "PATH="+os.Getenv("PATH"), "HOME="+dir,
		"PORT="+address[strings.IndexByte(address, ':')+1:])
	if strings.Contains(commands, "$NEW_DATABASE_URL") {
		shell.Env = append(shell.Env, "NEW_DATABASE_URL="+newServer(t))
	}
	if out, err := shell.CombinedOutput(); err != nil {
		t.Errorf("%v: %s\n%sA command that cannot run here is for `elsewhere`, or its block begins with \"# needs\"",
			err, commands, out)
	}
}

// newServer starts a server on which the schema has never been, and returns the address of an empty database.
func newServer(t *testing.T) (url string) {
	t.Helper()
	if _, err := exec.LookPath("pg_dump"); err != nil {
		t.Skip("npm's packages of PostgreSQL have no pg_dump")
	}
	server, err := pgtest.Start()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.Stop)
	url, err = server.NewDatabase(t.Context(), "restored", "")
	if err != nil {
		t.Fatal(err)
	}
	return url
}
