package web_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
	"testing/synctest"
	"time"

	"github.com/todo-backend/todo-backend/shared/web"
)

// TestEven lets requests work for different times, on a clock of synctest: they are answered at the same.
func TestEven(t *testing.T) {
	process := newProcess(t, io.Discard)
	if process.SignInPace < time.Second || process.MailPace < 250*time.Millisecond {
		t.Errorf("the paces are %s and %s", process.SignInPace, process.MailPace)
	}
	for works, want := range map[time.Duration]time.Duration{
		0: 500 * time.Millisecond, 38 * time.Millisecond: 500 * time.Millisecond,
		301 * time.Millisecond: 500 * time.Millisecond, 499 * time.Millisecond: 500 * time.Millisecond,
		501 * time.Millisecond: time.Second, 1400 * time.Millisecond: 1500 * time.Millisecond,
	} {
		synctest.Test(t, func(t *testing.T) {
			began := time.Now()
			r := httptest.NewRequestWithContext(web.WithProcess(t.Context(), process), "GET", "/thing", nil)
			web.ServeRoute(httptest.NewRecorder(), r, thing, web.Problems,
				func(w http.ResponseWriter, r *web.Request) error {
					time.Sleep(works)
					r.Even(500 * time.Millisecond)
					return web.ErrUnauthenticated
				})
			if took := time.Since(began); took != want {
				t.Errorf("after %s of work the answer comes after %s, want %s", works, took, want)
			}
		})
	}
}
