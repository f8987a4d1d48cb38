package main

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/todo-backend/todo-backend/functions"
	"github.com/todo-backend/todo-backend/migrations"
	"github.com/todo-backend/todo-backend/shared/config"
	"github.com/todo-backend/todo-backend/shared/database"
	"github.com/todo-backend/todo-backend/shared/identity"
	"github.com/todo-backend/todo-backend/shared/localpg"
	"github.com/todo-backend/todo-backend/shared/web"
)

// serve runs until ctx ends, then finishes the requests in flight and sends what is to be mailed, within
// SHUTDOWN_TIMEOUT in all; its own database then takes the time that it needs to write what it has.
func serve(ctx context.Context) (err error) {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	localDB, err := startLocalDB(ctx)
	if err != nil {
		return err
	}
	if localDB != nil {
		kept := make(chan error, 1)
		go func() {
			kept <- localDB.Keep(ctx, func(err error) {
				web.Log.Error("starting the database again", "error", err.Error())
			})
			stop() // without a database nothing is served
		}()
		defer func() {
			stop()
			err = errors.Join(err, <-kept, localDB.Stop())
		}()
	}
	cfg, err := config.Get()
	if err != nil {
		return err
	}
	target := os.Getenv("FUNCTION_TARGET")
	// One function of many leaves the database to `shim migrate`: it starts without touching it.
	if target == "" || localDB != nil {
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
	var handler http.Handler = functions.Mux()
	if target != "" {
		if handler, err = oneFunction(target); err != nil {
			return err
		}
	}
	db, err := database.Default()
	if err != nil {
		return err
	}
	outbox, err := identity.Outbox()
	if err != nil {
		return err
	}
	until := after(ctx, cfg.ShutdownTimeout)
	defer func() { // what was answered for is sent
		stop()
		err = errors.Join(err, outbox.Drain(until))
		closePool(until, db.Pool)
	}()
	server, err := listen(cfg, handler)
	if err != nil {
		return err
	}
	if target == "" {
		printWelcome(cfg, localDB)
	}
	return server.serve(ctx, until)
}

// oneFunction returns the function that FUNCTION_TARGET names, alone. The server is the shim's own: that of
// functions-framework-go knows no limits and no shutdown.
func oneFunction(target string) (http.Handler, error) {
	names := map[string]bool{}
	for _, f := range functions.All {
		if f.Name == target {
			return f.Handler, nil
		}
		names[f.Name] = true
	}
	return nil, fmt.Errorf("FUNCTION_TARGET %s is no function; there are: %s",
		target, strings.Join(slices.Sorted(maps.Keys(names)), ", "))
}

// after returns a context that ends when limit has passed since ctx has ended: what every step of stopping has
// together.
func after(ctx context.Context, limit time.Duration) context.Context {
	until, cancel := context.WithCancel(context.WithoutCancel(ctx))
	context.AfterFunc(ctx, func() { time.AfterFunc(limit, cancel) })
	return until
}

// closePool closes the pool, whose connections say goodbye to a database that may not listen, until the context ends.
func closePool(until context.Context, pool *pgxpool.Pool) {
	closed := make(chan struct{})
	go func() { pool.Close(); close(closed) }()
	select {
	case <-closed:
	case <-until.Done():
	}
}

// fallbackDir holds the database of a program of root whose DATA_DIR no other user can reach.
const fallbackDir = "/var/lib/todo-backend"

// startLocalDB starts the shim's own PostgreSQL when there is no DATABASE_URL, creates a secret for it where
// BETTER_AUTH_SECRET is not set either, and sets both in the environment, from which the functions read them. It
// returns nil where DATABASE_URL is set.
func startLocalDB(ctx context.Context) (*localpg.Server, error) {
	if os.Getenv("DATABASE_URL") != "" {
		return nil, nil
	}
	dir := os.Getenv("DATA_DIR")
	if dir == "" {
		dir = ".data"
	}
	localDB, err := localpg.Start(ctx, localpg.Options{
		Dir: filepath.Join(dir, "postgres"), Fallback: fallbackDir, Database: "todo",
		DirVariable: "DATA_DIR", ServerVariable: "DATABASE_URL",
	})
	if err != nil {
		return nil, err
	}
	if strings.HasPrefix(localDB.Dir(), fallbackDir) {
		web.Log.Warn("PostgreSQL does not run as root, and no other user can reach DATA_DIR: the data is in another folder",
			"folder", localDB.Dir())
	}
	if err := os.Setenv("DATABASE_URL", localDB.URL()); err != nil {
		return nil, errors.Join(err, localDB.Stop())
	}
	if os.Getenv("SMTP_URL") == "" { // what would be mailed is printed
		if err := os.Setenv("SMTP_URL", config.SMTPLog); err != nil {
			return nil, errors.Join(err, localDB.Stop())
		}
	}
	if os.Getenv("BETTER_AUTH_SECRET") == "" {
		secret, err := loadOrCreateSecret(filepath.Join(dir, "secret"))
		if err == nil {
			err = os.Setenv("BETTER_AUTH_SECRET", secret)
		}
		if err != nil {
			return nil, errors.Join(err, localDB.Stop())
		}
	}
	return localDB, nil
}

// loadOrCreateSecret returns the secret in file, which it creates with 256 random bits where it is missing, so that
// tokens stay valid over a restart.
func loadOrCreateSecret(file string) (string, error) {
	kept, err := os.ReadFile(file)
	if err == nil {
		return strings.TrimSpace(string(kept)), nil
	}
	if !errors.Is(err, os.ErrNotExist) {
		return "", err
	}
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return "", err
	}
	random := make([]byte, 32)
	_, _ = rand.Read(random) // never fails (crypto/rand)
	secret := base64.RawURLEncoding.EncodeToString(random)
	return secret, os.WriteFile(file, []byte(secret+"\n"), 0o600)
}

func printWelcome(cfg *config.Config, localDB *localpg.Server) {
	address := "http://localhost:" + strconv.Itoa(cfg.Port)
	fmt.Printf("\nTodo backend %s\n\n  API            %s\n", config.Version, address)
	fmt.Printf("  Documentation  %s/docs  (ReDoc: %s/redoc)\n", address, address)
	if cfg.DemoEmail != "" {
		fmt.Printf("  Demo login     %s  password: %s\n", cfg.DemoEmail, cfg.DemoPassword)
	}
	if localDB != nil {
		fmt.Printf("  Database       %s\n", localDB.PsqlCommand())
	}
	fmt.Printf("\nCtrl-C stops it.\n\n")
}
