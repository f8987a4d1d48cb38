package identity

import (
	"net/netip"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/todo-backend/todo-backend/shared/database"
	"github.com/todo-backend/todo-backend/shared/ratelimit"
	"github.com/todo-backend/todo-backend/shared/secret"
	"github.com/todo-backend/todo-backend/shared/web"
	"github.com/todo-backend/todo-backend/shared/wire"
)

// How long a session is valid from its beginning and from each renewal.
const (
	Day   = 24 * time.Hour
	Week  = 7 * Day  // unless the user chooses
	Month = 30 * Day // with remember_me
)

// Session is a session that begins; only the client that signs in is told its token.
type Session struct {
	ID       uuid.UUID
	Token    string
	Lifetime time.Duration

	address  netip.Addr // of the client; the zero Addr where nothing told it
	source   []byte     // of sign_in_sources; nil where nothing told the address
	agent    *string
	inserted *database.Row[time.Time]
}

// NewSession returns a session of r's client, which the statements of Insert write.
func NewSession(r *web.Request, lifetime time.Duration) *Session {
	s := &Session{ID: uuid.Must(uuid.NewV7()), Token: secret.NewToken(), Lifetime: lifetime, address: r.Client()}
	s.source = ratelimit.SourceHash(r.Secrets, s.address)
	agent := strings.ToValidUTF8(strings.ReplaceAll(r.UserAgent(), "\x00", ""), "") // as the database takes it
	if agent != "" {
		s.agent = &agent
	}
	return s
}

// Opened reports whether the statements of Insert have found the user.
func (s *Session) Opened() bool { return s.inserted != nil && s.inserted.Found }

// ExpiresAt returns when the session expires, once it is open.
func (s *Session) ExpiresAt() time.Time { return s.inserted.Value }

// Insert returns the statements that write the session for the user whom the query owner finds, as id, with args from
// $6 on. A user's sessions are bounded, and the expired ones of all are deleted a few at a time. From where it is
// opened, the user may sign in while others fail to (see SignIn): the last 20 such sources of a user are kept, for 90
// days.
func (s *Session) Insert(owner string, args ...any) []database.Statement {
	var address *netip.Addr
	if s.address.IsValid() {
		address = &s.address
	}
	s.inserted = database.QueryValue[time.Time](`
		insert into sessions (id, token_hash, user_id, lifetime, ip_address, user_agent, expires_at)
		select $1, $2, owner.id, $3::interval, $4, left($5, 512), now() + $3::interval from (`+owner+`) owner
		returning expires_at`,
		append([]any{s.ID, secret.HashToken(s.Token), s.Lifetime, address, s.agent}, args...)...)
	statements := []database.Statement{
		s.inserted,
		database.Exec(`
			delete from sessions where id = any (array(
			  select id from sessions where user_id = (select user_id from sessions where id = $1)
			  order by created_at desc, id desc offset 100 for update skip locked))`, s.ID),
		database.Exec(`
			delete from sessions where id = any (array(
			  select id from sessions where expires_at < now() limit 10 for update skip locked))`),
	}
	if s.source == nil {
		return statements
	}
	return append(statements,
		database.Exec(`
			insert into sign_in_sources (user_id, source) select user_id, $2 from sessions where id = $1
			on conflict (user_id, source) do update set seen_at = now()`, s.ID, s.source),
		database.Exec(`
			with old as materialized (
			  select user_id, source from sign_in_sources where user_id = (select user_id from sessions where id = $1)
			  order by seen_at desc offset 20 for update skip locked)
			delete from sign_in_sources s using old where s.user_id = old.user_id and s.source = old.source`, s.ID),
		database.Exec(`
			with old as materialized (
			  select user_id, source from sign_in_sources where seen_at < now() - interval '90 days'
			  limit 10 for update skip locked)
			delete from sign_in_sources s using old where s.user_id = old.user_id and s.source = old.source`))
}

// SessionInfo is a valid session as its user may see it.
type SessionInfo struct {
	ID, UserID                      uuid.UUID
	ExpiresAt, CreatedAt, UpdatedAt wire.Time
	IPAddress, UserAgent            *string
	Current                         bool
}

// Fields are where a row of a session is scanned to.
func (s *SessionInfo) Fields() []any {
	return []any{&s.ID, &s.UserID, &s.ExpiresAt, &s.CreatedAt, &s.UpdatedAt, &s.IPAddress, &s.UserAgent, &s.Current}
}

const selectSessions = `
	select id, user_id, expires_at, created_at, updated_at, host(ip_address), user_agent,
	  id is not distinct from app_session() from sessions `

// SelectSessions returns the statement that reads the user's valid sessions, the newest first, at most 100.
func SelectSessions() *database.Rows[SessionInfo] {
	return database.QueryRows[SessionInfo](selectSessions +
		`where user_id = app_user() and ` + ValidSession + ` order by created_at desc, id desc limit 100`)
}

// CurrentSession returns the statement that reads the caller's session.
func CurrentSession() *database.Row[SessionInfo] {
	return database.QueryRow[SessionInfo](selectSessions + `where id = app_session()`)
}

// EndSession returns the statement that ends one of the user's sessions, which an id or a token names; it reads
// whether that is the caller's.
func EndSession(id uuid.UUID, token string) *database.Row[bool] {
	return database.QueryValue[bool](`
		delete from sessions where user_id = app_user() and (id = $1 or token_hash = $2)
		returning id is not distinct from app_session()`, id, secret.HashToken(token))
}

// EndAllSessions returns the statement that ends all of the user's sessions, and with them what was given out before.
func EndAllSessions() database.Statement {
	return database.Exec(`
		with ended as (delete from sessions where user_id = app_user())
		update users set credential_version = credential_version + 1 where id = app_user()`)
}

// EndOtherSessions is EndAllSessions for all but the caller's.
func EndOtherSessions() database.Statement {
	return database.Exec(`
		with ended as (delete from sessions where user_id = app_user() and id <> app_session())
		update users set credential_version = credential_version + 1 where id = app_user()`)
}

// Refreshed is a session that was renewed.
type Refreshed struct {
	ID        uuid.UUID
	ExpiresAt time.Time
	Lifetime  time.Duration
}

// Fields are where a row of RefreshSession is scanned to.
func (r *Refreshed) Fields() []any { return []any{&r.ID, &r.ExpiresAt, &r.Lifetime} }

// RefreshSession returns the statement that gives the caller's session its whole lifetime again. It finds none for a
// user of another server's JWT.
func RefreshSession() *database.Row[Refreshed] {
	return database.QueryRow[Refreshed](`
		update sessions set expires_at = ` + nextEnd + `, updated_at = now() where id = app_session()
		returning id, expires_at, lifetime`)
}
