package transfer

import (
	"errors"
	"net/http"
	"strings"
	"time"

	"github.com/jackc/pgx/v5/pgconn"

	"github.com/todo-backend/todo-backend/shared/database"
	"github.com/todo-backend/todo-backend/shared/filter"
	"github.com/todo-backend/todo-backend/shared/identity"
	"github.com/todo-backend/todo-backend/shared/list"
	"github.com/todo-backend/todo-backend/shared/problem"
	"github.com/todo-backend/todo-backend/shared/task"
	"github.com/todo-backend/todo-backend/shared/web"
)

// importTime is how long an import may take, its body included.
const importTime = time.Minute

// ImportTasks answers POST /api/import with 200 and what it has done with an export's document, or with ?dry_run=true
// would do. It creates what does not exist; what does is left as it is, so that a repeat changes nothing. It writes all
// or nothing: a document that breaks a rule is refused with the place, one that has another user's id with 409.
func ImportTasks(w http.ResponseWriter, r *http.Request) {
	web.Serve(w, r, "importTasks", answers, importTasks)
}

func importTasks(w http.ResponseWriter, r *web.Request) error {
	caller, err := identity.Authenticate(r)
	if err != nil {
		return err
	}
	dryRun := false
	err = r.ReadQuery(func(p *web.Parameter) {
		if p.Name != "dry_run" {
			p.Unknown("an import")
			return
		}
		dryRun = p.Bool()
	})
	if err != nil {
		return err
	}
	if err := caller.Run(); err != nil { // only who has a session may send so much
		return err
	}
	if err := r.Bulk(w, importTime); err != nil {
		return err
	}
	var in document
	faults, err := web.Decode(w, r, &in)
	if err != nil {
		return err
	}
	content, err := in.read(faults)
	if err != nil {
		return err
	}

	run, err := content.statements()
	if err != nil {
		return err
	}
	statements := run.all
	if dryRun {
		statements = append(statements, undo())
	}
	showHidden := database.Exec(`select set_config('app.shows_hidden', 'true', true)`) // tasks of lists in the trash
	statements = append([]database.Statement{showHidden}, statements...)
	if err := caller.Run(statements...); err != nil && !(dryRun && codeOf(err) == undone) {
		return refusalOf(err)
	}
	return web.JSON(w, http.StatusOK, run.report(dryRun))
}

func codeOf(err error) string {
	if pgErr, ok := errors.AsType[*pgconn.PgError](err); ok {
		return pgErr.Code
	}
	return ""
}

// refusalOf returns the answer to what refuse_import has raised, or the trigger that counts tasks.
func refusalOf(err error) error {
	pgErr, _ := errors.AsType[*pgconn.PgError](err)
	switch codeOf(err) {
	case taken:
		conflict := problem.New(http.StatusConflict, "The id at "+pgErr.Message+" cannot be used: give it another one")
		conflict.Errors = []problem.Field{{Field: pgErr.Message, Detail: "This id cannot be used"}}
		return conflict
	case tooManyLists:
		if strings.HasSuffix(pgErr.Message, "trash") {
			return list.ErrTooManyWithTrash
		}
		return list.ErrTooMany
	case tooManyFilters:
		return filter.ErrTooMany
	}
	return task.LimitError(err)
}
