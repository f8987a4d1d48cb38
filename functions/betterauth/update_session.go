package betterauth

import (
	"net/http"
)

// UpdateSession answers POST /api/auth/update-session with 400: a session has no fields that a client may set.
func UpdateSession(w http.ResponseWriter, r *http.Request) {
	serve(w, r, "betterAuthUpdateSession", updateSession)
}

func updateSession(w http.ResponseWriter, r *request) error {
	if err := read(w, r, &struct{}{}, needed); err != nil {
		return err
	}
	one, err := signedIn(w, r)
	if err != nil {
		return err
	}
	return one.refuse(r.Context(), invalid(noCode, "No fields to update"))
}
