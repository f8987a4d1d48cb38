package identity

import (
	"context"
	"errors"
	"net/http"
	"net/netip"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/todo-backend/todo-backend/shared/config"
	"github.com/todo-backend/todo-backend/shared/database"
	"github.com/todo-backend/todo-backend/shared/ratelimit"
	"github.com/todo-backend/todo-backend/shared/secret"
	"github.com/todo-backend/todo-backend/shared/web"
)

// How long a session lives from its beginning and from each renewal.
const (
	Day   = 24 * time.Hour
	Week  = 7 * Day  // unless the user chooses
	Month = 30 * Day // with remember_me
)

// Session is a session that begins; only the one who is signing in is told its token.
type Session struct {
	ID        uuid.UUID
	Token     string
	Lifetime  time.Duration
	ExpiresAt time.Time // once it is open

	Address netip.Addr // of the client; the zero Addr where nothing told it

	source []byte // of sign_in_sources; nil where nothing told the address
	agent  *string
}

// Begin makes a session of r's client, which Open writes.
func Begin(cfg *config.Config, r *http.Request, lifetime time.Duration) (*Session, error) {
	id, err := uuid.NewV7()
	if err != nil {
		return nil, err
	}
	s := &Session{ID: id, Token: secret.NewToken(), Lifetime: lifetime}
	s.Address = web.ClientAddress(cfg, r)
	s.source = ratelimit.SourceHash(cfg.Secrets(), s.Address)
	if agent := strings.ToValidUTF8(strings.ReplaceAll(r.UserAgent(), "\x00", ""), ""); agent != "" { // as the database takes it
		s.agent = &agent
	}
	return s, nil
}

// Open queues the statements that write the session for the user whom the query owner finds, as id, with args from $7
// on; Run fails with pgx.ErrNoRows when it finds none. A user's sessions are bounded, and the expired ones of all are
// taken away a few at a time. From where it is opened, the user may sign in while others fail to (see SignIn): the last
// 20 such sources of a user are kept, for 90 days.
func (s *Session) Open(b *pgx.Batch, owner string, args ...any) {
	var address *netip.Addr
	if s.Address.IsValid() {
		address = &s.Address
	}
	b.Queue(`
		insert into sessions (id, token_hash, user_id, lifetime, ip_address, user_agent, expires_at)
		select $1, $2, owner.id, $3::interval, $4, left($5, 512), now() + $3::interval from (`+owner+`) owner
		returning expires_at`,
		append([]any{s.ID, secret.HashToken(s.Token), s.Lifetime, address, s.agent}, args...)...).
		QueryRow(func(row pgx.Row) error { return row.Scan(&s.ExpiresAt) })
	b.Queue(`
		delete from sessions where id = any (array(
		  select id from sessions where user_id = (select user_id from sessions where id = $1)
		  order by created_at desc, id desc offset 100 for update skip locked))`, s.ID)
	b.Queue(`
		delete from sessions where id = any (array(
		  select id from sessions where expires_at < now() limit 10 for update skip locked))`)
	if s.source == nil {
		return
	}
	b.Queue(`
		insert into sign_in_sources (user_id, source) select user_id, $2 from sessions where id = $1
		on conflict (user_id, source) do update set seen_at = now()`, s.ID, s.source)
	b.Queue(`
		with old as materialized (
		  select user_id, source from sign_in_sources where user_id = (select user_id from sessions where id = $1)
		  order by seen_at desc offset 20 for update skip locked)
		delete from sign_in_sources s using old where s.user_id = old.user_id and s.source = old.source`, s.ID)
	b.Queue(`
		with old as materialized (
		  select user_id, source from sign_in_sources where seen_at < now() - interval '90 days'
		  limit 10 for update skip locked)
		delete from sign_in_sources s using old where s.user_id = old.user_id and s.source = old.source`)
}

// ErrWrongCredentials means an unknown email, a wrong password, or an account without one.
var ErrWrongCredentials = errors.New("wrong email or password")

// SignIn checks an address of CleanEmail and a password, and opens s, in two round trips. The statements of
// first, a limit, come before anything else, and it is added to. Whatever fails takes as long, see web.Even. It
// answers 429 where too many sign-ins came from the client's address, or failed for the account, whether there is one
// or not (OWASP: Blocking Brute Force Attacks). Failures from elsewhere do not lock the owner out: each source from
// which the account was signed in to before has a count of its own.
func SignIn(ctx context.Context, s *Session, email, password string, first *pgx.Batch) (user User, err error) {
	var hash string
	counted := ratelimit.CountFound(first, ratelimit.From(s.Address, ratelimit.SignIns), ratelimit.SignInsOfOne, `
		select $4 || coalesce((
		  select ' ' || left(encode(k.source, 'hex'), 32) from users u join sign_in_sources k on k.user_id = u.id
		  where lower(u.email) = $5 and k.source = $6), '')`, ratelimit.Hashed(email), email, s.source)
	reads := first.Len() == 0
	first.Queue(`select `+Columns+`, coalesce(password_hash, '') from users where lower(email) = $1`, email).
		QueryRow(func(row pgx.Row) error {
			err := row.Scan(append(user.Fields(), &hash)...)
			if errors.Is(err, pgx.ErrNoRows) {
				return nil // the empty hash takes as long to check
			}
			return err
		})
	if err := database.Run(ctx, first, reads); err != nil {
		return user, err
	}
	ok, needsRehash, err := Verify(ctx, hash, password)
	if err != nil {
		return user, err
	}
	if !ok {
		web.Even(ctx, web.SignInPace.Get())
		return user, ErrWrongCredentials
	}
	b := &pgx.Batch{}
	// The hash is compared again: a password that was changed meanwhile opens no session.
	s.Open(b, `select id from users where id = $6 and password_hash = $7`, user.ID, hash)
	if needsRehash {
		upgraded, err := Rehash(ctx, password)
		if err != nil {
			return user, err
		}
		b.Queue(`update users set password_hash = $3 where id = $1 and password_hash = $2`, user.ID, hash, upgraded)
	}
	ratelimit.Forgive(b, *counted)
	if err := database.Run(ctx, b, false); errors.Is(err, pgx.ErrNoRows) {
		web.Even(ctx, web.SignInPace.Get())
		return user, ErrWrongCredentials
	} else if err != nil {
		return user, err
	}
	return user, nil
}

// ErrWrongPassword means that the caller's password is another one, or that there is none.
var ErrWrongPassword = errors.New("wrong password")

// OwnKey finds the key of a limit by session, once the caller is found: the session, or the user of another server's
// JWT.
const OwnKey = `select coalesce(app_session(), app_user())::text`

// CheckPassword returns the caller and the hash of the password when it is the one given, else ErrWrongPassword. It may
// be tried five times in a minute of one session, so that a stolen one does not find it out, nor keeps the owner, who
// has another, from changing it.
func (c Caller) CheckPassword(ctx context.Context, password string, first *pgx.Batch) (user User, hash string, err error) {
	attempt, b := &pgx.Batch{}, &pgx.Batch{}
	ratelimit.CountFound(attempt, nil, ratelimit.Passwords, OwnKey)
	b.Queue(`select ` + Columns + `, coalesce(password_hash, '') from users where id = app_user()`).
		QueryRow(func(row pgx.Row) error { return row.Scan(append(user.Fields(), &hash)...) })
	c.reads = false // the attempt is counted, also by a GET
	if err := c.run(ctx, first, attempt, b); err != nil {
		return user, "", err
	}
	ok, _, err := Verify(ctx, hash, password)
	if err == nil && !ok {
		err = ErrWrongPassword
	}
	return user, hash, err
}

// PasswordChanged is the condition under which the statements that ReplacePassword is given may act.
const PasswordChanged = `exists (select from users where id = app_user() and password_hash = $1)`

// ReplacePassword gives the caller another password in place of the one with the hash old, which CheckPassword has
// returned, and runs what then queues, whose statements hold PasswordChanged with the new hash as $1. It fails with
// ErrWrongPassword when another change came first. What was given out before, a reset's link and the like, is dead.
func (c Caller) ReplacePassword(ctx context.Context, old, password string, then func(b *pgx.Batch, hash string)) error {
	hash, err := Rehash(ctx, password)
	if err != nil {
		return err
	}
	b := &pgx.Batch{}
	b.Queue(`
		update users set password_hash = $2, credential_version = credential_version + 1, updated_at = now()
		where id = app_user() and password_hash = $1 returning 1`, old, hash).
		QueryRow(func(row pgx.Row) error {
			if err := row.Scan(nil); errors.Is(err, pgx.ErrNoRows) {
				return ErrWrongPassword
			} else {
				return err
			}
		})
	then(b, hash)
	return c.Do(ctx, b)
}
