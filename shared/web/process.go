package web

import (
	"context"
	"log/slog"
	"net/http"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"github.com/rs/cors"

	"github.com/todo-backend/todo-backend/shared/config"
	"github.com/todo-backend/todo-backend/shared/database"
	"github.com/todo-backend/todo-backend/shared/mail"
	"github.com/todo-backend/todo-backend/shared/secret"
)

// Process is what the requests of one process share. It is made once, and safe for concurrent use.
type Process struct {
	Config    *config.Config
	Log       *slog.Logger // a line a request, and a second one with the cause of a failure
	DB        *database.DB
	Mail      *mail.Outbox
	Secrets   secret.Keys
	Passwords *secret.Hasher
	External  *secret.RemoteKeys // of BETTER_AUTH_JWKS_URL
	HTTP      *http.Client       // to servers that are told a secret: it follows no redirect

	// JWTKeys returns the keys of JWTs for other services, which are derived on the first call: the first signs, the
	// JWTs of the others are still valid.
	JWTKeys func() ([]secret.SigningKey, error)

	// Answers that must not tell what was done for them come at whole multiples of these after the request began, see
	// Request.Even: longer than an imported account's slowest hash, and longer than the statements of a mail.
	SignInPace, MailPace time.Duration

	withCredentials    *cors.Cors // for the configured origins
	withoutCredentials *cors.Cors // for previews, which must do with a bearer token
	crossOrigin        *http.CrossOriginProtection
	shares             shares
	owners             remembered[string]
	jwts               remembered[JWT]
	gzips              sync.Pool // of *gzip.Writer
	proxyNoticed       atomic.Bool
}

// NewProcess returns the process of a configuration. It connects to nothing: the database and the mail server are
// reached on first use, so that a process starts in milliseconds.
func NewProcess(cfg *config.Config, log *slog.Logger) (*Process, error) {
	db, err := database.Open(cfg, log)
	if err != nil {
		return nil, err
	}
	p := &Process{
		Config: cfg, Log: log, DB: db, Mail: mail.NewOutbox(cfg, log), Secrets: cfg.Secrets(),
		Passwords: secret.NewHasher(cfg.MaxConcurrentHashes), External: secret.NewRemoteKeys(cfg.JWKSURL),
		HTTP: &http.Client{
			Timeout:       8 * time.Second,
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
		JWTKeys:    sync.OnceValues(secret.Keys(cfg.Secrets()).SigningKeys),
		SignInPace: time.Second, MailPace: 250 * time.Millisecond,
		shares: shares{byOwner: map[string]*share{}},
	}
	p.withCredentials, p.withoutCredentials = newCORS(cfg)
	p.crossOrigin, err = newCrossOrigin(cfg)
	return p, err
}

// Default returns the process of the environment's configuration, made on the first call: a plain function has nowhere
// else to find it. The error is that of config.Load.
var Default = sync.OnceValues(func() (*Process, error) {
	cfg, err := config.Load()
	if err != nil {
		return nil, err
	}
	return NewProcess(cfg, slog.New(slog.NewJSONHandler(os.Stderr, nil)))
})

type processKey struct{}

// WithProcess returns a context whose requests are answered by p in place of Default.
func WithProcess(ctx context.Context, p *Process) context.Context {
	return context.WithValue(ctx, processKey{}, p)
}

func processOf(ctx context.Context) (*Process, error) {
	if p, ok := ctx.Value(processKey{}).(*Process); ok {
		return p, nil
	}
	return Default()
}
