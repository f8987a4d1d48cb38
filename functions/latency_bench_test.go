package functions_test

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/todo-backend/todo-backend/functions"
	"github.com/todo-backend/todo-backend/shared/config"
)

// BenchmarkLatency puts the database 20 milliseconds away and prints how long each endpoint takes that makes one round
// trip by the contract, as a multiple of a statement alone over the same way: the median of a dozen requests, each on
// things of its own.
func BenchmarkLatency(b *testing.B) {
	const tries, aim = 12, 1.15
	const warm = 6 // requests that make a connection and prepare its statements, which are planned anew five times
	url := fmt.Sprintf("postgres://postgres@%s/functions?sslmode=disable",
		delayed(b, admin.Config().ConnConfig.Host+"/.s.PGSQL.5432", 10*time.Millisecond))
	ownProcess(b, func(cfg *config.Config) { cfg.DatabaseURL = url })
	conn, err := pgx.Connect(b.Context(), url)
	if err != nil {
		b.Fatal(err)
	}
	defer conn.Close(b.Context())
	var trip []time.Duration
	for range tries {
		began := time.Now()
		if _, err := conn.Exec(b.Context(), "select 1"); err != nil {
			b.Fatal(err)
		}
		trip = append(trip, time.Since(began))
	}

	type endpoint struct {
		name  string
		trips float64
	}
	var measured []endpoint
	for _, function := range functions.All {
		if rowOf(function).trips != 1 {
			continue
		}
		var took []time.Duration
		for try := range warm + tries {
			f := newFixture(b)
			if d := f.request(function, f.owner.Token).took(b, rowOf(function).owner); try >= warm {
				took = append(took, d)
			}
		}
		measured = append(measured,
			endpoint{function.Method + " " + function.Path, float64(middle(took)) / float64(middle(trip))})
	}
	slices.SortStableFunc(measured, func(x, y endpoint) int { return int(1000 * (y.trips - x.trips)) })
	within := 0
	fmt.Printf("\nthe database %.1f ms away; round trips that an answer takes (p50, aim %.2f)\n",
		float64(middle(trip).Microseconds())/1000, aim)
	for i, e := range measured {
		if e.trips <= aim {
			within++
		}
		end := "   "
		if i%2 == 1 || i == len(measured)-1 {
			end = "\n"
		}
		fmt.Printf("%-44s %5.2f%s", e.name, e.trips, end)
	}
	fmt.Printf("%d of %d endpoints with one round trip meet the aim\n", within, len(measured))
}

// took sends the request over TCP, and returns how long its answer took, which must have the status.
func (q request) took(b *testing.B, status int) time.Duration {
	b.Helper()
	r, err := http.NewRequestWithContext(b.Context(), q.method, serverOf(b).URL+q.path, strings.NewReader(q.body))
	if err != nil {
		b.Fatal(err)
	}
	if q.body != "" {
		r.Header.Set("Content-Type", "application/json")
	} else {
		r.Body, r.ContentLength = http.NoBody, 0
	}
	r.Header.Set("Authorization", "Bearer "+q.token)
	for name, value := range q.header {
		r.Header.Set(name, value)
	}
	began := time.Now()
	response, err := serverOf(b).Client().Transport.RoundTrip(r)
	if err != nil {
		b.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	took := time.Since(began)
	if err != nil || response.StatusCode != status {
		b.Fatalf("%s %s: %s %s %v", q.method, q.path, response.Status, body, err)
	}
	return took
}

// middle returns the median.
func middle(took []time.Duration) time.Duration {
	return slices.Sorted(slices.Values(took))[len(took)/2]
}

// delayed returns the address of a proxy to a socket that hands every piece on after a while, in either direction: what
// is sent during that while follows at the same distance.
func delayed(b *testing.B, socket string, while time.Duration) (address string) {
	b.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { listener.Close() })
	go func() {
		for {
			client, err := listener.Accept()
			if err != nil {
				return
			}
			db, err := net.Dial("unix", socket)
			if err != nil {
				client.Close()
				continue
			}
			go forwardLate(db, client, while)
			go forwardLate(client, db, while)
		}
	}()
	return listener.Addr().String()
}

func forwardLate(to, from net.Conn, while time.Duration) {
	type piece struct {
		due   time.Time
		bytes []byte
	}
	pieces := make(chan piece, 1000)
	go func() {
		defer to.Close()
		for p := range pieces {
			time.Sleep(time.Until(p.due))
			if _, err := to.Write(p.bytes); err != nil {
				return
			}
		}
	}()
	defer close(pieces)
	for {
		bytes := make([]byte, 16<<10)
		n, err := from.Read(bytes)
		if err != nil {
			return
		}
		pieces <- piece{time.Now().Add(while), bytes[:n]}
	}
}
