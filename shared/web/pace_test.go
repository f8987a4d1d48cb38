package web_test

import (
	"net/http"
	"net/http/httptest"
	"testing"
	"testing/synctest"
	"time"

	"github.com/todo-backend/todo-backend/shared/problem"
	"github.com/todo-backend/todo-backend/shared/route"
	"github.com/todo-backend/todo-backend/shared/web"
)

// TestEven lets requests work for different times, on a clock of synctest: they are answered at the same.
func TestEven(t *testing.T) {
	if web.SignInPace.Get() < time.Second || web.MailPace.Get() < 250*time.Millisecond {
		t.Errorf("the paces are %s and %s", web.SignInPace.Get(), web.MailPace.Get())
	}
	for works, want := range map[time.Duration]time.Duration{
		0: 500 * time.Millisecond, 38 * time.Millisecond: 500 * time.Millisecond,
		301 * time.Millisecond: 500 * time.Millisecond, 499 * time.Millisecond: 500 * time.Millisecond,
		501 * time.Millisecond: time.Second, 1400 * time.Millisecond: 1500 * time.Millisecond,
	} {
		synctest.Test(t, func(t *testing.T) {
			began := time.Now()
			rt := &route.Route{Methods: "GET", Paths: "/thing"}
			web.ServeDialect(httptest.NewRecorder(), httptest.NewRequest("GET", "/thing", nil), rt, nil,
				func(w http.ResponseWriter, r *http.Request) error {
					time.Sleep(works)
					web.Even(r.Context(), 500*time.Millisecond)
					return problem.Unauthorized()
				})
			if took := time.Since(began); took != want {
				t.Errorf("after %s of work the answer comes after %s, want %s", works, took, want)
			}
		})
	}
	synctest.Test(t, func(t *testing.T) { // outside of a request
		began := time.Now()
		web.Even(t.Context(), time.Second)
		if took := time.Since(began); took != time.Second {
			t.Errorf("outside of a request: %s", took)
		}
	})
}
