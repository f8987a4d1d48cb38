package main_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/cgi"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

const hubToken = "hf_atokenwhichmaywrite"

// hub is a stand-in for the Hugging Face Hub with the Space ann/todo: its git server, the two calls of its API that
// .ci/deploy-space makes, and the Space's proxy.
type hub struct {
	*httptest.Server
	repo    string
	private bool

	mu     sync.Mutex
	stages []stage // each is told once; the last one stays
}

// stage is what the Hub says of the Space. Its status is 0 for an answer.
type stage struct {
	name, message string
	pushed        bool // it is that of the commit that was pushed
	status        int
}

// times returns a stage n times.
func times(n int, s stage) []stage {
	var all []stage
	for range n {
		all = append(all, s)
	}
	return all
}

func newHub(t *testing.T, private bool, stages []stage) *hub {
	t.Helper()
	root := t.TempDir()
	h := &hub{repo: filepath.Join(root, "ann", "todo"), private: private, stages: stages}
	run(t, "git", "init", "-q", "--bare", "-b", "main", h.repo)
	run(t, "git", "-C", h.repo, "config", "http.receivepack", "true")
	backend := filepath.Join(strings.TrimSpace(run(t, "git", "--exec-path")), "git-http-backend")
	git := &cgi.Handler{Path: backend, Root: "/spaces",
		Env: []string{"GIT_PROJECT_ROOT=" + root, "GIT_HTTP_EXPORT_ALL=1"}}
	mux := http.NewServeMux()
	mux.HandleFunc("/spaces/", func(w http.ResponseWriter, r *http.Request) {
		if user, password, _ := r.BasicAuth(); user != "ann" || password != hubToken {
			w.Header().Set("WWW-Authenticate", `Basic realm="hub"`)
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		body, _ := io.ReadAll(r.Body) // net/http/cgi takes no body in chunks, as git sends it
		r.Body, r.ContentLength, r.TransferEncoding = io.NopCloser(bytes.NewReader(body)), int64(len(body)), nil
		git.ServeHTTP(w, r)
	})
	mux.HandleFunc("/api/spaces/ann/todo", func(w http.ResponseWriter, r *http.Request) {
		_ = json.NewEncoder(w).Encode(map[string]any{"host": h.URL, "private": private})
	})
	mux.HandleFunc("/api/spaces/ann/todo/runtime", h.runtime)
	mux.HandleFunc("/health", func(w http.ResponseWriter, r *http.Request) {
		if h.private != (r.Header.Get("X-HF-Authorization") == "Bearer "+hubToken) {
			w.WriteHeader(http.StatusNotFound)
		}
	})
	h.Server = httptest.NewServer(mux)
	t.Cleanup(h.Close)
	return h
}

func (h *hub) runtime(w http.ResponseWriter, r *http.Request) {
	h.mu.Lock()
	s := h.stages[0]
	if len(h.stages) > 1 {
		h.stages = h.stages[1:]
	}
	h.mu.Unlock()
	if r.Header.Get("Authorization") != "Bearer "+hubToken {
		s.status = http.StatusUnauthorized
	}
	if s.status != 0 {
		w.WriteHeader(s.status)
		return
	}
	answer := map[string]any{"stage": s.name, "hardware": map[string]any{"current": "cpu-basic"}}
	if s.message != "" {
		answer["errorMessage"] = s.message
	}
	if s.pushed {
		sha, _ := exec.Command("git", "-C", h.repo, "rev-parse", "main").Output()
		answer["sha"] = strings.TrimSpace(string(sha))
	}
	_ = json.NewEncoder(w).Encode(answer)
}

func run(t *testing.T, name string, args ...string) string {
	t.Helper()
	out, err := exec.Command(name, args...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s %v: %v: %s", name, args, err, out)
	}
	return string(out)
}

// TestDeploySpace deploys to stand-ins of the Hub, each with what it may do to a Space.
func TestDeploySpace(t *testing.T) {
	for _, tool := range []string{"bash", "git", "jq", "curl"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skipf("needs %s", tool)
		}
	}
	if exec.Command("git", "rev-parse", "HEAD").Run() != nil {
		t.Skip("needs the repository")
	}
	runs := []stage{{name: "RUNNING", pushed: true}}
	building, old := stage{name: "BUILDING"}, stage{name: "RUNNING"}
	for name, c := range map[string]struct {
		private bool
		token   string // "" for the right one
		stages  [][]stage
		exit    int
		words   []string
	}{
		"it builds, starts and runs": {stages: [][]stage{times(5, stage{name: "RUNTIME_ERROR"}), {{status: 502}, old,
			{name: "RUNNING_BUILDING"}, building, {name: "APP_STARTING", pushed: true}}, runs},
			words: []string{" RUNTIME_ERROR: ", "the Space needs the secret DATABASE_URL", "?logs=container",
				" UNKNOWN: ", " RUNNING: not this commit yet", " BUILDING: the Hub builds the image",
				" APP_STARTING: the container has started", " is healthy"}},
		"a private one hangs, then runs": {private: true, stages: [][]stage{times(31, stage{name: "QUEUED"}), runs},
			words: []string{"It has been QUEUED for five minutes", "Factory rebuild", "?factory=true",
				"https://status.huggingface.co", " is healthy"}},
		"the build fails": {stages: [][]stage{times(6, building), {{name: "BUILD_ERROR", message: "exit code: 17"}}},
			exit: 1, words: []string{"BUILD_ERROR: the build has failed", "?logs=build exit code: 17"}},
		"the Hub pauses it": {stages: [][]stage{{{name: "PAUSED"}}}, exit: 1,
			words: []string{"PAUSED: restart it at ", "/spaces/ann/todo/settings", "website@huggingface.co"}},
		"a token that may not write": {token: "hf_another", stages: [][]stage{runs}, exit: 1,
			words: []string{"may the token write to it?"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var stages []stage
			for _, s := range c.stages {
				stages = append(stages, s...)
			}
			h, dir := newHub(t, c.private, stages), t.TempDir()
			if err := os.WriteFile(filepath.Join(dir, "sleep"), []byte("#!/bin/sh\n"), 0o755); err != nil {
				t.Fatal(err)
			}
			token := hubToken
			if c.token != "" {
				token = c.token
			}
			output := filepath.Join(dir, "output")
			deploy := exec.Command("../.ci/deploy-space")
			deploy.Env = append(os.Environ(), "PATH="+dir+":"+os.Getenv("PATH"), "HF_ENDPOINT="+h.URL,
				"HF_SPACE=ann/todo", "HF_TOKEN="+token, "GITHUB_OUTPUT="+output, "GIT_TERMINAL_PROMPT=0",
				"GIT_CONFIG_COUNT=1", "GIT_CONFIG_KEY_0=core.compression", "GIT_CONFIG_VALUE_0=0") // which is quick
			out, _ := deploy.CombinedOutput() // the exit code tells
			if exit := deploy.ProcessState.ExitCode(); exit != c.exit {
				t.Errorf("exit %d, want %d", exit, c.exit)
			}
			for _, words := range c.words {
				if !strings.Contains(string(out), words) {
					t.Errorf("lacks %q", words)
				}
			}
			if strings.Contains(string(out), token) {
				t.Error("the token is shown")
			}
			url, _ := os.ReadFile(output)
			if want := "url=" + h.URL + "\n"; c.exit == 0 && string(url) != want {
				t.Errorf("output %q, want %q", url, want)
			}
			if t.Failed() {
				t.Logf("%s", out)
			}
		})
	}
}
