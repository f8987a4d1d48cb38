package betterauth

import (
	"net/http"

	"github.com/todo-backend/todo-backend/shared/config"
)

// UpdateSession answers POST /api/auth/update-session with 400: a session has no fields that a client may set.
func UpdateSession(w http.ResponseWriter, r *http.Request) {
	serve(w, r, "POST", "/update-session", updateSession)
}

func updateSession(w http.ResponseWriter, r *http.Request, cfg *config.Config) error {
	if err := read(w, r, cfg, &struct{}{}, false); err != nil {
		return err
	}
	one, err := signedIn(w, r, cfg, "/update-session")
	if err != nil {
		return err
	}
	return one.refuse(r.Context(), invalid("", noFields))
}
