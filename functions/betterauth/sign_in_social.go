package betterauth

import (
	"net/http"

	"github.com/todo-backend/todo-backend/shared/config"
)

// SignInSocial answers POST /api/auth/sign-in/social with 200 and the provider's address, where the browser goes on;
// with 404 for a provider that is not configured.
func SignInSocial(w http.ResponseWriter, r *http.Request) {
	serve(w, r, "POST", "/sign-in/social", signInSocial)
}

func signInSocial(w http.ResponseWriter, r *http.Request, cfg *config.Config) error {
	var in socialInput
	if err := read(w, r, cfg, &in, false); err != nil {
		return err
	}
	return begin(w, r, cfg, in, flow{})
}
