package betterauth

import (
	"net/http"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/todo-backend/todo-backend/shared/web"
	"github.com/todo-backend/todo-backend/shared/wire"
)

// ListAccounts answers GET /api/auth/list-accounts with 200 and the ways in which the user signs in: the password, if
// there is one, as the provider credential, and what is linked.
func ListAccounts(w http.ResponseWriter, r *http.Request) {
	serve(w, r, "betterAuthListAccounts", listAccounts)
}

func listAccounts(w http.ResponseWriter, r *request) error {
	one, err := signedIn(w, r)
	if err != nil {
		return err
	}
	type row struct {
		ID         uuid.UUID `json:"id"`
		ProviderID string    `json:"providerId"`
		AccountID  string    `json:"accountId"`
		UserID     uuid.UUID `json:"userId"`
		Scopes     []string  `json:"scopes"`
		CreatedAt  wire.Time `json:"createdAt"`
		UpdatedAt  wire.Time `json:"updatedAt"`
	}
	var all []row
	b := &pgx.Batch{}
	b.Queue(`
		select id, 'credential', id::text, id, '{}'::text[], created_at, updated_at from users where id = app_user() and password_hash is not null
		union all
		select id, provider_id, account_id, user_id, scopes, created_at, updated_at from accounts where user_id = app_user()
		order by 6, 2, 1`).
		Query(func(rows pgx.Rows) (err error) {
			all, err = pgx.CollectRows(rows, pgx.RowToStructByPos[row])
			return err
		})
	if err := one.Do(r.Context(), b); err != nil {
		return err
	}
	return web.JSON(w, http.StatusOK, all)
}

// wayName is how a mail names a way to sign in.
func wayName(provider string) string {
	switch provider {
	case "credential":
		return "the password"
	case "github":
		return "GitHub"
	case "google":
		return "Google"
	}
	return provider
}
