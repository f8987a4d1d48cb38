package betterauth

import (
	"errors"
	"net/http"

	"github.com/todo-backend/todo-backend/shared/identity"
	"github.com/todo-backend/todo-backend/shared/web"
)

// GetSession answers GET /api/auth/get-session with 200 and the session with its user, or null; a cookie whose session
// has ended is cleared. It is what a page asks at every load, and one round trip. POST is refused with 405.
func GetSession(w http.ResponseWriter, r *http.Request) {
	serve(w, r, "betterAuthGetSession", getSession)
}

func getSession(w http.ResponseWriter, r *request) error {
	w.Header().Set("Pragma", "no-cache")
	if r.Method == http.MethodPost {
		if err := checkOrigin(r); err != nil {
			return err
		}
		return fail(http.StatusMethodNotAllowed, "METHOD_NOT_ALLOWED_DEFER_SESSION_REQUIRED",
			"POST method requires deferSessionRefresh to be enabled in session config")
	}
	session, user := identity.CurrentSession(), identity.SelectUser()
	caller, err := requireSession(w, r, r.URL.Query().Get("disableRefresh") == "")
	if err == nil {
		err = caller.run(session, user)
	}
	if errors.Is(err, web.ErrUnauthenticated) || err == nil && !(session.Found && user.Found) {
		return web.Send(w, http.StatusOK, "application/json", []byte("null"))
	} else if err != nil {
		return err
	}
	shown := newUserJSON(user.Value)
	token, err := signJWT(r, shown)
	if err != nil {
		return err
	}
	exposeHeader(w, "Set-Auth-Jwt", token)
	return web.JSON(w, http.StatusOK, struct {
		Session sessionJSON `json:"session"`
		User    userJSON    `json:"user"`
	}{newSessionJSON(session.Value), shown})
}
