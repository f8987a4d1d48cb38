package betterauth

import (
	"net/http"

	"github.com/jackc/pgx/v5"

	"github.com/todo-backend/todo-backend/shared/identity"
	"github.com/todo-backend/todo-backend/shared/web"
)

// Token answers GET /api/auth/token with 200 and a JWT of 15 minutes for other services, which verify it through jwks.
func Token(w http.ResponseWriter, r *http.Request) {
	serve(w, r, "betterAuthToken", token)
}

func token(w http.ResponseWriter, r *request) error {
	one, err := signedIn(w, r)
	if err != nil {
		return err
	}
	var u identity.User
	b := &pgx.Batch{}
	b.Queue(`select ` + identity.Columns + ` from users where id = app_user()`).QueryRow(u.Scan)
	if err := one.Do(r.Context(), b); err != nil {
		return err
	}
	signed, err := signJWT(r.cfg, user(u))
	if err != nil {
		return err
	}
	return web.JSON(w, http.StatusOK, map[string]string{"token": signed})
}
