package main

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"
)

// table is a table or a view of the source. Its columns are found by their plain names: emailVerified, email_verified
// and emailverified are the same.
type table struct {
	name    string
	columns map[string]string // by plain name, quoted
}

func plain(name string) string { return strings.ToLower(strings.ReplaceAll(name, "_", "")) }

func quoted(name string) string { return pgx.Identifier{name}.Sanitize() }

// shapeError means that the source lacks a table or a column; it says which, and what to do.
type shapeError string

func (e shapeError) Error() string { return string(e) }

// findTable returns the first table among names that has the needed columns, or a shapeError where none has.
func (im *importer) findTable(ctx context.Context, names []string, needed ...string) (table, error) {
	rows, _ := im.source.Query(ctx, `
		select c.relname::text, array_agg(a.attname::text order by a.attnum)
		from pg_class c join pg_attribute a on a.attrelid = c.oid
		where c.relkind in ('r', 'p', 'v', 'm', 'f') and pg_table_is_visible(c.oid)
		and a.attnum > 0 and not a.attisdropped and c.relname::text = any($1::text[])
		group by c.relname
		order by array_position($1::text[], c.relname::text)`, names) // CollectRows returns the error
	type candidate struct {
		Name    string
		Columns []string
	}
	all, err := pgx.CollectRows(rows, pgx.RowToStructByPos[candidate])
	if err != nil {
		return table{}, fmt.Errorf("reading the columns of %s: %w", names[0], err)
	}
	const view = "another schema is named at the end of the URL, ?search_path=its_name, and may hold views"
	err = shapeError(fmt.Sprintf("there is no table %s: is this the right database and schema? (%s)",
		strings.Join(names, " or "), view))
	for i, c := range all {
		t := table{c.Name, map[string]string{}}
		for _, column := range c.Columns {
			t.columns[plain(column)] = quoted(column)
		}
		missing := slices.IndexFunc(needed, func(name string) bool { return t.columns[plain(name)] == "" })
		if missing < 0 {
			return t, nil
		}
		if i == 0 {
			err = shapeError(fmt.Sprintf("the table %s has no column %s, with or without underscores: "+
				"rename it for the import, or make a view (%s)", c.Name, needed[missing], view))
		}
	}
	return table{}, err
}

// column returns the column of a name under an alias, or null where the table has none.
func (t table) column(alias, name string) string {
	if column := t.columns[plain(name)]; column != "" {
		return alias + "." + column
	}
	return "null"
}

var placeholder = regexp.MustCompile(`\{(\w+)(?:\.(\w+))?\}`)

// fill fills the placeholders of a query: {u} is the name of the table of the alias u, {u.createdAt} its column, or
// null where it has none, and {u.keptOut} the reason why its user is kept out.
func fill(query string, tables map[string]table) string {
	return placeholder.ReplaceAllStringFunc(query, func(s string) string {
		names := placeholder.FindStringSubmatch(s)
		switch t := tables[names[1]]; names[2] {
		case "":
			return quoted(t.name)
		case "keptOut":
			return t.keptOut(names[1])
		default:
			return t.column(names[1], names[2])
		}
	})
}

// The ways in which a column keeps a user out.
const (
	isYes = `coalesce(lower(%s::text) in ('true', 't', '1', 'yes', 'y', 'on'), false)`
	isNo  = `coalesce(lower(%s::text) in ('false', 'f', '0', 'no', 'n', 'off'), false)`
	isSet = `%s is not null`
	until = `coalesce(%s::timestamptz > now(), false)`
)

// keptOuts are the columns by which servers keep a user out, or ask for more than a password: those of Better Auth's
// plugins admin, two-factor and anonymous, and those of other backends.
var keptOuts = []struct {
	reason, condition string
	columns           []string
}{
	{banned, isYes, []string{"is_banned", "blocked", "is_blocked"}},
	{banned, until, []string{"banned_until", "blocked_until", "locked_until"}},
	{banned, isSet, []string{"banned_at", "blocked_at"}},
	{deactivated, isNo, []string{"is_active", "active", "is_enabled", "enabled"}},
	{deactivated, isYes, []string{
		"disabled", "is_disabled", "deactivated", "is_deactivated", "deleted", "is_deleted", "suspended",
		"is_suspended", "locked", "is_locked", "archived", "is_archived",
	}},
	{deactivated, isSet, []string{
		"disabled_at", "deactivated_at", "deleted_at", "suspended_at", "locked_at", "archived_at",
	}},
	{twoFactor, isYes, []string{
		"two_factor_enabled", "is_two_factor_enabled", "mfa_enabled", "is_mfa_enabled", "totp_enabled",
		"is_totp_enabled", "otp_enabled", "is_otp_enabled", "2fa_enabled", "is_2fa_enabled",
	}},
	{anonymous, isYes, []string{"is_anonymous"}},
}

// keptOut returns the expression of the reason why the user under an alias is kept out, null for none.
func (t table) keptOut(alias string) string {
	var cases strings.Builder
	if t.columns["banned"] != "" { // a ban without an end never ends
		fmt.Fprintf(&cases, " when "+isYes+" and coalesce(%s::timestamptz > now(), true) then '%s'",
			t.column(alias, "banned"), t.column(alias, "banExpires"), banned)
	}
	for _, k := range keptOuts {
		for _, name := range k.columns {
			if t.columns[plain(name)] != "" {
				fmt.Fprintf(&cases, " when "+k.condition+" then '%s'", t.column(alias, name), k.reason)
			}
		}
	}
	if cases.Len() == 0 {
		return "null::text"
	}
	return "case" + cases.String() + " end"
}
