package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/todo-backend/todo-backend/shared/config"
	"github.com/todo-backend/todo-backend/shared/database"
)

// usageFigures are how much a deployment is used.
type usageFigures struct {
	At    time.Time `json:"at"`
	Users int64     `json:"users"` // accounts, that of the demo included

	// ActiveUsers are those who have signed in, renewed a session, or created or changed a task that still exists. It
	// is a lower bound: who only reads leaves no trace.
	ActiveUsers struct {
		Day   int64 `json:"last_day"`
		Week  int64 `json:"last_7_days"`
		Month int64 `json:"last_30_days"`
	} `json:"active_users"`

	Tasks          int64 `json:"tasks"` // as the database keeps count
	CompletedTasks int64 `json:"completed_tasks"`

	// WritesADay is the mean of the last seven days. It is a lower bound: a task that was changed more than once counts
	// once, and one that was deleted does not count.
	WritesADay float64 `json:"writes_a_day"`

	DatabaseBytes int64 `json:"database_bytes"` // indexes and what vacuum has not freed included
	LimitBytes    int64 `json:"limit_bytes"`
	LeftBytes     int64 `json:"left_bytes"` // less than 0 above the limit
}

// usageTimeout is how long the database may take to count.
const usageTimeout = 10 * time.Second

// selectUsage reads an entry of an index of tasks for each user, and those of the tasks that were written within the
// last seven days; never all tasks.
const selectUsage = `
	with activity as materialized (
	  select (select count(*) from tasks where user_id = u.id and updated_at >= now() - interval '7 days') as written,
	    greatest((select max(updated_at) from tasks where user_id = u.id), session.at, sign_in.at) as at
	  from users u
	  left join (select user_id, max(greatest(created_at, updated_at)) as at from sessions group by user_id) as session
	    on session.user_id = u.id
	  left join (select user_id, max(seen_at) as at from sign_in_sources group by user_id) as sign_in
	    on sign_in.user_id = u.id)
	select now(), count(*), count(*) filter (where at >= now() - interval '1 day'),
	  count(*) filter (where at >= now() - interval '7 days'),
	  count(*) filter (where at >= now() - interval '30 days'),
	  (select coalesce(sum(total), 0) from lists)::bigint,
	  (select coalesce(sum(completed), 0) from lists)::bigint,
	  coalesce(sum(written), 0)::float8 / 7, pg_database_size(current_database())
	from activity`

// printUsage prints how much the deployment is used, as its arguments say: --json, and --limit, which is what the
// database may take, in GB.
func printUsage(ctx context.Context, args []string, w io.Writer) error {
	flags := flag.NewFlagSet("usage", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	asJSON, limit := flags.Bool("json", false, ""), flags.Float64("limit", 0.5, "")
	if err := flags.Parse(args); err != nil || flags.NArg() > 0 || !(*limit > 0 && *limit < 1e9) {
		return errUsage
	}
	return withDatabase(ctx, func(cfg *config.Config) error {
		u, err := readUsage(ctx, cfg.MigrationURL(), database.NewDialer(cfg, slog.Default()))
		if err != nil {
			return err
		}
		u.LimitBytes = int64(*limit * 1e9)
		u.LeftBytes = u.LimitBytes - u.DatabaseBytes
		if *asJSON {
			e := json.NewEncoder(w)
			e.SetIndent("", "  ")
			return e.Encode(u)
		}
		u.print(w)
		return nil
	})
}

// readUsage counts in one read-only transaction, whose figures are all of one moment. Row security is off, so that the
// server refuses a role from which rows are hidden instead of leaving them out.
func readUsage(ctx context.Context, url string, dialer *database.Dialer) (u usageFigures, err error) {
	cfg, err := pgx.ParseConfig(url)
	if err != nil {
		return u, errors.New("the database URL cannot be read") // pgx's own error could show it
	}
	cfg.DefaultQueryExecMode = pgx.QueryExecModeExec
	dialer.Configure(cfg)
	cfg.ConnectTimeout = usageTimeout
	cfg.RuntimeParams["application_name"] = "todo-backend usage"
	ctx, cancel := context.WithTimeout(ctx, 3*usageTimeout) // also where the network says nothing
	defer cancel()
	conn, err := pgx.ConnectConfig(ctx, cfg)
	if err != nil {
		return u, fmt.Errorf("the database cannot be reached, or refuses the connection: %w", err)
	}
	defer conn.Close(context.WithoutCancel(ctx))
	snapshot := pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly}
	err = pgx.BeginTxFunc(ctx, conn, snapshot, func(tx pgx.Tx) error {
		for _, setting := range []string{
			fmt.Sprintf("set local statement_timeout = %d", usageTimeout.Milliseconds()),
			"set local row_security = off",
			"set local jit = off", // which takes longer than the query
		} {
			if _, err := tx.Exec(ctx, setting); err != nil {
				return err
			}
		}
		return tx.QueryRow(ctx, selectUsage).Scan(&u.At, &u.Users,
			&u.ActiveUsers.Day, &u.ActiveUsers.Week, &u.ActiveUsers.Month,
			&u.Tasks, &u.CompletedTasks, &u.WritesADay, &u.DatabaseBytes)
	})
	u.At = u.At.UTC()
	refused, _ := errors.AsType[*pgconn.PgError](err)
	switch {
	case refused == nil:
		return u, err
	case refused.Code == "42P01" || refused.Code == "42703":
		return u, fmt.Errorf("the database is not migrated to this version: run shim migrate before (%w)", err)
	case refused.Code == "42501":
		return u, fmt.Errorf("the role of DATABASE_URL must own the tables, or rows are hidden from it (%w)", err)
	case refused.Code == "57014":
		return u, fmt.Errorf("the database has not counted within %s: try again when it has less to do (%w)",
			usageTimeout, err)
	default:
		return u, err
	}
}

func (u *usageFigures) print(w io.Writer) {
	line := func(name, value, note string) {
		fmt.Fprintln(w, strings.TrimRight(fmt.Sprintf("%-20s %12s  %s", name, value, note), " "))
	}
	number := func(name string, n int64, note string) { line(name, fmt.Sprint(n), note) }
	size := func(bytes int64) string { return fmt.Sprintf("%.1f MB", float64(bytes)/1e6) }
	number("users", u.Users, "")
	number("active, last day", u.ActiveUsers.Day, "at least: who only reads leaves no trace")
	number("active, last 7 days", u.ActiveUsers.Week, "")
	number("active, last 30 days", u.ActiveUsers.Month, "")
	number("tasks", u.Tasks, "")
	number("completed tasks", u.CompletedTasks, "")
	line("writes a day", fmt.Sprintf("%.1f", u.WritesADay), "at least: tasks created or changed in 7 days, once each")
	line("database", size(u.DatabaseBytes), "with indexes")
	line("left of "+size(u.LimitBytes), size(u.LeftBytes), "")
}
