package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"net/http"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/todo-backend/todo-backend/functions"
	"github.com/todo-backend/todo-backend/migrations"
	"github.com/todo-backend/todo-backend/shared/config"
	"github.com/todo-backend/todo-backend/shared/localpg"
	"github.com/todo-backend/todo-backend/shared/web"
)

// serve runs until ctx ends, then finishes the requests in flight and sends what is to be mailed, within
// SHUTDOWN_TIMEOUT in all; its own database then takes the time that it needs to write what it has.
func serve(ctx context.Context) (err error) {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	cfg, localDB, err := configure(ctx)
	if err != nil {
		return err
	}
	if localDB != nil {
		kept := make(chan error, 1)
		go func() {
			kept <- localDB.Keep(ctx, func(err error) {
				slog.Error("starting the database again", "error", err.Error())
			})
			stop() // without a database nothing is served
		}()
		defer func() {
			stop()
			err = errors.Join(err, <-kept, localDB.Stop())
		}()
	}
	process, err := web.NewProcess(cfg, slog.Default())
	if err != nil {
		return err
	}
	until := after(ctx, cfg.ShutdownTimeout)
	defer func() { // what was answered for is sent
		stop()
		err = errors.Join(err, process.Mail.Drain(until))
		closePool(until, process.DB.Pool)
	}()
	target := os.Getenv("FUNCTION_TARGET")
	// One function of many leaves the database to `shim migrate`: it starts without touching it.
	if target == "" || localDB != nil {
		if _, err := migrations.Up(ctx, cfg.MigrationURL(), process.DB.Dialer.Configure); err != nil {
			return err
		}
		if err := ensureDemo(ctx, process); err != nil {
			return err
		}
		if err := fillSearchKeys(ctx, process.DB); err != nil {
			return err
		}
	}
	handler, err := handlerOf(process, target)
	if err != nil {
		return err
	}
	server, err := listen(process, handler)
	if err != nil {
		return err
	}
	if target == "" {
		printWelcome(cfg, localDB)
	}
	return server.serve(ctx, until)
}

// handlerOf returns what answers: the function that target names alone, or all of them, with the web application and
// the metrics where they are to be served.
func handlerOf(process *web.Process, target string) (http.Handler, error) {
	if target != "" {
		return oneFunction(target)
	}
	handler, cfg := functions.Mux(), process.Config
	if cfg.ServesApp {
		a, err := loadApp(os.DirFS(appFolder()), cfg)
		if err != nil {
			return nil, err
		}
		handler = a.before(handler)
	}
	if cfg.MetricsSecret != "" {
		handler = withMetrics(process, handler)
	}
	return handler, nil
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

func printWelcome(cfg *config.Config, localDB *localpg.Server) {
	address := "http://localhost:" + strconv.Itoa(cfg.Port)
	welcome := fmt.Sprintf("\nTodo backend %s\n\n", config.Version)
	if cfg.ServesApp {
		welcome += fmt.Sprintf("  Todo           %s\n", address)
	}
	welcome += fmt.Sprintf("  API            %s\n", address) +
		fmt.Sprintf("  Documentation  %s/docs  (ReDoc: %s/redoc)\n", address, address)
	if cfg.DemoEmail != "" {
		welcome += fmt.Sprintf("  Demo login     %s  password: %s\n", cfg.DemoEmail, cfg.DemoPassword)
	}
	if localDB != nil {
		welcome += fmt.Sprintf("  Database       %s\n", cmp.Or(localDB.PsqlCommand(), localDB.ConnectionString()))
	}
	fmt.Print(welcome, "\nCtrl-C stops it.\n\n")
}
