package main_test

import (
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
)

// creation is a task that was asked for, once, and how that was answered. Half of them are named by an Idempotency-Key,
// the others by the id of the task.
type creation struct {
	title, key, body, token string

	sent, answered time.Time
	status         int
}

// traffic is what clients ask for, each in a loop, until it is ended.
type traffic struct {
	ended   chan struct{}
	clients sync.WaitGroup
	served  []*atomic.Int64 // when each client was last answered as it should be, in nanoseconds since 1970

	mu        sync.Mutex
	creations []creation
	failures  []string
}

// newTraffic returns the traffic of no clients, which ends with the test.
func newTraffic(t *testing.T) *traffic {
	l := &traffic{ended: make(chan struct{})}
	t.Cleanup(l.end)
	return l
}

// end returns when every client has had its last answer.
func (l *traffic) end() {
	l.mu.Lock()
	select {
	case <-l.ended:
	default:
		close(l.ended)
	}
	l.mu.Unlock()
	l.clients.Wait()
}

// client calls ask until the traffic ends; ask reports whether it was served, and returns what must not be.
func (l *traffic) client(ask func() (served bool, failure string)) {
	served := new(atomic.Int64)
	l.served = append(l.served, served)
	l.clients.Go(func() {
		for {
			select {
			case <-l.ended:
				return
			default:
			}
			ok, failure := ask()
			if ok {
				served.Store(time.Now().UnixNano())
			}
			if failure != "" {
				l.mu.Lock()
				l.failures = append(l.failures, failure)
				l.mu.Unlock()
			}
		}
	})
}

// create adds a client that creates tasks, one after the other. It is answered with 201, or with a 503 that says how
// long to wait, which it does; it sends none of them again.
func (l *traffic) create(url, token string) {
	l.client(func() (served bool, failure string) {
		c := newCreation(token)
		wait, failure := c.send(url)
		if failure == "" && c.status != 201 && c.status != 503 {
			failure = fmt.Sprintf("a creation: %d", c.status)
		}
		l.mu.Lock()
		l.creations = append(l.creations, c)
		l.mu.Unlock()
		select {
		case <-time.After(wait):
		case <-l.ended:
		}
		return c.status == 201, failure
	})
}

// read adds a client that lists tasks. It is answered with 200.
func (l *traffic) read(url, token string) {
	p := &process{url: url}
	l.client(func() (served bool, failure string) {
		if status := p.list(token); status != 200 {
			return false, fmt.Sprintf("a listing: %d", status)
		}
		return true, ""
	})
}

// servedSince reports whether each client was served since a time.
func (l *traffic) servedSince(began time.Time) bool {
	for _, served := range l.served {
		if served.Load() < began.UnixNano() {
			return false
		}
	}
	return true
}

// answered returns the creations so far that were answered with a status.
func (l *traffic) answered(status int) (all []creation) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, c := range l.creations {
		if c.status == status {
			all = append(all, c)
		}
	}
	return all
}

func newCreation(token string) creation {
	c := creation{title: uuid.NewString(), token: token}
	id := ""
	if c.title[0] < '8' {
		c.key = "key of " + c.title
	} else {
		id = fmt.Sprintf(`"id":%q,`, uuid.NewString())
	}
	c.body = fmt.Sprintf(`{%s"title":%q,"completed":%t,"tags":["a","%c"],"category":"%c",`+
		`"due_date":"2030-01-0%dT00:00:00Z"}`, id, c.title, c.title[1] < '4', c.title[2], c.title[3], 1+c.title[4]%9)
	return c
}

// send sends the creation, once more where it was sent before. It returns how long the answer says to wait, and what of
// it is not as it should be.
func (c *creation) send(url string) (wait time.Duration, failure string) {
	r, err := http.NewRequest("POST", url+"/api/tasks", strings.NewReader(c.body))
	if err != nil {
		return 0, err.Error()
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Authorization", "Bearer "+c.token)
	if c.key != "" {
		r.Header.Set("Idempotency-Key", c.key)
	}
	c.sent, c.status = time.Now(), 0
	response, err := http.DefaultClient.Do(r)
	c.answered = time.Now()
	if err != nil {
		return 0, err.Error()
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		return 0, err.Error()
	}
	if c.status = response.StatusCode; c.status != 503 {
		return 0, ""
	}
	seconds, err := strconv.Atoi(response.Header.Get("Retry-After"))
	if err != nil || seconds < 1 || !strings.Contains(string(body), `"The service cannot`) {
		failure = fmt.Sprintf("503, Retry-After %q: %s", response.Header.Get("Retry-After"), body)
	}
	return time.Duration(seconds) * time.Second, failure
}
