package betterauth

import (
	"net/http"

	"github.com/jackc/pgx/v5"

	"github.com/todo-backend/todo-backend/shared/identity"
	"github.com/todo-backend/todo-backend/shared/web"
)

// GetSession answers GET /api/auth/get-session with 200 and the session with its user, or null; a cookie whose session
// is gone is cleared. It is what a page asks at every load, and one round trip. POST is refused with 405.
func GetSession(w http.ResponseWriter, r *http.Request) {
	serve(w, r, "betterAuthGetSession", getSession)
}

func getSession(w http.ResponseWriter, r *request) error {
	w.Header().Set("Pragma", "no-cache")
	if r.Method == http.MethodPost {
		if err := allowOrigin(r, false); err != nil {
			return err
		}
		return failure(http.StatusMethodNotAllowed, "METHOD_NOT_ALLOWED_DEFER_SESSION_REQUIRED", "POST method requires deferSessionRefresh to be enabled in session config")
	}
	one, err := signedIn(w, r)
	if identity.IsUnauthorized(err) {
		return web.Send(w, http.StatusOK, "application/json", []byte("null"))
	} else if err != nil {
		return err
	}
	if r.URL.Query().Get("disableRefresh") != "" {
		one.first = one.count
	}
	var answer struct {
		Session sessionJSON `json:"session"`
		User    userJSON    `json:"user"`
	}
	var u identity.User
	b := &pgx.Batch{}
	b.Queue(`select ` + sessionColumns + ` from sessions s where s.id = app_session()`).
		QueryRow(func(row pgx.Row) error { return row.Scan(answer.Session.fields()...) })
	b.Queue(`select ` + identity.Columns + ` from users where id = app_user()`).QueryRow(u.Scan)
	if err := one.Do(r.Context(), b); identity.IsUnauthorized(err) {
		return web.Send(w, http.StatusOK, "application/json", []byte("null"))
	} else if err != nil {
		return err
	}
	answer.Session.shown()
	answer.User = user(u)
	token, err := signJWT(r.cfg, answer.User)
	if err != nil {
		return err
	}
	expose(w, "Set-Auth-Jwt", token)
	return web.JSON(w, http.StatusOK, answer)
}
