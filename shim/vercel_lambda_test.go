package main_test

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// vercelFront routes as Vercel's edge does. It reads routes as `vercel dev` 64 does (devRouter): in their order, the
// path as it was sent, letters in either case. The function gets the caller's own path, not the route's dest.
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
	headers := map[string]string{
		"host": r.Host, "x-real-ip": f.client, "x-forwarded-for": f.client, "x-forwarded-proto": "https",
		"x-forwarded-host": r.Host,
	}
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

// start starts the function at dest five times, the last time to stay, and returns the median time until its first
// answer.
func (f *vercelFront) start(dest, bootstrap string, variables []string) time.Duration {
	f.t.Helper()
	var starts []time.Duration
	for range 5 {
		began := time.Now()
		f.functions[dest] = startLambda(f.t, bootstrap, variables)
		answer, err := f.functions[dest].invoke([]byte(`{"method":"OPTIONS","path":"/health","host":"x","headers":{}}`))
		if err != nil || answer.StatusCode != 204 && answer.StatusCode != 404 {
			f.t.Fatalf("%s: %v %v", dest, answer, err)
		}
		starts = append(starts, time.Since(began))
	}
	slices.Sort(starts)
	return starts[2]
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
	c.Env = append([]string{
		"AWS_LAMBDA_RUNTIME_API=" + strings.TrimPrefix(api.URL, "http://"), "AWS_LAMBDA_FUNCTION_NAME=function",
		"VERCEL=1", "VERCEL_ENV=production", "TZ=:UTC",
	}, variables...)
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
