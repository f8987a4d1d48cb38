package auth

import (
	"net/http"

	"github.com/todo-backend/todo-backend/shared/identity"
	"github.com/todo-backend/todo-backend/shared/problem"
	"github.com/todo-backend/todo-backend/shared/web"
)

// Refresh answers POST /api/auth/refresh like login: the session expires 7 days from now, or 30 with remember_me, no
// later than a year from its beginning, and there is a new JWT. The old JWT stays valid until it expires, as two tabs
// may hold it. Who came with the cookie keeps it as long as the session.
func Refresh(w http.ResponseWriter, r *http.Request) {
	web.Serve(w, r, "refresh", answers, refresh)
}

func refresh(w http.ResponseWriter, r *web.Request) error {
	caller, err := identity.Authenticate(r)
	if err != nil {
		return err
	}
	session, user := identity.RefreshSession(), identity.SelectUser()
	if err := caller.Run(session, user); err != nil {
		return err
	}
	if !session.Found { // a JWT of another server's
		return problem.New(http.StatusUnauthorized, "The server that issued this token renews it, not this one").
			WithHeader("WWW-Authenticate", "Bearer")
	}
	if !user.Found { // deleted since the session was checked
		return web.ErrUnauthenticated
	}
	if token := caller.Token(); token != "" { // else there is no cookie to keep
		identity.SetCookie(w, r, token, session.Value.Lifetime)
	}
	return writeSession(w, r, user.Value, session.Value.ID, session.Value.ExpiresAt, "Session refreshed")
}
