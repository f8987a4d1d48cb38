package functions_test

import (
	"net/url"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/todo-backend/todo-backend/shared/identity"
	"github.com/todo-backend/todo-backend/shared/secret"
)

// user is an account with a session, as the database has them after a login.
type user struct {
	ID, SessionID uuid.UUID
	Email, Token  string // a JWT
	Secret        string // the session's token
}

// cookie is the header that a browser sends.
func (u user) cookie(t *testing.T) string {
	t.Helper()
	return identity.CookieName(process.Config, "session_token") + "=" + url.QueryEscape(process.Secrets.Sign(u.Secret))
}

// newUser makes an account with a session in the database itself: the tests of signup and login go the long way.
func newUser(t testing.TB) user {
	t.Helper()
	u := user{ID: uuid.Must(uuid.NewV7())}
	u.Email = "user-" + u.ID.String() + "@example.com"
	exec(t, `insert into users (id, email, password_hash) values ($1, $2, $3)`, u.ID, u.Email, hash)
	u.signIn(t)
	return u
}

// signIn gives u another session.
func (u *user) signIn(t testing.TB) {
	t.Helper()
	u.SessionID = uuid.Must(uuid.NewV7())
	expires := time.Now().Add(time.Hour)
	u.Secret = secret.NewToken()
	exec(t, `insert into sessions (id, token_hash, user_id, expires_at) values ($1, $2, $3, $4)`,
		u.SessionID, secret.HashToken(u.Secret), u.ID, expires)
	u.Token = token(t, u.ID, u.SessionID, expires)
}

func token(t testing.TB, userID, sessionID uuid.UUID, expires time.Time) string {
	t.Helper()
	token, err := identity.IssueJWT(process, userID, sessionID, expires)
	if err != nil {
		t.Fatal(err)
	}
	return token
}
