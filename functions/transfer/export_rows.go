package transfer

import (
	"time"

	"github.com/todo-backend/todo-backend/shared/task"
)

// exportedTask is a task outside the trash, with what other rows say about it.
type exportedTask struct {
	task.Task
	anchor *time.Time // where its rule starts, as in task.Schedule
	list   string
	inbox  bool    // it is in the inbox
	parent *string // the parent's title
	zone   string  // the user's
}

// Fields returns pointers to the fields that a row of exportedSQL is scanned into.
func (t *exportedTask) Fields() []any {
	return append(t.Task.Fields(), &t.anchor, &t.list, &t.inbox, &t.parent, &t.zone)
}

// exportedSQL selects the tasks outside the trash in one statement, which sees one state of the database: list by list,
// in their order by hand, and each subtask after its parent.
const exportedSQL = `
select task.*, list.name, list.id = list.user_id, parent.title, users.timezone
from (
  select ` + task.Columns + `, recurrence_anchor
  from tasks where user_id = app_user() and deleted_at is null
) as task
join lists list on list.id = task.list_id and list.user_id = app_user() and list.deleted_at is null
left join tasks parent on parent.id = task.parent_id and parent.user_id = app_user()
join users on users.id = app_user()
order by list.position collate "C", list.id, coalesce(parent.position, task.position) collate "C",
  coalesce(parent.id, task.id), parent.id is not null, task.position collate "C", task.id`
