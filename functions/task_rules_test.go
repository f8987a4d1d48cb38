package functions_test

import (
	"fmt"
	"strings"
	"testing"
)

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
	{`{"title":"x","description":"` + strings.Repeat("é", 1001) + `"}`, "description",
		"Description must be 1000 characters or less"},
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
	{`{"title":"x","category":"` + strings.Repeat("é", 51) + `"}`, "category",
		"Category must be 1 to 50 characters, or null"},
	{`{"title":"x","category":" "}`, "category", "Category must be 1 to 50 characters, or null"},
	{`{"title":"x","due_date":"0001-01-01T00:00:00Z"}`, "due_date", "due_date must be between the years 1900 and 9999"},
	{`{"title":"x","due_date":"1899-12-31T23:59:59Z"}`, "due_date", "due_date must be between the years 1900 and 9999"},
	{`{"title":"x","due_date":"1900-01-01T00:00:00Z"}`, "", ""},
	{`{"title":"x","due_date":"9999-12-31T23:59:59.999Z"}`, "", ""},
	{`{"title":"x","due_date":"9999-12-31T23:59:59-01:00"}`, "due_date",
		"due_date must be between the years 1900 and 9999"},
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
	{`{"title":"x","recurrence_pattern":"yearly"}`, "recurrence_pattern",
		"recurrence_pattern must be one of: daily, weekly, monthly"},
	{`{"title":"x","is_recurring":true}`, "recurrence_pattern", needsPattern},
	{`{"title":"x","is_recurring":true,"recurrence_pattern":null}`, "recurrence_pattern", needsPattern},
	{`{"title":"x","is_recurring":true,"recurrence_pattern":"daily"}`, "", ""},
	{`{"title":"x","is_recurring":false,"recurrence_pattern":"daily"}`, "recurrence_pattern",
		"A task with is_recurring false has no recurrence_pattern"},
	{`{"title":"x","is_recurring":false}`, "", ""},
	{`{"title":"x","is_recurring":null}`, "is_recurring", "is_recurring must be true or false"},
	{`{"title":"x","user_id":"01900000-0000-7000-8000-000000000000"}`, "user_id",
		`"user_id" is not a field that can be set here`},
	{`{"title":"x","created_at":"2026-01-01T00:00:00Z"}`, "created_at",
		`"created_at" is not a field that can be set here`},
	{`{"title":"x","updated_at":"2026-01-01T00:00:00Z"}`, "updated_at",
		`"updated_at" is not a field that can be set here`},
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
	created, _ := u.create(t, `{"title":"To change"}`)
	for _, c := range taskRules {
		name := c.body[:min(len(c.body), 100)]
		const state = `select to_jsonb(t)::text from tasks t where id = $1`
		before := queryOne[string](t, state, created.ID)
		creation := request{method: "POST", path: "/api/tasks", token: u.Token, body: c.body}.send(t)
		change := u.patch(t, created.ID, c.body)
		if c.detail == "" {
			if creation.Status != 201 || change.Status != 200 {
				t.Errorf("%s: creation %d %s, change %d %s", name,
					creation.Status, creation.Body, change.Status, change.Body)
			}
			continue
		}
		if after := queryOne[string](t, state, created.ID); after != before {
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
	wantProblem(t, "no title", request{method: "POST", path: "/api/tasks", token: u.Token, body: `{}`}.send(t).
		want(t, 422), "title", "Title is required")
}
