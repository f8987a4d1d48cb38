package lists

import (
	"net/http"

	"github.com/todo-backend/todo-backend/shared/database"
	"github.com/todo-backend/todo-backend/shared/identity"
	"github.com/todo-backend/todo-backend/shared/list"
	"github.com/todo-backend/todo-backend/shared/web"
)

// DeleteList answers DELETE /api/lists/{id} with 204: the list is in the trash, and row security hides its tasks. It
// answers 409 for the inbox.
func DeleteList(w http.ResponseWriter, r *http.Request) {
	web.Serve(w, r, "deleteList", answers, deleteList)
}

func deleteList(w http.ResponseWriter, r *web.Request) error {
	caller, err := identity.Authenticate(r)
	if err != nil {
		return err
	}
	id, err := r.PathUUID("id")
	if err != nil {
		return err
	}
	isInbox := database.QueryValue[bool](`select app_user() = $1`, id)
	deleted := database.Exec(`
		update lists set deleted_at = now()
		where id = $1 and user_id = app_user() and id <> user_id and deleted_at is null`, id)
	switch err := caller.Run(isInbox, deleted); {
	case err != nil:
		return err
	case isInbox.Value:
		return list.ErrInbox
	case deleted.Affected == 0:
		return list.ErrNotFound
	}
	w.WriteHeader(http.StatusNoContent)
	return nil
}
