package functions_test

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

func TestRememberMeAndRefresh(t *testing.T) {
	for remember, days := range map[bool]int{false: 7, true: 30} {
		u := newUser(t)
		var session loginBody
		request{method: "POST", path: "/api/auth/login",
			body:   fmt.Sprintf(`{"email":%q,"password":%q,"remember_me":%v}`, u.Email, password, remember),
			header: map[string]string{"X-Forwarded-For": randomAddress()}}.send(t).want(t, 200).decode(t, &session)
		exec(t, `update sessions set expires_at = now() + interval '1 hour' where user_id = $1`, u.ID)
		var refreshed loginBody
		request{method: "POST", path: "/api/auth/refresh", token: session.AccessToken}.send(t).want(t, 200).
			decode(t, &refreshed)
		want := time.Duration(days) * 24 * time.Hour
		for name, expires := range map[string]time.Time{"login": session.ExpiresAt, "refresh": refreshed.ExpiresAt} {
			if off := time.Until(expires) - want; off > time.Minute || off < -time.Minute {
				t.Errorf("remember_me %v: after %s the session ends at %s, want %d days", remember, name, expires, days)
			}
		}
		if refreshed.AccessToken == session.AccessToken {
			t.Error("refresh gave the old token")
		}
		request{method: "GET", path: "/api/auth/me", token: refreshed.AccessToken}.send(t).want(t, 200)
	}
}

func TestSessions(t *testing.T) {
	u := newUser(t)
	var phoneLogin loginBody
	request{method: "POST", path: "/api/auth/login", body: fmt.Sprintf(`{"email":%q,"password":%q}`, u.Email, password),
		header: map[string]string{"X-Forwarded-For": "2001:db8::1",
			"User-Agent": "Phone" + strings.Repeat("x", 600)}}.send(t).want(t, 200).decode(t, &phoneLogin)
	exec(t, `insert into sessions (id, user_id, expires_at) values (gen_random_uuid(), $1, now() - interval '1 hour')`,
		u.ID)
	var list struct {
		Sessions []struct {
			ID        string
			IPAddress *string `json:"ip_address"`
			UserAgent *string `json:"user_agent"`
			Current   bool
		}
	}
	request{method: "GET", path: "/api/auth/sessions", token: u.Token}.send(t).want(t, 200).decode(t, &list)
	if len(list.Sessions) != 2 {
		t.Fatalf("%d sessions, want the two that live: %v", len(list.Sessions), list)
	}
	phone := list.Sessions[0]
	if phone.Current || !list.Sessions[1].Current || *phone.IPAddress != "2001:db8::1" || len(*phone.UserAgent) != 512 {
		t.Errorf("sessions %v", list)
	}
	request{method: "DELETE", path: "/api/auth/sessions/" + phone.ID, token: u.Token}.send(t).want(t, 204)
	request{method: "GET", path: "/api/auth/me", token: phoneLogin.AccessToken}.send(t).want(t, 401)
	request{method: "DELETE", path: "/api/auth/sessions/" + phone.ID, token: u.Token}.send(t).want(t, 404)
	request{method: "DELETE", path: "/api/auth/sessions/7", token: u.Token}.send(t).want(t, 400)
}

func TestSessionsAreBounded(t *testing.T) {
	u := newUser(t)
	exec(t, `insert into sessions (id, user_id, expires_at)
		select gen_random_uuid(), $1, now() + interval '1 hour' from generate_series(1, 150)`, u.ID)
	login(t, u.Email, password, randomAddress()).want(t, 200)
	if n := queryOne[int](t, `select count(*) from sessions where user_id = $1`, u.ID); n > 101 {
		t.Errorf("%d sessions", n)
	}
}
