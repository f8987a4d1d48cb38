package functions_test

import (
	"strings"
	"testing"

	"github.com/google/uuid"
)

// importReport is what an import answers.
type importReport struct {
	DryRun         bool `json:"dry_run"`
	ProfileUpdated bool `json:"profile_updated"`
	Filters        struct{ Created, Unchanged int }
	Lists          struct{ Created, Updated, Unchanged int }
	Tasks          struct{ Created, Unchanged, Conflicting int }
}

// bringIn imports a document.
func (u user) bringIn(t *testing.T, query, document string) answer {
	t.Helper()
	return request{method: "POST", path: "/api/import" + query, token: u.Token, body: document}.send(t)
}

func (u user) wantReport(t *testing.T, query, document string, want importReport) {
	t.Helper()
	var got importReport
	u.bringIn(t, query, document).want(t, 200).decode(t, &got)
	if got != want {
		t.Errorf("import%s: %+v, want %+v", query, got, want)
	}
}

// TestImport brings an export back into the account that has deleted everything, and into a new one: its export is the
// same, byte for byte. A dry run says what an import would do, and does nothing; so does an import that is repeated.
func TestImport(t *testing.T) {
	var all, nothing importReport
	all.ProfileUpdated, all.Lists.Created, all.Lists.Updated, all.Tasks.Created = true, 2, 1, 5
	all.Filters.Created, nothing.Filters.Unchanged = 2, 2
	nothing.Lists.Unchanged, nothing.Tasks.Unchanged = 3, 5
	dry := func(r importReport) importReport { r.DryRun = true; return r }
	for name, empty := range map[string]func(u user) user{
		"everything is deleted": func(u user) user {
			exec(t, `delete from tasks where user_id = $1`, u.ID)
			exec(t, `delete from filters where user_id = $1`, u.ID)
			exec(t, `delete from lists where user_id = $1 and id <> $1`, u.ID)
			exec(t, `update lists set name = 'Inbox', color = null, position = 'a0' where id = $1`, u.ID)
			exec(t, `update users set timezone = 'UTC', language = 'en' where id = $1`, u.ID)
			return u
		},
		"a new account": func(u user) user {
			exec(t, `delete from users where id = $1`, u.ID)
			return newUser(t)
		},
	} {
		t.Run(name, func(t *testing.T) {
			u := newUser(t)
			want := u.fill(t)
			u = empty(u)
			before := u.export(t)
			u.wantReport(t, "?dry_run=true", want, dry(all))
			if got := u.export(t); got != before {
				t.Errorf("a dry run has written\n%s", got)
			}
			u.wantReport(t, "?dry_run=false", want, all)
			if got := u.export(t); got != want {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
			inStep(t)
			state := fixture{owner: u}.state(t)
			u.wantReport(t, "?dry_run=true", want, dry(nothing))
			u.wantReport(t, "", want, nothing)
			if (fixture{owner: u}).state(t) != state {
				t.Error("a repeat has changed something")
			}
		})
	}
}

// TestImportKeepsWhatExists brings an old export into an account that has gone on: what exists stays as it is, and what
// its list or its parent cannot take any more is left out.
func TestImportKeepsWhatExists(t *testing.T) {
	u := newUser(t)
	u.fill(t)
	document := u.export(t)
	at := func(what string) uuid.UUID {
		return queryOne[uuid.UUID](t, `select id from tasks where user_id = $1 and title = $2`, u.ID, what)
	}
	full, sub := at(`Ganz 😀 <b>&</b> \ "voll"`), at("A step")
	exec(t, `delete from tasks where id = $1`, sub)
	exec(t, `update tasks set title = 'Changed', list_id = $2 where id = $1`, full, u.ID) // not its subtask's list
	exec(t, `update lists set name = 'Renamed' where user_id = $1 and name like 'Home%'`, u.ID)
	exec(t, `update users set timezone = 'Asia/Tokyo' where id = $1`, u.ID)
	var want importReport
	want.Filters.Unchanged, want.Lists.Unchanged, want.Tasks.Unchanged, want.Tasks.Conflicting = 2, 3, 4, 1
	before := u.export(t)
	u.wantReport(t, "", document, want)
	if got := u.export(t); got != before {
		t.Errorf("got\n%s\nwant\n%s", got, before)
	}
	exec(t, `update tasks set list_id = (select id from lists where user_id = $2 and name = 'Renamed')
		where id = $1`, full, u.ID)
	want.Tasks.Created, want.Tasks.Conflicting = 1, 0
	u.wantReport(t, "", document, want)
	exec(t, `delete from tasks where id = $1`, at("Next"))
	exec(t, `update tasks set deleted_at = now() where list_id = (select list_id from tasks where id = $1)`, full)
	exec(t, `update lists set deleted_at = now() where user_id = $1 and name = 'Renamed'`, u.ID)
	want.Tasks.Created, want.Tasks.Conflicting = 0, 1
	u.wantReport(t, "", document, want)
	inStep(t)
}

// TestImportOfForeignIDs names another user's list and task: the whole is refused with the place, and without a word
// about the other, who keeps everything.
func TestImportOfForeignIDs(t *testing.T) {
	other, u := newFixture(t), newUser(t)
	own := `{"id":"` + uuid.NewString() + `","list_id":"inbox","title":"x","position":"a0"},`
	for name, c := range map[string]struct{ lists, tasks, place string }{
		"a list":          {`{"id":"` + other.list.String() + `","name":"x","position":"a0"}`, "", "lists[1].id"},
		"another's inbox": {`{"id":"` + other.owner.ID.String() + `","name":"x","position":"a0"}`, "", "lists[1].id"},
		"a task": {"", own + `{"id":"` + other.task.String() + `","list_id":"inbox","title":"x","position":"a0"}`,
			"tasks[1].id"},
		"a task in the trash": {"", own + `{"id":"` + other.task.String() + `","list_id":"inbox","title":"x",
			"position":"a0","deleted_at":"2026-01-01T00:00:00Z"}`, "tasks[1].id"},
	} {
		t.Run(name, func(t *testing.T) {
			theirs, mine := other.state(t), fixture{owner: u}.state(t)
			lists := `{"id":"inbox","name":"Inbox","position":"a0"}`
			if c.lists != "" {
				lists += "," + c.lists
			}
			document := `{"format":"todo-backend","version":1,"lists":[` + lists + `],"tasks":[` + c.tasks + `]}`
			for _, query := range []string{"", "?dry_run=true"} {
				p := u.bringIn(t, query, document).want(t, 409).problem(t)
				if len(p.Errors) != 1 || p.Errors[0].Field != c.place ||
					strings.Contains(p.Detail, other.owner.ID.String()) {
					t.Errorf("%+v", p)
				}
			}
			if other.state(t) != theirs || (fixture{owner: u}).state(t) != mine {
				t.Error("something was written")
			}
		})
	}
}
