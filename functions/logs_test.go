package functions_test

import (
	"encoding/json"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/todo-backend/todo-backend/functions"
)

// TestLogsHoldNoSecret walks every function with a secret wherever a request can hold one, as it is, percent-encoded
// and signed, where the path is the function's and where it is nearly that, and where the database refuses every
// statement.
func TestLogsHoldNoSecret(t *testing.T) {
	const hidden = "hiddenhiddenhiddenhidden32lettrs"
	fields := map[string]any{}
	for _, name := range []string{
		"token", "password", "newPassword", "currentPassword", "new_password", "current_password", "title",
	} {
		fields[name] = hidden
	}
	fields["email"], fields["newEmail"], fields["name"], fields["provider"] =
		"logs@example.com", "logs2@example.com", "Ann", "github"
	body, err := json.Marshal(fields)
	if err != nil {
		t.Fatal(err)
	}
	query := url.Values{"token": {hidden}, "code": {hidden}, "state": {hidden}, "callbackURL": {"/x?token=" + hidden},
		"cursor": {hidden}, "error": {hidden}, "error_description": {hidden}}.Encode()
	walk := func() {
		t.Helper()
		for _, f := range functions.All {
			path := regexp.MustCompile(`\{(\w+)\}`).ReplaceAllStringFunc(f.Path, func(name string) string {
				if name == "{provider}" {
					return "github"
				}
				return hidden
			})
			for _, at := range []string{
				path, path + "/", path + "/" + hidden, strings.Replace(path, "hidden", "%68idden", 1),
			} {
				for _, credential := range []map[string]string{
					{"Authorization": "Bearer " + hidden},
					{"Authorization": "Basic " + hidden},
					{"Cookie": cookieName + "=" + url.QueryEscape(signed(authSecret, hidden)) +
						"; __Secure-better-auth.state=" + url.QueryEscape(signed(authSecret, hidden))},
				} {
					credential["X-Forwarded-For"], credential["Origin"] = randomAddress(), frontend
					credential["Referer"], credential["User-Agent"] = frontend+"/?token="+hidden, hidden
					q := request{method: f.Method, path: at + "?" + query, header: credential}
					if f.Method != "GET" {
						q.body = string(body)
					}
					q.send(t)
				}
			}
		}
	}
	begun := len(logs.after(0))
	walk()
	exec(t, `alter table users rename to users_away`)
	defer exec(t, `alter table users_away rename to users`)
	walk()
	lines := logs.after(begun)
	if !strings.Contains(lines, "users") {
		t.Error("no error was logged")
	}
	for line := range strings.Lines(lines) {
		// an id is not a secret, whatever it is
		if strings.Contains(line, hidden) && !strings.Contains(line, `"id":"`+hidden) {
			t.Errorf("the log tells a secret: %s", line)
		}
	}
}

// TestSecretsAreNotLogged looks through the whole log of this run.
func TestSecretsAreNotLogged(t *testing.T) {
	u := newUser(t)
	login(t, u.Email, password, randomAddress()).want(t, 200)
	request{method: "GET", path: "/api/tasks?search=private", token: u.Token}.send(t).want(t, 200)
	request{method: "GET", path: "/api/auth/get-session", token: u.Secret}.send(t).want(t, 200)
	for _, secret := range []string{password, u.Token, u.Secret, oldSecret, "github-secret", "eyJ", "$argon2id",
		"private", "a secret of the tests"} {
		for _, line := range logs.linesContaining(secret) {
			if !strings.Contains(line, `"msg":"mail"`) { // SMTP_URL=log: prints what would be mailed
				t.Fatalf("the log has %q: %s", secret, line)
			}
		}
	}
}
