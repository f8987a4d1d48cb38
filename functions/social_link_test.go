package functions_test

import (
	"net/url"
	"strings"
	"testing"
)

func TestLinkSocial(t *testing.T) {
	owner := func() (user, *browser) {
		u, b := newUser(t), newBrowser(t)
		name, value, _ := strings.Cut(u.cookie(t), "=")
		b.cookies[name] = value
		return u, b
	}
	links := func(u user) int {
		return queryOne[int](t, `select count(*) from accounts where user_id = $1`, u.ID)
	}
	u, b := owner()
	p := someone(4000)
	p.Email = u.Email
	if to := b.social("/api/auth/link-social", "github", p, ""); to.String() != "http://localhost:3000/tasks" ||
		links(u) != 1 {
		t.Errorf("%s, %d links", to, links(u))
	}
	to := b.social("/api/auth/link-social", "github", p, "") // again
	if to.Query().Get("error") != "" || links(u) != 1 {
		t.Errorf("%s, %d links", to, links(u))
	}
	other, bo := owner()
	theirs := p
	theirs.Email = other.Email
	if to := bo.social("/api/auth/link-social", "github", theirs,
		""); to.Query().Get("error") != "account_already_linked_to_different_user" || links(other) != 0 {
		t.Errorf("%s", to)
	}
	if to := bo.social("/api/auth/link-social", "github", someone(4001),
		""); to.Query().Get("error") != "email_does_not_match" || links(other) != 0 {
		t.Errorf("%s", to)
	}
	unverified := someone(4002)
	unverified.Email, unverified.Verified = other.Email, false
	if to := bo.social("/api/auth/link-social", "github", unverified,
		""); to.Query().Get("error") != "unable_to_link_account" || links(other) != 0 {
		t.Errorf("%s", to)
	}
	// The session that began it has ended before the provider answers.
	var began struct{ URL string }
	bo.do("POST", "/api/auth/link-social", `{"provider":"github","errorCallbackURL":"http://localhost:3000/oops"}`).
		want(t, 200).decode(t, &began)
	at, _ := url.Parse(began.URL)
	exec(t, `delete from sessions where user_id = $1`, other.ID)
	person := someone(4003)
	person.Email = other.Email
	to = bo.back("github", url.Values{"code": {people.consent(person, at.Query().Get("code_challenge"))},
		"state": {at.Query().Get("state")}})
	if to.Query().Get("error") != "state_mismatch" || links(other) != 0 {
		t.Errorf("after the session's end: %s", to)
	}
}

// TestTwoUnlinkAtOnce shows that the last way to sign in stays, whichever of two requests comes first.
func TestTwoUnlinkAtOnce(t *testing.T) {
	f := newFixture(t)
	holder := begin(t, `select from users where id = $1 for update`, f.owner.ID) // makes the two meet
	ids := make(chan string, 2)
	ids <- f.account.String()
	ids <- f.owner.ID.String()
	done := make(chan map[int]int)
	go func() {
		done <- concurrently(2, func() int {
			return request{method: "POST", path: "/api/auth/unlink-account", token: f.owner.Token,
				body:   `{"accountId":"` + <-ids + `"}`,
				header: map[string]string{"X-Forwarded-For": randomAddress()}}.send(t).Status
		})
	}()
	waitUntil(t, `select count(*) >= 1 from pg_stat_activity
		where datname = current_database() and wait_event_type = 'Lock'`)
	if err := holder.Commit(t.Context()); err != nil {
		t.Fatal(err)
	}
	statuses := <-done
	ways := queryOne[int](t, `select (select count(*) from accounts where user_id = $1) +
		(select count(password_hash) from users where id = $1)`, f.owner.ID)
	if ways != 1 || statuses[200] != 1 {
		t.Errorf("%d ways are left, statuses %v", ways, statuses)
	}
}
