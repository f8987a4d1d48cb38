package betterauth

import (
	"net/http"

	"github.com/google/uuid"

	"github.com/todo-backend/todo-backend/shared/database"
	"github.com/todo-backend/todo-backend/shared/web"
	"github.com/todo-backend/todo-backend/shared/wire"
)

// ListAccounts answers GET /api/auth/list-accounts with 200 and the ways in which the user signs in: the password, if
// the account has one, as the provider credential, and what is linked.
func ListAccounts(w http.ResponseWriter, r *http.Request) {
	serve(w, r, "betterAuthListAccounts", listAccounts)
}

// accountJSON is one way to sign in, in the form of Better Auth's client.
type accountJSON struct {
	ID         uuid.UUID `json:"id"`
	ProviderID string    `json:"providerId"`
	AccountID  string    `json:"accountId"`
	UserID     uuid.UUID `json:"userId"`
	Scopes     []string  `json:"scopes"`
	CreatedAt  wire.Time `json:"createdAt"`
	UpdatedAt  wire.Time `json:"updatedAt"`
}

// Fields are where a row is scanned to.
func (a *accountJSON) Fields() []any {
	return []any{&a.ID, &a.ProviderID, &a.AccountID, &a.UserID, &a.Scopes, &a.CreatedAt, &a.UpdatedAt}
}

func listAccounts(w http.ResponseWriter, r *request) error {
	caller, err := requireSession(w, r, renews)
	if err != nil {
		return err
	}
	accounts := database.QueryRows[accountJSON](`
		select id, 'credential', id::text, id, '{}'::text[], created_at, updated_at
		from users where id = app_user() and password_hash is not null
		union all
		select id, provider_id, account_id, user_id, scopes, created_at, updated_at
		from accounts where user_id = app_user()
		order by 6, 2, 1`)
	if err := caller.run(accounts); err != nil {
		return err
	}
	return web.JSON(w, http.StatusOK, accounts.Values)
}
