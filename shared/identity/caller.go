// Package identity is who is calling and what a user can do to an account: sign up, sign in, sign out, prove an address,
// change and reset a password, link other sign-ins, delete it. Its errors are sentinels. A session is shown in two forms,
// which the REST functions and Better Auth's client both take: its token, in the cookie or as a bearer token, and a JWT
// that names the session.
package identity

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/todo-backend/todo-backend/shared/config"
	"github.com/todo-backend/todo-backend/shared/database"
	"github.com/todo-backend/todo-backend/shared/problem"
	"github.com/todo-backend/todo-backend/shared/secret"
)

// Caller is whom a request claims to come from. What it shows is genuine; whether the session still lives, only Do
// finds out, and app_user() and app_session() then name the user and the session in its statements.
type Caller struct {
	tokens []string // the session's token, where the request has shown one; of several cookies each one's
	shown  *string  // of tokens the one whose session is found; the first until then

	find     string // the query of the session's id and user
	args     []any
	owner    string // the user, for Share; "" where only the database knows
	reads    bool   // the request changes nothing, so that it may be repeated
	identity *Identity
}

// Do runs b as the caller, in one round trip with the check that the session lives; it answers 401 when it does not.
// The first statement steps down to todo_app with nobody as the user unless the session is found, so that whatever
// follows it sees and changes nothing: pipelined statements run even when the check before them has failed.
func (c Caller) Do(ctx context.Context, b *pgx.Batch) error {
	return c.run(ctx, &pgx.Batch{}, &pgx.Batch{}, b)
}

// DoAfter is Do with statements that run with the login role's rights, once app_user() and app_session() are known.
func (c Caller) DoAfter(ctx context.Context, before, b *pgx.Batch) error {
	return c.run(ctx, &pgx.Batch{}, before, b)
}

// DoAs is DoLimited for statements that keep the login role's rights: they run for nobody, app_user() null, where the
// session has ended.
func (c Caller) DoAs(ctx context.Context, first, b *pgx.Batch) error {
	return c.run(ctx, first, b, &pgx.Batch{})
}

// DoLimited is Do with statements that run first of all, with the login role's rights: a limit, a renewal.
func (c Caller) DoLimited(ctx context.Context, first, b *pgx.Batch) error {
	return c.run(ctx, first, &pgx.Batch{}, b)
}

// DoCounted is Do with statements that run first of all and with statements that know the caller, see DoLimited and
// DoAfter.
func (c Caller) DoCounted(ctx context.Context, first, before, b *pgx.Batch) error {
	return c.run(ctx, first, before, b)
}

// Renew queues the statement that gives the session its whole lifetime again when a day of it has passed, so never to
// one that has no more than a day; at its NextEnd it expires. renewed is then called, with Token. It changes nothing
// when it is repeated.
func (c Caller) Renew(b *pgx.Batch, renewed func(token string, lifetime time.Duration)) {
	b.Queue(`
		update sessions set expires_at = `+NextEnd+`, updated_at = now()
		where id = (select id from (`+c.find+`) s)
		and expires_at - lifetime + interval '1 day' <= now() and expires_at < `+NextEnd+`
		returning lifetime, token_hash`, c.args...).
		Query(func(rows pgx.Rows) error {
			var lifetime time.Duration
			var hash []byte
			_, err := pgx.ForEachRow(rows, []any{&lifetime, &hash}, func() error {
				c.show(hash)
				renewed(c.Token(), lifetime)
				return nil
			})
			return err
		})
}

// found is what the check selects; "" where there is no session.
const found = `set_config('app.session_id', coalesce(s.id::text, ''), true),
	set_config('app.user_id', coalesce(s.user_id::text, ''), true)`

// timeLimit gives each statement after the check a time of its own, half of a request's, so that the database stops
// what nobody waits for any more. It holds for the transaction alone, as a pooler needs it.
const timeLimit = `, set_config('statement_timeout', $`

func (c Caller) run(ctx context.Context, first, before, b *pgx.Batch) error {
	cfg, err := config.Get()
	if err != nil {
		return err
	}
	if err := c.Share(ctx); err != nil {
		return err
	}
	check := &pgx.Batch{}
	known := func(row pgx.Row) error {
		var session, user string
		var hash []byte
		if err := row.Scan(&session, &user, nil, &hash, nil); err != nil {
			return err
		}
		if user == "" {
			return problem.Unauthorized()
		}
		c.show(hash)
		if c.owner == "" {
			owners.learn(secret.HashToken(c.Token()), user)
		}
		return nil
	}
	hash := `null::bytea`
	if c.find == byTokens {
		hash = `s.token_hash`
	}
	selected := found + timeLimit + strconv.Itoa(len(c.args)+1) + `, true), ` + hash
	from := ` from (values (1)) _ left join (` + c.find + `) s on true`
	args := append(slices.Clip(c.args), strconv.FormatInt(cfg.RequestTimeout.Milliseconds()/2, 10))
	if len(before.QueuedQueries) == 0 {
		check.Queue(`select `+selected+`, set_config('role', 'todo_app', true)`+from, args...).QueryRow(known)
	} else {
		check.Queue(`select `+selected+`, ''`+from, args...).QueryRow(known)
		check.QueuedQueries = append(check.QueuedQueries, before.QueuedQueries...)
		check.Queue(`select set_config('role', 'todo_app', true)`)
	}
	all := &pgx.Batch{QueuedQueries: slices.Concat(first.QueuedQueries, check.QueuedQueries, b.QueuedQueries)}
	err = database.Run(ctx, all, c.reads)
	if c.identity != nil && IsUnauthorized(err) { // of another server, and not seen before
		if err := c.identity.adopt(ctx, cfg); err != nil {
			return err
		}
		return database.Run(ctx, all, c.reads)
	}
	return err
}

// IsUnauthorized tells whether err is the 401 of Authenticate or Do.
func IsUnauthorized(err error) bool {
	p, ok := errors.AsType[*problem.Problem](err)
	return ok && p.Status == http.StatusUnauthorized
}

// Writes notes that the request changes something in spite of its method, so that it is not repeated.
func (c *Caller) Writes() { c.reads = false }
