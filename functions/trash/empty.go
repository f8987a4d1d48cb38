package trash

import (
	"net/http"

	"github.com/todo-backend/todo-backend/shared/database"
	"github.com/todo-backend/todo-backend/shared/identity"
	"github.com/todo-backend/todo-backend/shared/web"
)

// EmptyTrash answers DELETE /api/trash with 204: what was in the trash is deleted for good.
func EmptyTrash(w http.ResponseWriter, r *http.Request) {
	web.Serve(w, r, "emptyTrash", web.Problems, emptyTrash)
}

func emptyTrash(w http.ResponseWriter, r *web.Request) error {
	caller, err := identity.Authenticate(r)
	if err != nil {
		return err
	}
	tasks := database.Exec(`delete from tasks where user_id = app_user() and deleted_at is not null`)
	// A trigger deletes the tasks of a list with it; row security hides them from the statement before.
	lists := database.Exec(`delete from lists where user_id = app_user() and deleted_at is not null`)
	if err := caller.Run(tasks, lists); err != nil {
		return err
	}
	w.WriteHeader(http.StatusNoContent)
	return nil
}
