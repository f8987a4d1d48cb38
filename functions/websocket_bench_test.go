package functions_test

import (
	"fmt"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/todo-backend/todo-backend/functions"
	"github.com/todo-backend/todo-backend/shared/database"
)

// BenchmarkWebSocket compares requests whose statements go through a WebSocket with those that go to PostgreSQL's port:
// both over TLS to a stand-in on this machine that hands the bytes on, in turns. No network takes time, so that the
// ratio is the highest that there can be.
func BenchmarkWebSocket(b *testing.B) {
	const tries, aim = 400, 1.15
	neon, err := postgres.NewNeon(nil, nil)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(neon.Close)
	var servers [2]*httptest.Server
	var pools [2]*database.DB
	for i, webSocket := range []string{"", neon.WebSocketURL()} {
		cfg := *process.Config
		cfg.DatabaseURL, cfg.DatabaseWebSocket, cfg.MaxConns = neon.URL("functions"), webSocket, 1
		p, err := newProcess(&cfg)
		if err != nil {
			b.Fatal(err)
		}
		servers[i], pools[i] = serve(p), p.DB
		b.Cleanup(p.DB.Pool.Close)
		b.Cleanup(servers[i].Close)
	}
	b.Cleanup(func() { processes.Delete(b) })
	fmt.Printf("\n%-36s%8s%12s%8s\n", "p50, ms", "port", "WebSocket", "ratio")
	compare := func(name string, do func(way int) time.Duration) {
		var took [2][]time.Duration
		for try := range tries + 10 { // the first make the connections warm, and prepare the statements
			for way := range took {
				if d := do(way); try >= 10 {
					took[way] = append(took[way], d)
				}
			}
		}
		port, webSocket := middle(took[0]).Seconds()*1000, middle(took[1]).Seconds()*1000
		met := "met"
		if webSocket > aim*port {
			met = "not met"
		}
		fmt.Printf("%-36s%8.3f%12.3f%8.2f  %.2f %s\n", name, port, webSocket, webSocket/port, aim, met)
	}
	f := newFixture(b)
	for _, function := range functions.All {
		switch function.Name {
		case "listTasks", "getTask", "createTask", "overview":
			compare(function.Method+" "+function.Path, func(way int) time.Duration {
				processes.Store(b, servers[way])
				return f.request(function, f.owner.Token).took(b, rowOf(function).owner)
			})
		}
	}
	compare("(select 1, without a request)", func(way int) time.Duration {
		began := time.Now()
		if err := pools[way].Read(b.Context(), database.QueryValue[int](`select 1`)); err != nil {
			b.Fatal(err)
		}
		return time.Since(began)
	})
	if n := neon.WebSocket.Load(); n != 1 {
		b.Errorf("%d WebSockets, want 1", n)
	}
}
