package functions_test

import (
	"net/url"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/todo-backend/todo-backend/shared/identity"
	"github.com/todo-backend/todo-backend/shared/secret"
)

// user is an account with a session, as the database has them after a login.
type user struct {
	ID, SessionID uuid.UUID
	Email, Token  string // a JWT
	Secret        string // the session's token
	expires       time.Time
}

// cookie is the header that a browser sends.
func (u user) cookie(t *testing.T) string {
	t.Helper()
	return identity.CookieName(process.Config, "session_token") + "=" + url.QueryEscape(process.Secrets.Sign(u.Secret))
}

// newUser makes an account with a session in the database itself: the tests of signup and login go the long way.
func newUser(t testing.TB) user {
	t.Helper()
	u := unsavedUser(t)
	var b pgx.Batch
	u.save(&b)
	execAll(t, &b)
	return u
}

// unsavedUser is a user whom save is yet to bring into the database.
func unsavedUser(t testing.TB) user {
	t.Helper()
	u := user{ID: uuid.Must(uuid.NewV7())}
	u.Email = "user-" + u.ID.String() + "@example.com"
	u.newSession(t)
	return u
}

// save queues the statements that make u and its session.
func (u *user) save(b *pgx.Batch) {
	b.Queue(`insert into users (id, email, password_hash) values ($1, $2, $3)`, u.ID, u.Email, hash)
	u.saveSession(b)
}

func (u *user) saveSession(b *pgx.Batch) {
	b.Queue(`insert into sessions (id, token_hash, user_id, expires_at) values ($1, $2, $3, $4)`,
		u.SessionID, secret.HashToken(u.Secret), u.ID, u.expires)
}

// signIn gives u another session.
func (u *user) signIn(t testing.TB) {
	t.Helper()
	u.newSession(t)
	var b pgx.Batch
	u.saveSession(&b)
	execAll(t, &b)
}

func (u *user) newSession(t testing.TB) {
	t.Helper()
	u.SessionID, u.Secret, u.expires = uuid.Must(uuid.NewV7()), secret.NewToken(), time.Now().Add(time.Hour)
	u.Token = token(t, u.ID, u.SessionID, u.expires)
}

func token(t testing.TB, userID, sessionID uuid.UUID, expires time.Time) string {
	t.Helper()
	token, err := identity.IssueJWT(process, userID, sessionID, expires)
	if err != nil {
		t.Fatal(err)
	}
	return token
}
