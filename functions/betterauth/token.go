package betterauth

import (
	"net/http"

	"github.com/todo-backend/todo-backend/shared/identity"
	"github.com/todo-backend/todo-backend/shared/web"
)

// Token answers GET /api/auth/token with 200 and a JWT of 15 minutes for other services, which verify it through jwks.
func Token(w http.ResponseWriter, r *http.Request) { serve(w, r, "betterAuthToken", token) }

func token(w http.ResponseWriter, r *request) error {
	caller, err := requireSession(w, r, renews)
	if err != nil {
		return err
	}
	user := identity.SelectUser()
	if err := caller.run(user); err != nil {
		return err
	}
	if !user.Found {
		return web.ErrUnauthenticated
	}
	signed, err := signJWT(r, newUserJSON(user.Value))
	if err != nil {
		return err
	}
	return web.JSON(w, http.StatusOK, map[string]string{"token": signed})
}
