package betterauth

import (
	"net/http"

	"github.com/jackc/pgx/v5"

	"github.com/todo-backend/todo-backend/shared/database"
)

// SignInSocial answers POST /api/auth/sign-in/social with 200 and the provider's address, where the browser goes on;
// with 404 for a provider that is not configured.
func SignInSocial(w http.ResponseWriter, r *http.Request) {
	serve(w, r, "betterAuthSignInSocial", signInSocial)
}

func signInSocial(w http.ResponseWriter, r *request) error {
	var in socialInput
	if err := read(w, r, &in, needed); err != nil {
		return err
	}
	return begin(w, r, in, func(b *pgx.Batch) error {
		count := r.limited()
		count.QueuedQueries = append(count.QueuedQueries, b.QueuedQueries...)
		return database.Run(r.Context(), count, false)
	})
}
