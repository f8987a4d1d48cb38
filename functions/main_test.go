package functions_test

import (
	"context"
	"log"
	"net/http/httptest"
	"os"
	"runtime/debug"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/pb33f/libopenapi"
	validator "github.com/pb33f/libopenapi-validator"

	"github.com/todo-backend/todo-backend/migrations"
	"github.com/todo-backend/todo-backend/shared/config"
	"github.com/todo-backend/todo-backend/shared/openapi"
	"github.com/todo-backend/todo-backend/shared/pgtest"
	"github.com/todo-backend/todo-backend/shared/web"
)

const (
	frontend  = "http://localhost:3000"
	preview   = "https://todo-git-main-ann.vercel.app"
	oldSecret = "the-secret-of-last-year-with-32-characters-or-more"
	password  = "correct horse battery"
	// hash is password's: 19 MiB and two passes, which package secret accepts as it does its own parameters.
	hash = "$argon2id$v=19$m=19456,t=2,p=1$+Sxwauiz45Jn/+RRuw5BtA$zVJfpMdSfdwRgcU2juvpZJWkSW60LqAt1TTI1AsO5T0"
)

var (
	postgres *pgtest.Server
	admin    *pgxpool.Pool // looks into the database past every function
	proxy    *countingProxy
	server   *httptest.Server // every function behind the mux, over TCP
	document validator.Validator
	logs     logBuffer
	process  *web.Process // which answers every request, but where a test has one of its own
)

func TestMain(m *testing.M) { os.Exit(testMain(m)) }

func testMain(m *testing.M) int {
	debug.SetGCPercent(400) // hashings leave memory to collect, and nothing here measures it
	ctx := context.Background()
	must := func(err error) {
		if err != nil {
			log.Fatal(err)
		}
	}
	var err error
	postgres, err = pgtest.Start()
	must(err)
	defer postgres.Stop()
	url, err := postgres.NewDatabase(ctx, "functions", "")
	must(err)
	_, err = migrations.Up(ctx, url)
	must(err)
	admin, err = pgxpool.New(ctx, url+"&jit=off") // compiling takes longer than the tests' own queries
	must(err)
	defer admin.Close()
	proxy, err = newCountingProxy(admin.Config().ConnConfig.Host + "/.s.PGSQL.5432")
	must(err)

	for name, value := range map[string]string{
		"DATABASE_URL":       proxy.url(url),
		"BETTER_AUTH_SECRET": "a secret of the tests, of 32 characters or more",
		"BETTER_AUTH_URL":    "https://api.example.com",
		"FRONTEND_URL":       frontend,
		"ALLOWED_ORIGINS":    "https://todo.example.com",
		"TRUSTED_PROXIES":    "127.0.0.1,192.0.2.1", // the peers of TCP here, and of httptest's requests
		"MAX_HASHINGS":       "2",
		"SMTP_URL":           "log:", // links are read from the log
		"GITHUB_CLIENT_ID":   "github-client", "GITHUB_CLIENT_SECRET": "github-secret",
		"GOOGLE_CLIENT_ID": "google-client", "GOOGLE_CLIENT_SECRET": "google-secret",
		"BETTER_AUTH_OLD_SECRETS": oldSecret,
		"REQUEST_TIMEOUT":         "60s", // the race detector makes hashing slow
		"DEMO_EMAIL":              "Demo@Example.com", "DEMO_PASSWORD": "demo password",
	} {
		must(os.Setenv(name, value))
	}
	externalIssuer = newForeignServer()
	defer externalIssuer.Close()
	must(os.Setenv("BETTER_AUTH_JWKS_URL", externalIssuer.URL+"/api/auth/jwks"))
	cfg, err := config.Load()
	must(err)
	process, err = newProcess(cfg)
	must(err)
	server = serve(process)
	defer server.Close()
	body, err := openapi.JSON()
	must(err)
	parsed, err := libopenapi.NewDocument(body)
	must(err)
	var errs []error
	document, errs = validator.NewValidator(parsed)
	for _, err := range errs {
		must(err)
	}
	return m.Run()
}

func exec(t testing.TB, sql string, args ...any) {
	t.Helper()
	if _, err := admin.Exec(t.Context(), sql, args...); err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
}

// execAll sends every statement of a batch at once, as one transaction.
func execAll(t testing.TB, b *pgx.Batch) {
	t.Helper()
	if err := admin.SendBatch(t.Context(), b).Close(); err != nil {
		t.Fatal(err)
	}
}

// begin starts a transaction with a statement. It is rolled back at the end of the test.
func begin(t *testing.T, sql string, args ...any) pgx.Tx {
	t.Helper()
	tx, err := admin.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = tx.Rollback(context.Background()) })
	if _, err := tx.Exec(t.Context(), sql, args...); err != nil {
		t.Fatal(err)
	}
	return tx
}

// queryOne reads one value from the database.
func queryOne[T any](t *testing.T, sql string, args ...any) T {
	t.Helper()
	var v T
	if err := admin.QueryRow(t.Context(), sql, args...).Scan(&v); err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
	return v
}
