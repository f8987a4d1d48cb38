package betterauth

import (
	"cmp"
	"net/http"

	"github.com/google/uuid"

	"github.com/todo-backend/todo-backend/shared/database"
	"github.com/todo-backend/todo-backend/shared/identity"
	"github.com/todo-backend/todo-backend/shared/mail"
	"github.com/todo-backend/todo-backend/shared/web"
	"github.com/todo-backend/todo-backend/shared/wire"
)

// UnlinkAccount answers POST /api/auth/unlink-account with 200: the user signs in this way no more. accountId is the
// id of list-accounts, or, with providerId, the provider's. The last way in stays, and the session must be of the last
// day.
func UnlinkAccount(w http.ResponseWriter, r *http.Request) {
	serve(w, r, "betterAuthUnlinkAccount", unlinkAccount)
}

// signInMethods are how many ways the user has to sign in.
type signInMethods struct {
	fresh bool // the session is
	count int
	email string
}

// Fields are where a row is scanned to.
func (m *signInMethods) Fields() []any { return []any{&m.fresh, &m.count, &m.email} }

// mayUnlink is the condition under which a way to sign in is removed. The user's row is locked: of two requests that
// would unlink the last two, one finds a single way left.
const mayUnlink = isFresh + ` and
	(select count(*) from accounts where user_id = app_user())
	+ (select count(password_hash) from users where id = app_user()) > 1`

func unlinkAccount(w http.ResponseWriter, r *request) error {
	var in struct {
		AccountID  wire.Optional[string] `json:"accountId" need:"true"`
		ProviderID wire.Optional[string] `json:"providerId"`
	}
	if err := read(w, r, &in, bodyRequired); err != nil {
		return err
	}
	caller, err := requireSession(w, r, renews)
	if err != nil {
		return err
	}
	id, _ := uuid.Parse(in.AccountID.Value) // the zero UUID is no account's
	methods := database.QueryRow[signInMethods](`
		select s.created_at > now() - $1::interval,
		  (select count(*) from accounts where user_id = app_user()) + (u.password_hash is not null)::integer, u.email
		from sessions s join users u on u.id = s.user_id where s.id = app_session() for update of u`, freshAge)
	account := database.QueryValue[string](`
		with removed as (
		  delete from accounts where user_id = app_user() and (id = $2 or provider_id = $3 and account_id = $4)
		  and `+mayUnlink+` returning user_id, provider_id)
		update users u set credential_version = credential_version + 1 from removed where u.id = removed.user_id
		returning removed.provider_id`, freshAge, id, in.ProviderID.Value, in.AccountID.Value)
	password := database.QueryValue[string](`
		update users set password_hash = null, credential_version = credential_version + 1, updated_at = now()
		where id = app_user() and id = $2 and $3 in ('', 'credential') and password_hash is not null
		and `+mayUnlink+` returning 'credential'`, freshAge, id, in.ProviderID.Value)
	if err := caller.run(methods, account, password); err != nil {
		return err
	}
	switch {
	case !methods.Value.fresh:
		return notFresh
	case account.Found || password.Found:
		identity.Notify(r.Request, mail.WayRemoved(r.Config, methods.Value.email,
			methodName(cmp.Or(password.Value, account.Value))))
		return web.JSON(w, http.StatusOK, map[string]bool{"status": true})
	case methods.Value.count == 1:
		return badRequest("FAILED_TO_UNLINK_LAST_ACCOUNT", "You can't unlink your last account")
	}
	return badRequest("ACCOUNT_NOT_FOUND", "Account not found")
}
