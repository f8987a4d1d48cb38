package betterauth

import (
	"strings"

	"github.com/google/uuid"

	"github.com/todo-backend/todo-backend/shared/database"
	"github.com/todo-backend/todo-backend/shared/identity"
	"github.com/todo-backend/todo-backend/shared/mail"
	"github.com/todo-backend/todo-backend/shared/ratelimit"
)

// socialAccount is a person's account at a provider. The address is one of identity.NormalizeEmail.
type socialAccount struct {
	provider string
	person   profile
	scopes   []string
}

// holders are the users whom a social account may be of.
type holders struct {
	linked uuid.NullUUID // whose it is already
	owner  uuid.NullUUID // who has the address
	proven bool          // the address is the owner's
}

// Fields are where a row is scanned to.
func (h *holders) Fields() []any { return []any{&h.linked, &h.owner, &h.proven} }

// signInOrUp opens a session for the user whose account at the provider it is. A person who comes for the first time
// gets an account, or, where the address has one, that one: if the provider has verified the address. And if nobody
// has proven that ours is theirs, whoever made the account may have been somebody else (threats: accounts taken before
// their owner arrives): the password, the sessions, what is linked and what was given out are removed then. The owner
// is told of each but the first. code is the error, "" for none.
func signInOrUp(r *request, session *identity.Session, a socialAccount) (code string, isNew bool, err error) {
	person := a.person
	found := database.QueryRow[holders](`
		select (select user_id from accounts where provider_id = $1 and account_id = $2), u.id,
		  coalesce(u.owner_proven, false)
		from (values (1)) _ left join users u on lower(u.email) = $3`, a.provider, person.id, person.email)
	if err := r.DB.Read(r.Context(), found); err != nil {
		return "", false, err
	}
	if !identity.IsAvatar(person.image) {
		person.image = ""
	}
	id, err := uuid.NewV7()
	if err != nil {
		return "", false, err
	}
	linked, owner, proven := found.Value.linked, found.Value.owner, found.Value.proven
	var statements []database.Statement
	switch {
	case linked.Valid:
		statements = append(statements, database.Exec(`
			update users set email_verified = true, owner_proven = true
			where id = $1 and email = $2 and not (email_verified and owner_proven) and $3`,
			linked.UUID, person.email, person.verified))
	case !owner.Valid:
		isNew = true
		owner.UUID = id
		uses := ratelimit.From(r.Client(), ratelimit.SignUps, ratelimit.SignUpsLong)
		statements = append(statements, ratelimit.For(r.Config).Count(uses...), database.Exec(`
			insert into users (id, email, email_verified, owner_proven, full_name, avatar_url)
			values ($1, $2, $3, $3, nullif($4, ''), nullif($5, '')) on conflict do nothing`,
			id, person.email, person.verified, identity.ExternalName(person.name), person.image))
	case !person.verified:
		return "account_not_linked", false, nil
	case !proven:
		statements = append(statements, database.Exec(`
			with proven as (
			  update users set email_verified = true, owner_proven = true, password_hash = null,
			    credential_version = credential_version + 1, updated_at = now()
			  where id = $1 and email = $2 and not owner_proven returning id),
			ended as (delete from sessions s using proven where s.user_id = proven.id),
			revoked as (delete from one_time_tokens t using proven where t.user_id = proven.id)
			delete from accounts a using proven where a.user_id = proven.id`, owner.UUID, person.email))
	}
	if !linked.Valid {
		statements = append(statements, database.Exec(`
			insert into accounts (id, user_id, provider_id, account_id, scopes)
			select $1, id, $2, $3, $4 from users where id = $5 and email = $6 and (owner_proven or $7)
			on conflict do nothing`,
			uuid.New(), a.provider, person.id, a.scopes, owner.UUID, person.email, isNew))
	}
	statements = append(statements, session.Insert(
		`select user_id as id from accounts where provider_id = $6 and account_id = $7`, a.provider, person.id)...)
	err = r.DB.Write(r.Context(), statements...)
	switch {
	case err != nil:
		return "", false, err
	case !session.Opened(): // the address or the account became somebody's meanwhile
		return "unable_to_link_account", false, nil
	case linked.Valid || isNew:
	case proven:
		identity.Notify(r.Request, mail.WayAdded(r.Config, person.email, methodName(a.provider)))
	default:
		identity.Notify(r.Request, mail.AccountTaken(r.Config, person.email, methodName(a.provider)))
	}
	return "", isNew, nil
}

// linkAccount gives the user who began the flow, and is signed in still, one more way to sign in. code is the error, ""
// for none.
func linkAccount(r *request, flow oauthFlow, a socialAccount) (code string, err error) {
	if !a.person.verified {
		return "unable_to_link_account", nil
	}
	const signedIn = ` from users u where id = $1 and credential_version = $3
		and exists (select from sessions where id = $2 and user_id = u.id and ` + identity.ValidSession + `)`
	email := database.QueryValue[string](`select u.email`+signedIn, flow.linkTo, flow.session, flow.version)
	added := database.Exec(`
		insert into accounts (id, user_id, provider_id, account_id, scopes)
		select $4, u.id, $5, $6, $7`+signedIn+` and u.email = lower($8) on conflict do nothing`,
		flow.linkTo, flow.session, flow.version, uuid.New(), a.provider, a.person.id, a.scopes, a.person.email)
	holder := database.QueryValue[uuid.NullUUID](
		`select user_id from accounts where provider_id = $1 and account_id = $2`, a.provider, a.person.id)
	err = r.DB.Write(r.Context(), email, added, holder)
	switch {
	case err != nil:
		return "", err
	case !email.Found:
		return "unable_to_link_account", nil
	case !strings.EqualFold(email.Value, a.person.email):
		return "email_does_not_match", nil
	case holder.Value != flow.linkTo:
		return "account_already_linked_to_different_user", nil
	case added.Affected == 1:
		identity.Notify(r.Request, mail.WayAdded(r.Config, email.Value, methodName(a.provider)))
	}
	return "", nil
}
