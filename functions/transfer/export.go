// Package transfer provides the functions that take all that a user has out, and bring it back in.
package transfer

import (
	"io"
	"net/http"
	"time"

	"github.com/todo-backend/todo-backend/shared/database"
	"github.com/todo-backend/todo-backend/shared/identity"
	"github.com/todo-backend/todo-backend/shared/web"
)

// exportTime is how long an export may take; its statement has half of it, and a client takes 64 KiB in five seconds.
const exportTime = 10 * time.Minute

// ExportTasks answers GET /api/export with 200: all that the user has, in a form that ImportTasks takes, or with
// ?format=csv or ics the tasks outside the trash, for other programs. It is sent row by row while the database sends
// it, so that its memory does not grow with it; where the database breaks off, so does the answer.
func ExportTasks(w http.ResponseWriter, r *http.Request) {
	web.Serve(w, r, "exportTasks", answers, exportTasks)
}

func exportTasks(w http.ResponseWriter, r *web.Request) error {
	caller, err := identity.Authenticate(r)
	if err != nil {
		return err
	}
	name := "json"
	err = r.ReadQuery(func(p *web.Parameter) {
		if p.Name != "format" {
			p.Unknown("an export")
			return
		}
		name = p.OneOf("json", "csv", "ics")
	})
	if err != nil {
		return err
	}
	if err := caller.Share(); err != nil {
		return err
	}
	if err := r.Bulk(w, exportTime); err != nil {
		return err
	}

	format := formats[name]
	body := web.NewStream(w, r, http.Header{
		"Content-Type":        {format.mediaType},
		"Content-Disposition": {`attachment; filename="todo.` + name + `"`},
	})
	rows, end := format.begin(body)
	if err := caller.Run(rows...); err != nil {
		return err
	}
	if err := end(); err != nil {
		return err
	}
	return body.Close()
}

// formats are the forms of an export by their names. To begin one writes what stands before the rows, and returns the
// statements that write them, and what writes the end.
var formats = map[string]struct {
	mediaType string
	begin     func(w io.Writer) (rows []database.Statement, end func() error)
}{
	"json": {"application/json", exportJSON},
	"csv":  {"text/csv; charset=utf-8", exportCSV},
	"ics":  {"text/calendar; charset=utf-8", exportCalendar},
}
