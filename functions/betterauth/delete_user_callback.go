package betterauth

import (
	"net/http"

	"github.com/todo-backend/todo-backend/shared/identity"
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
	token := r.URL.Query().Get("token")
	if err := r.need("token"); err != nil {
		return err
	}
	one, err := signedIn(w, r)
	if err == nil {
		one.first = one.count // a session that ends is not renewed
		one.Writes()
		err = deleteWithToken(r, one, token)
	}
	if identity.IsUnauthorized(err) {
		return failure(http.StatusNotFound, "FAILED_TO_GET_USER_INFO", "Failed to get user info")
	} else if err != nil {
		return err
	}
	one.ClearCookies(w, r.Request, r.cfg)
	if target != "" {
		return redirect(w, target)
	}
	return web.JSON(w, http.StatusOK, deleted{true, "User deleted"})
}
