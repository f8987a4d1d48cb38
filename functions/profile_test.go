package functions_test

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

func TestDeletedAccountIsGone(t *testing.T) {
	f := newFixture(t)
	remove := func(password string) answer {
		return request{method: "DELETE", path: "/api/auth/account", token: f.owner.Token,
			body: fmt.Sprintf(`{"password":%q}`, password)}.send(t)
	}
	wantProblem(t, "wrong", remove("wrong password").want(t, 422), "password", "Password is incorrect")
	remove(password).want(t, 204)
	if left := f.state(t); left != "" {
		t.Errorf("left: %s", left)
	}
	login(t, f.owner.Email, password, randomAddress()).want(t, 401)
}

func TestProfile(t *testing.T) {
	u := newUser(t)
	patch := func(body string) answer {
		return request{method: "PATCH", path: "/api/auth/profile", token: u.Token, body: body}.send(t)
	}
	for body, want := range map[string]string{
		`{"full_name":"Ann"}`:                           `"full_name":"Ann"`,
		`{"name":"Bob"}`:                                `"full_name":"Bob"`,
		`{"full_name":null}`:                            `"full_name":null`,
		`{"full_name":" "}`:                             `"full_name":null`,
		`{"full_name":"\u3164\u200b"}`:                  `"full_name":null`,
		`{"avatar_url":"https://example.com/a.png"}`:    `"avatar_url":"https://example.com/a.png"`,
		`{"timezone":"America/Argentina/Buenos_Aires"}`: `"timezone":"America/Argentina/Buenos_Aires"`,
		`{"language":"pt-BR"}`:                          `"language":"pt-BR"`,
		`{}`:                                            `"email":"` + u.Email,
		`{"full_name":"<script>alert(1)</script>"}`:     `"full_name":"<script>alert(1)</script>"`,
		`{"full_name":"'; DROP TABLE users; --"}`:       `"full_name":"'; DROP TABLE users; --"`,
	} {
		if a := patch(body); a.Status != 200 || !strings.Contains(string(a.Body), want) {
			t.Errorf("%s: %d %s, want %s", body, a.Status, a.Body, want)
		}
	}
	for body, field := range map[string]string{
		`{"timezone":"Mars/Base"}`:                      "timezone",
		`{"timezone":null}`:                             "timezone",
		`{"timezone":"'; drop table users"}`:            "timezone",
		`{"timezone":"UTC\u0000"}`:                      "timezone",
		`{"language":"english please"}`:                 "language",
		`{"full_name":"a\u0007b"}`:                      "full_name",
		`{"name":"a\nb"}`:                               "name",
		`{"avatar_url":"javascript:alert(1)"}`:          "avatar_url",
		`{"avatar_url":"/a.png"}`:                       "avatar_url",
		`{"email":"new@example.com"}`:                   "email",
		`{"email_verified":true}`:                       "email_verified",
		`{"password_hash":"x"}`:                         "password_hash",
		`{"id":"01900000-0000-7000-8000-000000000000"}`: "id",
	} {
		a := patch(body).want(t, 422)
		if p := a.problem(t); len(p.Errors) != 1 || p.Errors[0].Field != field {
			t.Errorf("%s: %s", body, a.Body)
		}
	}
	before := queryOne[time.Time](t, `select updated_at from users where id = $1`, u.ID)
	patch(`{}`).want(t, 200)
	if after := queryOne[time.Time](t, `select updated_at from users where id = $1`, u.ID); !after.Equal(before) {
		t.Error("an empty object has changed updated_at")
	}
}
