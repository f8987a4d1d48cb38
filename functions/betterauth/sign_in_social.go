package betterauth

import (
	"net/http"

	"github.com/todo-backend/todo-backend/shared/database"
)

// SignInSocial answers POST /api/auth/sign-in/social with 200 and the provider's address, where the browser goes on;
// with 404 for a provider that is not configured.
func SignInSocial(w http.ResponseWriter, r *http.Request) {
	serve(w, r, "betterAuthSignInSocial", signInSocial)
}

func signInSocial(w http.ResponseWriter, r *request) error {
	var in socialInput
	if err := read(w, r, &in, bodyRequired); err != nil {
		return err
	}
	return startOAuth(w, r, in, func(statements ...database.Statement) error {
		return r.DB.Write(r.Context(), append([]database.Statement{r.limited()}, statements...)...)
	})
}
