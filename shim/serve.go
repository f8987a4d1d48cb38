package main

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/GoogleCloudPlatform/functions-framework-go/funcframework"

	"github.com/todo-backend/todo-backend/functions"
	"github.com/todo-backend/todo-backend/migrations"
	"github.com/todo-backend/todo-backend/shared/config"
	"github.com/todo-backend/todo-backend/shared/database"
	"github.com/todo-backend/todo-backend/shared/localpg"
	"github.com/todo-backend/todo-backend/shared/mail"
	"github.com/todo-backend/todo-backend/shared/web"
)

// serve runs until ctx ends, then finishes the requests in flight, within SHUTDOWN_TIMEOUT.
func serve(ctx context.Context) (err error) {
	own, err := ownDatabase(ctx)
	if err != nil {
		return err
	}
	if own != nil {
		defer func() { err = errors.Join(err, own.Stop()) }()
	}
	cfg, err := config.Get()
	if err != nil {
		return err
	}
	target := os.Getenv("FUNCTION_TARGET")
	if target == "" || own != nil { // one function of many leaves the database to `shim migrate`: it starts without touching it
		if _, err := migrations.Up(ctx, cfg.MigrationURL()); err != nil {
			return err
		}
		if err := ensureDemo(ctx, cfg); err != nil {
			return err
		}
		if err := fillSearchKeys(ctx); err != nil {
			return err
		}
	}
	pool, err := database.Pool()
	if err != nil {
		return err
	}
	defer pool.Close()
	defer func() { // what was answered for is sent
		draining, cancel := context.WithTimeout(context.Background(), cfg.DrainTimeout)
		defer cancel()
		err = errors.Join(err, mail.Drain(draining))
	}()
	if target != "" {
		return serveOne(ctx, cfg, target)
	}
	return serveAll(ctx, cfg, own)
}

// serveAll mounts every function on one mux.
func serveAll(ctx context.Context, cfg *config.Config, own *localpg.Server) error {
	server := &http.Server{
		Handler:           functions.Mux(),
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       10 * time.Second,
		WriteTimeout:      cfg.RequestTimeout + 10*time.Second, // counted from the request's header on, so it includes reading
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    16 << 10,
		ErrorLog:          slog.NewLogLogger(web.Log.Handler(), slog.LevelWarn),
	}
	listener, err := net.Listen("tcp", net.JoinHostPort("0.0.0.0", strconv.Itoa(cfg.Port)))
	if err != nil {
		return fmt.Errorf("cannot listen on port %d (set PORT to another): %w", cfg.Port, err)
	}
	served := make(chan error, 1)
	go func() { served <- server.Serve(listener) }()
	printWelcome(cfg, own)

	select {
	case err := <-served:
		return err
	case <-ctx.Done():
	}
	web.Log.Info("stopping: no new requests, those in flight are finished")
	draining, cancel := context.WithTimeout(context.Background(), cfg.DrainTimeout)
	defer cancel()
	if err := server.Shutdown(draining); err != nil {
		return errors.Join(fmt.Errorf("requests were still running after %s", cfg.DrainTimeout), server.Close())
	}
	return nil
}

// serveOne serves one function through functions-framework-go, which has no shutdown of its own: after ctx ends, new
// requests are refused and those in flight are waited for.
func serveOne(ctx context.Context, cfg *config.Config, target string) error {
	var handler http.HandlerFunc
	names := map[string]bool{}
	for _, f := range functions.All {
		names[f.Name] = true
		if f.Name == target {
			handler = f.Handler
		}
	}
	if handler == nil {
		return fmt.Errorf("FUNCTION_TARGET %s is no function; there are: %s", target, strings.Join(slices.Sorted(maps.Keys(names)), ", "))
	}
	var inFlight sync.WaitGroup
	var mu sync.RWMutex
	stopping := false
	begin := func() bool {
		mu.RLock()
		defer mu.RUnlock()
		if !stopping {
			inFlight.Add(1)
		}
		return !stopping
	}
	err := funcframework.RegisterHTTPFunctionContext(ctx, "/", func(w http.ResponseWriter, r *http.Request) {
		if !begin() {
			w.Header().Set("Connection", "close")
			http.Error(w, "stopping", http.StatusServiceUnavailable)
			return
		}
		defer inFlight.Done()
		handler(w, r)
		_ = http.NewResponseController(w).Flush() // net/http would do so after Done, and the process may be gone by then
	})
	if err != nil {
		return err
	}
	served := make(chan error, 1)
	go func() { served <- funcframework.StartHostPort("0.0.0.0", strconv.Itoa(cfg.Port)) }()
	select {
	case err := <-served:
		return err
	case <-ctx.Done():
	}
	mu.Lock()
	stopping = true
	mu.Unlock()
	finished := make(chan struct{})
	go func() { inFlight.Wait(); close(finished) }()
	select {
	case <-finished:
		return nil
	case <-time.After(cfg.DrainTimeout):
		return fmt.Errorf("requests were still running after %s", cfg.DrainTimeout)
	}
}

// ownDatabase starts the shim's own PostgreSQL when there is no DATABASE_URL, with a secret of its own if need be, and
// sets both in the environment, from which the functions read them. It returns nil where DATABASE_URL is set.
func ownDatabase(ctx context.Context) (*localpg.Server, error) {
	if os.Getenv("DATABASE_URL") != "" {
		return nil, nil
	}
	dir := os.Getenv("DATA_DIR")
	if dir == "" {
		dir = ".data"
	}
	own, err := localpg.Start(ctx, localpg.Options{Dir: filepath.Join(dir, "postgres")})
	if err != nil {
		return nil, err
	}
	if err := os.Setenv("DATABASE_URL", own.URL()); err != nil {
		return nil, errors.Join(err, own.Stop())
	}
	if os.Getenv("SMTP_URL") == "" { // what would be mailed is printed
		if err := os.Setenv("SMTP_URL", config.MailToLog); err != nil {
			return nil, errors.Join(err, own.Stop())
		}
	}
	if os.Getenv("BETTER_AUTH_SECRET") == "" {
		secret, err := ownSecret(filepath.Join(dir, "secret"))
		if err == nil {
			err = os.Setenv("BETTER_AUTH_SECRET", secret)
		}
		if err != nil {
			return nil, errors.Join(err, own.Stop())
		}
	}
	return own, nil
}

// ownSecret reads the secret that file keeps, or makes one of 256 random bits and keeps it, so that tokens stay good
// over a restart.
func ownSecret(file string) (string, error) {
	kept, err := os.ReadFile(file)
	if err == nil {
		return strings.TrimSpace(string(kept)), nil
	}
	if !errors.Is(err, os.ErrNotExist) {
		return "", err
	}
	random := make([]byte, 32)
	_, _ = rand.Read(random) // never fails (crypto/rand)
	secret := base64.RawURLEncoding.EncodeToString(random)
	return secret, os.WriteFile(file, []byte(secret+"\n"), 0o600)
}

func printWelcome(cfg *config.Config, own *localpg.Server) {
	address := "http://localhost:" + strconv.Itoa(cfg.Port)
	fmt.Printf("\nTodo backend %s\n\n  API            %s\n  Documentation  %s/docs  (ReDoc: %s/redoc)\n", config.Version, address, address, address)
	if cfg.DemoEmail != "" {
		fmt.Printf("  Demo login     %s  password: %s\n", cfg.DemoEmail, cfg.DemoPassword)
	}
	if own != nil {
		fmt.Printf("  Database       %s\n", own.PsqlCommand())
	}
	fmt.Printf("\nCtrl-C stops it.\n\n")
}
