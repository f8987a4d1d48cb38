package functions_test

import (
	"context"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"

	"github.com/todo-backend/todo-backend/functions"
	"github.com/todo-backend/todo-backend/shared/config"
	"github.com/todo-backend/todo-backend/shared/identity"
	"github.com/todo-backend/todo-backend/shared/web"
)

// newProcess returns a process whose answers wait for nothing, and for which GitHub and Google are stood in.
func newProcess(cfg *config.Config) (*web.Process, error) {
	p, err := web.NewProcess(cfg, slog.New(slog.NewJSONHandler(&logs, nil)))
	if err == nil {
		p.SignInPace, p.MailPace = 0, 0 // TestPaces shows that they are kept
		p.HTTP.Transport = stubbed{http.DefaultTransport}
	}
	return p, err
}

// ownProcess makes the requests that t sends go to a process of its own, of a configuration that change has changed.
func ownProcess(t testing.TB, change func(cfg *config.Config)) *web.Process {
	t.Helper()
	cfg := *process.Config
	change(&cfg)
	p, err := newProcess(&cfg)
	if err != nil {
		t.Fatal(err)
	}
	s := serve(p)
	processes.Store(t, s)
	t.Cleanup(func() {
		processes.Delete(t)
		s.Close()
		p.DB.Pool.Close()
	})
	return p
}

// processes are the servers of tests that have a process of their own.
var processes sync.Map

func serverOf(t testing.TB) *httptest.Server {
	if s, ok := processes.Load(t); ok {
		return s.(*httptest.Server)
	}
	return server
}

// serve returns a server of every function behind the mux, over TCP.
func serve(p *web.Process) *httptest.Server {
	s := httptest.NewUnstartedServer(functions.Mux())
	s.Config.BaseContext = func(net.Listener) context.Context { return web.WithProcess(context.Background(), p) }
	s.Start()
	return s
}

// withCaller gives do the caller of a request that shows a bearer token, and returns its error.
func withCaller(t *testing.T, method, token string, do func(caller *identity.Caller) error) (err error) {
	t.Helper()
	f := map[string]string{"GET": "me", "POST": "logout"}[method]
	r := httptest.NewRequestWithContext(web.WithProcess(t.Context(), process), method, "/api/auth/"+f, http.NoBody)
	r.Header.Set("Authorization", "Bearer "+token)
	web.Serve(httptest.NewRecorder(), r, f, web.Problems, func(_ http.ResponseWriter, r *web.Request) error {
		caller, authErr := identity.Authenticate(r)
		if authErr != nil {
			t.Fatal(authErr)
		}
		err = do(caller)
		return nil
	})
	return err
}
