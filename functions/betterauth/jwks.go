package betterauth

import (
	"net/http"

	"github.com/todo-backend/todo-backend/shared/secret"
	"github.com/todo-backend/todo-backend/shared/web"
)

// JWKS answers GET /api/auth/jwks with 200 and the public keys that verify our JWTs (RFC 7517), the one in use first.
func JWKS(w http.ResponseWriter, r *http.Request) { serve(w, r, "betterAuthJwks", jwks) }

func jwks(w http.ResponseWriter, r *request) error {
	keys, err := r.JWTKeys()
	if err != nil {
		return err
	}
	var set struct {
		Keys []secret.JWK `json:"keys"`
	}
	for _, k := range keys {
		set.Keys = append(set.Keys, k.Public)
	}
	return web.JSON(w, http.StatusOK, set)
}
