package functions_test

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/todo-backend/todo-backend/shared/identity"
)

// The matrix of threat 11: every link, token and way in × every event that must end it. An event or a way that is
// added without its cells fails, and so does one of the database or of the links that no way covers.

const (
	byMail    = "nobody's session asked for it: whoever reads the mail has it"
	notNow    = "Better Auth's client says which sessions end, by revokeOtherSessions"
	sessionly = "it ends this session, and what was given out within it, alone"
	bySignIn  = "the address or a way in is changed by who is signed in, whose session stays"
	nobodys   = "it is nobody's until the provider says whose"
	remedy    = "it is the owner's remedy against whoever changed the address, and could do all of this"
	theirs    = "the person proves who they are elsewhere; they unlink it"
	knows     = "the person knows it still"
	sameMail  = "the account at the provider stays the same person's"
)

// ofSession are the events that end one session.
var ofSession = []string{"revoke-session", "DELETE session", "logout", "sign-out", "expiry of the session"}

// survivals are the cells in which something survives, by way and event, with the reason. In all others it dies.
var survivals = map[string]map[string]string{
	"verification link of a session": {},
	"verification link":              outlives(byMail, ofSession...),
	"link to another address":        {},
	"reset token":                    outlives(byMail, ofSession...),
	"deletion token":                 {},
	"flow to link an account":        {},
	"flow to sign in":                outlives(nobodys, eventNames...),
	"access token (JWT)":             sessionsOutlive,
	"session":                        sessionsOutlive,
	"account at a provider": merge(outlives(theirs, "password changed by REST", "password changed by Better Auth",
		"password changed and sessions revoked", "revoke-other-sessions", "revoke-sessions",
		"unlinking of the password", "reset of a proven address"),
		outlives(sessionly, ofSession...), outlives(sameMail, "change of address")),
	"identity of another server": merge(outlives(theirs, "password changed by REST", "password changed by Better Auth",
		"password changed and sessions revoked", "revoke-other-sessions", "revoke-sessions",
		"unlinking of the password", "reset of a proven address"),
		outlives(sessionly, ofSession...), outlives(sameMail, "change of address")),
	"undo of a change of address": merge(outlives(remedy, "password changed by REST", "password changed by Better Auth",
		"password changed and sessions revoked", "reset of a proven address", "revoke-other-sessions",
		"revoke-sessions", "change of address", "unlinking of accounts", "unlinking of the password"),
		outlives(remedy, ofSession...)),
	"password": merge(outlives(knows, "revoke-other-sessions", "revoke-sessions", "change of address",
		"unlinking of accounts"), outlives(knows, ofSession...)),
}

var sessionsOutlive = merge(outlives(notNow, "password changed by Better Auth"),
	outlives(bySignIn, "change of address", "unlinking of accounts", "unlinking of the password"))

func outlives(reason string, events ...string) map[string]string {
	all := map[string]string{}
	for _, event := range events {
		all[event] = reason
	}
	return all
}

func merge(some ...map[string]string) map[string]string {
	all := map[string]string{}
	for _, m := range some {
		maps.Copy(all, m)
	}
	return all
}

func TestAuthorityEndsWithItsCause(t *testing.T) {
	for name := range survivals {
		if ways[name].give == nil {
			t.Errorf("%q is in the table of what survives, and not among the ways", name)
		}
		for event := range survivals[name] {
			if !slices.Contains(eventNames, event) {
				t.Errorf("%q survives %q, which is not among the events", name, event)
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(ways)) {
		survives, ok := survivals[name]
		if !ok {
			t.Errorf("%q has no row in the table of what survives: what of each event does it outlive, and why?", name)
			continue
		}
		for _, event := range eventNames {
			t.Run(name+"/"+event, func(t *testing.T) {
				t.Parallel()
				v := newVictim(t)
				works := ways[name].give(t, v)
				events[event](t, v)
				if reason := survives[event]; works() != (reason != "") {
					t.Errorf("it works: %v, want %v %s", reason == "", reason != "", reason)
				}
			})
		}
		t.Run(name+"/nothing", func(t *testing.T) { // or what follows would say nothing
			t.Parallel()
			v := newVictim(t)
			if works := ways[name].give(t, v); !works() {
				t.Error("it does not work at all")
			}
		})
	}
}

// harmless are the tables that name a user or a session and give nobody authority, with what they hold.
var harmless = map[string]string{
	"tasks":            "what a user owns",
	"lists":            "what a user owns",
	"filters":          "what a user owns",
	"task_changes":     "which tasks of a list have changed since a client read it",
	"sign_in_sources":  "from where a user has signed in before, for the limits of sign-ins",
	"idempotency_keys": "what a user has created, so that it is not created twice",
}

// TestEveryAuthorityHasItsRow reads what there is off the schema and the code.
func TestEveryAuthorityHasItsRow(t *testing.T) {
	covered := map[string]bool{}
	for _, w := range ways {
		for _, what := range w.covers {
			covered[what] = true
		}
	}
	need := func(what string) {
		if !covered[what] {
			t.Errorf("%s gives authority, or is new: which way of the matrix covers it?", what)
		}
	}
	for _, kind := range identity.LinkKinds {
		need("link " + kind)
	}
	purposes := queryOne[string](t, `select pg_get_constraintdef(oid) from pg_constraint
		where conname = 'one_time_tokens_purpose_check'`)
	for _, purpose := range regexp.MustCompile(`'([a-z-]+)'`).FindAllStringSubmatch(purposes, -1) {
		need("token " + purpose[1])
	}
	if !strings.Contains(purposes, "reset-password") {
		t.Errorf("the purposes are %s", purposes)
	}
	tables := queryOne[[]string](t, `
		select array_agg(distinct conrelid::regclass::text) from pg_constraint
		where contype = 'f' and confrelid in ('users'::regclass, 'sessions'::regclass)`)
	for _, table := range tables {
		if harmless[table] == "" && table != "one_time_tokens" {
			need("table " + table)
		}
	}
	need("column users.password_hash")
}
