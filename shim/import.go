package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/netip"
	"os"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	pgxuuid "github.com/vgarvardt/pgx-google-uuid/v5"

	"github.com/todo-backend/todo-backend/migrations"
	"github.com/todo-backend/todo-backend/shared/account"
	"github.com/todo-backend/todo-backend/shared/config"
	"github.com/todo-backend/todo-backend/shared/session"
)

const (
	pageRows     = 1000 // rows of a batch, which is one transaction
	listedAtMost = 20   // skipped users who are named
)

// importFrom brings over what the database at url holds, which kind says how to read. Nothing of it is changed, and
// nothing that is here already: an import that broke off, or was long ago, is run again.
func importFrom(ctx context.Context, kind, url string, dryRun bool) error {
	if kind != "better-auth" && kind != "fastapi" {
		return errUsage
	}
	return onDatabase(ctx, func(targetURL string) error {
		if !dryRun {
			if _, err := migrations.Up(ctx, targetURL); err != nil {
				return err
			}
		}
		target, err := openForImport(ctx, targetURL, dryRun)
		if err != nil {
			return fmt.Errorf("DATABASE_URL: %w", err)
		}
		defer target.Close(context.WithoutCancel(ctx))
		var migrated bool
		if err := target.QueryRow(ctx, `select to_regclass('accounts') is not null`).Scan(&migrated); err != nil {
			return err
		}
		if !migrated {
			return errors.New("the database is not migrated, and a dry run leaves it so: run shim migrate before")
		}
		source, err := openForImport(ctx, (&config.Config{DatabaseURL: url}).MigrationURL(), true)
		if err != nil {
			return fmt.Errorf("the database to import from: %w", err)
		}
		defer source.Close(context.WithoutCancel(ctx))
		im := &importer{source: source, target: target, dryRun: dryRun, ids: map[uuid.UUID]bool{}, addresses: map[string]bool{}, skipped: map[string]int{}}
		if kind == "fastapi" {
			err = im.fastAPI(ctx)
		} else {
			err = im.betterAuth(ctx)
		}
		if err != nil {
			return fmt.Errorf("%w\nthe import has stopped; what it has brought over stays, and running it again goes on", err)
		}
		im.print(os.Stdout, kind == "better-auth")
		return nil
	})
}

// openForImport connects to url; with readOnly the server refuses every change.
func openForImport(ctx context.Context, url string, readOnly bool) (*pgx.Conn, error) {
	cfg, err := pgx.ParseConfig(url)
	if err != nil {
		return nil, errors.New("the URL cannot be read") // pgx's own error could show it
	}
	cfg.RuntimeParams["timezone"] = "UTC" // what times without a zone are in
	cfg.RuntimeParams["application_name"] = "todo-backend import"
	if readOnly {
		cfg.RuntimeParams["default_transaction_read_only"] = "on"
	}
	conn, err := pgx.ConnectConfig(ctx, cfg)
	if err != nil {
		return nil, err
	}
	pgxuuid.Register(conn.TypeMap())
	return conn, nil
}

// importer is one run.
type importer struct {
	source, target *pgx.Conn
	dryRun         bool

	ids       map[uuid.UUID]bool // the users whom a dry run would have brought over by now
	addresses map[string]bool    // and their addresses

	users, sessions, links tally
	skipped                map[string]int // users, by reason
	listed                 []string       // the first of them
}

// tally counts rows by what became of them.
type tally struct{ imported, here, skipped int }

func (t *tally) add(imported, here bool) {
	switch {
	case imported:
		t.imported++
	case here:
		t.here++
	default:
		t.skipped++
	}
}

// The reasons why a user is skipped.
const (
	addressTaken   = "address taken by another account here"
	addressInvalid = "not a valid address"
	hashUnknown    = "hash of an unknown form"
	deactivated    = "deactivated there"
)

func (im *importer) skip(id, reason string) {
	im.users.skipped++
	im.skipped[reason]++
	if len(im.listed) < listedAtMost {
		im.listed = append(im.listed, id+": "+reason)
	}
}

func (im *importer) print(w io.Writer, betterAuth bool) {
	if im.dryRun {
		fmt.Fprintln(w, "dry run: nothing is written, this is what would be")
	}
	line := func(name string, t tally) {
		fmt.Fprintf(w, "%s: %d imported, %d already here, %d skipped\n", name, t.imported, t.here, t.skipped)
	}
	line("users", im.users)
	for _, reason := range []string{addressTaken, addressInvalid, hashUnknown, deactivated} {
		if n := im.skipped[reason]; n > 0 {
			fmt.Fprintf(w, "  %d skipped: %s\n", n, reason)
		}
	}
	if betterAuth {
		line("sessions", im.sessions)
		line("linked accounts", im.links)
	}
	for _, user := range im.listed {
		fmt.Fprintln(w, "skipped user", user)
	}
	if more := im.users.skipped - len(im.listed); more > 0 {
		fmt.Fprintf(w, "and %d more\n", more)
	}
}

// A Better Auth database. The ids may be text, uuid or integer.
const (
	betterAuthUsers = `
		select u.id::text, u.email, u.name, u.image, coalesce(u."emailVerified", false), true,
		  (select a.password from account a where a."userId" = u.id and a."providerId" = 'credential' and a.password is not null
		   order by a."createdAt", a.id limit 1),
		  coalesce(u."createdAt"::timestamptz, now()), coalesce(u."updatedAt"::timestamptz, u."createdAt"::timestamptz, now())
		from "user" u where %s order by u.id limit %d`
	betterAuthSessions = `
		select s.id::text, s."userId"::text, s.token, s."ipAddress", s."userAgent",
		  coalesce(s."createdAt"::timestamptz, s."updatedAt"::timestamptz, now()), coalesce(s."updatedAt"::timestamptz, s."createdAt"::timestamptz, now()),
		  s."expiresAt"::timestamptz, coalesce(u."updatedAt"::timestamptz, u."createdAt"::timestamptz, now())
		from session s join "user" u on u.id = s."userId" where %s and s."expiresAt"::timestamptz > now() order by s.id limit %d`
	betterAuthLinks = `
		select a.id::text, a."userId"::text, a."providerId", a."accountId", coalesce(a.scope, ''),
		  coalesce(a."createdAt"::timestamptz, now()), coalesce(a."updatedAt"::timestamptz, a."createdAt"::timestamptz, now())
		from account a where %s and a."providerId" <> 'credential' order by a.id limit %d`
)

func (im *importer) betterAuth(ctx context.Context) error {
	if err := pages(ctx, im.source, betterAuthUsers, "u.id", func(page []sourceUser) error {
		return im.addUsers(ctx, page, account.ForeignID)
	}); err != nil {
		return err
	}
	if err := pages(ctx, im.source, betterAuthSessions, "s.id", func(page []sourceSession) error {
		return im.addSessions(ctx, page)
	}); err != nil {
		return err
	}
	return pages(ctx, im.source, betterAuthLinks, "a.id", func(page []sourceLink) error {
		return im.addLinks(ctx, page)
	})
}

// fastAPI reads the columns that every such backend has, and those of the others that this one has.
func (im *importer) fastAPI(ctx context.Context) error {
	rows, _ := im.source.Query(ctx, `
		select column_name::text from information_schema.columns
		where table_schema = any(current_schemas(false)) and table_name = 'users'`) // CollectRows returns the error
	names, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		return fmt.Errorf("reading the columns of users: %w", err)
	}
	has := map[string]bool{}
	for _, name := range names {
		has[name] = true
	}
	for _, name := range []string{"id", "email", "hashed_password"} {
		if !has[name] {
			return fmt.Errorf("users.%s does not exist: is this the FastAPI backend's database?", name)
		}
	}
	first := func(format, otherwise string, columns ...string) string {
		for _, column := range columns {
			if has[column] {
				return fmt.Sprintf(format, column)
			}
		}
		return otherwise
	}
	created := first(`coalesce(%s::timestamptz, now())`, `now()`, "created_at")
	query := `select id::text, coalesce(email, ''), ` +
		first(`%s::text`, `null::text`, "full_name", "name") + `, null::text, ` +
		first(`coalesce(%s::boolean, false)`, `false`, "is_verified", "email_verified") + `, ` +
		first(`coalesce(%s::boolean, true)`, `true`, "is_active") + `, coalesce(hashed_password, ''), ` +
		created + `, ` + first(`coalesce(%s::timestamptz, `+created+`)`, created, "updated_at") + `
		from users u where %s order by u.id limit %d` // id alone would be the text
	return pages(ctx, im.source, query, "u.id", func(page []sourceUser) error {
		return im.addUsers(ctx, page, account.FastAPIID)
	})
}

// pages reads query in pages, each from where the one before has ended, and gives them to do. The query has a place for
// that condition and for the limit.
func pages[T interface{ key() string }](ctx context.Context, source *pgx.Conn, query, id string, do func([]T) error) error {
	where, args := "true", []any(nil)
	for {
		rows, _ := source.Query(ctx, fmt.Sprintf(query, where, pageRows), args...) // CollectRows returns the error
		page, err := pgx.CollectRows(rows, pgx.RowToStructByPos[T])
		if err != nil {
			return fmt.Errorf("reading the database to import from: %w", err)
		}
		if err := do(page); err != nil {
			return fmt.Errorf("writing: %w", err)
		}
		if len(page) < pageRows {
			return nil
		}
		where, args = id+" > $1", []any{page[len(page)-1].key()} // as text, which PostgreSQL reads as the column's type
	}
}

// write sends b in one transaction: statements that are pipelined are one.
func (im *importer) write(ctx context.Context, b *pgx.Batch) error {
	if b.Len() == 0 {
		return nil
	}
	return im.target.SendBatch(ctx, b).Close()
}

// statement is what write sends; it returns two things: whether a row is new, and whether it is here already.
type statement struct {
	sql  string
	args []any
}

// queue queues the statement that inserts a row, or, in a dry run, the one that looks what inserting would do.
func (im *importer) queue(b *pgx.Batch, insert, look statement, then func(imported, here bool)) {
	one := insert
	if im.dryRun {
		one = look
	}
	b.Queue(one.sql, one.args...).QueryRow(func(row pgx.Row) error {
		var imported, here bool
		if err := row.Scan(&imported, &here); err != nil {
			return err
		}
		then(imported, here)
		return nil
	})
}

type sourceUser struct {
	ID               string
	Email            string
	Name, Image      *string
	Verified, Active bool
	Hash             *string
	Created, Updated time.Time
}

func (u sourceUser) key() string { return u.ID }

// addUsers leaves alone whoever is here: the password may be a newer one.
func (im *importer) addUsers(ctx context.Context, page []sourceUser, idHere func(string) uuid.UUID) error {
	b := &pgx.Batch{}
	for _, u := range page {
		id := idHere(u.ID)
		address, rule := account.CleanEmail(u.Email)
		switch {
		case rule != "":
			im.skip(u.ID, addressInvalid)
			continue
		case u.Hash != nil && !account.KnownHash(*u.Hash):
			im.skip(u.ID, hashUnknown)
			continue
		case !u.Active:
			im.skip(u.ID, deactivated)
			continue
		}
		if u.Name != nil {
			*u.Name = strings.TrimSpace(*u.Name)
		}
		if u.Image != nil && !account.IsAvatar(*u.Image) {
			u.Image = nil
		}
		im.queue(b, statement{`
			with new as (
			  insert into users (id, email, password_hash, email_verified, owner_proven, full_name, avatar_url, created_at, updated_at)
			  values ($1, $2, $3, $4, $4, nullif(left($5, 255), ''), $6, $7, $8)
			  on conflict do nothing returning 1)
			select exists (select from new), exists (select from users where id = $1)`,
			[]any{id, address, u.Hash, u.Verified, u.Name, u.Image, u.Created, u.Updated}},
			statement{`
			select not exists (select from users where id = $1 or lower(email) = $2), exists (select from users where id = $1)`,
				[]any{id, address}},
			func(imported, here bool) {
				if im.dryRun { // which does not find what it would have written
					here = here || im.ids[id]
					imported = imported && !here && !im.addresses[address]
				}
				if !imported && !here {
					im.skip(u.ID, addressTaken)
					return
				}
				im.users.add(imported, here)
				if im.dryRun && imported {
					im.ids[id], im.addresses[address] = true, true
				}
			})
	}
	return im.write(ctx, b)
}

type sourceSession struct {
	ID, User, Token                        string
	Address, Agent                         *string
	Created, Updated, Expires, UserUpdated time.Time
}

func (s sourceSession) key() string { return s.ID }

// addSessions finds the user by the id alone: an account with the same address may be somebody else's. A user who has
// changed here since the import gets back no session from before, since a change of the password has ended them.
func (im *importer) addSessions(ctx context.Context, page []sourceSession) error {
	b := &pgx.Batch{}
	for _, s := range page {
		if s.Token == "" || len(s.Token) > 255 || strings.Contains(s.Token, ".") { // no cookie could carry it here
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
		lifetime := session.Week
		if s.Expires.Sub(s.Created) <= session.Day+time.Minute { // of a user who is not to be remembered; renewing moves the end alone
			lifetime = session.Day
		}
		user := account.ForeignID(s.User)
		im.queue(b, statement{`
			with new as (
			  insert into sessions (id, token_hash, user_id, lifetime, ip_address, user_agent, created_at, updated_at, expires_at)
			  select $5, $1, id, $6::interval, $7, nullif(left($8, 512), ''), $3, $9, $10
			  from users where id = $2 and (updated_at = $4::timestamptz(3) or updated_at <= $3)
			  on conflict (token_hash) do nothing returning 1)
			select exists (select from new), exists (select from sessions where token_hash = $1)`,
			[]any{account.HashToken(s.Token), user, s.Created, s.UserUpdated, id, lifetime, address, s.Agent, s.Updated, s.Expires}},
			statement{`
			select ($5 or exists (select from users where id = $2 and (updated_at = $4::timestamptz(3) or updated_at <= $3)))
			  and not exists (select from sessions where token_hash = $1), exists (select from sessions where token_hash = $1)`,
				[]any{account.HashToken(s.Token), user, s.Created, s.UserUpdated, im.ids[user]}},
			im.sessions.add)
	}
	return im.write(ctx, b)
}

type sourceLink struct {
	ID, User, Provider, Account, Scopes string
	Created, Updated                    time.Time
}

func (l sourceLink) key() string { return l.ID }

// addLinks brings over who the users are at GitHub, Google and the like.
func (im *importer) addLinks(ctx context.Context, page []sourceLink) error {
	b := &pgx.Batch{}
	for _, l := range page {
		if !between(l.Provider, 1, 64) || !between(l.Account, 1, 255) { // as the table demands
			im.links.skipped++
			continue
		}
		user := account.ForeignID(l.User)
		im.queue(b, statement{`
			with new as (
			  insert into accounts (id, provider_id, account_id, user_id, scopes, created_at, updated_at)
			  select $4, $1, $2, id, array_remove(regexp_split_to_array($5, '[, ]+'), ''), $6, $7 from users where id = $3
			  on conflict do nothing returning 1)
			select exists (select from new), exists (select from accounts where provider_id = $1 and account_id = $2 and user_id = $3)`,
			[]any{l.Provider, l.Account, user, uuid.New(), l.Scopes, l.Created, l.Updated}},
			statement{`
			select ($4 or exists (select from users where id = $3)) and not exists (select from accounts where provider_id = $1 and account_id = $2),
			  exists (select from accounts where provider_id = $1 and account_id = $2 and user_id = $3)`,
				[]any{l.Provider, l.Account, user, im.ids[user]}},
			im.links.add)
	}
	return im.write(ctx, b)
}

func between(s string, least, most int) bool {
	n := utf8.RuneCountInString(s)
	return least <= n && n <= most
}
