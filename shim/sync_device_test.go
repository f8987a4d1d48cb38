package main_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// device is a process of testdata/sync: a client of a user, with a copy of the tasks.
type device struct {
	Name       string `json:"name"`
	Seed       uint32 `json:"seed"`
	URL        string `json:"url"`
	Token      string `json:"token"`
	User       string `json:"user"`
	Operations int    `json:"operations"`
	Folder     string `json:"folder"` // where it writes its copy and its log

	input  io.Writer
	lines  chan string
	errors *output
}

// buildDevices bundles the programs, with the code of docs/rxdb.md and the frontend's own outbox, into a folder.
func buildDevices(t *testing.T, folder string) {
	t.Helper()
	const source = "testdata/sync"
	ci := exec.Command("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
	ci.Dir = source
	if out, err := ci.CombinedOutput(); err != nil {
		t.Fatalf("npm ci: %v\n%s", err, out)
	}
	page, err := os.ReadFile("../docs/rxdb.md")
	if err != nil {
		t.Fatal(err)
	}
	documented := regexp.MustCompile("(?s)```js\n(.*?)```").FindSubmatch(page)
	if documented == nil {
		t.Fatal("docs/rxdb.md has no code")
	}
	replication := filepath.Join(folder, "replication.mjs")
	if err := os.WriteFile(replication, documented[1], 0o600); err != nil {
		t.Fatal(err)
	}
	modules, err := filepath.Abs(source + "/node_modules")
	if err != nil {
		t.Fatal(err)
	}
	bundle := exec.Command(source+"/node_modules/.bin/esbuild",
		source+"/rxdb.mjs", source+"/outbox.mjs", source+"/overlap.mjs",
		"--bundle", "--platform=node", "--format=esm", "--out-extension:.js=.mjs", "--log-level=error",
		"--outdir="+folder, "--tsconfig=../frontend/tsconfig.json", "--alias:replication="+replication)
	bundle.Env = append(os.Environ(), "NODE_PATH="+modules)
	if out, err := bundle.CombinedOutput(); err != nil {
		t.Fatalf("esbuild: %v\n%s", err, out)
	}
}

// start starts a program that buildDevices has made.
func (d *device) start(t *testing.T, program string) {
	t.Helper()
	config, err := json.Marshal(d)
	if err != nil {
		t.Fatal(err)
	}
	c := exec.Command("node", filepath.Join(d.Folder, program+".mjs"))
	d.errors = new(output)
	c.Env = append(os.Environ(), "SYNC="+string(config), "NEXT_PUBLIC_API_URL="+d.URL)
	c.Stderr = d.errors
	if d.input, err = c.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	d.lines = make(chan string, 10)
	go func() {
		defer close(d.lines)
		for lines := bufio.NewScanner(out); lines.Scan(); {
			d.lines <- lines.Text()
		}
	}()
	t.Cleanup(func() { _ = c.Process.Kill(); _ = c.Wait() })
}

// says waits for a line that begins with a word, and returns what follows it.
func (d *device) says(t *testing.T, word string) string {
	t.Helper()
	line, ok := <-d.lines
	rest, is := strings.CutPrefix(line, word)
	if !ok || !is || d.errors.String() != "" {
		t.Fatalf("%s says %q, want %s\n%s", d.Name, line, word, d.errors)
	}
	return rest
}

// tell sends each device a line, and waits until each has answered.
func tell(t *testing.T, devices []*device, line, answer string) {
	t.Helper()
	for _, d := range devices {
		if _, err := io.WriteString(d.input, line+"\n"); err != nil {
			t.Fatalf("%s: %v\n%s", d.Name, err, d.errors)
		}
	}
	for _, d := range devices {
		d.says(t, answer)
	}
}

// finalCopy is what a device has in the end.
type finalCopy struct {
	Tasks   []json.RawMessage
	Lists   json.RawMessage
	Refused []struct {
		Status  int
		Message string
	}
}

func (d *device) finalCopy(t *testing.T) (c finalCopy) {
	t.Helper()
	body, err := os.ReadFile(filepath.Join(d.Folder, d.Name+".json"))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(body, &c); err != nil {
		t.Fatal(err)
	}
	return c
}

// write is a write of a task that a device has sent, and what it was answered unless Status is 0.
type write struct {
	Op, ID, Title string // when it is sent
	Task          struct{ Title *string }
	Status        int
	Body          json.RawMessage
}

// writes returns what a device has sent, and the answers that have arrived whole.
func (d *device) writes(t *testing.T) (sent, answered []write) {
	t.Helper()
	log, err := os.ReadFile(filepath.Join(d.Folder, d.Name+".log"))
	if err != nil {
		t.Fatal(err)
	}
	for line := range bytes.Lines(log) {
		var entry struct{ Sent, Answered []write }
		if err := json.Unmarshal(line, &entry); err != nil {
			t.Fatal(err)
		}
		sent, answered = append(sent, entry.Sent...), append(answered, entry.Answered...)
	}
	return sent, answered
}
