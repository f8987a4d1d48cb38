package functions_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/uuid"
)

type taskBody struct {
	ID                string
	UserID            string `json:"user_id"`
	Title             string
	Description       *string
	Completed         bool
	Priority          *string
	Tags              []string
	Category          *string
	DueDate           *string `json:"due_date"`
	IsRecurring       bool    `json:"is_recurring"`
	RecurrencePattern *string `json:"recurrence_pattern"`
	CompletedAt       *string `json:"completed_at"`
	CreatedAt         string  `json:"created_at"`
	UpdatedAt         string  `json:"updated_at"`
}

func (u user) create(t *testing.T, body string) (taskBody, answer) {
	t.Helper()
	var task taskBody
	a := request{method: "POST", path: "/api/tasks", token: u.Token, body: body}.send(t).want(t, 201)
	a.into(t, &task)
	return task, a
}

func (u user) patch(t *testing.T, id, body string) answer {
	t.Helper()
	return request{method: "PATCH", path: "/api/tasks/" + id, token: u.Token, body: body}.send(t)
}

func TestTaskKeepsWhatItIsGiven(t *testing.T) {
	u := newUser(t)
	made, a := u.create(t, `{"title":"  Käse 🧀 <script>alert(1)</script> '; DROP TABLE tasks; --  ","description":" as\nit is ","priority":"critical",
		"tags":["a"," b ","a"],"category":" Home ","due_date":"2030-06-01T10:00:00.123456+02:00","recurrence_pattern":"weekly"}`)
	if a.Header.Get("Location") != "/api/tasks/"+made.ID || a.Header.Get("ETag") != `"1"` {
		t.Errorf("headers %v", a.Header)
	}
	if id := uuid.MustParse(made.ID); id.Version() != 7 {
		t.Errorf("id %s is of version %d", id, id.Version())
	}
	want := taskBody{Title: "Käse 🧀 <script>alert(1)</script> '; DROP TABLE tasks; --"}
	if made.Title != want.Title || *made.Description != " as\nit is " || fmt.Sprint(made.Tags) != "[a b]" || *made.Category != "Home" ||
		*made.DueDate != "2030-06-01T08:00:00.123Z" || !made.IsRecurring || *made.RecurrencePattern != "weekly" || made.Completed || made.CompletedAt != nil ||
		made.UserID != u.ID.String() {
		t.Errorf("made %+v", made)
	}
	a = request{method: "GET", path: "/api/tasks/" + made.ID, token: u.Token}.send(t).want(t, 200)
	var got taskBody
	a.into(t, &got)
	if fmt.Sprint(deref(got)) != fmt.Sprint(deref(made)) {
		t.Errorf("got %+v, made %+v", got, made)
	}
	if title := lookUp[string](t, `select title from tasks where id = $1`, made.ID); title != want.Title {
		t.Errorf("the database has %q", title)
	}
}

func deref(b taskBody) []any {
	s := func(p *string) string {
		if p == nil {
			return "null"
		}
		return *p
	}
	return []any{b.ID, b.Title, s(b.Description), b.Completed, s(b.Priority), b.Tags, s(b.Category), s(b.DueDate), s(b.RecurrencePattern), s(b.CompletedAt), b.CreatedAt, b.UpdatedAt}
}

// taskRules are the rules of a task's fields; they hold at creation and in a change alike.
var taskRules = []struct {
	body   string
	field  string // "": accepted
	detail string
}{
	{`{"title":"` + strings.Repeat("x", 200) + `"}`, "", ""},
	{`{"title":"` + strings.Repeat("x", 201) + `"}`, "title", "Title must be 200 characters or less"},
	{`{"title":"` + strings.Repeat("🧀", 200) + `"}`, "", ""},
	{`{"title":"` + strings.Repeat("🧀", 201) + `"}`, "title", "Title must be 200 characters or less"},
	{`{"title":"   "}`, "title", "Title is required"},
	{`{"title":"\u3000\u00a0\t"}`, "title", "Title is required"},
	{`{"title":""}`, "title", "Title is required"},
	{`{"title":"\u200b"}`, "title", "Title is required"}, // nobody sees it: a space without a width,
	{`{"title":"\u3164"}`, "title", "Title is required"}, // a filler,
	{`{"title":"\u2800"}`, "title", "Title is required"}, // the Braille pattern of no dots,
	{`{"title":"\u202e"}`, "title", "Title is required"}, // a control of direction,
	{`{"title":" \ufeff\u2060\u00ad\u034f\ufe0f\udb40\udc01 "}`, "title", "Title is required"},
	{`{"title":"\u200bx"}`, "", ""},
	{`{"title":"a\u202eb"}`, "", ""}, // closed: TestTextIsKept
	{`{"title":"a\u0007b"}`, "title", "Title must not contain control characters"},
	{`{"title":"a\nb"}`, "title", "Title must not contain control characters"},
	{`{"title":"a\u009fb"}`, "title", "Title must not contain control characters"},
	{`{"title":"a\u007fb"}`, "title", "Title must not contain control characters"},
	{`{"title":"` + strings.Repeat("e\u0301", 200) + `"}`, "", ""}, // 200 characters in NFC
	{`{"title":"` + strings.Repeat("\u0958", 101) + `"}`,
		"title", "Title must be 200 characters or less"}, // 202 in NFC
	{`{"title":"x","description":"a\tb\nc\r\nd"}`, "", ""},
	{`{"title":"x","description":"\u001b[31m"}`,
		"description", "Description must not contain control characters but line breaks and tabs"},
	{`{"title":"x","description":"` + strings.Repeat("e\u0301", 1000) + `"}`, "", ""},
	{`{"title":null}`, "title", "Title is required"},
	{`{"title":7}`, "title", "title must be a string"},
	{`{"title":["x"]}`, "title", "title must be a string"},
	{`{"title":"a\u0000b"}`, "title", "title must not contain the character NUL"},
	{`{"title":"a\\u0000b"}`, "", ""}, // a backslash and letters, not NUL
	{`{"title":"x","description":"` + strings.Repeat("é", 1000) + `"}`, "", ""},
	{`{"title":"x","description":"` + strings.Repeat("é", 1001) + `"}`, "description", "Description must be 1000 characters or less"},
	{`{"title":"x","description":null}`, "", ""},
	{`{"title":"x","description":{}}`, "description", "description must be a string or null"},
	{`{"title":"x","completed":null}`, "completed", "completed must be true or false"},
	{`{"title":"x","completed":"true"}`, "completed", "completed must be true or false"},
	{`{"title":"x","completed":1}`, "completed", "completed must be true or false"},
	{`{"title":"x","priority":"urgent"}`, "priority", "Priority must be one of: low, medium, high, critical"},
	{`{"title":"x","priority":"HIGH"}`, "priority", "Priority must be one of: low, medium, high, critical"},
	{`{"title":"x","priority":""}`, "priority", "Priority must be one of: low, medium, high, critical"},
	{`{"title":"x","priority":null}`, "", ""},
	{`{"title":"x","tags":["` + strings.Repeat(`a","`, 1000) + `b"]}`, "", ""}, // one after another: two tags
	{`{"title":"x","tags":[` + numbered(10) + `]}`, "", ""},
	{`{"title":"x","tags":[` + numbered(11) + `]}`, "tags", "Maximum 10 tags allowed"},
	{`{"title":"x","tags":[` + numbered(1000) + `]}`, "tags", "Maximum 10 tags allowed"},
	{`{"title":"x","tags":[" "]}`, "tags", "Each tag must be 1 to 50 characters"},
	{`{"title":"x","tags":[null]}`, "tags", "Each tag must be 1 to 50 characters"},
	{`{"title":"x","tags":["` + strings.Repeat("é", 50) + `"]}`, "", ""},
	{`{"title":"x","tags":["` + strings.Repeat("é", 51) + `"]}`, "tags", "Each tag must be 1 to 50 characters"},
	{`{"title":"x","tags":["` + strings.Repeat(`a","`, 10) + `a"]}`, "", ""},        // eleven equal ones are one
	{`{"title":"x","tags":[` + numbered(10) + `," tag 0 ","tag 9\u200b"]}`, "", ""}, // and so are those that look alike
	{`{"title":"x","tags":["\u3164"]}`, "tags", "Each tag must be 1 to 50 characters"},
	{`{"title":"x","tags":["a\nb"]}`, "tags", "Tags must not contain control characters"},
	{`{"title":"x","category":"\u2800\u200b"}`, "category", "Category must be 1 to 50 characters, or null"},
	{`{"title":"x","category":"a\u0085b"}`, "category", "Category must not contain control characters"},
	{`{"title":"x","tags":["a\u0000"]}`, "tags", "tags must not contain the character NUL"},
	{`{"title":"x","tags":"a"}`, "tags", "tags must be a list of strings"},
	{`{"title":"x","tags":[1]}`, "tags", "tags must be a list of strings"},
	{`{"title":"x","tags":null}`, "tags", "tags must be a list of strings; [] takes all away"},
	{`{"title":"x","category":"` + strings.Repeat("é", 50) + `"}`, "", ""},
	{`{"title":"x","category":"` + strings.Repeat("é", 51) + `"}`, "category", "Category must be 1 to 50 characters, or null"},
	{`{"title":"x","category":" "}`, "category", "Category must be 1 to 50 characters, or null"},
	{`{"title":"x","due_date":"0001-01-01T00:00:00Z"}`, "due_date", "due_date must be between the years 1900 and 9999"},
	{`{"title":"x","due_date":"1899-12-31T23:59:59Z"}`, "due_date", "due_date must be between the years 1900 and 9999"},
	{`{"title":"x","due_date":"1900-01-01T00:00:00Z"}`, "", ""},
	{`{"title":"x","due_date":"9999-12-31T23:59:59.999Z"}`, "", ""},
	{`{"title":"x","due_date":"9999-12-31T23:59:59-01:00"}`, "due_date", "due_date must be between the years 1900 and 9999"},
	{`{"title":"x","due_date":"300000-01-01T00:00:00Z"}`, "due_date", dueForm},
	{`{"title":"x","due_date":"2026-02-30T00:00:00Z"}`, "due_date", dueForm},
	{`{"title":"x","due_date":"2026-02-03"}`, "due_date", dueForm},
	{`{"title":"x","due_date":"tomorrow"}`, "due_date", dueForm},
	{`{"title":"x","due_date":"2026-02-03T09:00:00+23:59"}`, "", ""},
	{`{"title":"x","due_date":"2026-02-03T09:00:00.123456789-00:00"}`, "", ""},
	{`{"title":"x","due_date":"2026-02-03T09:00:00+24:00"}`, "due_date", dueForm},
	{`{"title":"x","due_date":"2026-02-03T09:00:00+00:60"}`, "due_date", dueForm},
	{`{"title":"x","due_date":"2026-02-03T09:00:00,5Z"}`, "due_date", dueForm},
	{`{"title":"x","due_date":"2026-02-03T24:00:00Z"}`, "due_date", dueForm},
	{`{"title":"x","due_date":"2026-02-03T9:00:00Z"}`, "due_date", dueForm},
	{`{"title":"x","due_date":"2026-02-03 09:00:00Z"}`, "due_date", dueForm},
	{`{"title":"x","due_date":"2026-02-03T09:00:00+0100"}`, "due_date", dueForm},
	{`{"title":"x","due_date":"2026-02-03T09:00:00.Z"}`, "due_date", dueForm},
	{`{"title":"x","due_date":1767225600}`, "due_date", dueForm},
	{`{"title":"x","due_date":null}`, "", ""},
	{`{"title":"x","recurrence_pattern":"yearly"}`, "recurrence_pattern", "recurrence_pattern must be one of: daily, weekly, monthly"},
	{`{"title":"x","is_recurring":true}`, "recurrence_pattern", needsPattern},
	{`{"title":"x","is_recurring":true,"recurrence_pattern":null}`, "recurrence_pattern", needsPattern},
	{`{"title":"x","is_recurring":true,"recurrence_pattern":"daily"}`, "", ""},
	{`{"title":"x","is_recurring":false,"recurrence_pattern":"daily"}`, "recurrence_pattern", "A task with is_recurring false has no recurrence_pattern"},
	{`{"title":"x","is_recurring":false}`, "", ""},
	{`{"title":"x","is_recurring":null}`, "is_recurring", "is_recurring must be true or false"},
	{`{"title":"x","user_id":"01900000-0000-7000-8000-000000000000"}`, "user_id", `"user_id" is not a field that can be set here`},
	{`{"title":"x","created_at":"2026-01-01T00:00:00Z"}`, "created_at", `"created_at" is not a field that can be set here`},
	{`{"title":"x","updated_at":"2026-01-01T00:00:00Z"}`, "updated_at", `"updated_at" is not a field that can be set here`},
	{`{"title":"x","completed_at":null}`, "completed_at", `"completed_at" is not a field that can be set here`},
	{`{"title":"x","version":7}`, "version", `"version" is not a field that can be set here`},
	{`{"title":"x","Title":"y"}`, "Title", `"Title" is not a field that can be set here`},
	{`{"title":"x","":1}`, "", `"" is not a field that can be set here`},
}

const (
	dueForm      = "due_date must be a time such as 2026-12-31T09:00:00Z (RFC 3339), or null"
	needsPattern = "A recurring task needs a recurrence_pattern: daily, weekly or monthly"
)

func numbered(n int) string {
	tags := make([]string, n)
	for i := range tags {
		tags[i] = fmt.Sprintf("%q", fmt.Sprint("tag ", i))
	}
	return strings.Join(tags, ",")
}

func TestTaskRules(t *testing.T) {
	u := newUser(t)
	made, _ := u.create(t, `{"title":"To change"}`)
	for _, c := range taskRules {
		name := c.body[:min(len(c.body), 100)]
		const state = `select to_jsonb(t)::text from tasks t where id = $1`
		before := lookUp[string](t, state, made.ID)
		creation := request{method: "POST", path: "/api/tasks", token: u.Token, body: c.body}.send(t)
		change := u.patch(t, made.ID, c.body)
		if c.detail == "" {
			if creation.Status != 201 || change.Status != 200 {
				t.Errorf("%s: creation %d %s, change %d %s", name, creation.Status, creation.Body, change.Status, change.Body)
			}
			continue
		}
		if after := lookUp[string](t, state, made.ID); after != before {
			t.Errorf("%s: the refused change made %s of %s", name, after, before)
		}
		for what, a := range map[string]answer{"creation": creation, "change": change} {
			if a.Status != 422 {
				t.Errorf("%s: %s %d %s", name, what, a.Status, a.Body)
				continue
			}
			wantProblem(t, what+" "+name, a, c.field, c.detail)
		}
	}
	wantProblem(t, "no title", request{method: "POST", path: "/api/tasks", token: u.Token, body: `{}`}.send(t).want(t, 422), "title", "Title is required")
}

func TestBodies(t *testing.T) {
	u := newUser(t)
	many := strings.Repeat("[", 20000)
	for name, c := range map[string]struct {
		body   string
		status int
	}{
		"not JSON":                    {`title=x`, 400},
		"half an object":              {`{"title":"x"`, 400},
		"a list":                      {`[{"title":"x"}]`, 400},
		"a string":                    {`"x"`, 400},
		"null":                        {`null`, 400},
		"two values":                  {`{"title":"x"}{"title":"y"}`, 400},
		"something after it":          {`{"title":"x"} x`, 400},
		"a field twice":               {`{"title":"x","title":"y"}`, 400},
		"a field twice, by an escape": {`{"title":"x","t\u0069tle":"y"}`, 400},
		"invalid UTF-8":               {"{\"title\":\"\xff\xfe\"}", 400},
		"an overlong form":            {"{\"title\":\"\xc0\xaf\"}", 400},
		"a lone high surrogate":       {`{"title":"\ud83e"}`, 400},
		"a lone low surrogate":        {`{"title":"\uddc0"}`, 400},
		"a surrogate pair":            {`{"title":"\ud83e\uddc0"}`, 201},
		"a NUL byte":                  {"{\"title\":\"\x00\"}", 400},
		"deep":                        {`{"title":` + many + `}`, 400},
		"deep and closed":             {`{"title":` + strings.Repeat("[", 9000) + strings.Repeat("]", 9000) + `}`, 422},
		"64 KiB":                      {`{"title":"x"` + strings.Repeat(" ", 64<<10-13) + `}`, 201},
		"64 KiB and a byte":           {`{"title":"x"` + strings.Repeat(" ", 64<<10-12) + `}`, 413},
		"10 MB":                       {`{"title":"` + strings.Repeat("x", 10<<20) + `"}`, 413},
	} {
		for _, function := range []string{"", "createTask"} {
			q := request{function: function, method: "POST", path: "/api/tasks", token: u.Token, body: c.body}
			if a := q.send(t); a.Status != c.status {
				t.Errorf("%s: %d %s, want %d", name, a.Status, a.Body, c.status)
			}
		}
	}
	empty := request{method: "POST", path: "/api/tasks", token: u.Token, header: map[string]string{"Content-Type": "application/json"}}
	empty.send(t).want(t, 400)
	for kind, status := range map[string]int{
		"application/json": 201, "application/json; charset=utf-8": 201, "Application/JSON": 201,
		"text/plain": 415, "application/x-www-form-urlencoded": 415, "application/jsonx": 415, ";": 415,
	} {
		request{method: "POST", path: "/api/tasks", token: u.Token, body: `{"title":"x"}`, header: map[string]string{"Content-Type": kind}}.send(t).want(t, status)
	}
	for coding, status := range map[string]int{
		"identity": 201, "Identity": 201, "gzip": 415, "br": 415, "identity, gzip": 415, "x": 415,
	} {
		header := map[string]string{"Content-Encoding": coding, "Origin": frontend}
		a := request{method: "POST", path: "/api/tasks", token: u.Token, body: `{"title":"x"}`,
			header: header}.send(t).want(t, status)
		if status == 415 && (a.Header.Get("Accept-Encoding") != "identity" ||
			!strings.Contains(a.problem(t).Detail, "Content-Encoding")) {
			t.Errorf("%s: %v %s", coding, a.Header, a.Body)
		}
		header["X-Forwarded-For"] = randomAddress()
		body := `{"email":"` + u.Email + `","password":"` + password + `"}`
		if a := (request{method: "POST", path: "/api/auth/sign-in/email",
			body: body, header: header}).send(t); (a.Status == 415) != (status == 415) ||
			status == 415 && a.Header.Get("Accept-Encoding") != "identity" {
			t.Errorf("%s at Better Auth's: %d %s", coding, a.Status, a.Body)
		}
	}
}

// TestErrorsAreBounded sends 47 kB of what is refused, at both dialects' doors: the answer does not grow with it.
func TestErrorsAreBounded(t *testing.T) {
	u := newUser(t)
	many := func(name string, n int) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, `,"%s%d":1`, name, i)
		}
		return b.String()
	}
	for name, c := range map[string]struct {
		method, path, body string
		listed, omitted    int
	}{
		"short names": {"POST", "/api/tasks", `{"title":"x"` + many("", 6000) + `}`, 20, 5980},
		"twenty":      {"POST", "/api/tasks", `{"title":"x"` + many("", 20) + `}`, 20, 0},
		"twenty-one":  {"POST", "/api/tasks", `{"title":"x"` + many("", 21) + `}`, 20, 1},
		"long names": {"POST", "/api/tasks",
			`{"title":"x"` + many(strings.Repeat("\\u0001", 400), 19) + `}`, 19, 0},
		"a long name": {"PATCH", "/api/auth/profile", `{"` + strings.Repeat("<", 47000) + `":1}`, 1, 0},
		"a long name here": {"POST", "/api/auth/login",
			`{"email":"a@example.com","password":"x","` + strings.Repeat("é", 23000) + `":1}`, 1, 0},
		"a name twice": {"POST", "/api/tasks",
			`{"` + strings.Repeat("x", 20000) + `":1,"` + strings.Repeat("x", 20000) + `":1}`, 0, 0},
		"parameters": {"GET",
			"/api/tasks?" + strings.Repeat("x", 7000) + "&" + strings.Repeat("%01", 2000), "", 2, 0},
		"Better Auth's": {"POST", "/api/auth/update-user",
			`{"name":1,"image":1,"email":1` + many("", 5000) + `}`, -1, 0},
	} {
		a := request{method: c.method, path: c.path, token: u.Token, body: c.body}.send(t)
		if a.Status < 400 || a.Status >= 500 || len(a.Body) > 24<<10 {
			t.Errorf("%s: %d, %d bytes for %d", name, a.Status, len(a.Body), len(c.body))
		}
		if c.listed < 0 {
			continue
		}
		var p struct {
			problemBody
			Omitted int `json:"errors_omitted"`
		}
		a.into(t, &p)
		if len(p.Errors) != c.listed || p.Omitted != c.omitted {
			t.Errorf("%s: %d fields listed and %d omitted, want %d and %d", name,
				len(p.Errors), p.Omitted, c.listed, c.omitted)
		}
	}
}

func TestPatch(t *testing.T) {
	u := newUser(t)
	full := `{"title":"x","description":"d","priority":"low","tags":["a"],"category":"c","due_date":"2030-01-01T00:00:00Z","recurrence_pattern":"daily"}`
	for _, c := range []struct {
		body string
		want string
	}{
		{`{}`, "x d false low [a] c 2030-01-01T00:00:00.000Z daily"},
		{`{"title":"y"}`, "y d false low [a] c 2030-01-01T00:00:00.000Z daily"},
		{`{"description":null}`, "x null false low [a] c 2030-01-01T00:00:00.000Z daily"},
		{`{"completed":true}`, "x d true low [a] c 2030-01-01T00:00:00.000Z daily"},
		{`{"completed":false}`, "x d false low [a] c 2030-01-01T00:00:00.000Z daily"},
		{`{"priority":null}`, "x d false null [a] c 2030-01-01T00:00:00.000Z daily"},
		{`{"tags":[]}`, "x d false low [] c 2030-01-01T00:00:00.000Z daily"},
		{`{"category":null}`, "x d false low [a] null 2030-01-01T00:00:00.000Z daily"},
		{`{"due_date":null}`, "x d false low [a] c null daily"},
		{`{"recurrence_pattern":null}`, "x d false low [a] c 2030-01-01T00:00:00.000Z null"},
		{`{"is_recurring":false}`, "x d false low [a] c 2030-01-01T00:00:00.000Z null"},
		{`{"is_recurring":true}`, "x d false low [a] c 2030-01-01T00:00:00.000Z daily"},
		{`{"recurrence_pattern":"monthly","priority":"high"}`, "x d false high [a] c 2030-01-01T00:00:00.000Z monthly"},
	} {
		made, _ := u.create(t, full)
		var got taskBody
		u.patch(t, made.ID, c.body).want(t, 200).into(t, &got)
		v := deref(got)
		if s := strings.TrimSpace(fmt.Sprintln(v[1:9]...)); s != c.want {
			t.Errorf("%s: %s, want %s", c.body, s, c.want)
		}
		if same := got.UpdatedAt == made.UpdatedAt; c.body == `{}` && !same {
			t.Error("an empty object has changed updated_at")
		}
	}
}

func TestCompletedAt(t *testing.T) {
	u := newUser(t)
	made, _ := u.create(t, `{"title":"x","completed":true}`)
	if !made.Completed || made.CompletedAt == nil {
		t.Fatalf("made %+v", made)
	}
	var again, undone taskBody
	u.patch(t, made.ID, `{"completed":true}`).want(t, 200).into(t, &again)
	if *again.CompletedAt != *made.CompletedAt {
		t.Error("completing a completed task has changed completed_at")
	}
	u.patch(t, made.ID, `{"completed":false}`).want(t, 200).into(t, &undone)
	if undone.Completed || undone.CompletedAt != nil {
		t.Errorf("undone %+v", undone)
	}
}

func TestRecurrenceFlag(t *testing.T) {
	u := newUser(t)
	made, _ := u.create(t, `{"title":"x"}`)
	wantProblem(t, "true without a pattern", u.patch(t, made.ID, `{"is_recurring":true}`).want(t, 422), "recurrence_pattern", needsPattern)
	u.patch(t, made.ID, `{"recurrence_pattern":"weekly"}`).want(t, 200)
	u.patch(t, made.ID, `{"is_recurring":true}`).want(t, 200)
}

func TestIDs(t *testing.T) {
	f := newFixture(t)
	for id, status := range map[string]int{
		f.task.String(): 200, strings.ToUpper(f.task.String()): 200, uuid.NewString(): 404,
		"7": 400, "urn:uuid:" + f.task.String(): 400, "{" + f.task.String() + "}": 400, strings.ReplaceAll(f.task.String(), "-", ""): 400,
		"%27%3B%20drop%20table%20tasks": 400, "..%2f..%2fhealth": 400, f.task.String() + "%00": 400, "%ff": 400, strings.Repeat("x", 3000): 400,
		f.task.String() + "?id=" + uuid.NewString(): 200, // the path counts, never the query
		f.task.String() + "/":                       404,
		"":                                          404,
	} {
		for _, function := range []string{"", "getTask"} {
			q := request{function: function, method: "GET", path: "/api/tasks/" + id, token: f.owner.Token}
			if a := q.send(t); a.Status != status {
				t.Errorf("%q: %d %s, want %d", id, a.Status, a.Body, status)
			}
		}
	}
}
