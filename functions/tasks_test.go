package functions_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

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
	{`{"title":"` + strings.Repeat("e\u0301", 200) + `"}`, "", ""},                                         // 200 characters in NFC
	{`{"title":"` + strings.Repeat("\u0958", 101) + `"}`, "title", "Title must be 200 characters or less"}, // 202 in NFC
	{`{"title":"x","description":"a\tb\nc\r\nd"}`, "", ""},
	{`{"title":"x","description":"\u001b[31m"}`, "description", "Description must not contain control characters but line breaks and tabs"},
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
	{`{"title":"x","id":"01900000-0000-7000-8000-000000000000"}`, "id", `"id" is not a field that can be set here`},
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
	for coding, status := range map[string]int{"identity": 201, "Identity": 201, "gzip": 415, "br": 415, "identity, gzip": 415, "x": 415} {
		header := map[string]string{"Content-Encoding": coding, "Origin": frontend}
		a := request{method: "POST", path: "/api/tasks", token: u.Token, body: `{"title":"x"}`, header: header}.send(t).want(t, status)
		if status == 415 && (a.Header.Get("Accept-Encoding") != "identity" || !strings.Contains(a.problem(t).Detail, "Content-Encoding")) {
			t.Errorf("%s: %v %s", coding, a.Header, a.Body)
		}
		header["X-Forwarded-For"] = randomAddress()
		body := `{"email":"` + u.Email + `","password":"` + password + `"}`
		if a := (request{method: "POST", path: "/api/auth/sign-in/email", body: body, header: header}).send(t); (a.Status == 415) != (status == 415) ||
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
		"short names":      {"POST", "/api/tasks", `{"title":"x"` + many("", 6000) + `}`, 20, 5980},
		"twenty":           {"POST", "/api/tasks", `{"title":"x"` + many("", 20) + `}`, 20, 0},
		"twenty-one":       {"POST", "/api/tasks", `{"title":"x"` + many("", 21) + `}`, 20, 1},
		"long names":       {"POST", "/api/tasks", `{"title":"x"` + many(strings.Repeat("\\u0001", 400), 19) + `}`, 19, 0},
		"a long name":      {"PATCH", "/api/auth/profile", `{"` + strings.Repeat("<", 47000) + `":1}`, 1, 0},
		"a long name here": {"POST", "/api/auth/login", `{"email":"a@example.com","password":"x","` + strings.Repeat("é", 23000) + `":1}`, 1, 0},
		"a name twice":     {"POST", "/api/tasks", `{"` + strings.Repeat("x", 20000) + `":1,"` + strings.Repeat("x", 20000) + `":1}`, 0, 0},
		"parameters":       {"GET", "/api/tasks?" + strings.Repeat("x", 7000) + "&" + strings.Repeat("%01", 2000), "", 2, 0},
		"Better Auth's":    {"POST", "/api/auth/update-user", `{"name":1,"image":1,"email":1` + many("", 5000) + `}`, -1, 0},
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
			t.Errorf("%s: %d fields listed and %d omitted, want %d and %d", name, len(p.Errors), p.Omitted, c.listed, c.omitted)
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

// TestRecurrence completes tasks and looks at the next occurrence (threats: a recurrence from the year 1900).
func TestRecurrence(t *testing.T) {
	year := time.Now().UTC().Year() + 2
	for ; year%4 == 0; year++ { // a February of 28 days
	}
	date := func(s string) string { return strings.ReplaceAll(s, "YYYY", fmt.Sprint(year)) }
	for _, c := range []struct{ pattern, zone, due, next string }{
		{"daily", "UTC", "YYYY-03-10T09:00:00Z", "YYYY-03-11T09:00:00Z"},
		{"weekly", "UTC", "YYYY-12-28T09:00:00.5Z", date(fmt.Sprint(year+1)) + "-01-04T09:00:00.5Z"},
		{"monthly", "UTC", "YYYY-01-31T09:00:00Z", "YYYY-02-28T09:00:00Z"},
		{"monthly", "UTC", "YYYY-03-31T09:00:00Z", "YYYY-04-30T09:00:00Z"},
		{"monthly", "UTC", "YYYY-04-30T09:00:00Z", "YYYY-05-30T09:00:00Z"},
		{"monthly", "Pacific/Auckland", "YYYY-01-30T20:00:00Z", "YYYY-02-27T20:00:00Z"}, // 31 January there
		{"daily", "Europe/Paris", "YYYY-07-14T07:00:00Z", "YYYY-07-15T07:00:00Z"},
		{"monthly", "Europe/Paris", "YYYY-03-01T08:00:00Z", "YYYY-04-01T07:00:00Z"}, // nine o'clock there, in winter and summer
		{"monthly", "UTC", "9999-12-31T09:00:00Z", ""},                              // there is no next month
	} {
		u := newUser(t)
		exec(t, `update users set timezone = $2 where id = $1`, u.ID, c.zone)
		made, _ := u.create(t, fmt.Sprintf(`{"title":"x","description":"d","priority":"high","tags":["a"],"category":"c","recurrence_pattern":%q,"due_date":%q}`, c.pattern, date(c.due)))
		u.patch(t, made.ID, `{"completed":true}`).want(t, 200)
		if n := lookUp[int](t, `select count(*) from tasks where user_id = $1 and recurrence_of = $2`, u.ID, made.ID); c.next == "" {
			if n != 0 {
				t.Errorf("%v: %d next occurrences", c, n)
			}
			continue
		} else if n != 1 {
			t.Errorf("%v: %d next occurrences", c, n)
			continue
		}
		due := lookUp[time.Time](t, `select due_date from tasks where recurrence_of = $1 and not completed and title = 'x' and description = 'd'
			and priority = 'high' and tags = '{a}' and category = 'c' and recurrence_pattern = $2`, made.ID, c.pattern)
		if got := due.UTC().Format(time.RFC3339Nano); got != date(c.next) {
			t.Errorf("%v: next %s, want %s", c, got, date(c.next))
		}
	}
}

func TestRecurrenceComesBackToTheLastDay(t *testing.T) {
	u := newUser(t)
	made, _ := u.create(t, `{"title":"x","recurrence_pattern":"monthly","due_date":"2031-01-31T09:00:00Z"}`)
	id := made.ID
	for _, want := range []string{"2031-02-28", "2031-03-31", "2031-04-30"} {
		u.patch(t, id, `{"completed":true}`).want(t, 200)
		previous := id
		id = lookUp[string](t, `select id::text from tasks where recurrence_of = $1`, previous)
		if due := lookUp[string](t, `select to_char(due_date at time zone 'UTC', 'YYYY-MM-DD') from tasks where id = $1`, id); due != want {
			t.Errorf("due %s, want %s", due, want)
		}
	}
	// A new date from a person is the one to come back to.
	u.patch(t, id, `{"due_date":"2031-04-15T09:00:00Z"}`).want(t, 200)
	u.patch(t, id, `{"completed":true}`).want(t, 200)
	if due := lookUp[string](t, `select to_char(due_date at time zone 'UTC', 'YYYY-MM-DD') from tasks where recurrence_of = $1`, id); due != "2031-05-15" {
		t.Errorf("due %s", due)
	}
}

func TestRecurrenceCatchesUp(t *testing.T) {
	u := newUser(t)
	for pattern, most := range map[string]time.Duration{"daily": 24 * time.Hour, "weekly": 7 * 24 * time.Hour, "monthly": 31 * 24 * time.Hour} {
		made, _ := u.create(t, fmt.Sprintf(`{"title":"x","recurrence_pattern":%q,"due_date":"1900-01-31T09:00:00Z"}`, pattern))
		u.patch(t, made.ID, `{"completed":true}`).want(t, 200)
		due := lookUp[time.Time](t, `select due_date from tasks where recurrence_of = $1`, made.ID)
		if wait := time.Until(due); wait <= 0 || wait > most {
			t.Errorf("%s from 1900: due at %s", pattern, due)
		}
	}
}

func TestRecurrenceHappensOnce(t *testing.T) {
	u := newUser(t)
	made, _ := u.create(t, `{"title":"x","recurrence_pattern":"daily","due_date":"2031-01-31T09:00:00Z"}`)
	statuses := atOnce(20, func() int { return u.patch(t, made.ID, `{"completed":true}`).Status })
	u.patch(t, made.ID, `{"completed":false}`).want(t, 200)
	u.patch(t, made.ID, `{"completed":true}`).want(t, 200)
	if n := lookUp[int](t, `select count(*) from tasks where user_id = $1`, u.ID); n != 2 || statuses[200] != 20 {
		t.Errorf("%d tasks, statuses %v", n, statuses)
	}
	done, _ := u.create(t, `{"title":"done","completed":true,"recurrence_pattern":"daily","due_date":"2031-01-31T09:00:00Z"}`)
	u.patch(t, done.ID, `{"title":"still done"}`).want(t, 200) // no completion
	u.patch(t, done.ID, `{"completed":true}`).want(t, 200)
	if n := lookUp[int](t, `select count(*) from tasks where recurrence_of = $1`, done.ID); n != 0 {
		t.Errorf("%d next occurrences of a task that was not completed now", n)
	}
	exec(t, `delete from tasks where id = $1`, done.ID)
	without, _ := u.create(t, `{"title":"no date","recurrence_pattern":"daily"}`)
	u.patch(t, without.ID, `{"completed":true}`).want(t, 200)
	if n := lookUp[int](t, `select count(*) from tasks where user_id = $1`, u.ID); n != 3 {
		t.Errorf("%d tasks", n)
	}
}

// TestCompletionTakenBack unchecks a recurring task: the occurrence that nobody has touched goes again, another stays.
func TestCompletionTakenBack(t *testing.T) {
	for _, c := range []struct {
		name   string
		touch  string // what is sent to the next occurrence
		undo   string // and to the completed task
		copies int    // of the task, afterwards
	}{
		{"unchecked", "", `{"completed":false}`, 1},
		{"unchecked and changed at once", "", `{"completed":false,"title":"y"}`, 1},
		{"unchecked and no longer recurring", "", `{"completed":false,"recurrence_pattern":null}`, 1},
		{"still completed", "", `{"title":"y"}`, 2},
		{"completed again", "", `{"completed":true}`, 2},
		{"nothing", "", `{}`, 2},
		{"the next was looked at", `{}`, `{"completed":false}`, 1},
		{"the next has a new title", `{"title":"mine"}`, `{"completed":false}`, 2},
		{"the next is completed", `{"completed":true}`, `{"completed":false}`, 3},
		{"the next was completed and unchecked", `{"completed":true}*`, `{"completed":false}`, 2},
	} {
		u := newUser(t)
		made, _ := u.create(t, `{"title":"x","recurrence_pattern":"daily","due_date":"2031-01-31T09:00:00Z"}`)
		before := lookUp[int](t, `select count(*) from tasks where user_id = $1`, u.ID)
		u.patch(t, made.ID, `{"completed":false}`).want(t, 200) // was not completed: nothing to take back
		u.patch(t, made.ID, `{"completed":true}`).want(t, 200)
		next := lookUp[string](t, `select id::text from tasks where recurrence_of = $1`, made.ID)
		if touch, back := strings.CutSuffix(c.touch, "*"); touch != "" {
			u.patch(t, next, touch).want(t, 200)
			if back {
				u.patch(t, next, `{"completed":false}`).want(t, 200)
			}
		}
		u.patch(t, made.ID, c.undo).want(t, 200)
		if n := lookUp[int](t, `select count(*) from tasks where user_id = $1`, u.ID); n != c.copies || before != 1 {
			t.Errorf("%s: %d copies, want %d", c.name, n, c.copies)
		}
		if strings.Contains(c.undo, `{"completed":false}`) { // and completing it once more makes no third
			u.patch(t, made.ID, `{"completed":true}`).want(t, 200)
			if n := lookUp[int](t, `select count(*) from tasks where recurrence_of = $1`, made.ID); n != 1 {
				t.Errorf("%s: %d next occurrences after another completion", c.name, n)
			}
		}
	}
}

func TestIdempotencyKey(t *testing.T) {
	u, other := newUser(t), newUser(t)
	create := func(u user, key string) answer {
		return request{method: "POST", path: "/api/tasks", token: u.Token, body: `{"title":"x"}`, header: map[string]string{"Idempotency-Key": key}}.send(t)
	}
	var first, again taskBody
	create(u, "one").want(t, 201).into(t, &first)
	u.patch(t, first.ID, `{"title":"changed"}`).want(t, 200)
	a := create(u, "one").want(t, 200)
	a.into(t, &again)
	if again.ID != first.ID || again.Title != "changed" || a.Header.Get("ETag") != `"2"` || a.Header.Get("Location") != "/api/tasks/"+first.ID {
		t.Errorf("again %+v %v", again, a.Header)
	}
	create(other, "one").want(t, 201)
	create(u, "two").want(t, 201)

	statuses := atOnce(50, func() int { return create(u, "fifty").Status })
	if n := lookUp[int](t, `select count(*) from tasks where user_id = $1`, u.ID); n != 3 || statuses[201] != 1 || statuses[200] != 49 {
		t.Errorf("%d tasks, statuses %v", n, statuses)
	}
	for _, bad := range []string{"", "é", strings.Repeat("x", 256)} {
		create(u, bad).want(t, 400)
	}
	create(u, strings.Repeat("x", 255)).want(t, 201)
}

// TestIdempotencyKeyAgain sends a key again, after what has become of its task, with the same body and with others.
func TestIdempotencyKeyAgain(t *testing.T) {
	const body = `{"title":"x","description":"e\u0301","tags":["a"],"due_date":"2030-01-01T00:00:00Z"}`
	for _, c := range []struct {
		name   string
		before string // SQL on the task $1
		body   string
		status int
		detail string
	}{
		{"as it was", "", body, 200, ""},
		{"in another form of the same", "", ` {"tags":["a"," a "],"title":" x","description":"\u00e9","due_date":"2030-01-01T01:00:00.0001+01:00","category":null}`, 200, ""},
		{"completed", `update tasks set completed = true, completed_at = now() where id = $1`, body, 200, ""},
		{"with another title", "", strings.Replace(body, `"x"`, `"y"`, 1), 422, anotherBody},
		{"with a member more", "", strings.Replace(body, `{`, `{"priority":"low",`, 1), 422, anotherBody},
		{"with a member less", "", `{"title":"x"}`, 422, anotherBody},
		{"deleted", `delete from tasks where id = $1`, body, 409, deletedSince},
		{"deleted, with another title", `delete from tasks where id = $1`, `{"title":"y"}`, 422, anotherBody},
		{"a key of before there were fingerprints", `update idempotency_keys set fingerprint = null where task_id = $1`, `{"title":"y"}`, 200, ""},
		{"after 91 days", `update idempotency_keys set created_at = now() - interval '91 days' where task_id = $1`, body, 200, ""},
	} {
		u := newUser(t)
		header := map[string]string{"Idempotency-Key": "key"}
		var made, again taskBody
		request{method: "POST", path: "/api/tasks", token: u.Token, body: body, header: header}.send(t).want(t, 201).into(t, &made)
		if c.before != "" {
			exec(t, c.before, made.ID)
		}
		count := lookUp[int](t, `select count(*) from tasks where user_id = $1`, u.ID)
		for range 2 {
			a := request{method: "POST", path: "/api/tasks", token: u.Token, body: c.body, header: header}.send(t)
			if a.Status != c.status {
				t.Errorf("%s: %d %s, want %d", c.name, a.Status, a.Body, c.status)
			} else if c.status == 200 {
				if a.into(t, &again); again.ID != made.ID {
					t.Errorf("%s: task %s, want %s", c.name, again.ID, made.ID)
				}
			} else if p := a.problem(t); p.Detail != c.detail {
				t.Errorf("%s: %q, want %q", c.name, p.Detail, c.detail)
			}
		}
		if n := lookUp[int](t, `select count(*) from tasks where user_id = $1`, u.ID); n != count {
			t.Errorf("%s: %d tasks, want %d", c.name, n, count)
		}
	}
}

const (
	anotherBody  = "Idempotency-Key was sent before with another body: send another key"
	deletedSince = "The task that this Idempotency-Key created has been deleted: to create it again, send another key"
)

// TestIdempotencyKeysArePurged has old keys of two users: each creation with a key takes two of its own user's away.
func TestIdempotencyKeysArePurged(t *testing.T) {
	u, other := newUser(t), newUser(t)
	for _, owner := range []user{u, other} {
		exec(t, `insert into idempotency_keys (user_id, key, task_id, created_at)
			select $1, 'old ' || n, gen_random_uuid(), now() - interval '91 days' from generate_series(1, 5) as n`, owner.ID)
		exec(t, `insert into idempotency_keys (user_id, key, task_id, created_at) values ($1, 'young', gen_random_uuid(), now() - interval '89 days')`, owner.ID)
	}
	old := func(owner user) int {
		return lookUp[int](t, `select count(*) from idempotency_keys where user_id = $1 and key like 'old %'`, owner.ID)
	}
	for i, want := range []int{3, 1, 0, 0} {
		request{method: "POST", path: "/api/tasks", token: u.Token, body: `{"title":"x"}`, header: map[string]string{"Idempotency-Key": fmt.Sprint(i)}}.send(t).want(t, 201)
		if n := old(u); n != want {
			t.Errorf("%d old keys after %d creations, want %d", n, i+1, want)
		}
	}
	if n := lookUp[int](t, `select count(*) from idempotency_keys where user_id = $1`, u.ID); n != 5 || old(other) != 5 {
		t.Errorf("%d keys, and %d old ones of another user, want 5 of each", n, old(other))
	}
}

func TestConditions(t *testing.T) {
	u := newUser(t)
	for _, c := range []struct {
		ifMatch string
		status  int
	}{
		{`"1"`, 412}, {`"2"`, 200}, {`"1", "2"`, 200}, {`*`, 200}, {`W/"2"`, 412}, {`"x"`, 412}, {`2`, 412}, {``, 412}, {`"99999999999999999999"`, 412},
		{`"2-gzip"`, 412}, {`"2--gzip", "2;br"`, 412}, {`"2-gzip", "2"`, 200}, {`W/"2", "2"`, 200}, {`w/"2"`, 412}, {` , "2" ,`, 200}, {`"02"`, 412},
		{`*, "1"`, 412}, {`"1", *`, 412}, {`"2`, 412}, {`"x,"2",y"`, 412}, {`"2" "3"`, 412}, {`"2", x`, 412},
	} {
		made, _ := u.create(t, `{"title":"x"}`)
		u.patch(t, made.ID, `{"title":"y"}`).want(t, 200) // version 2
		header := map[string]string{"If-Match": c.ifMatch}
		for _, body := range []string{`{"title":"z"}`, `{}`} {
			q := request{method: "PATCH", path: "/api/tasks/" + made.ID, token: u.Token, body: body, header: header}
			if body == `{}` && c.status == 200 {
				exec(t, `update tasks set version = 2 where id = $1`, made.ID)
			}
			if a := q.send(t); a.Status != c.status {
				t.Errorf("If-Match %s: PATCH %s %d, want %d", c.ifMatch, body, a.Status, c.status)
			}
		}
		exec(t, `update tasks set version = 2 where id = $1`, made.ID)
		want := c.status
		if want == 200 {
			want = 204
		}
		if a := (request{method: "DELETE", path: "/api/tasks/" + made.ID, token: u.Token, header: header}).send(t); a.Status != want {
			t.Errorf("If-Match %s: DELETE %d, want %d", c.ifMatch, a.Status, want)
		}
	}
	missing := request{method: "DELETE", path: "/api/tasks/" + uuid.NewString(), token: u.Token, header: map[string]string{"If-Match": `"1"`}}
	missing.send(t).want(t, 404)

	made, _ := u.create(t, `{"title":"x"}`)
	for ifNoneMatch, status := range map[string]int{`"1"`: 304, `W/"1"`: 304, `*`: 304, `"2"`: 200, `"2", "1"`: 304, `x`: 200,
		`"1-gzip"`: 200, `W/"1-gzip", W/"1"`: 304, `"2", *`: 200, `"1`: 200} {
		a := request{method: "GET", path: "/api/tasks/" + made.ID, token: u.Token, header: map[string]string{"If-None-Match": ifNoneMatch}}.send(t).want(t, status)
		if a.Header.Get("ETag") != `"1"` || status == 304 && len(a.Body) > 0 {
			t.Errorf("If-None-Match %s: %v %s", ifNoneMatch, a.Header, a.Body)
		}
	}
}

// TestConditionsAtOnce lets twenty clients change one version: one succeeds.
func TestConditionsAtOnce(t *testing.T) {
	u := newUser(t)
	made, _ := u.create(t, `{"title":"x"}`)
	statuses := atOnce(20, func() int {
		return request{method: "PATCH", path: "/api/tasks/" + made.ID, token: u.Token, body: `{"title":"y"}`, header: map[string]string{"If-Match": `"1"`}}.send(t).Status
	})
	if statuses[http.StatusOK] != 1 || statuses[http.StatusPreconditionFailed] != 19 {
		t.Errorf("statuses %v", statuses)
	}
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
