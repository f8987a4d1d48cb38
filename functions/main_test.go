package functions_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/pb33f/libopenapi"
	validator "github.com/pb33f/libopenapi-validator"

	"github.com/todo-backend/todo-backend/functions"
	"github.com/todo-backend/todo-backend/migrations"
	"github.com/todo-backend/todo-backend/shared/config"
	"github.com/todo-backend/todo-backend/shared/identity"
	"github.com/todo-backend/todo-backend/shared/openapi"
	"github.com/todo-backend/todo-backend/shared/pgtest"
	"github.com/todo-backend/todo-backend/shared/secret"
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
	paces    [2]time.Duration // web.SignInPace and web.MailPace in earnest
)

func TestMain(m *testing.M) { os.Exit(testMain(m)) }

func testMain(m *testing.M) int {
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
	admin, err = pgxpool.New(ctx, url)
	must(err)
	defer admin.Close()
	proxy, err = newCountingProxy(admin.Config().ConnConfig.Host + "/.s.PGSQL.5432")
	must(err)

	for name, value := range map[string]string{
		"DATABASE_URL":       fmt.Sprintf("postgres://postgres@%s/functions?sslmode=disable", proxy.address),
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
	elsewhere = newForeignServer()
	defer elsewhere.Close()
	must(os.Setenv("BETTER_AUTH_JWKS_URL", elsewhere.URL+"/api/auth/jwks"))
	http.DefaultTransport = stubbed{http.DefaultTransport} // GitHub and Google are stood in for, see social_test.go
	web.Log = slog.New(slog.NewJSONHandler(&logs, nil))
	paces = [2]time.Duration{web.SignInPace.Get(), web.MailPace.Get()}
	setPaces(0, 0) // TestPaces shows that they are kept
	server = httptest.NewServer(functions.Mux())
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

// user is an account with a session, as the database has them after a login.
type user struct {
	ID, SessionID uuid.UUID
	Email, Token  string // a JWT
	Secret        string // the session's token
}

// cookie is the header that a browser sends.
func (u user) cookie(t *testing.T) string {
	t.Helper()
	cfg, err := config.Get()
	if err != nil {
		t.Fatal(err)
	}
	return identity.CookieName(cfg, "session_token") + "=" + url.QueryEscape(secret.Keys(cfg.Secrets()).Sign(u.Secret))
}

// newUser makes an account with a session in the database itself: the tests of signup and login go the long way.
func newUser(t *testing.T) user {
	t.Helper()
	u := user{ID: uuid.Must(uuid.NewV7())}
	u.Email = "user-" + u.ID.String() + "@example.com"
	exec(t, `insert into users (id, email, password_hash) values ($1, $2, $3)`, u.ID, u.Email, hash)
	u.signIn(t)
	return u
}

// signIn gives u another session.
func (u *user) signIn(t *testing.T) {
	t.Helper()
	u.SessionID = uuid.Must(uuid.NewV7())
	expires := time.Now().Add(time.Hour)
	u.Secret = secret.NewToken()
	exec(t, `insert into sessions (id, token_hash, user_id, expires_at) values ($1, $2, $3, $4)`,
		u.SessionID, secret.HashToken(u.Secret), u.ID, expires)
	u.Token = token(t, u.ID, u.SessionID, expires)
}

func token(t *testing.T, userID, sessionID uuid.UUID, expires time.Time) string {
	t.Helper()
	cfg, err := config.Get()
	if err != nil {
		t.Fatal(err)
	}
	token, err := identity.Issue(cfg, userID, sessionID, expires)
	if err != nil {
		t.Fatal(err)
	}
	return token
}

func exec(t *testing.T, sql string, args ...any) {
	t.Helper()
	if _, err := admin.Exec(t.Context(), sql, args...); err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
}

// lookUp reads one value from the database.
func lookUp[T any](t *testing.T, sql string, args ...any) T {
	t.Helper()
	var v T
	if err := admin.QueryRow(t.Context(), sql, args...).Scan(&v); err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
	return v
}

// request is what a test sends. Path and body may hold {task}, {session} and the like, see fixture.
type request struct {
	function string // called directly; "" goes to the mux over TCP
	method   string
	path     string
	body     string // JSON, unless header says otherwise
	token    string
	header   map[string]string
}

type answer struct {
	Status int
	Header http.Header
	Body   []byte
}

// send makes the request, directly or over TCP, and holds the answer against openapi.yaml.
func (q request) send(t *testing.T) answer {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), q.method, server.URL+q.path, strings.NewReader(q.body))
	if err != nil {
		t.Fatal(err)
	}
	if q.body != "" {
		r.Header.Set("Content-Type", "application/json")
	} else {
		r.Body, r.ContentLength = http.NoBody, 0
	}
	if q.token != "" {
		r.Header.Set("Authorization", "Bearer "+q.token)
	}
	r.Header.Set("X-Forwarded-For", randomAddress()) // unless the test says from where
	for name, value := range q.header {
		r.Header.Set(name, value)
	}
	var a answer
	if q.function == "" {
		response, err := server.Client().Transport.RoundTrip(r)
		if err != nil {
			t.Fatal(err)
		}
		defer response.Body.Close()
		body, err := io.ReadAll(response.Body)
		if err != nil {
			t.Fatal(err)
		}
		a = answer{response.StatusCode, response.Header, body}
	} else {
		direct := httptest.NewRequest(q.method, "http://api.example.com"+q.path, strings.NewReader(q.body)).WithContext(t.Context())
		direct.Header = r.Header
		if q.body == "" {
			direct.Body, direct.ContentLength = http.NoBody, 0
		}
		a = call(t, q.function, direct)
	}
	q.conforms(t, r, a)
	return a
}

// call calls a function without a server.
func call(t *testing.T, function string, r *http.Request) answer {
	t.Helper()
	w := httptest.NewRecorder()
	handler(t, function)(w, r)
	response := w.Result()
	body, _ := io.ReadAll(response.Body) // in memory
	return answer{response.StatusCode, response.Header, body}
}

func handler(t *testing.T, name string) http.HandlerFunc {
	t.Helper()
	for _, f := range functions.All {
		if f.Name == name {
			return f.Handler
		}
	}
	t.Fatalf("there is no function %q", name)
	return nil
}

var validating sync.Mutex // the validator's caches are not made for parallel use

// conforms fails the test when openapi.yaml does not describe the answer.
func (q request) conforms(t *testing.T, r *http.Request, a answer) {
	t.Helper()
	if a.Header.Get("X-Request-Id") == "" {
		t.Errorf("%s %s: no X-Request-Id", r.Method, r.URL.Path)
	}
	for name, want := range map[string]string{"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer",
		"Strict-Transport-Security": "max-age=63072000"} { // BETTER_AUTH_URL is https here
		if got := a.Header.Get(name); got != want {
			t.Errorf("%s %s: %s %q, want %q", r.Method, r.URL.Path, name, got, want)
		}
	}
	documented := false
	for _, f := range functions.All {
		documented = documented || f.Method == r.Method && matches(f.Path, r.URL.Path)
	}
	if !documented { // no operation: a problem, an OPTIONS or a HEAD
		if len(a.Body) == 0 && (strings.HasPrefix(r.URL.Path, "/api/auth") || strings.HasPrefix(q.function, "betterAuth")) {
			return // Better Auth's 404
		}
		if a.Status >= 400 && r.Method != http.MethodHead {
			a.problem(t)
		}
		return
	}
	validating.Lock()
	defer validating.Unlock()
	ok, faults := document.ValidateHttpResponse(r, &http.Response{
		StatusCode: a.Status, Header: a.Header, Body: io.NopCloser(bytes.NewReader(a.Body)), Request: r,
	})
	if !ok {
		for _, fault := range faults {
			t.Errorf("%s %s: %d is not as openapi.yaml says: %s %s %v\n%s", r.Method, r.URL.Path, a.Status, fault.Message, fault.Reason, fault.SchemaValidationErrors, a.Body)
		}
	}
}

// matches tells whether a path fits a pattern such as /api/tasks/{id}.
func matches(pattern, path string) bool {
	want, got := strings.Split(pattern, "/"), strings.Split(path, "/")
	if len(want) != len(got) {
		return false
	}
	for i := range want {
		if want[i] != got[i] && !strings.HasPrefix(want[i], "{") || got[i] == "" && want[i] != "" {
			return false
		}
	}
	return true
}

// want fails the test unless the status is as given.
func (a answer) want(t *testing.T, status int) answer {
	t.Helper()
	if a.Status != status {
		t.Fatalf("status %d, want %d: %s", a.Status, status, a.Body)
	}
	return a
}

// into reads the body.
func (a answer) into(t *testing.T, v any) {
	t.Helper()
	if err := json.Unmarshal(a.Body, v); err != nil {
		t.Fatalf("%v: %s", err, a.Body)
	}
}

type problemBody struct {
	Type, Title, Detail string
	Status              int
	Errors              []struct{ Field, Detail string }
	RequestID           string `json:"request_id"`
}

// problem reads an RFC 9457 body and checks what all of them have in common.
func (a answer) problem(t *testing.T) problemBody {
	t.Helper()
	var p problemBody
	a.into(t, &p)
	if kind := a.Header.Get("Content-Type"); kind != "application/problem+json" {
		t.Errorf("Content-Type %s", kind)
	}
	if p.Status != a.Status || p.Detail == "" || p.Title == "" || p.RequestID != a.Header.Get("X-Request-Id") {
		t.Errorf("incomplete problem: %s", a.Body)
	}
	for _, inside := range []string{"SQLSTATE", "goroutine", "pgx", ".go:", "127.0.0.1", "select ", "todo_app"} {
		if bytes.Contains(a.Body, []byte(inside)) {
			t.Errorf("the problem shows %q of the inside: %s", inside, a.Body)
		}
	}
	return p
}

// countingProxy stands between the pool and PostgreSQL and counts ReadyForQuery messages: one ends each round trip.
type countingProxy struct {
	address string
	ready   atomic.Int64
	// the next answer is lost, with its connection: the server has done its part by then
	cut   atomic.Bool
	heard atomic.Pointer[logBuffer] // what clients send, while a test listens
}

// Write hears what a client sends.
func (p *countingProxy) Write(b []byte) (int, error) {
	if heard := p.heard.Load(); heard != nil {
		return heard.Write(b)
	}
	return len(b), nil
}

// statement returns the one statement that holds text among those that reach the database while do runs.
func (p *countingProxy) statement(t *testing.T, text string, do func()) (sql string) {
	t.Helper()
	heard := new(logBuffer)
	p.heard.Store(heard)
	do()
	p.heard.Store(nil)
	for _, piece := range strings.Split(heard.after(0), "\x00") { // a Parse message ends its strings with NUL
		if strings.Contains(piece, text) {
			if sql != "" && sql != piece { // what is described first is parsed twice
				t.Fatalf("two statements hold %q", text)
			}
			sql = piece
		}
	}
	if sql == "" {
		t.Fatalf("no statement holds %q", text)
	}
	return sql
}

func newCountingProxy(socket string) (*countingProxy, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	p := &countingProxy{address: listener.Addr().String()}
	go func() {
		for {
			client, err := listener.Accept()
			if err != nil {
				return
			}
			go p.forward(client, socket)
		}
	}()
	return p, nil
}

func (p *countingProxy) forward(client net.Conn, socket string) {
	defer client.Close()
	db, err := net.Dial("unix", socket)
	if err != nil {
		return
	}
	defer db.Close()
	go func() { // to the server, as it is
		_, _ = io.Copy(db, io.TeeReader(client, p))
		_ = db.Close()
	}()
	header := make([]byte, 5)
	for { // from the server, message by message: a type and a length that counts itself
		if _, err := io.ReadFull(db, header); err != nil {
			return
		}
		if p.cut.CompareAndSwap(true, false) {
			return
		}
		if header[0] == 'Z' {
			p.ready.Add(1)
		}
		length := int64(header[1])<<24 | int64(header[2])<<16 | int64(header[3])<<8 | int64(header[4])
		if _, err := client.Write(header); err != nil {
			return
		}
		if _, err := io.CopyN(client, db, length-4); err != nil {
			return
		}
	}
}

// logBuffer keeps the log, so that tests can read it.
type logBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *logBuffer) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(b)
}

// of returns the lines that hold text.
func (l *logBuffer) of(text string) (lines []string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for line := range strings.Lines(l.b.String()) {
		if strings.Contains(line, text) {
			lines = append(lines, line)
		}
	}
	return lines
}

// after returns what follows the first n bytes.
func (l *logBuffer) after(n int) string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return string(l.b.Bytes()[n:])
}
