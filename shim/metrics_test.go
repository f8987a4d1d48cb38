package main_test

import (
	"bytes"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/prometheus/client_golang/prometheus/testutil/promlint"
	"github.com/prometheus/common/expfmt"
	"github.com/prometheus/common/model"

	"github.com/todo-backend/todo-backend/shared/pgtest"
	"github.com/todo-backend/todo-backend/shared/route"
)

const metricsSecret = "a9f2c4e6b8d0a1c3e5f7092b4d6f8a1c"

// TestMetrics sends requests of each kind, and reads what /metrics says of them.
func TestMetrics(t *testing.T) {
	t.Parallel()
	_, variables := database(t)
	p := start(t, t.TempDir(), append(variables, "METRICS_SECRET="+metricsSecret, "SMTP_URL=log:",
		"DATABASE_MAX_CONNS=7")...).up(t)
	token := signup(t, p)
	const id = "0190a5a0-0000-7000-8000-00000000feed"
	for _, c := range []struct {
		method, path string
		status       int
	}{
		{"GET", "/api/tasks", 200}, {"GET", "/api/tasks?search=feed", 200}, {"HEAD", "/api/tasks", 200},
		{"GET", "/api/tasks/" + id, 404}, {"GET", "/api/tasks/feed", 400}, {"PUT", "/api/tasks/" + id, 405},
		{"FEED", "/api/tasks", 405}, {"GET", "/api/feed", 404}, {"GET", "//feed", 404}, {"GET", "/", 200},
		{"POST", "/api/auth/signin", 400},
	} {
		if status, body := p.send(t, c.method, c.path, token, ""); status != c.status {
			t.Errorf("%s %s: %d %s", c.method, c.path, status, body)
		}
	}
	for range 6 { // five sign-ups a minute from an address, of which signup has sent the first
		p.send(t, "POST", "/api/auth/signup", "", `{"email":"bob@example.com","password":"correct horse"}`)
	}

	var figures string
	pgtest.Eventually(t, "the mail and the requests are counted", func() bool {
		var status int
		status, figures = p.send(t, "GET", "/metrics", metricsSecret, "")
		return status == 200 && strings.Contains(figures, `todo_mails_total{result="sent"} 2`+"\n")
	})
	for _, line := range []string{
		`http_requests_total{method="GET",route="listTasks",status="2xx"} 2`,
		`http_requests_total{method="HEAD",route="listTasks",status="2xx"} 1`,
		`http_requests_total{method="other",route="listTasks",status="4xx"} 1`,
		`http_requests_total{method="GET",route="getTask",status="4xx"} 2`,
		`http_requests_total{method="PUT",route="getTask",status="4xx"} 1`,
		`http_requests_total{method="GET",route="other",status="4xx"} 2`,
		`http_requests_total{method="GET",route="index",status="2xx"} 1`,
		`http_requests_total{method="POST",route="login",status="4xx"} 1`,
		`http_requests_total{method="POST",route="login",status="2xx"} 1`,
		`http_requests_limited_total{route="signup"} 2`,
		`http_request_duration_seconds_count{route="listTasks"} 4`,
		`http_request_duration_seconds_bucket{route="listTasks",le="+Inf"} 4`,
		`http_requests_in_flight 0`,
		`todo_database_max_connections 7`,
		`todo_database_connections{state="acquired"} 0`,
		`todo_mails_total{result="failed"} 0`,
	} {
		if !strings.Contains(figures, line+"\n") {
			t.Errorf("%s is not in\n%s", line, figures)
		}
	}
	for _, name := range []string{`todo_build_info{revision="`, "go_goroutines ", "process_resident_memory_bytes ",
		`todo_database_connections{state="idle"} `, "todo_database_acquires_total ",
		"todo_database_acquire_waits_total ", "todo_database_acquire_wait_seconds_total "} {
		if !strings.Contains(figures, "\n"+name) {
			t.Errorf("%s is not in\n%s", name, figures)
		}
	}
	for _, secret := range []string{"feed", "FEED", "ann", "bob", token, metricsSecret} {
		if strings.Contains(figures, secret) {
			t.Errorf("a request's %s is shown:\n%s", secret, figures)
		}
	}
	labels(t, figures)
	problems, err := promlint.New(strings.NewReader(figures)).Lint()
	if err != nil || len(problems) > 0 {
		t.Errorf("not as Prometheus wants names and units: %v %v", problems, err)
	}
	checkByPromtool(t, figures)
}

// labels checks that the labels of requests hold the table of routes and nothing of a request.
func labels(t *testing.T, figures string) {
	t.Helper()
	parser := expfmt.NewTextParser(model.UTF8Validation)
	families, err := parser.TextToMetricFamilies(strings.NewReader(figures))
	if err != nil {
		t.Fatal(err)
	}
	routes := []string{"other"}
	for _, r := range route.All {
		routes = append(routes, r.Name)
	}
	allowed := map[string][]string{"route": routes, "status": {"2xx", "3xx", "4xx", "5xx"},
		"method": {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "other"}}
	for name, family := range families {
		for _, series := range family.Metric {
			for _, label := range series.Label {
				if strings.HasPrefix(name, "http_") && !slices.Contains(allowed[label.GetName()], label.GetValue()) {
					t.Errorf("%s has the label %s", name, label)
				}
			}
		}
	}
}

// checkByPromtool checks figures by Prometheus' own tool, of the machine or as make verify-metrics fetches it.
func checkByPromtool(t *testing.T, figures string) {
	t.Helper()
	t.Run("promtool", func(t *testing.T) {
		tool, err := exec.LookPath("promtool")
		if err != nil {
			tool, _ = filepath.Abs("../bin/promtool")
			_, err = os.Stat(tool)
		}
		if err != nil && os.Getenv("VERIFY_METRICS") == "" {
			t.Skip("promtool is not installed: make verify-metrics fetches it")
		}
		check := exec.Command(tool, "check", "metrics")
		check.Stdin = strings.NewReader(figures)
		if out, err := check.CombinedOutput(); err != nil {
			t.Errorf("promtool check metrics: %v\n%s", err, out)
		}
	})
}

// TestMetricsSecret asks for the metrics with and without the secret (threats: a path that tells a stranger how much a
// deployment is used).
func TestMetricsSecret(t *testing.T) {
	t.Parallel()
	_, variables := database(t)
	secret := "METRICS_SECRET=" + metricsSecret
	processes := map[string]*process{
		"set":          start(t, t.TempDir(), append(variables, secret)...).up(t),
		"not set":      start(t, t.TempDir(), variables...).up(t),
		"one function": start(t, t.TempDir(), append(variables, secret, "FUNCTION_TARGET=listTasks")...).up(t),
	}
	for _, c := range []struct {
		on, method, path, authorization string
		status                          int
	}{
		{"set", "GET", "/metrics", "Bearer " + metricsSecret, 200},
		{"set", "HEAD", "/metrics", "Bearer " + metricsSecret, 200},
		{"set", "POST", "/metrics", "Bearer " + metricsSecret, 405},
		{"set", "GET", "/metrics", "", 401},
		{"set", "GET", "/metrics", "Bearer ", 401},
		{"set", "GET", "/metrics", "Bearer " + metricsSecret[1:], 401},
		{"set", "GET", "/metrics", "Bearer " + metricsSecret + "0", 401},
		{"set", "GET", "/metrics", metricsSecret, 401},
		{"set", "GET", "/metrics?secret=" + metricsSecret, "", 401},
		{"set", "GET", "/metrics/", "Bearer " + metricsSecret, 404},
		{"not set", "GET", "/metrics", "", 404},
		{"not set", "GET", "/metrics", "Bearer ", 404},
		{"not set", "GET", "/metrics", "Bearer " + metricsSecret, 404},
		{"one function", "GET", "/metrics", "Bearer " + metricsSecret, 404},
	} {
		r, err := http.NewRequestWithContext(t.Context(), c.method, processes[c.on].url+c.path, nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Authorization", c.authorization)
		response, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(response.Body)
		response.Body.Close()
		if err != nil || response.StatusCode != c.status || c.status != 200 && bytes.Contains(body, []byte("# HELP")) {
			t.Errorf("%s, %s %s, %q: %d, want %d: %s %v",
				c.on, c.method, c.path, c.authorization, response.StatusCode, c.status, body, err)
		}
	}
}

// TestFunctionsLackTheShimsLibraries holds that a function built alone does not grow by what only the shim needs.
func TestFunctionsLackTheShimsLibraries(t *testing.T) {
	t.Parallel()
	list := exec.Command("go", "list", "-deps", "../functions/...")
	list.Stderr = os.Stderr
	out, err := list.Output()
	if err != nil {
		t.Fatal(err)
	}
	for path := range strings.FieldsSeq(string(out)) {
		for _, library := range []string{"github.com/prometheus/", "github.com/pressly/goose/"} {
			if strings.HasPrefix(path, library) {
				t.Errorf("the functions hold %s", path)
			}
		}
	}
}
