package main

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"

	"github.com/todo-backend/todo-backend/shared/account"
)

const pageRows = 1000 // rows of a batch, which is one transaction

// table is one of the source's, or a view. Its columns are found by their plain names: emailVerified, email_verified
// and emailverified are one.
type table struct {
	name    string
	columns map[string]string // by plain name
}

func plain(name string) string { return strings.ToLower(strings.ReplaceAll(name, "_", "")) }

func quoted(name string) string { return pgx.Identifier{name}.Sanitize() }

// shapeError means that the source lacks a table or a column; it says which, and what to do.
type shapeError string

func (e shapeError) Error() string { return string(e) }

// findTable returns the first of the tables with one of the names that has the columns that are needed, else a shapeError.
func (im *importer) findTable(ctx context.Context, names []string, needed ...string) (t table, err error) {
	rows, _ := im.source.Query(ctx, `
		select c.relname::text, array_agg(a.attname::text order by a.attnum) from pg_class c join pg_attribute a on a.attrelid = c.oid
		where c.relkind in ('r', 'p', 'v', 'm', 'f') and pg_table_is_visible(c.oid) and a.attnum > 0 and not a.attisdropped
		and c.relname::text = any($1::text[]) group by c.relname order by array_position($1::text[], c.relname::text)`, names)
	type found struct {
		Name    string
		Columns []string
	}
	all, err := pgx.CollectRows(rows, pgx.RowToStructByPos[found])
	if err != nil {
		return t, fmt.Errorf("reading the columns of %s: %w", names[0], err)
	}
	const view = "another schema is named at the end of the URL, ?search_path=its_name, and may hold views of these names"
	err = shapeError(fmt.Sprintf("there is no table %s: is this the right database and schema? (%s)", strings.Join(names, " or "), view))
	for i, f := range all {
		t := table{f.Name, map[string]string{}}
		for _, column := range f.Columns {
			t.columns[plain(column)] = quoted(column)
		}
		missing := slices.IndexFunc(needed, func(name string) bool { return t.columns[plain(name)] == "" })
		if missing < 0 {
			return t, nil
		}
		if i == 0 {
			err = shapeError(fmt.Sprintf("the table %s has no column %s, with or without underscores: rename it for the import, or make a view (%s)",
				f.Name, needed[missing], view))
		}
	}
	return t, err
}

// of returns the column of a name under an alias, or null where the table has none.
func (t table) of(alias, name string) string {
	if column := t.columns[plain(name)]; column != "" {
		return alias + "." + column
	}
	return "null"
}

// instant returns the column as a time, or the first of the others that is not null.
func (t table) instant(alias string, names ...string) string {
	var all []string
	for _, name := range names {
		if _, ok := t.columns[plain(name)]; ok {
			all = append(all, t.of(alias, name)+"::timestamptz")
		}
	}
	return "coalesce(" + strings.Join(append(all, "now()"), ", ") + ")"
}

const (
	isYes = `coalesce(lower(%s::text) in ('true', 't', '1', 'yes', 'y', 'on'), false)`
	isNo  = `coalesce(lower(%s::text) in ('false', 'f', '0', 'no', 'n', 'off'), false)`
	isSet = `%s is not null`
	until = `coalesce(%s::timestamptz > now(), false)`
)

// keptOuts are the columns by which servers keep a user out, or let one in with more than a password: of Better Auth's
// plugins admin, two-factor and anonymous, and those that other backends have.
var keptOuts = []struct {
	reason, condition string
	columns           []string
}{
	{banned, isYes, []string{"is_banned", "blocked", "is_blocked"}},
	{banned, until, []string{"banned_until", "blocked_until", "locked_until"}},
	{banned, isSet, []string{"banned_at", "blocked_at"}},
	{deactivated, isNo, []string{"is_active", "active", "is_enabled", "enabled"}},
	{deactivated, isYes, []string{"disabled", "is_disabled", "deactivated", "is_deactivated", "deleted", "is_deleted",
		"suspended", "is_suspended", "locked", "is_locked", "archived", "is_archived"}},
	{deactivated, isSet, []string{"disabled_at", "deactivated_at", "deleted_at", "suspended_at", "locked_at", "archived_at"}},
	{twoFactor, isYes, []string{"two_factor_enabled", "is_two_factor_enabled", "mfa_enabled", "is_mfa_enabled", "totp_enabled",
		"is_totp_enabled", "otp_enabled", "is_otp_enabled", "2fa_enabled", "is_2fa_enabled"}},
	{anonymous, isYes, []string{"is_anonymous"}},
}

// keptOut returns the expression of the reason why the user under alias u is kept out, null for none.
func (t table) keptOut() string {
	var cases strings.Builder
	if t.columns["banned"] != "" {
		condition := fmt.Sprintf(isYes, t.of("u", "banned"))
		if expires := t.of("u", "banExpires"); expires != "null" { // a ban without an end never ends
			condition += " and coalesce(" + expires + "::timestamptz > now(), true)"
		}
		fmt.Fprintf(&cases, " when %s then '%s'", condition, banned)
	}
	for _, k := range keptOuts {
		for _, name := range k.columns {
			if t.columns[plain(name)] != "" {
				fmt.Fprintf(&cases, " when "+k.condition+" then '%s'", t.of("u", name), k.reason)
			}
		}
	}
	if cases.Len() == 0 {
		return "null::text"
	}
	return "case" + cases.String() + " end"
}

// betterAuth reads the tables of Better Auth, as its own migrations name them or as Drizzle and Prisma do. The ids may
// be text, uuid or integer.
func (im *importer) betterAuth(ctx context.Context) error {
	users, err := im.findTable(ctx, []string{"user", "users", "User"}, "id", "email", "name", "emailVerified")
	if err != nil {
		return err
	}
	sessions, err := im.findTable(ctx, []string{"session", "sessions", "Session"}, "id", "userId", "token", "expiresAt")
	if err != nil {
		return err
	}
	accounts, err := im.findTable(ctx, []string{"account", "accounts", "Account"}, "id", "userId", "providerId", "accountId", "password")
	if err != nil {
		return err
	}
	u, s, a := users.of, sessions.of, accounts.of
	err = pages(ctx, im.source, `
		select u.id::text, `+u("u", "email")+`, `+u("u", "name")+`, `+u("u", "image")+`::text, coalesce(`+u("u", "emailVerified")+`::boolean, false),
		  `+users.keptOut()+`, (
		    select `+a("a", "password")+` from `+quoted(accounts.name)+` a
		    where `+a("a", "userId")+` = u.id and `+a("a", "providerId")+` = 'credential' and `+a("a", "password")+` is not null
		    order by `+accounts.instant("a", "createdAt")+`, a.id limit 1),
		  `+users.instant("u", "createdAt")+`, `+users.instant("u", "updatedAt", "createdAt")+`
		from `+quoted(users.name)+` u where %s order by u.id limit %d`, "u.id", func(page []sourceUser) error {
		return im.addUsers(ctx, page, account.ForeignID)
	})
	if err != nil {
		return err
	}
	err = pages(ctx, im.source, `
		select s.id::text, `+s("s", "userId")+`::text, `+s("s", "token")+`, `+s("s", "ipAddress")+`::text, `+s("s", "userAgent")+`::text,
		  `+sessions.instant("s", "createdAt", "updatedAt")+`, `+sessions.instant("s", "updatedAt", "createdAt")+`,
		  `+s("s", "expiresAt")+`::timestamptz, `+users.instant("u", "updatedAt", "createdAt")+`,
		  coalesce(`+s("s", "impersonatedBy")+`::text, '') <> '', (`+users.keptOut()+`) is not null
		from `+quoted(sessions.name)+` s join `+quoted(users.name)+` u on u.id = `+s("s", "userId")+`
		where %s and `+s("s", "expiresAt")+`::timestamptz > now() order by s.id limit %d`, "s.id", func(page []sourceSession) error {
		return im.addSessions(ctx, page)
	})
	if err != nil {
		return err
	}
	return pages(ctx, im.source, `
		select a.id::text, `+a("a", "userId")+`::text, `+a("a", "providerId")+`, `+a("a", "accountId")+`::text, coalesce(`+a("a", "scope")+`::text, ''),
		  `+accounts.instant("a", "createdAt")+`, `+accounts.instant("a", "updatedAt", "createdAt")+`, (`+users.keptOut()+`) is not null
		from `+quoted(accounts.name)+` a join `+quoted(users.name)+` u on u.id = `+a("a", "userId")+`
		where %s and `+a("a", "providerId")+` <> 'credential' order by a.id limit %d`, "a.id", func(page []sourceLink) error {
		return im.addLinks(ctx, page)
	})
}

// fastAPI reads the columns that every such backend has, and those of the others that this one has.
func (im *importer) fastAPI(ctx context.Context) error {
	users, err := im.findTable(ctx, []string{"users", "user", "User"}, "id", "email", "hashed_password")
	if err != nil {
		return err
	}
	u := users.of
	name, verified := u("u", "full_name"), u("u", "is_verified")
	if name == "null" {
		name = u("u", "name")
	}
	if verified == "null" {
		verified = u("u", "email_verified")
	}
	return pages(ctx, im.source, `
		select u.id::text, coalesce(`+u("u", "email")+`, ''), `+name+`::text, null::text, coalesce(`+verified+`::boolean, false), `+users.keptOut()+`,
		  coalesce(`+u("u", "hashed_password")+`, ''), `+users.instant("u", "created_at")+`, `+users.instant("u", "updated_at", "created_at")+`
		from `+quoted(users.name)+` u where %s order by u.id limit %d`, "u.id", func(page []sourceUser) error {
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
