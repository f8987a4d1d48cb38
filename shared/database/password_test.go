package database

import (
	"errors"
	"net/url"
	"os"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/todo-backend/todo-backend/shared/pgtest"
)

// passwordURL returns the URL of a database at neonHost for a user whom it asks for a password by a method of
// pg_hba.conf.
func passwordURL(t *testing.T, method, password string) string {
	t.Helper()
	file, user := text(t, `show hba_file`), strings.ReplaceAll(method, "-", "_")+"_user"
	exec(t, `drop role if exists `+user+`; create role `+user+` login password 'p@ss/w:rd'`)
	rules, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if rule := "local all " + user + " " + method + "\n"; !strings.Contains(string(rules), rule) {
		if err := os.WriteFile(file, append([]byte(rule), rules...), 0o600); err != nil {
			t.Fatal(err)
		}
		exec(t, `select pg_reload_conf()`)
	}
	at := "postgres://" + user + ":" + url.QueryEscape(password) + "@" + neonHost + "/run?sslmode=require"
	pgtest.Eventually(t, "the rule is read", func() bool {
		conn, err := admin.Acquire(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Release()
		socket := conn.Conn().Config().Copy()
		socket.User, socket.Password = user, "hunter2"
		_, err = pgx.ConnectConfig(t.Context(), socket)
		return err != nil
	})
	return at
}

// TestPasswords signs in through the WebSocket by each method: SCRAM stays what it is; Neon asks for the password
// itself there, which the WebSocket's TLS protects.
func TestPasswords(t *testing.T) {
	n := &network{neon: newNeon(t)}
	for _, method := range []string{"scram-sha-256", "password"} {
		for password, want := range map[string]bool{"p@ss/w:rd": true, "hunter2": false} {
			db, _ := n.pool(t, "on", passwordURL(t, method, password)+"&require_auth="+method)
			err := db.Read(t.Context(), Exec(`select 1`))
			if (err == nil) != want {
				t.Errorf("%s %s: %v", method, password, err)
			}
			if !want && (!errors.Is(err, ErrUnavailable) || !strings.Contains(err.Error(), "28P01")) {
				t.Errorf("%s: %v, want the server's refusal", method, err)
			}
		}
	}
}

func text(t *testing.T, sql string) (s string) {
	t.Helper()
	if err := admin.QueryRow(t.Context(), sql).Scan(&s); err != nil {
		t.Fatal(err)
	}
	return s
}
