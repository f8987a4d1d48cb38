package lists

import (
	"net/http"

	"github.com/todo-backend/todo-backend/shared/database"
	"github.com/todo-backend/todo-backend/shared/identity"
	"github.com/todo-backend/todo-backend/shared/list"
	"github.com/todo-backend/todo-backend/shared/problem"
	"github.com/todo-backend/todo-backend/shared/web"
)

// UpdateList answers PATCH /api/lists/{id} with 200 and the list: absent fields stay, null clears the color. The last
// write wins: a list has no ETag of its own, since its counts change with every task.
func UpdateList(w http.ResponseWriter, r *http.Request) {
	web.Serve(w, r, "updateList", answers, updateList)
}

func updateList(w http.ResponseWriter, r *web.Request) error {
	caller, err := identity.Authenticate(r)
	if err != nil {
		return err
	}
	id, err := r.PathUUID("id")
	if err != nil {
		return err
	}
	var in list.Input
	fieldErrs, err := web.Decode(w, r, &in)
	if err != nil {
		return err
	}
	if fieldErrs = in.Validate(fieldErrs); len(fieldErrs) > 0 {
		return problem.Unprocessable(fieldErrs...)
	}

	const its = ` where id = $1 and user_id = app_user() and deleted_at is null`
	changed := database.QueryRow[list.List](`
		update lists set
		  name       = coalesce($2, name),
		  color      = case when $3 then $4 else color end,
		  position   = coalesce($5, position),
		  updated_at = now()`+its+` returning `+list.Columns,
		id, in.Name.Ptr(), in.Color.Set, in.Color.Ptr(), in.Position.Ptr())
	if in.Empty() {
		changed = database.QueryRow[list.List](`select `+list.Columns+` from lists`+its, id)
	}
	if err := caller.Run(changed); err != nil {
		return err
	}
	if !changed.Found {
		return list.ErrNotFound
	}
	return web.JSON(w, http.StatusOK, changed.Value)
}
