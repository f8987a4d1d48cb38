package functions_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/todo-backend/todo-backend/functions"
	"github.com/todo-backend/todo-backend/shared/config"
	"github.com/todo-backend/todo-backend/shared/openapi"
)

// row is what the contract says of one function: who gets which status, and how often it may reach the database.
type row struct {
	path    string // with an owner's things in it, see fixture; "": the list's path
	body    string
	owner   int // with the owner's token
	another int // with another user's token, on the owner's things; 0: the same as the owner
	nobody  int // without a token, and with one that is dead
	trips   int // to the database, on a warm connection
}

var contract = map[string]row{
	"signup":         {body: `{"email":"new-{random}@example.com","password":"correct horse battery"}`, owner: 201, nobody: 201, trips: 2},
	"login":          {body: `{"email":"{email}","password":"correct horse battery"}`, owner: 200, nobody: 200, trips: 2},
	"logout":         {owner: 200, nobody: 200, trips: 1},
	"me":             {owner: 200, nobody: 401, trips: 1},
	"updateProfile":  {body: `{"full_name":"Ann","timezone":"Europe/Paris"}`, owner: 200, nobody: 401, trips: 1},
	"changePassword": {body: `{"current_password":"correct horse battery","new_password":"another one"}`, owner: 200, nobody: 401, trips: 2},
	"refresh":        {owner: 200, nobody: 401, trips: 1},
	"listSessions":   {owner: 200, nobody: 401, trips: 1},
	"revokeSession":  {path: "/api/auth/sessions/{session}", owner: 204, another: 404, nobody: 401, trips: 1},
	"deleteAccount":  {body: `{"password":"correct horse battery"}`, owner: 204, nobody: 401, trips: 2},
	"demo":           {owner: 200, nobody: 200, trips: 1},

	"forgotPassword":   {body: `{"email":"{email}"}`, owner: 202, nobody: 202, trips: 1},
	"resetPassword":    {body: `{"token":"forged","new_password":"another one"}`, owner: 422, nobody: 422, trips: 1},
	"sendVerification": {body: `{}`, owner: 202, nobody: 401, trips: 1},
	"verifyEmail":      {body: `{"token":"forged"}`, owner: 422, nobody: 422},
	"undoEmailChange":  {path: "/api/auth/undo-email-change?token=forged", owner: 404, nobody: 404, trips: 1},

	"POST undoEmailChange": {body: `{"token":"forged"}`, owner: 404, nobody: 404, trips: 1},

	"betterAuthOk":                    {owner: 200, nobody: 200},
	"betterAuthSignUpEmail":           {body: `{"name":"Ann","email":"new-{random}@example.com","password":"correct horse battery"}`, owner: 200, nobody: 200, trips: 2},
	"betterAuthSignInEmail":           {body: `{"email":"{email}","password":"correct horse battery"}`, owner: 200, nobody: 200, trips: 2},
	"betterAuthSignInSocial":          {body: `{"provider":"github"}`, owner: 200, nobody: 200, trips: 1},
	"betterAuthLinkSocial":            {body: `{"provider":"github"}`, owner: 200, nobody: 401, trips: 1},
	"betterAuthCallback":              {path: "/api/auth/callback/github?code=x", owner: 302, nobody: 302},
	"betterAuthSignOut":               {owner: 200, nobody: 200, trips: 1},
	"betterAuthGetSession":            {owner: 200, nobody: 200, trips: 1},
	"POST betterAuthGetSession":       {owner: 405, nobody: 405},
	"betterAuthListSessions":          {owner: 200, nobody: 401, trips: 1},
	"betterAuthRevokeSession":         {body: `{"token":"{handle}"}`, owner: 200, nobody: 401, trips: 1},
	"betterAuthRevokeSessions":        {owner: 200, nobody: 401, trips: 1},
	"betterAuthRevokeOtherSessions":   {owner: 200, nobody: 401, trips: 1},
	"betterAuthUpdateUser":            {body: `{"name":"Ann"}`, owner: 200, nobody: 401, trips: 1},
	"betterAuthUpdateSession":         {body: `{}`, owner: 400, nobody: 401, trips: 1},
	"betterAuthChangePassword":        {body: `{"currentPassword":"correct horse battery","newPassword":"another one"}`, owner: 200, nobody: 401, trips: 2},
	"betterAuthVerifyPassword":        {body: `{"password":"correct horse battery"}`, owner: 200, nobody: 401, trips: 1},
	"betterAuthChangeEmail":           {body: `{"newEmail":"new-{random}@example.com"}`, owner: 200, nobody: 401, trips: 2},
	"betterAuthDeleteUser":            {body: `{"password":"correct horse battery"}`, owner: 200, nobody: 401, trips: 2},
	"betterAuthDeleteUserCallback":    {path: "/api/auth/delete-user/callback?token=forged", owner: 404, nobody: 404, trips: 1},
	"betterAuthRequestPasswordReset":  {body: `{"email":"{email}"}`, owner: 200, nobody: 200, trips: 1},
	"betterAuthResetPasswordLink":     {path: "/api/auth/reset-password/forged?callbackURL=/x", owner: 302, nobody: 302, trips: 1},
	"betterAuthResetPassword":         {body: `{"token":"forged","newPassword":"another one"}`, owner: 400, nobody: 400, trips: 1},
	"betterAuthSendVerificationEmail": {body: `{"email":"{email}"}`, owner: 200, another: 400, nobody: 200, trips: 1},
	"betterAuthVerifyEmail":           {path: "/api/auth/verify-email?token=forged", owner: 401, nobody: 401},
	"betterAuthListAccounts":          {owner: 200, nobody: 401, trips: 1},
	"betterAuthUnlinkAccount":         {body: `{"accountId":"{account}"}`, owner: 200, another: 400, nobody: 401, trips: 1},
	"betterAuthToken":                 {owner: 200, nobody: 401, trips: 1},
	"betterAuthJwks":                  {owner: 200, nobody: 200},
	"betterAuthError":                 {path: "/api/auth/error?error=x", owner: 302, nobody: 302},

	"listTasks":  {owner: 200, nobody: 401, trips: 1},
	"createTask": {body: `{"title":"Another"}`, owner: 201, nobody: 401, trips: 1},
	"getTask":    {path: "/api/tasks/{task}", owner: 200, another: 404, nobody: 401, trips: 1},
	"updateTask": {path: "/api/tasks/{task}", body: `{"title":"Taken"}`, owner: 200, another: 404, nobody: 401, trips: 1},
	"deleteTask": {path: "/api/tasks/{task}", owner: 204, another: 404, nobody: 401, trips: 1},
	"overview":   {owner: 200, nobody: 401, trips: 1},

	"index":   {owner: 200, nobody: 200},
	"health":  {owner: 200, nobody: 200, trips: 1},
	"docs":    {owner: 200, nobody: 200},
	"redoc":   {owner: 200, nobody: 200},
	"openapi": {owner: 200, nobody: 200},
}

// rowOf is the row of a function, or of one of its methods where they differ.
func rowOf(f functions.Function) row {
	if c, ok := contract[f.Method+" "+f.Name]; ok {
		return c
	}
	return contract[f.Name]
}

// fixture is an owner with a task, a second session and an account at GitHub, for one request to be tried on.
type fixture struct {
	owner   user
	task    uuid.UUID
	session uuid.UUID
	account uuid.UUID
}

func newFixture(t *testing.T) fixture {
	t.Helper()
	f := fixture{owner: newUser(t), task: uuid.Must(uuid.NewV7()), session: uuid.Must(uuid.NewV7())}
	exec(t, `insert into tasks (id, user_id, title) values ($1, $2, 'The owner''s own')`, f.task, f.owner.ID)
	exec(t, `insert into idempotency_keys (user_id, key, task_id) values ($2, 'key', $1)`, f.task, f.owner.ID)
	exec(t, `insert into sessions (id, user_id, expires_at) values ($1, $2, now() + interval '1 hour')`, f.session, f.owner.ID)
	f.account = uuid.New()
	exec(t, `insert into accounts (id, user_id, provider_id, account_id) values ($1::uuid, $2, 'github', $1::text)`, f.account, f.owner.ID)
	return f
}

// fill puts the fixture's things into a path or a body.
func (f fixture) fill(text string) string {
	return strings.NewReplacer("{task}", f.task.String(), "{session}", f.session.String(), "{email}", f.owner.Email,
		"{handle}", strings.ReplaceAll(f.session.String(), "-", ""), "{account}", f.account.String(),
		"{random}", uuid.NewString()).Replace(text)
}

// request makes the request that f's row describes, from an address of its own.
func (f fixture) request(function functions.Function, token string) request {
	c := rowOf(function)
	path := c.path
	if path == "" {
		path = strings.Replace(function.Path, "{asset}", function.Name+".js", 1)
	}
	return request{method: function.Method, path: f.fill(path), body: f.fill(c.body), token: token,
		header: map[string]string{"X-Forwarded-For": randomAddress(), "X-Request-Id": "fixed"}}
}

func randomAddress() string {
	id := uuid.New()
	return fmt.Sprintf("10.%d.%d.%d", id[0], id[1], id[2])
}

// state is everything the owner has, so that a request which was refused can be shown to have changed nothing.
func (f fixture) state(t *testing.T) string {
	t.Helper()
	return lookUp[string](t, `
		select concat((select row(u.*)::text from users u where id = $1),
		  (select string_agg(row(t.*)::text, ';' order by id) from tasks t where user_id = $1),
		  (select string_agg(row(k.*)::text, ';' order by key) from idempotency_keys k where user_id = $1),
		  (select string_agg(row(a.*)::text, ';' order by id) from accounts a where user_id = $1),
		  (select string_agg(row(s.*)::text, ';' order by id) from sessions s where user_id = $1))`, f.owner.ID)
}

func TestEveryFunctionHasItsRow(t *testing.T) {
	served := map[string]bool{}
	for _, f := range functions.All {
		served[f.Name], served[f.Method+" "+f.Name] = true, true
		if _, ok := contract[f.Name]; !ok {
			t.Errorf("%s has no row in the contract: who may call it, and what is each told?", f.Name)
		}
	}
	for name := range contract {
		if !served[name] {
			t.Errorf("%s has a row in the contract and is not served", name)
		}
	}
}

// TestAuthorization tries every function as everybody (threats: access by id, authority that outlives its cause).
func TestAuthorization(t *testing.T) {
	authorization(t)
}

// TestAuthorizationWithoutRowSecurity shows that the statements' own WHERE holds alone; TestRowSecurity shows the other wall.
func TestAuthorizationWithoutRowSecurity(t *testing.T) {
	for _, table := range []string{"users", "sessions", "accounts", "one_time_tokens", "tasks", "idempotency_keys"} {
		if !lookUp[bool](t, `select relrowsecurity from pg_class where oid = $1::regclass`, table) {
			t.Fatalf("%s has no row security to turn off", table)
		}
		exec(t, `alter table `+table+` disable row level security`)
		defer exec(t, `alter table `+table+` enable row level security`)
	}
	authorization(t)
	t.Run("listing", TestListing) // its counts too are the user's own
	t.Run("overview", TestOverview)
	t.Run("ids", TestTaskIDAuthorization)
	t.Run("sessions", TestSessions)
	t.Run("revocation", TestRevocation)
	t.Run("deletion", TestDeletionByMail)
}

// logsIn are the functions that open a session, and take expired ones away.
var logsIn = map[string]bool{"login": true, "betterAuthSignInEmail": true, "betterAuthSignUpEmail": true}

func authorization(t *testing.T) {
	for _, function := range functions.All {
		c := rowOf(function)
		t.Run(function.Method+" "+function.Path, func(t *testing.T) {
			t.Run("owner", func(t *testing.T) {
				f := newFixture(t)
				f.request(function, f.owner.Token).send(t).want(t, c.owner)
			})
			t.Run("another user", func(t *testing.T) {
				f, other := newFixture(t), newUser(t)
				before := f.state(t)
				want := c.another
				if want == 0 {
					want = c.owner
				}
				a := f.request(function, other.Token).send(t).want(t, want)
				if strings.Contains(string(a.Body), "The owner's own") || c.nobody == 401 && strings.Contains(string(a.Body), f.owner.Email) {
					t.Errorf("another user sees the owner's: %s", a.Body)
				}
				if !logsIn[function.Name] && f.state(t) != before { // whoever knows the password may log in
					t.Error("another user has changed what is the owner's")
				}
			})
			if c.another == 404 {
				t.Run("absent is as foreign", func(t *testing.T) {
					f, other := newFixture(t), newUser(t)
					foreign := f.request(function, other.Token).send(t)
					f.task, f.session = uuid.Must(uuid.NewV7()), uuid.Must(uuid.NewV7())
					absent := f.request(function, other.Token).send(t)
					if normal(foreign) != normal(absent) {
						t.Errorf("foreign:\n%s\nabsent:\n%s", normal(foreign), normal(absent))
					}
				})
			}
			dead := map[string]func(f fixture) string{
				"nobody": func(f fixture) string { return "" },
				"ended": func(f fixture) string {
					exec(t, `delete from sessions where id = $1`, f.owner.SessionID)
					return f.owner.Token
				},
				"expired": func(f fixture) string {
					exec(t, `update sessions set expires_at = now() - interval '1 millisecond' where id = $1`, f.owner.SessionID)
					return f.owner.Token
				},
				"deleted user": func(f fixture) string {
					other := newUser(t)
					exec(t, `delete from users where id = $1`, other.ID)
					return other.Token
				},
			}
			for _, name := range slices.Sorted(maps.Keys(dead)) {
				t.Run(name, func(t *testing.T) {
					f := newFixture(t)
					token := dead[name](f)
					before := f.state(t)
					f.request(function, token).send(t).want(t, c.nobody)
					if !logsIn[function.Name] && f.state(t) != before {
						t.Error("a refused request has changed something")
					}
				})
			}
		})
	}
}

// TestBothWays calls every function directly and over TCP, with the same requests, and compares the answers.
func TestBothWays(t *testing.T) {
	type variant struct {
		name   string
		change func(f fixture, q *request)
	}
	variants := []variant{
		{"as the owner", func(f fixture, q *request) {}},
		{"as nobody", func(f fixture, q *request) { q.token = "" }},
		{"as another user", func(f fixture, q *request) { q.token = newUser(t).Token }},
		{"with a forged token", func(f fixture, q *request) { q.token += "x" }},
		{"with the cookie", func(f fixture, q *request) { q.header["Cookie"], q.token = f.owner.cookie(t), "" }},
		{"with the cookie, from elsewhere", func(f fixture, q *request) {
			q.header["Cookie"], q.token, q.header["Origin"] = f.owner.cookie(t), "", "https://evil.example"
		}},
		{"from the frontend", func(f fixture, q *request) { q.header["Origin"] = frontend }},
		{"from a preview", func(f fixture, q *request) { q.header["Origin"] = preview }},
		{"preflight", func(f fixture, q *request) {
			q.header["Origin"], q.header["Access-Control-Request-Method"] = frontend, q.method
			q.header["Access-Control-Request-Headers"] = "authorization,content-type"
			q.method, q.body = "OPTIONS", ""
		}},
		{"OPTIONS", func(f fixture, q *request) { q.method, q.body = "OPTIONS", "" }},
		{"a method nobody answers", func(f fixture, q *request) { q.method, q.body = "CONNECT-NOT", "" }},
		{"no JSON", func(f fixture, q *request) { q.body = "{" }},
		{"unknown fields", func(f fixture, q *request) { q.body = `{"id":"x","user_id":"x"}` }},
		{"too large a body", func(f fixture, q *request) { q.body = `{"title":"` + strings.Repeat("x", 65<<10) + `"}` }},
		{"another content type", func(f fixture, q *request) { q.header["Content-Type"] = "text/plain" }},
	}
	for _, function := range functions.All {
		for _, v := range variants {
			t.Run(function.Method+" "+function.Path+" "+v.name, func(t *testing.T) {
				var answers [2]string
				for i, name := range []string{function.Name, ""} {
					f := newFixture(t)
					q := f.request(function, f.owner.Token)
					v.change(f, &q)
					q.function = name
					answers[i] = normal(q.send(t))
				}
				if answers[0] != answers[1] {
					t.Errorf("called directly:\n%s\nover TCP:\n%s", answers[0], answers[1])
				}
			})
		}
		if function.Method == "GET" && !strings.HasPrefix(function.Name, "betterAuth") { // Better Auth knows no HEAD
			t.Run("HEAD "+function.Path, func(t *testing.T) {
				f := newFixture(t)
				q := f.request(function, f.owner.Token)
				get := q.send(t)
				q.method = "HEAD"
				over := q.send(t)
				q.function = function.Name
				direct := q.send(t)
				if get.Body = nil; normal(direct) != normal(over) || normal(direct) != normal(get) {
					t.Errorf("directly:\n%s\nover TCP:\n%s\nGET:\n%s", normal(direct), normal(over), normal(get))
				}
			})
		}
	}
}

var (
	anyUUID   = regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`)
	anyTime   = regexp.MustCompile(`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z`)
	anyToken  = regexp.MustCompile(`eyJ[\w-]+\.[\w-]+\.[\w-]+|\b[A-Za-z0-9]{32}\b(\.[\w+/%=-]+)?`)
	anyState  = regexp.MustCompile(`\b(state|code_challenge)=[^;&"]{20,}`)
	anyClient = regexp.MustCompile(`\b10(\.\d+){3}\b|Content-Length: \d+\n`) // the address has several lengths
)

// normal is an answer without what differs from one request to the next: ids, times, tokens, and the connection's own headers.
func normal(a answer) string {
	var b strings.Builder
	fmt.Fprintln(&b, a.Status)
	for _, name := range slices.Sorted(maps.Keys(a.Header)) {
		if name != "Date" && name != "Connection" {
			fmt.Fprintf(&b, "%s: %s\n", name, strings.Join(a.Header[name], ", "))
		}
	}
	b.Write(a.Body)
	text := b.String()
	for _, c := range []struct {
		mark    string
		pattern *regexp.Regexp
	}{{"<state>", anyState}, {"<id>", anyUUID}, {"<time>", anyTime}, {"<token>", anyToken}} {
		text = c.pattern.ReplaceAllString(text, c.mark)
	}
	return anyClient.ReplaceAllString(text, "")
}

// TestRoundTrips counts what the connection carries (a rule of the architecture: one request, one round trip).
func TestRoundTrips(t *testing.T) {
	for _, function := range functions.All {
		t.Run(function.Method+" "+function.Path, func(t *testing.T) {
			for try := range 2 { // the first makes the connection warm, and lets it learn the statements
				f := newFixture(t)
				q := f.request(function, f.owner.Token)
				before := proxy.ready.Load()
				q.send(t).want(t, rowOf(function).owner)
				if trips := int(proxy.ready.Load() - before); try == 1 && trips > rowOf(function).trips {
					t.Errorf("%d round trips, want %d at most", trips, rowOf(function).trips)
				}
			}
		})
	}
}

// TestRefusalsCostNoMore counts the round trips of refusals, and of what comes after them.
func TestRefusalsCostNoMore(t *testing.T) {
	f := newFixture(t)
	dead := newUser(t)
	exec(t, `delete from users where id = $1`, dead.ID)
	task := request{method: "GET", path: "/api/tasks/" + f.task.String(), token: f.owner.Token}
	absent, ended := task, task
	absent.path, ended.token = "/api/tasks/"+uuid.NewString(), dead.Token
	task.send(t).want(t, 200)
	before := proxy.ready.Load()
	absent.send(t).want(t, 404)
	task.send(t).want(t, 200)
	ended.send(t).want(t, 401)
	task.send(t).want(t, 200)
	if trips := proxy.ready.Load() - before; trips != 4 {
		t.Errorf("%d round trips for four requests", trips)
	}
}

// TestOpenAPI holds the list and the document against each other; send holds every answer against it.
func TestOpenAPI(t *testing.T) {
	var doc struct {
		Info  struct{ Version string }
		Paths map[string]map[string]json.RawMessage
	}
	body, err := openapi.JSON()
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(body, &doc); err != nil {
		t.Fatal(err)
	}
	if doc.Info.Version != config.Version {
		t.Errorf("the document is of version %s, the program of %s", doc.Info.Version, config.Version)
	}
	described := map[string]string{}
	for path, operations := range doc.Paths {
		for method, operation := range operations {
			if method != "parameters" {
				var extension struct {
					Function string `json:"x-function"`
				}
				if err := json.Unmarshal(operation, &extension); err != nil {
					t.Fatal(err)
				}
				described[strings.ToUpper(method)+" "+path] = extension.Function
			}
		}
	}
	served := map[string]string{}
	for _, f := range functions.All {
		served[f.Method+" "+f.Path] = f.Name
	}
	if !maps.Equal(described, served) {
		for operation, name := range served {
			if described[operation] != name {
				t.Errorf("%s (%s) is served, openapi.yaml has %q", operation, name, described[operation])
			}
		}
		for operation := range described {
			if served[operation] == "" {
				t.Errorf("%s is in openapi.yaml and not served", operation)
			}
		}
	}
}

// TestFunctionAlone shows that each function answers its own paths alone, and says which methods a path has.
func TestFunctionAlone(t *testing.T) {
	for _, function := range functions.All {
		t.Run(function.Name+" "+function.Path, func(t *testing.T) {
			for _, path := range []string{"/nothing/of/the/kind", "/" + strings.ToUpper(function.Path[1:]) + "X", "/" + function.Path, function.Path + "/"} {
				request{function: function.Name, method: function.Method, path: path}.send(t).want(t, 404)
			}
			if strings.HasPrefix(function.Name, "betterAuth") { // Better Auth knows no OPTIONS
				request{function: function.Name, method: "OPTIONS", path: strings.Replace(function.Path, "{", "", 1)}.send(t).want(t, 404)
				return
			}
			allow := newFixture(t).request(function, "")
			allow.function, allow.method, allow.body = function.Name, "OPTIONS", ""
			got := strings.Split(allow.send(t).want(t, 204).Header.Get("Allow"), ", ")
			want := []string{"OPTIONS"}
			for _, f := range functions.All {
				if f.Path == function.Path {
					want = append(want, f.Method)
					if f.Method == http.MethodGet {
						want = append(want, http.MethodHead)
					}
				}
			}
			slices.Sort(got)
			slices.Sort(want)
			if !slices.Equal(got, want) {
				t.Errorf("Allow: %v, want %v", got, want)
			}
		})
	}
}
