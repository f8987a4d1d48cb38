// Command shim serves the functions: all of them on one port, or, with FUNCTION_TARGET, one of them as Google Cloud
// Functions would. Its commands are what an operator needs: migrate, migrate down, import, usage, verify, healthcheck.
package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"os/signal"
	"runtime/debug"
	"strings"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/todo-backend/todo-backend/migrations"
	"github.com/todo-backend/todo-backend/shared/config"
	"github.com/todo-backend/todo-backend/shared/database"
)

const usage = `usage: shim                serve every function on 0.0.0.0:$PORT (7860)
       shim migrate        bring the database to the newest version
       shim migrate down   take the newest migration back, with the data it holds
       shim import better-auth URL [--dry-run]   bring over the users, passwords, sessions and linked accounts of a
                           Better Auth database; read only there, and as often as you like: who is here already stays
       shim import fastapi URL [--dry-run]       the same for the users and passwords of the FastAPI backend
                           --dry-run counts and writes nothing; it needs a migrated database
       shim usage [--json] [--limit GB]          users, active users, tasks, writes a day, the database's size, and what
                           is left of the limit (0.5 GB, as Neon's free plan has)
       shim verify URL     try a running backend as a user would; FRONTEND_URL names its frontend
       shim healthcheck    exit 0 when the shim on $PORT serves, else 1; asks nothing of the database
FUNCTION_TARGET=createTask shim   serve that function alone; docs/configuration.md has every variable`

func main() {
	slog.SetDefault(slog.New(slog.NewJSONHandler(os.Stderr, nil)))
	if os.Getenv("GOGC") == "" && os.Getenv("GOMEMLIMIT") == "" {
		debug.SetGCPercent(200)         // of 4 MB: 400 makes a request 6 % cheaper at best, and takes 9 MB more
		debug.SetMemoryLimit(128 << 20) // but hashings leave 7 MiB each behind
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second Ctrl-C ends at once
	err := errUsage
	switch command := strings.Join(os.Args[1:], " "); {
	case command == "":
		err = serve(ctx)
	case command == "migrate":
		err = migrate(ctx, migrations.Up, "applied")
	case command == "migrate down":
		err = migrate(ctx, migrations.Down, "taken back")
	case command == "healthcheck":
		err = healthcheck(ctx)
	case len(os.Args) >= 2 && os.Args[1] == "usage":
		err = printUsage(ctx, os.Args[2:], os.Stdout)
	case len(os.Args) == 3 && os.Args[1] == "verify":
		err = verify(ctx, os.Args[2], os.Stdout)
	case len(os.Args) == 4 && os.Args[1] == "import":
		err = importFrom(ctx, os.Args[2], os.Args[3], false)
	case len(os.Args) == 5 && os.Args[1] == "import" && os.Args[4] == "--dry-run":
		err = importFrom(ctx, os.Args[2], os.Args[3], true)
	}
	switch {
	case errors.Is(err, errUsage):
		fmt.Fprintln(os.Stderr, usage)
		os.Exit(2)
	case err != nil:
		fmt.Fprintln(os.Stderr, "shim:", strings.ReplaceAll(err.Error(), "\n", "\nshim: "))
		os.Exit(1)
	}
}

var errUsage = errors.New("usage")

func migrate(ctx context.Context, run func(context.Context, string, ...func(*pgx.ConnConfig)) (int, error),
	done string,
) error {
	return withDatabase(ctx, func(cfg *config.Config) error {
		db, err := database.Open(cfg, slog.Default())
		if err != nil {
			return err
		}
		defer db.Pool.Close()
		n, err := run(ctx, cfg.MigrationURL(), db.Dialer.Configure)
		if err != nil {
			return err
		}
		fmt.Printf("%d migrations %s\n", n, done)
		if done != "applied" {
			return nil
		}
		return fillSearchKeys(ctx, db)
	})
}

// withDatabase calls do with the configuration, whose database is the shim's own without DATABASE_URL.
func withDatabase(ctx context.Context, do func(cfg *config.Config) error) (err error) {
	cfg, localDB, err := configure(ctx)
	if err != nil {
		return err
	}
	if localDB != nil {
		defer func() { err = errors.Join(err, localDB.Stop()) }()
	}
	return do(cfg)
}

// healthcheck asks the shim on this machine whether it serves (liveness): every few seconds, which must not keep a
// serverless database awake. It needs no configuration but PORT, and a container needs no curl.
func healthcheck(ctx context.Context) error {
	port := os.Getenv("PORT")
	if port == "" {
		port = "7860"
	}
	ctx, cancel := context.WithTimeout(ctx, 4*time.Second)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://127.0.0.1:"+port+"/health", nil)
	if err != nil {
		return err
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return fmt.Errorf("unhealthy: %s", answer.Status)
	}
	return nil
}
