package main

import (
	"crypto/sha256"
	"crypto/subtle"
	"net/http"
	"runtime/debug"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"github.com/todo-backend/todo-backend/functions"
	"github.com/todo-backend/todo-backend/shared/config"
	"github.com/todo-backend/todo-backend/shared/problem"
	"github.com/todo-backend/todo-backend/shared/route"
	"github.com/todo-backend/todo-backend/shared/web"
)

// withMetrics returns a handler that measures the requests to handler, and answers GET /metrics in Prometheus' text
// format to whoever sends METRICS_SECRET as a bearer token. An answer sends the database no statement.
func withMetrics(process *web.Process, handler http.Handler) http.Handler {
	registry := prometheus.NewRegistry()
	measured := measure(registry, handler)
	registerProcess(registry, process)
	figures := promhttp.HandlerFor(registry, promhttp.HandlerOpts{})
	want := sha256.Sum256([]byte("Bearer " + process.Config.MetricsSecret))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/metrics" {
			measured.ServeHTTP(w, r)
			return
		}
		w.Header().Set("Cache-Control", "no-store")
		// Their hashes have one length, so that the time tells nothing of the secret's.
		got := sha256.Sum256([]byte(r.Header.Get("Authorization")))
		switch {
		case subtle.ConstantTimeCompare(got[:], want[:]) == 0:
			problem.Unauthorized().Write(w, "")
		case r.Method != http.MethodGet && r.Method != http.MethodHead:
			problem.New(http.StatusMethodNotAllowed, r.Method+" is not allowed here, only GET, HEAD").
				WithHeader("Allow", "GET, HEAD").Write(w, "")
		default:
			figures.ServeHTTP(w, r)
		}
	})
}

// other is the label of what the table of routes does not have: no request can add a series beyond that table.
const other = "other"

// measure returns handler, the functions' mux, with its requests measured.
func measure(registry *prometheus.Registry, handler http.Handler) http.Handler {
	requests := prometheus.NewCounterVec(prometheus.CounterOpts{
		Name: "http_requests_total", Help: "Requests by route, method and class of the answer's status.",
	}, []string{"route", "method", "status"})
	limited := prometheus.NewCounterVec(prometheus.CounterOpts{
		Name: "http_requests_limited_total", Help: "Requests that a rate limit has refused (429).",
	}, []string{"route"})
	durations := prometheus.NewHistogramVec(prometheus.HistogramOpts{
		Name: "http_request_duration_seconds", Help: "Time from a request's header to the end of its answer, by route.",
		Buckets: []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10},
	}, []string{"route"})
	inFlight := prometheus.NewGauge(prometheus.GaugeOpts{
		Name: "http_requests_in_flight", Help: "Requests that are being answered.",
	})
	registry.MustRegister(requests, limited, durations, inFlight)
	routes, methods := routesByPattern()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		inFlight.Inc()
		began := time.Now()
		defer func() { // also where a handler cuts the connection off
			inFlight.Dec()
			name, ok := routes[r.Pattern] // which the mux has set
			if !ok {
				name = other
			}
			method := r.Method
			if !methods[method] {
				method = other
			}
			status := w.(*answer).status
			requests.WithLabelValues(name, method, statusClass(status)).Inc()
			durations.WithLabelValues(name).Observe(time.Since(began).Seconds())
			if status == http.StatusTooManyRequests {
				limited.WithLabelValues(name).Inc()
			}
		}()
		handler.ServeHTTP(w, r)
	})
}

// routesByPattern returns the name of the route of each pattern of functions.Mux, and the methods of all routes.
func routesByPattern() (names map[string]string, methods map[string]bool) {
	names, methods = map[string]string{}, map[string]bool{http.MethodHead: true, http.MethodOptions: true}
	for _, f := range functions.All {
		pattern := route.Pattern(f.Path)
		names[f.Method+" "+pattern] = f.Name
		if _, ok := names[pattern]; !ok { // the first function of a path answers the methods that the path lacks
			names[pattern] = f.Name
		}
		methods[f.Method] = true
	}
	return names, methods
}

// statusClass returns the class of a status. Where nothing was written, 0, net/http answers 200.
func statusClass(status int) string {
	switch status / 100 {
	case 0, 2:
		return "2xx"
	case 3:
		return "3xx"
	case 4:
		return "4xx"
	case 5:
		return "5xx"
	}
	return other
}

// registerProcess adds what the process knows of itself: its version, pool, mails, memory and processor time.
func registerProcess(registry *prometheus.Registry, process *web.Process) {
	build := prometheus.NewGauge(prometheus.GaugeOpts{
		Name: "todo_build_info", Help: "1, with the version and the revision of the source.",
		ConstLabels: prometheus.Labels{"version": config.Version, "revision": revision()},
	})
	build.Set(1)
	registry.MustRegister(build, collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))

	gauge := func(name, help string, labels prometheus.Labels, value func() float64) {
		registry.MustRegister(prometheus.NewGaugeFunc(
			prometheus.GaugeOpts{Name: name, Help: help, ConstLabels: labels}, value))
	}
	counter := func(name, help string, labels prometheus.Labels, value func() float64) {
		registry.MustRegister(prometheus.NewCounterFunc(
			prometheus.CounterOpts{Name: name, Help: help, ConstLabels: labels}, value))
	}
	pool, mail := process.DB.Pool, process.Mail
	const connections = "Connections to the database by state: acquired by a request, idle, or being opened."
	gauge("todo_database_connections", connections, prometheus.Labels{"state": "acquired"},
		func() float64 { return float64(pool.Stat().AcquiredConns()) })
	gauge("todo_database_connections", connections, prometheus.Labels{"state": "idle"},
		func() float64 { return float64(pool.Stat().IdleConns()) })
	gauge("todo_database_connections", connections, prometheus.Labels{"state": "opening"},
		func() float64 { return float64(pool.Stat().ConstructingConns()) })
	gauge("todo_database_max_connections", "The most connections that are opened, DATABASE_MAX_CONNS.", nil,
		func() float64 { return float64(pool.Stat().MaxConns()) })
	counter("todo_database_connections_opened_total", "Connections opened to the database.", nil,
		func() float64 { return float64(pool.Stat().NewConnsCount()) })
	counter("todo_database_acquires_total", "Connections acquired by requests.", nil,
		func() float64 { return float64(pool.Stat().AcquireCount()) })
	counter("todo_database_acquire_waits_total", "Acquired connections that had to be awaited: none was idle.", nil,
		func() float64 { return float64(pool.Stat().EmptyAcquireCount()) })
	counter("todo_database_acquire_wait_seconds_total", "Time that those were awaited.", nil,
		func() float64 { return pool.Stat().EmptyAcquireWaitTime().Seconds() })
	counter("todo_database_acquires_canceled_total", "Waits for a connection that were given up.", nil,
		func() float64 { return float64(pool.Stat().CanceledAcquireCount()) })

	const mails = "Mails by result: sent to the mail server, or failed for good."
	counter("todo_mails_total", mails, prometheus.Labels{"result": "sent"},
		func() float64 { return float64(mail.Sent.Load()) })
	counter("todo_mails_total", mails, prometheus.Labels{"result": "failed"},
		func() float64 { return float64(mail.Failed.Load()) })
}

// revision returns the commit that the program was built from, or "unknown".
func revision() string {
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, s := range info.Settings {
			if s.Key == "vcs.revision" {
				return s.Value
			}
		}
	}
	return "unknown"
}
