// Package lists provides the functions for lists, one per file.
package lists

import (
	"net/http"

	"github.com/todo-backend/todo-backend/shared/database"
	"github.com/todo-backend/todo-backend/shared/identity"
	"github.com/todo-backend/todo-backend/shared/list"
	"github.com/todo-backend/todo-backend/shared/web"
)

// ListLists answers GET /api/lists with 200: the user's lists outside the trash, in the order of their positions, with
// their counts and the numbers of their last changes; or with 304 when If-None-Match has the ETag of that answer. A
// page asks it whenever it is looked at.
func ListLists(w http.ResponseWriter, r *http.Request) {
	web.Serve(w, r, "listLists", answers, listLists)
}

func listLists(w http.ResponseWriter, r *web.Request) error {
	caller, err := identity.Authenticate(r)
	if err != nil {
		return err
	}
	found := database.QueryRows[list.List](`
		select ` + list.Columns + ` from lists where user_id = app_user() and deleted_at is null
		order by position, id`)
	if err := caller.Run(found); err != nil {
		return err
	}
	return web.TaggedJSON(w, r, allLists{found.Values})
}

type allLists struct {
	Lists []list.List `json:"lists"`
}
