package main

import (
	"context"
	"net/netip"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/todo-backend/todo-backend/shared/identity"
	"github.com/todo-backend/todo-backend/shared/secret"
)

// importer is one run.
type importer struct {
	source *pgx.Conn
	target interface { // the connection, or the transaction of a dry run
		SendBatch(ctx context.Context, b *pgx.Batch) pgx.BatchResults
	}

	users, sessions, links tally
	impersonated           int            // sessions that an administrator began as the user
	skipped                map[string]int // users, by reason
	listed                 []string       // the first of them
}

// write sends b as one transaction, which pipelined statements are.
func (im *importer) write(ctx context.Context, b *pgx.Batch) error {
	if b.Len() == 0 {
		return nil
	}
	return im.target.SendBatch(ctx, b).Close()
}

// queue queues a statement that inserts a row and returns two columns: whether it has inserted it, and whether the row
// existed before. onResult gets both.
func queue(b *pgx.Batch, onResult func(imported, existing bool), sql string, args ...any) {
	b.Queue(sql, args...).QueryRow(func(row pgx.Row) error {
		var imported, existing bool
		if err := row.Scan(&imported, &existing); err != nil {
			return err
		}
		onResult(imported, existing)
		return nil
	})
}

type sourceUser struct {
	ID               string
	Email            string
	Name, Image      *string
	Verified         bool
	KeptOut          *string // the reason why the source does not let the user in
	Hash             *string
	Created, Updated time.Time
}

func (u sourceUser) key() string { return u.ID }

// addUsers inserts a page of users of a server, see identity.ImportedID. It does not change a user who exists: the
// password here may be newer.
func (im *importer) addUsers(ctx context.Context, page []sourceUser, server string) error {
	b := &pgx.Batch{}
	for _, u := range page {
		id := identity.ImportedID(server, u.ID)
		address, rule := identity.NormalizeEmail(u.Email)
		switch {
		case rule != "":
			im.skip(u.ID, addressInvalid)
			continue
		case u.KeptOut != nil:
			im.skip(u.ID, *u.KeptOut)
			continue
		case u.Hash != nil && !secret.KnownHash(*u.Hash):
			im.skip(u.ID, hashUnknown)
			continue
		}
		if u.Name != nil {
			*u.Name = identity.ExternalName(*u.Name)
		}
		if u.Image != nil && !identity.IsAvatar(*u.Image) {
			u.Image = nil
		}
		queue(b, func(imported, existing bool) {
			if !imported && !existing {
				im.skip(u.ID, addressTaken)
				return
			}
			im.users.add(imported, existing)
		}, `
			with new as (
			  insert into users (id, email, password_hash, email_verified, owner_proven, full_name, avatar_url,
			    created_at, updated_at)
			  values ($1, $2, $3, $4, $4, nullif($5, ''), $6, $7, $8)
			  on conflict do nothing returning 1)
			select exists (select from new), exists (select from users where id = $1)`,
			id, address, u.Hash, u.Verified, u.Name, u.Image, u.Created, u.Updated)
	}
	return im.write(ctx, b)
}

type sourceSession struct {
	ID, User, Token                        string
	Address, Agent                         *string
	Created, Updated, Expires, UserUpdated time.Time
	Impersonated, KeptOut                  bool // an administrator's; of a user whom the source does not let in
}

func (s sourceSession) key() string { return s.ID }

// addSessions inserts a page of sessions. It finds the user by the id alone: an account with the same address may be
// somebody else's. Sessions that began before the user's last change here are skipped, since a change of the password
// has revoked them.
func (im *importer) addSessions(ctx context.Context, page []sourceSession) error {
	b := &pgx.Batch{}
	for _, s := range page {
		if s.Impersonated {
			im.impersonated++
		}
		// A token that is longer, or has a dot, is in no cookie here.
		if s.Impersonated || s.KeptOut || s.Token == "" || len(s.Token) > 255 || strings.Contains(s.Token, ".") {
			im.sessions.skipped++
			continue
		}
		id, err := uuid.NewV7()
		if err != nil {
			return err
		}
		var address *netip.Addr
		if s.Address != nil {
			if parsed, err := netip.ParseAddr(*s.Address); err == nil {
				parsed = parsed.WithZone("")
				address = &parsed
			}
		}
		lifetime := identity.Week
		if s.Expires.Sub(s.Created) <= identity.Day+time.Minute {
			lifetime = identity.Day // the user was not to be remembered; renewing moves expires_at alone
		}
		user := identity.ImportedID("better-auth", s.User)
		queue(b, im.sessions.add, `
			with new as (
			  insert into sessions (
			    id, token_hash, user_id, lifetime, ip_address, user_agent, created_at, updated_at, expires_at)
			  select $5, $1, id, $6::interval, $7, nullif(left($8, 512), ''), $3, $9, $10
			  from users where id = $2 and (updated_at = $4::timestamptz(3) or updated_at <= $3)
			  on conflict (token_hash) do nothing returning 1)
			select exists (select from new), exists (select from sessions where token_hash = $1)`,
			secret.HashToken(s.Token), user, s.Created, s.UserUpdated, id, lifetime,
			address, s.Agent, s.Updated, s.Expires)
	}
	return im.write(ctx, b)
}

type sourceLink struct {
	ID, User, Provider, Account, Scopes string
	Created, Updated                    time.Time
	KeptOut                             bool
}

func (l sourceLink) key() string { return l.ID }

// addLinks inserts a page of linked accounts: who the users are at GitHub, Google and the like.
func (im *importer) addLinks(ctx context.Context, page []sourceLink) error {
	b := &pgx.Batch{}
	for _, l := range page {
		if l.KeptOut || !between(l.Provider, 1, 64) || !between(l.Account, 1, 255) { // as the table demands
			im.links.skipped++
			continue
		}
		user := identity.ImportedID("better-auth", l.User)
		queue(b, im.links.add, `
			with new as (
			  insert into accounts (id, provider_id, account_id, user_id, scopes, created_at, updated_at)
			  select $4, $1, $2, id, array_remove(regexp_split_to_array($5, '[, ]+'), ''), $6, $7
			  from users where id = $3
			  on conflict do nothing returning 1)
			select exists (select from new),
			  exists (select from accounts where provider_id = $1 and account_id = $2 and user_id = $3)`,
			l.Provider, l.Account, user, uuid.New(), l.Scopes, l.Created, l.Updated)
	}
	return im.write(ctx, b)
}

func between(s string, least, most int) bool {
	n := utf8.RuneCountInString(s)
	return least <= n && n <= most
}
