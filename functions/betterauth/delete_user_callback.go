package betterauth

import (
	"errors"
	"net/http"

	"github.com/todo-backend/todo-backend/shared/web"
)

// DeleteUserCallback answers GET /api/auth/delete-user/callback, the link of the mail, which its user opens while
// signed in: 302 to callbackURL, or 200.
func DeleteUserCallback(w http.ResponseWriter, r *http.Request) {
	serve(w, r, "betterAuthDeleteUserCallback", deleteUserCallback)
}

func deleteUserCallback(w http.ResponseWriter, r *request) error {
	target, err := r.param("callbackURL")
	if err != nil {
		return err
	}
	if err := r.requireParam("token"); err != nil {
		return err
	}
	caller, err := requireSession(w, r, doesNotRenew)
	if err == nil {
		caller.MarkWrite()
		err = deleteWithToken(caller, r.URL.Query().Get("token"))
	}
	if errors.Is(err, web.ErrUnauthenticated) {
		return fail(http.StatusNotFound, "FAILED_TO_GET_USER_INFO", "Failed to get user info")
	} else if err != nil {
		return err
	}
	caller.ClearCookies(w)
	if target != "" {
		return redirect(w, target)
	}
	return web.JSON(w, http.StatusOK, userDeleted)
}
