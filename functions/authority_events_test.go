package functions_test

import (
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/todo-backend/todo-backend/shared/secret"
)

// eventNames are the events after which what was given out before may count no more, in the order of the matrix.
var eventNames = []string{
	"password changed by REST", "password changed by Better Auth", "password changed and sessions revoked",
	"reset of a proven address", "reset of an unproven address", "proof through a provider",
	"revoke-session", "DELETE session", "revoke-other-sessions", "revoke-sessions", "logout", "sign-out",
	"expiry of the session", "change of address", "undo of a change of address",
	"unlinking of accounts", "unlinking of the password", "deletion of the account",
}

// events are what the owner, or the thief's session, does.
var events = map[string]func(t *testing.T, v *victim){
	"password changed by REST": func(t *testing.T, v *victim) {
		request{method: "PUT", path: "/api/auth/password", token: v.owner.Token,
			body: `{"current_password":"` + password + `","new_password":"another one"}`}.send(t).want(t, 200)
	},
	"password changed by Better Auth": func(t *testing.T, v *victim) {
		asOwner(t, v, "change-password", `{"currentPassword":"`+password+`","newPassword":"another one"}`)
	},
	"password changed and sessions revoked": func(t *testing.T, v *victim) {
		asOwner(t, v, "change-password",
			`{"currentPassword":"`+password+`","newPassword":"another one","revokeOtherSessions":true}`)
	},
	"reset of a proven address": resetByMail,
	"reset of an unproven address": func(t *testing.T, v *victim) {
		exec(t, `update users set owner_proven = false where id = $1`, v.owner.ID)
		resetByMail(t, v)
	},
	"proof through a provider": func(t *testing.T, v *victim) {
		exec(t, `update users set owner_proven = false where id = $1`, v.owner.ID)
		b, p := newBrowser(t), someone(int(uuid.New().ID()))
		p.Email = v.owner.Email
		b.social("/api/auth/sign-in/social", "google", p, "")
		if b.session().User.ID != v.owner.ID.String() {
			t.Fatal("the owner is not in")
		}
	},
	"revoke-session": func(t *testing.T, v *victim) {
		asOwner(t, v, "revoke-session", `{"token":"`+strings.ReplaceAll(v.thief.SessionID.String(), "-", "")+`"}`)
	},
	"DELETE session": func(t *testing.T, v *victim) {
		request{method: "DELETE", path: "/api/auth/sessions/" + v.thief.SessionID.String(),
			token: v.owner.Token}.send(t).want(t, 204)
	},
	"revoke-other-sessions": func(t *testing.T, v *victim) { asOwner(t, v, "revoke-other-sessions", `{}`) },
	"revoke-sessions":       func(t *testing.T, v *victim) { asOwner(t, v, "revoke-sessions", `{}`) },
	"logout": func(t *testing.T, v *victim) {
		post(t, "/api/auth/logout", "", "Authorization", "Bearer "+v.thief.Token).want(t, 200)
	},
	"sign-out": func(t *testing.T, v *victim) {
		post(t, "/api/auth/sign-out", "", "Cookie", v.thief.cookie(t), "Origin", frontend).want(t, 200)
	},
	"expiry of the session": func(t *testing.T, v *victim) {
		exec(t, `update sessions set expires_at = now() - interval '1 second' where id = $1`, v.thief.SessionID)
	},
	"change of address": func(t *testing.T, v *victim) {
		to := "moved-" + uuid.NewString() + "@example.com"
		open(t, askChange(t, v.owner, to)).want(t, 302)
		v.owner.Email = to
	},
	"undo of a change of address": func(t *testing.T, v *victim) { // which came before what is tried
		former, token := "former-"+uuid.NewString()+"@example.com", uuid.NewString()
		exec(t, `insert into one_time_tokens (token_hash, purpose, user_id, email, created_at, expires_at)
			values ($1, 'undo-email-change', $2, $3, now() - interval '1 day', now() + interval '1 day')`,
			secret.HashToken(token), v.owner.ID, former)
		post(t, "/api/auth/undo-email-change", `{"token":"`+token+`"}`).want(t, 200)
	},
	"unlinking of accounts": func(t *testing.T, v *victim) {
		exec(t, `insert into accounts (id, user_id, provider_id, account_id)
			values (gen_random_uuid(), $1, 'google', $2)`,
			v.owner.ID, uuid.NewString())
		for _, id := range queryOne[[]string](t,
			`select array_agg(id::text) from accounts where user_id = $1`, v.owner.ID) {
			asOwner(t, v, "unlink-account", `{"accountId":"`+id+`"}`)
		}
	},
	"unlinking of the password": func(t *testing.T, v *victim) {
		exec(t, `insert into accounts (id, user_id, provider_id, account_id)
			values (gen_random_uuid(), $1, 'google', $2)`,
			v.owner.ID, uuid.NewString())
		asOwner(t, v, "unlink-account", `{"accountId":"`+v.owner.ID.String()+`","providerId":"credential"}`)
	},
	"deletion of the account": func(t *testing.T, v *victim) {
		request{method: "DELETE", path: "/api/auth/account", token: v.owner.Token,
			body: `{"password":"` + password + `"}`}.send(t).want(t, 204)
	},
}

// asOwner calls one of Better Auth's functions in the owner's session.
func asOwner(t *testing.T, v *victim, path, body string) {
	t.Helper()
	post(t, "/api/auth/"+path, body, "Authorization", "Bearer "+v.owner.Secret).want(t, 200)
}

func resetByMail(t *testing.T, v *victim) {
	t.Helper()
	_, token := askReset(t, v.owner, true)
	post(t, "/api/auth/password/reset", `{"token":"`+token+`","new_password":"another one"}`).want(t, 200)
}

func TestEveryEventIsListed(t *testing.T) {
	for _, name := range eventNames {
		if events[name] == nil {
			t.Errorf("%q is a name without an event", name)
		}
	}
	if len(events) != len(eventNames) {
		t.Errorf("%d events, %d names: an event that has no name is not tried", len(events), len(eventNames))
	}
}
