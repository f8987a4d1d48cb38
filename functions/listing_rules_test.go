package functions_test

import (
	"net/url"
	"slices"
	"testing"
)

// TestListingRules lists the tasks of the fixture by which the web application filters and sorts its own copy too.
func TestListingRules(t *testing.T) {
	var fixture struct {
		Tasks    []map[string]any
		Listings []struct {
			Query  map[string]string
			Titles []string
		}
	}
	fixtureFile(t, "listing.json", &fixture)
	u := newUser(t)
	for _, task := range fixture.Tasks {
		createdAt, updatedAt := task["created_at"], task["updated_at"]
		delete(task, "created_at")
		delete(task, "updated_at")
		created, _ := u.create(t, encode(t, task))
		exec(t, `update tasks set created_at = $2::text::timestamptz, updated_at = $3::text::timestamptz where id = $1`,
			created.ID, createdAt, updatedAt)
	}
	for _, listing := range fixture.Listings {
		query := url.Values{}
		for name, value := range listing.Query {
			query.Set(name, value)
		}
		got := []string{}
		for _, task := range u.list(t, query.Encode()).Tasks {
			got = append(got, task.Title)
		}
		if !slices.Equal(got, listing.Titles) {
			t.Errorf("%v: %q, want %q", listing.Query, got, listing.Titles)
		}
	}
}
