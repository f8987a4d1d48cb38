package main_test

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/todo-backend/todo-backend/functions"
)

const (
	vercelCLI = "64.0.2"
	// vercelPackage installs it. What it says of its dependency sandbox, 4.4.0, cannot be had.
	vercelPackage = `{"private": true, "dependencies": {"vercel": "` + vercelCLI + `"}, "overrides": {"sandbox": "4.5.0"}}`
	vercelPayload = 4_500_000 // bytes of a function's answer at most
)

// TestVercelBuild builds the functions with the real `vercel build`, runs every artifact as Vercel does, on a stand-in for
// AWS Lambda, and routes requests by the routes that the build has written: as vercel.json ships, then with a function
// for every endpoint. It needs npm and minutes: make verify-vercel.
func TestVercelBuild(t *testing.T) {
	if os.Getenv("VERIFY_VERCEL") == "" {
		t.Skip("make verify-vercel runs it")
	}
	if runtime.GOOS+"/"+runtime.GOARCH != "linux/amd64" {
		t.Skip("the builder makes its artifacts for linux/amd64")
	}
	cli := installVercel(t)
	shipped := readVercelBuilds(t, "../vercel.json")
	var every []vercelBuild
	for _, f := range functions.All {
		if b := (vercelBuild{functionFile(f), "@vercel/go"}); !slices.Contains(every, b) {
			every = append(every, b)
		}
	}
	every = append(every, vercelBuild{vercelCatchAll, "@vercel/go"})
	t.Run("as it ships", func(t *testing.T) { verifyVercel(t, cli, "Vercel", shipped) })
	t.Run("one function an endpoint", func(t *testing.T) { verifyVercel(t, cli, "Vercel, every function", every) })
}

func verifyVercel(t *testing.T, cli, form string, builds []vercelBuild) {
	tree := copyTracked(t)
	if err := os.WriteFile(filepath.Join(tree, "vercel.json"), []byte(vercelJSON(builds)), 0o666); err != nil {
		t.Fatal(err)
	}
	output := vercelBuildOutput(t, cli, tree)
	front := &vercelFront{t: t, routes: readEmittedRoutes(t, output), functions: map[string]*lambda{}, client: "203.0.113.7"}
	server := httptest.NewServer(front)
	t.Cleanup(server.Close)
	_, variables := database(t)
	variables = append(variables, "BETTER_AUTH_URL="+server.URL, "FRONTEND_URL=https://todo.example.com")

	var largest string
	var size int64
	var slowest time.Duration
	fmt.Printf("%-34s %10s %12s\n", form, "size", "cold start")
	for _, dest := range artifacts(t, output, builds) {
		bootstrap := filepath.Join(output, "functions", dest+".func", "bootstrap")
		var starts []time.Duration
		for range 5 {
			began := time.Now()
			front.functions[dest] = startLambda(t, bootstrap, variables)
			answer, err := front.functions[dest].invoke([]byte(`{"method":"OPTIONS","path":"/health","host":"x","headers":{}}`))
			if err != nil || answer.StatusCode != 204 && answer.StatusCode != 404 {
				t.Fatalf("%s: %v %v", dest, answer, err)
			}
			starts = append(starts, time.Since(began))
		}
		slices.Sort(starts)
		info, err := os.Stat(bootstrap)
		if err != nil {
			t.Fatal(err)
		}
		if info.Size() > size {
			size, largest = info.Size(), bootstrap
		}
		slowest = max(slowest, starts[2])
		fmt.Printf("%-34s %10s %12s\n", dest, sizeOf(t, bootstrap), starts[2].Round(100*time.Microsecond))
	}

	checkVercelRoutes(t, &process{url: server.URL}, builds)
	front.client = "203.0.113.8" // whose logins are counted anew
	verifyForm(t, form, server.URL, sizeOf(t, largest), slowest, "FRONTEND_URL=https://todo.example.com")
	for dest, l := range front.functions {
		if l.invoked < 2 {
			t.Errorf("no request has reached %s", dest)
		}
	}
}

// checkVercelRoutes asks for what is special to this form: that each request comes to its own function, under its own
// path, and nothing to a file.
func checkVercelRoutes(t *testing.T, p *process, builds []vercelBuild) {
	t.Helper()
	send := func(method, path string, header ...string) *http.Response {
		t.Helper()
		r, err := http.NewRequest(method, p.url+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		for i := 0; i < len(header); i += 2 {
			r.Header.Set(header[i], header[i+1])
		}
		response, err := http.DefaultTransport.RoundTrip(r) // which follows no redirect
		if err != nil {
			t.Fatal(err)
		}
		response.Body.Close()
		return response
	}
	const id = "0190a0c0-0000-7000-8000-000000000000"
	for _, f := range functions.All {
		path := strings.NewReplacer("{id}", id, "{asset}", f.Name+".js", "{provider}", "github", "{token}", "forged").Replace(f.Path)
		ours := !strings.HasPrefix(f.Name, "betterAuth") // Better Auth knows no 405
		methods := []string{f.Method}
		if f.Method == "GET" {
			methods = append(methods, "HEAD")
		}
		for _, method := range methods {
			answer := send(method, path)
			if at := answer.Header.Get("X-Matched-Path"); at != vercelDest(builds, f) || ours && answer.StatusCode == 405 {
				t.Errorf("%s %s: %d from %s, want %s", method, path, answer.StatusCode, at, vercelDest(builds, f))
			}
		}
		answer := send("OPTIONS", path, "Origin", "https://todo.example.com", "Access-Control-Request-Method", f.Method)
		if answer.StatusCode != 204 || answer.Header.Get("Access-Control-Allow-Methods") != f.Method {
			t.Errorf("preflight for %s %s: %d %v", f.Method, path, answer.StatusCode, answer.Header)
		}
		answer = send("REPORT", path)
		if ours && (answer.StatusCode != 405 || !strings.Contains(answer.Header.Get("Allow"), f.Method)) || !ours && answer.StatusCode != 404 {
			t.Errorf("REPORT %s: %d, Allow %q", path, answer.StatusCode, answer.Header.Get("Allow"))
		}
	}
	for _, path := range []string{"/functions/tasks/create.go", "/functions/tasks/create", "/functions/catchall.go", "/go.mod", "/vercel.json", "/shim/main.go",
		"/migrations/0001_accounts.sql", "/.vercel/output/config.json", "/api", "/api/tasks/", "/API/tasks", "/api/tasks/" + id + "/x", "/health/", "/docs/../go.mod", "/api/nothing?id=" + id} {
		for _, method := range []string{"GET", "POST", "OPTIONS"} {
			answer := send(method, path)
			if answer.StatusCode != 404 || !strings.HasPrefix(answer.Header.Get("Content-Type"), "application/problem+json") {
				t.Errorf("%s %s: %d %s", method, path, answer.StatusCode, answer.Header.Get("Content-Type"))
			}
		}
	}

	token := signup(t, p)
	_, body := p.send(t, "POST", "/api/tasks", token, `{"title":"by its path"}`)
	var task struct{ ID string }
	if err := json.Unmarshal([]byte(body), &task); err != nil {
		t.Fatalf("%v: %s", err, body)
	}
	if status, body := p.send(t, "GET", "/api/tasks/"+task.ID+"?id="+id, token, ""); status != 200 || !strings.Contains(body, "by its path") {
		t.Errorf("with an id in the query too: %d %s", status, body)
	}
	if status, body := p.send(t, "GET", "/api/tasks/"+id+"?id="+task.ID, token, ""); status != 404 {
		t.Errorf("with the id in the query alone: %d %s", status, body)
	}
}

// installVercel returns the path of the pinned CLI, which npm installs once into the user's cache.
func installVercel(t *testing.T) string {
	t.Helper()
	cache, err := os.UserCacheDir()
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(cache, "todo-vercel", vercelCLI)
	cli := filepath.Join(dir, "node_modules", ".bin", "vercel")
	if _, err := os.Stat(cli); err == nil {
		return cli
	}
	if err := os.MkdirAll(filepath.Dir(dir), 0o700); err != nil {
		t.Fatal(err)
	}
	temp, err := os.MkdirTemp(filepath.Dir(dir), "new-")
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(temp)
	if err := os.WriteFile(filepath.Join(temp, "package.json"), []byte(vercelPackage), 0o600); err != nil {
		t.Fatal(err)
	}
	npm := exec.Command("npm", "install", "--ignore-scripts", "--no-audit", "--no-fund")
	npm.Dir = temp
	if out, err := npm.CombinedOutput(); err != nil {
		t.Fatalf("npm install vercel@%s (Node 20 or newer is needed): %v\n%s", vercelCLI, err, out)
	}
	if err := os.Rename(temp, dir); err != nil {
		t.Fatal(err)
	}
	return cli
}

// copyTracked copies what git tracks, or would, to a new folder: the build renames and rewrites files while it runs.
func copyTracked(t *testing.T) string {
	t.Helper()
	list := exec.Command("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
	list.Dir = ".."
	out, err := list.Output()
	if err != nil {
		t.Fatalf("git ls-files: %v", err)
	}
	tree := t.TempDir()
	for name := range strings.SplitSeq(strings.TrimSuffix(string(out), "\x00"), "\x00") {
		content, err := os.ReadFile(filepath.Join("..", name))
		if errors.Is(err, fs.ErrNotExist) { // removed, and not yet from the index
			continue
		}
		to := filepath.Join(tree, name)
		if err = cmp.Or(err, os.MkdirAll(filepath.Dir(to), 0o777)); err == nil {
			err = os.WriteFile(to, content, 0o666)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return tree
}

// vercelBuildOutput runs `vercel build` in tree, without an account, and returns the folder of what it has made.
func vercelBuildOutput(t *testing.T, cli, tree string) string {
	t.Helper()
	if err := os.Mkdir(filepath.Join(tree, ".vercel"), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(tree, ".vercel", "project.json"), []byte(`{"settings":{}}`), 0o666); err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	build := exec.Command(cli, "build", "--standalone", "--yes", "--global-config", t.TempDir())
	build.Dir = tree
	// On Vercel, build.env of vercel.json sets CGO_ENABLED; a local build leaves it out.
	build.Env = append(os.Environ(), "CGO_ENABLED=0", "VERCEL_TELEMETRY_DISABLED=1", "TMPDIR="+t.TempDir())
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("vercel build: %v\n%s", err, out)
	}
	fmt.Printf("vercel build took %s\n", time.Since(began).Round(time.Second))
	return filepath.Join(tree, ".vercel", "output")
}

// readEmittedRoutes reads the output's config.json. Anything in it that vercelFront does not know fails the test.
func readEmittedRoutes(t *testing.T, output string) []vercelRoute {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(output, "config.json"))
	if err != nil {
		t.Fatal(err)
	}
	var config struct {
		Version int
		Routes  []vercelRoute
		Crons   []struct{}
	}
	decoder := json.NewDecoder(bytes.NewReader(content))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&config); err != nil || config.Version != 3 || len(config.Crons) > 0 || len(config.Routes) == 0 {
		t.Fatalf("config.json cannot be read: %v\n%s", err, content)
	}
	for _, r := range config.Routes {
		if r.Src == "" || r.Dest == "" || strings.ContainsAny(r.Dest, "?$:") {
			t.Fatalf("config.json has a route of another kind: %+v", r)
		}
	}
	return config.Routes
}

// artifacts returns the destinations of all that was built, which is what builds lists, and nothing static.
func artifacts(t *testing.T, output string, builds []vercelBuild) (found []string) {
	t.Helper()
	if _, err := os.Stat(filepath.Join(output, "static")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the build has made static files, which would be served: %v", err)
	}
	root := filepath.Join(output, "functions")
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && strings.HasSuffix(path, ".func") {
			found = append(found, strings.TrimSuffix(strings.TrimPrefix(path, root), ".func"))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	var want []string
	for _, b := range builds {
		want = append(want, "/"+b.Src)
	}
	slices.Sort(want)
	if slices.Sort(found); !slices.Equal(found, want) {
		t.Errorf("the build has made %v, want %v", found, want)
	}
	return found
}

// vercelFront routes as Vercel's edge does. It reads routes as `vercel dev` 64 does (devRouter): in their order, the path
// as it was sent, letters in either case. The function gets the caller's own path, not the route's dest.
type vercelFront struct {
	t         *testing.T
	routes    []vercelRoute
	functions map[string]*lambda // by dest
	client    string             // the caller's address
}

func (f *vercelFront) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	dest := ""
	for _, route := range f.routes {
		allowed := route.Methods == nil || slices.Contains(route.Methods, r.Method)
		if allowed && regexp.MustCompile("(?i)"+route.Src).MatchString(r.URL.EscapedPath()) {
			dest = route.Dest
			break
		}
	}
	function := f.functions[dest]
	if function == nil {
		f.t.Errorf("%s %s is routed to %q, which is no function: Vercel would look for a file", r.Method, r.URL, dest)
		http.Error(w, "NOT_FOUND", http.StatusNotFound)
		return
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		f.t.Error(err)
	}
	headers := map[string]string{"host": r.Host, "x-real-ip": f.client, "x-forwarded-for": f.client, "x-forwarded-proto": "https", "x-forwarded-host": r.Host}
	for name, values := range r.Header {
		if _, ours := headers[strings.ToLower(name)]; !ours {
			headers[strings.ToLower(name)] = strings.Join(values, ", ")
		}
	}
	payload, err := json.Marshal(struct {
		Method   string            `json:"method"`
		Host     string            `json:"host"`
		Path     string            `json:"path"`
		Headers  map[string]string `json:"headers"`
		Encoding string            `json:"encoding"`
		Body     []byte            `json:"body"`
	}{r.Method, r.Host, r.RequestURI, headers, "base64", body})
	if err != nil {
		f.t.Error(err)
	}
	answer, err := function.invoke(payload)
	if err != nil || len(answer.Body) > vercelPayload {
		f.t.Errorf("%s %s: %v, %d bytes\n%s", r.Method, r.URL, err, len(answer.Body), function.log)
		http.Error(w, "FUNCTION_INVOCATION_FAILED", http.StatusInternalServerError)
		return
	}
	for name, values := range answer.Headers {
		w.Header()[http.CanonicalHeaderKey(name)] = values
	}
	w.Header().Set("X-Matched-Path", dest) // Vercel says so too
	w.WriteHeader(answer.StatusCode)
	_, _ = w.Write(answer.Body)
}

// lambda is one instance of an artifact on a stand-in for AWS Lambda: it gets one request at a time, and between two of
// them its process stands still.
type lambda struct {
	mu      sync.Mutex
	process *os.Process
	events  chan []byte
	answers chan []byte // nil: the instance says that it has failed
	ended   chan struct{}
	log     *output
	invoked int
}

// lambdaAnswer is what go-bridge makes of an http.ResponseWriter.
type lambdaAnswer struct {
	StatusCode int
	Headers    map[string][]string
	Encoding   string
	Body       []byte // base64
}

func startLambda(t *testing.T, bootstrap string, variables []string) *lambda {
	t.Helper()
	l := &lambda{events: make(chan []byte), answers: make(chan []byte, 1), ended: make(chan struct{}), log: new(output)}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /2018-06-01/runtime/invocation/next", func(w http.ResponseWriter, r *http.Request) {
		select {
		case event := <-l.events:
			w.Header().Set("Lambda-Runtime-Aws-Request-Id", "1")
			w.Header().Set("Lambda-Runtime-Deadline-Ms", fmt.Sprint(time.Now().Add(time.Minute).UnixMilli()))
			_, _ = w.Write(event)
		case <-r.Context().Done():
		}
	})
	mux.HandleFunc("POST /2018-06-01/runtime/invocation/1/response", func(w http.ResponseWriter, r *http.Request) {
		answer, _ := io.ReadAll(r.Body) // half an answer does not parse
		l.answers <- answer
		w.WriteHeader(http.StatusAccepted)
	})
	mux.HandleFunc("POST /", func(w http.ResponseWriter, r *http.Request) { // .../error
		_, _ = io.Copy(l.log, r.Body)
		l.answers <- nil
		w.WriteHeader(http.StatusAccepted)
	})
	api := httptest.NewServer(mux)
	c := exec.Command(bootstrap)
	c.Dir, c.Stdout, c.Stderr = filepath.Dir(bootstrap), l.log, l.log
	c.Env = append([]string{"AWS_LAMBDA_RUNTIME_API=" + strings.TrimPrefix(api.URL, "http://"), "AWS_LAMBDA_FUNCTION_NAME=function", "VERCEL=1", "VERCEL_ENV=production", "TZ=:UTC"}, variables...)
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	l.process = c.Process
	go func() { _ = c.Wait(); close(l.ended) }()
	t.Cleanup(func() { _ = l.process.Kill(); <-l.ended; api.Close() })
	return l
}

// invoke sends the function a request, in the form that `vercel dev` 64 gives it (invokeBuiltLambda).
func (l *lambda) invoke(payload []byte) (answer lambdaAnswer, err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.invoked++
	event, err := json.Marshal(map[string]string{"Action": "Invoke", "body": string(payload)})
	if err != nil {
		return answer, err
	}
	if err := l.process.Signal(syscall.SIGCONT); err != nil {
		return answer, err
	}
	timeout := time.After(time.Minute)
	select {
	case l.events <- event:
	case <-l.ended:
		return answer, errors.New("the function has ended")
	case <-timeout:
		return answer, errors.New("the function takes no request")
	}
	select {
	case body := <-l.answers:
		if body == nil {
			return answer, errors.New("the function has failed")
		}
		err = cmp.Or(json.Unmarshal(body, &answer), l.process.Signal(syscall.SIGSTOP))
	case <-l.ended:
		err = errors.New("the function has ended")
	case <-timeout:
		err = errors.New("the function does not answer")
	}
	return answer, err
}
