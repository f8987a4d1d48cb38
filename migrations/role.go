package migrations

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/pressly/goose/v3"
)

// explainRole returns err, which a run of migrations has failed with. Where that is the first one, which creates the
// role todo_app and grants it to the database's owner, and the server has refused that, it says what to grant: roles
// belong to the whole server, and from PostgreSQL 16 on CREATEROLE alone does not grant what another role has created.
func explainRole(ctx context.Context, db *sql.DB, err error) error {
	partial, _ := errors.AsType[*goose.PartialError](err)
	refused, _ := errors.AsType[*pgconn.PgError](err)
	if partial == nil || partial.Failed.Source.Version != 1 || refused == nil || refused.Code != "42501" {
		return err
	}
	var owner string
	var exists, mayCreate, mayGrant bool
	if query := db.QueryRowContext(ctx, `
		select format('%I', r.rolname), app.oid is not null, r.rolcreaterole or r.rolsuper,
		  r.rolsuper or r.rolcreaterole and current_setting('server_version_num')::int < 160000
		    or coalesce(pg_has_role(r.oid, app.oid, 'member with admin option'), false)
		from pg_roles r left join pg_roles app on app.rolname = 'todo_app'
		where r.rolname = current_user`).Scan(&owner, &exists, &mayCreate, &mayGrant); query != nil {
		return errors.Join(err, query)
	}
	switch {
	case !exists && !mayCreate:
		return fmt.Errorf("%w\nthe role %s may not create the role todo_app: have a superuser run\n"+
			"  alter role %[2]s createrole", err, owner)
	case exists && !mayGrant:
		return fmt.Errorf("%w\nthe role todo_app exists on this server, and %s may not grant it to itself: "+
			"have the role that created it, or a superuser, run\n"+
			"  grant todo_app to %[2]s with admin option", err, owner)
	}
	return err
}
