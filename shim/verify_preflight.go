package main

import (
	"fmt"
	"strings"

	"github.com/todo-backend/todo-backend/shared/config"
)

// preflightFrom returns what asks, as a browser does, whether a page of origin may call the backend (Fetch Standard,
// 3.3): with its cookie where credentials is "true", without where it is "". Where a proxy answers in the backend's
// place, as that of a Hugging Face Space does, its answer must allow as much, unless page and backend are one origin:
// then no browser asks.
func preflightFrom(origin, credentials string) func(*checker) error {
	return func(c *checker) error {
		origin := c.expand(origin)
		a, err := c.send(step{request: "OPTIONS /api/tasks/$milk", want: 204, wantHeader: cors(origin, credentials),
			header: map[string]string{"Origin": origin, "Access-Control-Request-Method": "PATCH",
				"Access-Control-Request-Headers": "authorization,content-type"}})
		switch {
		case err == nil || a == nil:
			return err
		case a.Header.Get("X-Request-Id") != "":
			return fmt.Errorf("%w: is FRONTEND_URL the same here and at the backend?", err)
		}
		missing := a.missing(origin, credentials)
		if missing == "" {
			return nil
		}
		if own, _, _ := config.Origin(c.base); own == origin {
			c.note("a proxy answers preflights itself, without %s: only pages of %s can use the API", missing, own)
			return nil
		}
		return fmt.Errorf("a proxy before the backend answers preflights itself, and takes away %s: browsers let no "+
			"page of %s call the backend. Show the page on the backend's origin (FRONTEND_URL=%s), or let the page's "+
			"server forward its /api to the backend (the frontend's BACKEND_URL)", missing, origin, c.base)
	}
}

// missing returns what an answer to a preflight lacks, as a list.
func (a *verifyAnswer) missing(origin, credentials string) string {
	var lacks []string
	for _, h := range []struct{ name, want string }{
		{"Access-Control-Allow-Origin", origin}, {"Access-Control-Allow-Credentials", credentials},
		{"Access-Control-Allow-Methods", "patch"}, {"Access-Control-Allow-Headers", "authorization"},
		{"Access-Control-Allow-Headers", "content-type"},
	} {
		got := strings.ToLower(a.Header.Get(h.name))
		allows := strings.Contains(got, h.want) || got == "*" && credentials == ""
		if a.StatusCode >= 300 || !allows {
			lacks = append(lacks, strings.TrimSpace(h.name+": "+h.want))
		}
	}
	return strings.Join(lacks, ", ")
}
