package betterauth

import "net/http"

// UpdateSession answers POST /api/auth/update-session with 400: a session has no fields that a client may set.
func UpdateSession(w http.ResponseWriter, r *http.Request) {
	serve(w, r, "betterAuthUpdateSession", updateSession)
}

func updateSession(w http.ResponseWriter, r *request) error {
	if err := read(w, r, &struct{}{}, bodyRequired); err != nil {
		return err
	}
	caller, err := requireSession(w, r, renews)
	if err != nil {
		return err
	}
	return caller.failAfterAuth(badRequest("", "No fields to update"))
}
