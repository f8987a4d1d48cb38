package betterauth

import (
	"net/http"

	"github.com/todo-backend/todo-backend/shared/identity"
	"github.com/todo-backend/todo-backend/shared/web"
	"github.com/todo-backend/todo-backend/shared/wire"
)

// SignOut answers POST /api/auth/sign-out with 200: the session is gone, its tokens are dead everywhere, and the
// cookies are cleared. Without a session there is nothing to end, which is a 200 too. A foreign page signs nobody out:
// 403.
func SignOut(w http.ResponseWriter, r *http.Request) {
	serve(w, r, "betterAuthSignOut", signOut)
}

func signOut(w http.ResponseWriter, r *request) error {
	var in struct {
		CallbackURL wire.Optional[string] `json:"callbackURL"`
	}
	if err := read(w, r, &in, optional); err != nil {
		return err
	}
	var foreign error
	if web.SameOrigin(r.Request) != nil { // also without a cookie, which a foreign form does not bring, but could clear
		foreign = failure(http.StatusForbidden, "INVALID_ORIGIN", "Invalid origin")
	}
	if err := identity.End(r.Context(), w, r.Request, r.cfg, foreign, r.limited()); err != nil {
		return err
	}
	return web.JSON(w, http.StatusOK, map[string]bool{"success": true})
}
