package main_test

import (
	"fmt"
	"os/exec"
	"regexp"
	"strings"
	"testing"
	"time"
)

// TestVerify runs the acceptance run against the shim, and against one whose answers are wrong.
func TestVerify(t *testing.T) {
	t.Parallel()
	url, variables := database(t)
	p := start(t, t.TempDir(), variables...).up(t)
	run := func(variables ...string) (int, string) {
		c := exec.Command(binary, "verify", p.url)
		c.Env = variables
		out, _ := c.CombinedOutput() // the exit code tells
		return c.ProcessState.ExitCode(), string(out)
	}
	if code, out := run(); code != 0 || !strings.Contains(out, " 0 failed") || strings.Contains(out, "FAIL") {
		t.Errorf("exit %d:\n%s", code, out)
	}
	conn := connect(t, url)
	var left int
	if err := conn.QueryRow(t.Context(), `select count(*) from users`).Scan(&left); err != nil || left != 0 {
		t.Errorf("%d accounts are left, %v", left, err)
	}
	forgetRequests(t, url)
	code, out := run("FRONTEND_URL=https://elsewhere.example")
	if code != 1 || !strings.Contains(out, "is FRONTEND_URL the same here and at the backend?") {
		t.Errorf("another frontend: exit %d:\n%s", code, out)
	}
	forgetRequests(t, url)
	mustExec(t, conn, `
		create function lose() returns trigger language plpgsql as 'begin return null; end';
		create trigger lose before update of deleted_at on tasks for each row execute function lose()`)
	if code, out := run(); code != 1 || !strings.Contains(out, " delete: 404, want 204") {
		t.Errorf("a task that cannot be deleted: exit %d:\n%s", code, out)
	}
}

// verifyForm runs the acceptance run against url, and prints the form's row of the table.
func verifyForm(t *testing.T, form, url, size string, start time.Duration, variables ...string) {
	t.Helper()
	c := exec.Command(binary, "verify", url)
	c.Env = variables
	out, err := c.CombinedOutput()
	if err != nil {
		t.Errorf("%s: %v\n%s", form, err, out)
	}
	summary := regexp.MustCompile(`(\d+) steps passed, (\d+) failed; .* p50 (.*)\n`).FindSubmatch(out)
	if summary == nil {
		t.Fatalf("%s: no summary:\n%s", form, out)
	}
	fmt.Printf("%-24s %3s passed %3s failed   size %-10s first answer %-10s listTasks p50 %s\n",
		form, summary[1], summary[2], size, start.Round(time.Millisecond), summary[3])
}
