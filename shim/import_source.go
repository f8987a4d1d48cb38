package main

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
)

const pageRows = 1000 // rows of a batch, which is one transaction

// The queries have placeholders for columns, see fill, and for the page's condition and limit, see forEachPage.
const (
	betterAuthUsers = `
		select {u.id}::text, {u.email}, {u.name}, {u.image}::text,
		  coalesce({u.emailVerified}::boolean, false), {u.keptOut}, (
		    select {a.password} from {a} a
		    where {a.userId} = {u.id} and {a.providerId} = 'credential' and {a.password} is not null
		    order by {a.createdAt}::timestamptz, {a.id} limit 1),
		  coalesce({u.createdAt}::timestamptz, now()),
		  coalesce({u.updatedAt}::timestamptz, {u.createdAt}::timestamptz, now())
		from {u} u where %s order by {u.id} limit %d`
	betterAuthSessions = `
		select {s.id}::text, {s.userId}::text, {s.token}, {s.ipAddress}::text, {s.userAgent}::text,
		  coalesce({s.createdAt}::timestamptz, {s.updatedAt}::timestamptz, now()),
		  coalesce({s.updatedAt}::timestamptz, {s.createdAt}::timestamptz, now()), {s.expiresAt}::timestamptz,
		  coalesce({u.updatedAt}::timestamptz, {u.createdAt}::timestamptz, now()),
		  coalesce({s.impersonatedBy}::text, '') <> '', ({u.keptOut}) is not null
		from {s} s join {u} u on {u.id} = {s.userId}
		where %s and {s.expiresAt}::timestamptz > now() order by {s.id} limit %d`
	betterAuthLinks = `
		select {a.id}::text, {a.userId}::text, {a.providerId}, {a.accountId}::text, coalesce({a.scope}::text, ''),
		  coalesce({a.createdAt}::timestamptz, now()),
		  coalesce({a.updatedAt}::timestamptz, {a.createdAt}::timestamptz, now()), ({u.keptOut}) is not null
		from {a} a join {u} u on {u.id} = {a.userId}
		where %s and {a.providerId} <> 'credential' order by {a.id} limit %d`
	fastAPIUsers = `
		select {u.id}::text, coalesce({u.email}, ''), %s::text, null::text, coalesce(%s::boolean, false), {u.keptOut},
		  coalesce({u.hashed_password}, ''), coalesce({u.created_at}::timestamptz, now()),
		  coalesce({u.updated_at}::timestamptz, {u.created_at}::timestamptz, now())
		from {u} u where %%s order by {u.id} limit %%d`
)

// betterAuth reads the tables of Better Auth, as its own migrations name them or as Drizzle and Prisma do. The ids may
// be text, uuid or integer.
func (im *importer) betterAuth(ctx context.Context) (err error) {
	tables := map[string]table{}
	for _, t := range []struct {
		alias         string
		names, needed []string
	}{
		{"u", []string{"user", "users", "User"}, []string{"id", "email", "name", "emailVerified"}},
		{"s", []string{"session", "sessions", "Session"}, []string{"id", "userId", "token", "expiresAt"}},
		{"a", []string{"account", "accounts", "Account"},
			[]string{"id", "userId", "providerId", "accountId", "password"}},
	} {
		if tables[t.alias], err = im.findTable(ctx, t.names, t.needed...); err != nil {
			return err
		}
	}
	id := func(alias string) string { return tables[alias].column(alias, "id") }
	err = forEachPage(ctx, im.source, fill(betterAuthUsers, tables), id("u"), func(page []sourceUser) error {
		return im.addUsers(ctx, page, "better-auth")
	})
	if err != nil {
		return err
	}
	err = forEachPage(ctx, im.source, fill(betterAuthSessions, tables), id("s"), func(page []sourceSession) error {
		return im.addSessions(ctx, page)
	})
	if err != nil {
		return err
	}
	return forEachPage(ctx, im.source, fill(betterAuthLinks, tables), id("a"), func(page []sourceLink) error {
		return im.addLinks(ctx, page)
	})
}

// fastAPI reads the columns that every such backend has, and the optional ones where they exist.
func (im *importer) fastAPI(ctx context.Context) error {
	users, err := im.findTable(ctx, []string{"users", "user", "User"}, "id", "email", "hashed_password")
	if err != nil {
		return err
	}
	first := func(names ...string) string {
		for _, name := range names {
			if users.columns[plain(name)] != "" {
				return users.column("u", name)
			}
		}
		return "null"
	}
	query := fill(fmt.Sprintf(fastAPIUsers, first("full_name", "name"), first("is_verified", "email_verified")),
		map[string]table{"u": users})
	return forEachPage(ctx, im.source, query, users.column("u", "id"), func(page []sourceUser) error {
		return im.addUsers(ctx, page, "fastapi")
	})
}

// forEachPage reads query in pages, each from where the last one ended, and passes them to do. The query has a place
// for that condition and for the limit.
func forEachPage[T interface{ key() string }](
	ctx context.Context, source *pgx.Conn, query, id string, do func([]T) error,
) error {
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
