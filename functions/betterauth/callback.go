package betterauth

import (
	"cmp"
	"errors"
	"log/slog"
	"net/http"
	"strings"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/todo-backend/todo-backend/shared/database"
	"github.com/todo-backend/todo-backend/shared/identity"
	"github.com/todo-backend/todo-backend/shared/mail"
	"github.com/todo-backend/todo-backend/shared/ratelimit"
	"github.com/todo-backend/todo-backend/shared/web"
)

// Callback answers GET /api/auth/callback/{provider}, where the provider sends the browser back: 302 to where the
// sign-in wanted to go, signed in, or to where it wanted to see errors.
func Callback(w http.ResponseWriter, r *http.Request) {
	serve(w, r, "betterAuthCallback", callback)
}

func callback(w http.ResponseWriter, r *request) error {
	query := r.URL.Query()
	toError := r.cfg.AuthURL + "/api/auth/error"
	if query.Get("state") == "" {
		return redirect(w, toError, "error", "state_not_found")
	}
	f, mine, err := end(r)
	if err != nil {
		return err
	}
	toError = cmp.Or(f.Error, toError)
	if !mine {
		return redirect(w, toError, "error", "state_mismatch")
	}
	http.SetCookie(w, stateCookie(r.cfg, "", -1))
	name := r.PathValue("provider")
	p, known := providers(r.cfg)[name]
	switch {
	case query.Get("error") != "" && query.Get("error_description") != "":
		return redirect(w, toError, "error", query.Get("error"), "error_description", query.Get("error_description"))
	case query.Get("error") != "":
		return redirect(w, toError, "error", query.Get("error"))
	case query.Get("code") == "":
		return redirect(w, toError, "error", "no_code")
	case !known:
		return redirect(w, toError, "error", "oauth_provider_not_found")
	}
	who, err := p.person(r.Context(), query.Get("code"), verifier(r.cfg, query.Get("state")))
	if err != nil {
		web.Log.Error("sign-in at a provider failed", slog.String("request_id", web.RequestID(r.Context())), slog.String("provider", name), slog.String("error", err.Error()))
		if errors.Is(err, errInvalidCode) {
			return redirect(w, toError, "error", "invalid_code")
		}
		return redirect(w, toError, "error", "unable_to_get_user_info")
	}
	email, rule := identity.CleanEmail(who.Email)
	if rule != "" {
		return redirect(w, toError, "error", "email_not_found")
	}
	who.Email = email
	if f.LinkTo.Valid {
		if code, err := link(r, f, name, who, p.Scopes); err != nil {
			return err
		} else if code != "" {
			return redirect(w, toError, "error", code)
		}
		return redirect(w, f.Target)
	}
	begun, err := identity.Begin(r.cfg, r.Request, identity.Week)
	if err != nil {
		return err
	}
	code, isNew, err := enter(r, begun, name, who, p.Scopes)
	if err != nil {
		return err
	}
	if code != "" {
		return redirect(w, toError, "error", code)
	}
	setSession(w, r, begun.Token, begun.Lifetime)
	if isNew {
		return redirect(w, cmp.Or(f.NewUser, f.Target))
	}
	return redirect(w, f.Target)
}

// enter opens a session for the user whose account at the provider it is. One who comes for the first time gets an
// account, or, where the address has one, that one: if the provider has verified the address. And if nobody has
// proven that ours is theirs, whoever made the account may have been somebody else (threats: accounts taken before
// their owner arrives): the password, the sessions, what is linked and what was given out are gone then. The owner is
// told of each but the first. code is the error, if there is one.
func enter(
	r *request, begun *identity.Session, provider string, who profile, scopes []string,
) (code string, isNew bool, err error) {
	var linked, owner uuid.NullUUID
	var proven bool
	b := &pgx.Batch{}
	b.Queue(`
		select (select user_id from accounts where provider_id = $1 and account_id = $2), u.id,
		  coalesce(u.owner_proven, false)
		from (values (1)) _ left join users u on lower(u.email) = $3`, provider, who.ID, who.Email).
		QueryRow(func(row pgx.Row) error { return row.Scan(&linked, &owner, &proven) })
	if err := database.Run(r.Context(), b, true); err != nil {
		return "", false, err
	}
	if !identity.IsAvatar(who.Image) {
		who.Image = ""
	}
	id, err := uuid.NewV7()
	if err != nil {
		return "", false, err
	}
	b = &pgx.Batch{}
	switch {
	case linked.Valid:
		b.Queue(`
			update users set email_verified = true, owner_proven = true
			where id = $1 and email = $2 and not (email_verified and owner_proven) and $3`,
			linked.UUID, who.Email, who.Verified)
	case !owner.Valid:
		isNew = true
		owner.UUID = id
		ratelimit.Count(b, ratelimit.From(begun.Address, ratelimit.SignUps, ratelimit.SignUpsLong)...)
		b.Queue(`
			insert into users (id, email, email_verified, owner_proven, full_name, avatar_url)
			values ($1, $2, $3, $3, nullif($4, ''), nullif($5, '')) on conflict do nothing`,
			id, who.Email, who.Verified, identity.ForeignName(who.Name), who.Image)
	case !who.Verified:
		return "account_not_linked", false, nil
	case !proven:
		b.Queue(`
			with proven as (
			  update users set email_verified = true, owner_proven = true, password_hash = null,
			    credential_version = credential_version + 1, updated_at = now()
			  where id = $1 and email = $2 and not owner_proven returning id),
			ended as (delete from sessions s using proven where s.user_id = proven.id),
			dead as (delete from one_time_tokens t using proven where t.user_id = proven.id)
			delete from accounts a using proven where a.user_id = proven.id`, owner.UUID, who.Email)
	}
	if !linked.Valid {
		b.Queue(`
			insert into accounts (id, user_id, provider_id, account_id, scopes)
			select $1, id, $2, $3, $4 from users where id = $5 and email = $6 and (owner_proven or $7)
			on conflict do nothing`,
			uuid.New(), provider, who.ID, scopes, owner.UUID, who.Email, isNew)
	}
	begun.Open(b, `select user_id as id from accounts where provider_id = $6 and account_id = $7`, provider, who.ID)
	err = database.Run(r.Context(), b, false)
	if errors.Is(err, pgx.ErrNoRows) { // the address or the account became somebody's meanwhile
		return "unable_to_link_account", false, nil
	}
	switch {
	case err != nil || linked.Valid || isNew:
	case proven:
		identity.Tell(r.Context(), mail.WayAdded(r.cfg, who.Email, wayName(provider)))
	default:
		identity.Tell(r.Context(), mail.AccountTaken(r.cfg, who.Email, wayName(provider)))
	}
	return "", isNew, err
}

// link gives the user who began the flow, and is signed in still, one more way in. code is the error, if there is one.
func link(r *request, f flow, provider string, who profile, scopes []string) (code string, err error) {
	if !who.Verified {
		return "unable_to_link_account", nil
	}
	var email string
	var owner uuid.NullUUID
	added := false
	b := &pgx.Batch{}
	const live = ` from users u join sessions s on s.user_id = u.id
		where u.id = $1 and s.id = $2 and s.expires_at > now() and u.credential_version = $3`
	b.Queue(`select u.email`+live, f.LinkTo, f.Session, f.Version).
		QueryRow(func(row pgx.Row) error {
			if err := row.Scan(&email); !errors.Is(err, pgx.ErrNoRows) {
				return err
			}
			return nil
		})
	b.Queue(`
		insert into accounts (id, user_id, provider_id, account_id, scopes)
		select $4, u.id, $5, $6, $7`+live+` and u.email = lower($8) on conflict do nothing`,
		f.LinkTo, f.Session, f.Version, uuid.New(), provider, who.ID, scopes, who.Email).
		Exec(func(tag pgconn.CommandTag) error { added = tag.RowsAffected() == 1; return nil })
	b.Queue(`select user_id from accounts where provider_id = $1 and account_id = $2`, provider, who.ID).
		QueryRow(func(row pgx.Row) error {
			if err := row.Scan(&owner); !errors.Is(err, pgx.ErrNoRows) {
				return err
			}
			return nil
		})
	err = database.Run(r.Context(), b, false)
	switch {
	case err != nil:
		return "", err
	case email == "":
		return "unable_to_link_account", nil
	case !strings.EqualFold(email, who.Email):
		return "email_does_not_match", nil
	case owner != f.LinkTo:
		return "account_already_linked_to_different_user", nil
	case added:
		identity.Tell(r.Context(), mail.WayAdded(r.cfg, email, wayName(provider)))
	}
	return "", nil
}
