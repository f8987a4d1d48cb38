package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"

	"github.com/jackc/pgx/v5"
	pgxuuid "github.com/vgarvardt/pgx-google-uuid/v5"

	"github.com/todo-backend/todo-backend/migrations"
	"github.com/todo-backend/todo-backend/shared/config"
	"github.com/todo-backend/todo-backend/shared/database"
)

// importFrom imports the database at url, which kind says how to read. It changes neither that database nor rows that
// exist here already, so that an import can be run again. A dry run executes the same statements in one transaction,
// and rolls it back.
func importFrom(ctx context.Context, kind, url string, dryRun bool) error {
	if kind != "better-auth" && kind != "fastapi" {
		return errUsage
	}
	return withDatabase(ctx, func(cfg *config.Config) (err error) {
		dialer := database.NewDialer(cfg, slog.Default())
		if !dryRun {
			if _, err := migrations.Up(ctx, cfg.MigrationURL(), dialer.Configure); err != nil {
				return err
			}
		}
		target, err := openForImport(ctx, dialer, cfg.MigrationURL(), false)
		if err != nil {
			return fmt.Errorf("DATABASE_URL: %w", err)
		}
		defer target.Close(context.WithoutCancel(ctx))
		var migrated bool
		if err := target.QueryRow(ctx, `select to_regclass('accounts') is not null`).Scan(&migrated); err != nil {
			return err
		}
		if !migrated {
			return errors.New("the database is not migrated, and a dry run leaves it so: run shim migrate before")
		}
		if rule := config.DatabaseRule(url); rule != "" {
			return errors.New("the database to import from: the URL " + rule)
		}
		other := &config.Config{DatabaseURL: url}
		source, err := openForImport(ctx, database.NewDialer(other, slog.Default()), other.MigrationURL(), true)
		if err != nil {
			return fmt.Errorf("the database to import from: %w", err)
		}
		defer source.Close(context.WithoutCancel(ctx))

		im := &importer{source: source, target: target, skipped: map[string]int{}}
		if dryRun {
			tx, err := target.Begin(ctx)
			if err != nil {
				return err
			}
			defer func() { err = errors.Join(err, tx.Rollback(context.WithoutCancel(ctx))) }()
			im.target = tx
		}
		if kind == "fastapi" {
			err = im.fastAPI(ctx)
		} else {
			err = im.betterAuth(ctx)
		}
		if _, shape := errors.AsType[shapeError](err); shape {
			return err
		} else if err != nil && dryRun {
			return fmt.Errorf("%w\nthe dry run has stopped; nothing is written", err)
		} else if err != nil {
			return fmt.Errorf("%w\nthe import has stopped; "+
				"what it has brought over stays, and running it again goes on", err)
		}
		if dryRun {
			fmt.Println("dry run: nothing is written, this is what would be")
		}
		im.print(os.Stdout, kind == "better-auth")
		return nil
	})
}

// openForImport connects to url; with readOnly the server refuses every change.
func openForImport(ctx context.Context, dialer *database.Dialer, url string, readOnly bool) (*pgx.Conn, error) {
	cfg, err := pgx.ParseConfig(url)
	if err != nil {
		return nil, errors.New("the URL cannot be read") // pgx's own error could show it
	}
	cfg.RuntimeParams["timezone"] = "UTC" // what times without a zone are in
	cfg.RuntimeParams["application_name"] = "todo-backend import"
	if readOnly {
		cfg.RuntimeParams["default_transaction_read_only"] = "on"
	}
	dialer.Configure(cfg)
	conn, err := pgx.ConnectConfig(ctx, cfg)
	if err != nil {
		return nil, err
	}
	pgxuuid.Register(conn.TypeMap())
	return conn, nil
}
