package betterauth

import (
	"net/http"

	"github.com/todo-backend/todo-backend/shared/identity"
	"github.com/todo-backend/todo-backend/shared/web"
	"github.com/todo-backend/todo-backend/shared/wire"
)

// SignOut answers POST /api/auth/sign-out with 200: the session has ended, its tokens are refused everywhere, and the
// cookies are cleared. Without a session, nothing ends, which is a 200 too. A foreign page signs nobody out: 403.
func SignOut(w http.ResponseWriter, r *http.Request) { serve(w, r, "betterAuthSignOut", signOut) }

func signOut(w http.ResponseWriter, r *request) error {
	var in struct {
		CallbackURL wire.Optional[string] `json:"callbackURL"`
	}
	if err := read(w, r, &in, bodyOptional); err != nil {
		return err
	}
	// The origin is checked also without a cookie, which a foreign form does not bring, but could clear.
	if err := identity.EndShownSessions(w, r.Request, r.limited()); err != nil {
		return err
	}
	return web.JSON(w, http.StatusOK, map[string]bool{"success": true})
}
