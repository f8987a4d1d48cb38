package lists

import (
	"net/http"

	"github.com/todo-backend/todo-backend/shared/database"
	"github.com/todo-backend/todo-backend/shared/identity"
	"github.com/todo-backend/todo-backend/shared/list"
	"github.com/todo-backend/todo-backend/shared/task"
	"github.com/todo-backend/todo-backend/shared/web"
)

// RestoreList answers POST /api/lists/{id}/restore with 200 and the list, which it takes out of the trash with all that
// it held. It answers a list outside the trash as it is, and 422 to a user with list.MaxLists lists.
func RestoreList(w http.ResponseWriter, r *http.Request) {
	web.Serve(w, r, "restoreList", answers, restoreList)
}

func restoreList(w http.ResponseWriter, r *web.Request) error {
	caller, err := identity.Authenticate(r)
	if err != nil {
		return err
	}
	id, err := r.PathUUID("id")
	if err != nil {
		return err
	}
	restored := database.Exec(`
		update lists set deleted_at = null where id = $1 and user_id = app_user() and `+task.InTrash+`
		and (select count(*) from lists where user_id = app_user() and deleted_at is null) < $2`, id, list.MaxLists)
	existing := database.QueryRow[list.List](`
		select `+list.Columns+` from lists where id = $1 and user_id = app_user() and deleted_at is null`, id)
	inTrash := database.Exists(`
		select from lists where id = $1 and user_id = app_user() and `+task.InTrash, id)
	switch err := caller.Run(list.Lock(), restored, existing, inTrash); {
	case err != nil:
		return err
	case existing.Found:
		return web.JSON(w, http.StatusOK, existing.Value)
	case inTrash.Found:
		return list.ErrTooMany
	}
	return list.ErrNotFound
}
