package main_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/todo-backend/todo-backend/shared/pgtest"
)

// TestBetterAuthClient drives Better Auth's own client against the shim and against the real server, over http and
// behind an https address: what passes with the one must pass with the other. It needs npm.
func TestBetterAuthClient(t *testing.T) {
	if os.Getenv("VERIFY_BETTER_AUTH") == "" {
		t.Skip("make verify-better-auth runs it: it takes npm and minutes")
	}
	const suite = "../functions/betterauth/conformance"
	npm := func(arguments ...string) *exec.Cmd {
		c := exec.Command("npm", arguments...)
		c.Dir = suite
		return c
	}
	if out, err := npm("ci", "--ignore-scripts", "--no-audit", "--no-fund").CombinedOutput(); err != nil {
		t.Fatalf("npm ci: %v\n%s", err, out)
	}
	postgres, err := pgtest.Start()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(postgres.Stop)
	backend, err := filepath.Abs(binary)
	if err != nil {
		t.Fatal(err)
	}
	for _, target := range []string{"real", "backend"} {
		for _, public := range []string{"http", "https"} {
			t.Run(target+" "+public, func(t *testing.T) {
				t.Parallel()
				database, err := postgres.NewDatabase(t.Context(), target+"_"+public, "")
				if err != nil {
					t.Fatal(err)
				}
				c := npm("test", "--", "--reporter=dot")
				c.Env = append(os.Environ(), "TARGET="+target, "PUBLIC="+public,
					"DATABASE_URL="+database, "BACKEND="+backend)
				out, err := c.CombinedOutput()
				if err != nil {
					t.Fatalf("%v\n%s", err, out)
				}
				t.Logf("%s", out[max(0, len(out)-600):])
			})
		}
	}
}
