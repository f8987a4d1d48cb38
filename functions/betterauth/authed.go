package betterauth

import (
	"errors"
	"net/http"

	"github.com/todo-backend/todo-backend/shared/database"
	"github.com/todo-backend/todo-backend/shared/identity"
	"github.com/todo-backend/todo-backend/shared/web"
)

// freshAge is how long after the sign-in a session may do what needs a recent one. A renewal does not make it fresh.
const freshAge = identity.Day

// isFresh is the condition of a fresh session, with freshAge as $1.
const isFresh = `exists (select from sessions where id = app_session() and created_at > now() - $1::interval)`

// renewal says of a call whether it renews the session when a day of it has passed.
type renewal bool

const (
	renews       renewal = true
	doesNotRenew renewal = false // such as one that may end it
)

// authed is a call that needs a valid session.
type authed struct {
	*identity.Caller
	w       http.ResponseWriter
	r       *request
	preAuth []database.Statement            // the limits and the renewal, until they are sent
	renewed *database.Row[identity.Renewed] // nil where there is no renewal to tell the client of
}

// requireSession returns the call of whom r names, which is counted under the path's limit and others; it fails with
// web.ErrUnauthenticated where r names nobody.
func requireSession(
	w http.ResponseWriter, r *request, renew renewal, limits ...database.Statement,
) (*authed, error) {
	caller, ok := r.caller()
	if !ok {
		return nil, web.ErrUnauthenticated
	}
	c := &authed{Caller: caller, w: w, r: r, preAuth: []database.Statement{r.limited()}}
	if renew {
		c.renewed = caller.Renew()
		c.preAuth = append(c.preAuth, c.renewed)
	}
	c.preAuth = append(c.preAuth, limits...)
	return c, nil
}

// pre returns the statements that come before the check of the session in the call's first round trip; later on, none.
func (c *authed) pre() []database.Statement {
	statements := c.preAuth
	c.preAuth = nil
	return statements
}

// run runs statements as the user, in one round trip with those of pre and the check of the session.
func (c *authed) run(statements ...database.Statement) error {
	return c.finish(c.Pipeline().PreAuth(c.pre()...).AsUser(statements...).Run())
}

// runAsOwner is run for statements that need the login role's rights, see identity.Pipeline.AsOwner.
func (c *authed) runAsOwner(statements ...database.Statement) error {
	return c.finish(c.Pipeline().PreAuth(c.pre()...).AsOwner(statements...).Run())
}

// finish sends the cookie of a session that was renewed, and clears the cookies of one that has ended.
func (c *authed) finish(err error) error {
	if errors.Is(err, web.ErrUnauthenticated) {
		c.ClearCookies(c.w)
	}
	c.sendRenewed()
	return err
}

func (c *authed) sendRenewed() {
	if c.renewed == nil || !c.renewed.Found || !c.Valid() {
		return
	}
	if token := c.Token(); token != "" {
		setSessionCookie(c.w, c.r, token, c.renewed.Value.Lifetime)
	}
	c.renewed = nil
}

// failAfterAuth returns err, but web.ErrUnauthenticated takes precedence: it still checks the session.
func (c *authed) failAfterAuth(err error) error {
	if failed := c.run(); failed != nil {
		return failed
	}
	return err
}

// checkPassword is identity.Caller.CheckPassword for the call.
func (c *authed) checkPassword(password string) error {
	_, _, err := c.CheckPassword(password, c.pre()...)
	c.sendRenewed()
	return err
}

// replacePassword is identity.Caller.ReplacePassword for the call.
func (c *authed) replacePassword(change identity.PasswordChange) (identity.User, error) {
	user, err := c.ReplacePassword(change, c.pre()...)
	c.sendRenewed()
	return user, err
}
