package betterauth

import (
	"errors"
	"net/http"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/todo-backend/todo-backend/shared/identity"
	"github.com/todo-backend/todo-backend/shared/mail"
	"github.com/todo-backend/todo-backend/shared/web"
	"github.com/todo-backend/todo-backend/shared/wire"
)

// UnlinkAccount answers POST /api/auth/unlink-account with 200: the user signs in this way no more. accountId is the id
// of list-accounts, or, with providerId, the provider's. The last way in stays, and the session must be of the last day.
func UnlinkAccount(w http.ResponseWriter, r *http.Request) {
	serve(w, r, "betterAuthUnlinkAccount", unlinkAccount)
}

func unlinkAccount(w http.ResponseWriter, r *request) error {
	var in struct {
		AccountID  wire.Optional[string] `json:"accountId" need:"true"`
		ProviderID wire.Optional[string] `json:"providerId"`
	}
	if err := read(w, r, &in, needed); err != nil {
		return err
	}
	one, err := signedIn(w, r)
	if err != nil {
		return err
	}
	id, _ := uuid.Parse(in.AccountID.Value) // the zero UUID is no account's
	var recent bool
	var ways int
	var email, unlinked string // the way's name
	b := &pgx.Batch{}
	b.Queue(`
		select s.created_at > now() - $1::interval,
		  (select count(*) from accounts where user_id = app_user()) + (u.password_hash is not null)::integer, u.email
		from sessions s join users u on u.id = s.user_id where s.id = app_session() for update of u`, fresh).
		QueryRow(func(row pgx.Row) error { return row.Scan(&recent, &ways, &email) })
	// The user's row is locked: of two that would unlink the last two, one finds a single way left.
	const may = ` and exists (select from sessions where id = app_session() and created_at > now() - $1::interval)
		and (select count(*) from accounts where user_id = app_user()) + (select count(password_hash) from users where id = app_user()) > 1`
	noted := func(row pgx.Row) error {
		if err := row.Scan(&unlinked); !errors.Is(err, pgx.ErrNoRows) {
			return err
		}
		return nil
	}
	b.Queue(`
		with removed as (
		  delete from accounts where user_id = app_user() and (id = $2 or provider_id = $3 and account_id = $4)`+may+`
		  returning user_id, provider_id)
		update users u set credential_version = credential_version + 1 from removed where u.id = removed.user_id
		returning removed.provider_id`, fresh, id, in.ProviderID.Value, in.AccountID.Value).QueryRow(noted)
	b.Queue(`
		update users set password_hash = null, credential_version = credential_version + 1, updated_at = now()
		where id = app_user() and id = $2 and $3 in ('', 'credential') and password_hash is not null`+may+`
		returning 'credential'`, fresh, id, in.ProviderID.Value).QueryRow(noted)
	if err := one.Do(r.Context(), b); err != nil {
		return err
	}
	switch {
	case !recent:
		return notFresh
	case unlinked != "":
		identity.Tell(r.Context(), mail.WayRemoved(r.cfg, email, wayName(unlinked)))
		return web.JSON(w, http.StatusOK, map[string]bool{"status": true})
	case ways == 1:
		return invalid("FAILED_TO_UNLINK_LAST_ACCOUNT", "You can't unlink your last account")
	}
	return invalid("ACCOUNT_NOT_FOUND", "Account not found")
}
