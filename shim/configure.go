package main

import (
	"cmp"
	"context"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"strings"

	"github.com/todo-backend/todo-backend/shared/config"
	"github.com/todo-backend/todo-backend/shared/localpg"
)

// fallbackDir holds the database of a program of root whose DATA_DIR no other user can reach.
const fallbackDir = "/var/lib/todo-backend"

// configure returns the configuration. Where DATABASE_URL is not set, it starts the shim's own PostgreSQL, which it
// returns too; without a BETTER_AUTH_SECRET a secret is kept beside the data then, and without an SMTP_URL what would
// be mailed is printed.
func configure(ctx context.Context) (cfg *config.Config, localDB *localpg.Server, err error) {
	servesApp := os.Getenv("FUNCTION_TARGET") == "" && appFolder() != ""
	if os.Getenv("DATABASE_URL") != "" {
		cfg, err = config.LoadWith(func(c *config.Config) { c.ServesApp = servesApp })
		return cfg, nil, err
	}
	dir := cmp.Or(os.Getenv("DATA_DIR"), ".data")
	localDB, err = localpg.Start(ctx, localpg.Options{
		Dir: filepath.Join(dir, "postgres"), Fallback: fallbackDir, Database: "todo",
		DirVariable: "DATA_DIR", ServerVariable: "DATABASE_URL",
	})
	if err != nil {
		return nil, nil, err
	}
	if strings.HasPrefix(localDB.Dir(), fallbackDir) {
		slog.Warn("PostgreSQL does not run as root, and no other user can reach DATA_DIR: "+
			"the data is in another folder", "folder", localDB.Dir())
	}
	secret := os.Getenv("BETTER_AUTH_SECRET")
	if secret == "" {
		secret, err = loadOrCreateSecret(filepath.Join(dir, "secret"))
	}
	if err == nil {
		cfg, err = config.LoadWith(func(c *config.Config) {
			c.ServesApp = servesApp
			c.DatabaseURL, c.AuthSecret, c.SMTPURL = localDB.URL(), secret, cmp.Or(c.SMTPURL, config.SMTPLog)
		})
	}
	if err != nil {
		return nil, nil, errors.Join(err, localDB.Stop())
	}
	return cfg, localDB, nil
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
