// Package filters provides the functions for saved searches, one per file.
package filters

import (
	"net/http"

	"github.com/todo-backend/todo-backend/shared/database"
	"github.com/todo-backend/todo-backend/shared/filter"
	"github.com/todo-backend/todo-backend/shared/identity"
	"github.com/todo-backend/todo-backend/shared/task"
	"github.com/todo-backend/todo-backend/shared/web"
)

// GetFilters answers GET /api/filters with 200: the user's saved searches in their order, and the ETag of this version
// of all of them; or with 304 when If-None-Match names it.
func GetFilters(w http.ResponseWriter, r *http.Request) {
	web.Serve(w, r, "getFilters", web.Problems, getFilters)
}

func getFilters(w http.ResponseWriter, r *web.Request) error {
	caller, err := identity.Authenticate(r)
	if err != nil {
		return err
	}
	found := database.QueryRow[document](`select filters, version from filters where user_id = app_user()`)
	if err := caller.Run(found); err != nil {
		return err
	}
	d := &found.Value
	w.Header().Set("ETag", task.VersionTag(d.version))
	if task.NoneMatch(r.Request, d.version) {
		w.WriteHeader(http.StatusNotModified)
		return nil
	}
	if d.Filters == nil {
		d.Filters = []filter.Filter{}
	}
	return web.JSON(w, http.StatusOK, d)
}

// document is all filters of a user. Who has never saved any has version 0.
type document struct {
	Filters []filter.Filter `json:"filters"`
	version int
}

// Fields returns the fields that a row is scanned into.
func (d *document) Fields() []any { return []any{&d.Filters, &d.version} }
