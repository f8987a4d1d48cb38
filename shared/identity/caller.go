// Package identity is who is calling and what a user can do to an account: sign up, sign in, sign out, prove an
// address, change and reset a password, link other sign-ins, delete it. Its errors are sentinels. A session is shown in
// two forms, which the REST functions and Better Auth's client both take: its token, in the cookie or as a bearer
// token, and a JWT that names the session.
package identity

import (
	"bytes"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/todo-backend/todo-backend/shared/database"
	"github.com/todo-backend/todo-backend/shared/secret"
	"github.com/todo-backend/todo-backend/shared/web"
)

// Caller is whom a request claims to come from. What it shows is genuine; whether the session is valid, only a Pipeline
// finds out.
type Caller struct {
	r      *web.Request
	tokens []string // the session's token, where the request shows one; of several cookies each one's
	token  string   // of tokens, the one whose session is found; the first until then

	lookup   string // the query of the session's id and user
	args     []any
	owner    string // the user, for web.Request.Share; "" where only the database knows
	repeats  bool   // the request changes nothing, so that it may be sent again
	external *externalUser
	valid    bool
}

// Token returns the session's token where the request has shown it, else "". Of several cookies it is that of the valid
// session, once a Pipeline has found it.
func (c *Caller) Token() string { return c.token }

// Valid reports whether a Pipeline has found the session valid, and has succeeded.
func (c *Caller) Valid() bool { return c.valid }

// TokenHashes returns the hashes of every session token that the request has shown, the first one first. The nil Caller
// has shown none.
func (c *Caller) TokenHashes() [][]byte {
	if c == nil {
		return nil
	}
	return hashTokens(c.tokens)
}

func hashTokens(tokens []string) [][]byte {
	hashes := make([][]byte, len(tokens))
	for i, token := range tokens {
		hashes[i] = secret.HashToken(token)
	}
	return hashes
}

// MarkWrite notes that the request changes something in spite of its method, so that it is not sent again.
func (c *Caller) MarkWrite() { c.repeats = false }

// Run runs statements as the user, see Pipeline.
func (c *Caller) Run(statements ...database.Statement) error {
	return c.Pipeline().AsUser(statements...).Run()
}

// Pipeline is one round trip of a caller: the statements of PreAuth, the check of the session, the statements of
// AsOwner, the step down to the role todo_app, the statements of AsUser, in this order. After the check app_user() and
// app_session() name the user and the session, and are null where the session is not valid: pipelined statements run
// even when the check before them has failed. Those of AsUser see and change nothing then, as row security holds.
type Pipeline struct {
	caller                   *Caller
	preAuth, asOwner, asUser []database.Statement
}

// Pipeline returns a pipeline without statements.
func (c *Caller) Pipeline() *Pipeline { return &Pipeline{caller: c} }

// PreAuth adds statements that run first of all, with the login role's rights: a limit, a renewal.
func (p *Pipeline) PreAuth(statements ...database.Statement) *Pipeline {
	p.preAuth = append(p.preAuth, statements...)
	return p
}

// AsOwner adds statements that run with the login role's rights, which row security does not hold: each must look at
// app_user() by itself.
func (p *Pipeline) AsOwner(statements ...database.Statement) *Pipeline {
	p.asOwner = append(p.asOwner, statements...)
	return p
}

// AsUser adds statements that run as todo_app, which row security holds to the user's own rows.
func (p *Pipeline) AsUser(statements ...database.Statement) *Pipeline {
	p.asUser = append(p.asUser, statements...)
	return p
}

// stepDown gives up the login role's rights until the end of the transaction.
const stepDown = `set_config('role', 'todo_app', true)`

// Run sends the statements, once the request has its place in its user's share. It fails with web.ErrUnauthenticated
// where the session is not valid, whatever the statements after the check have met; a user of another server who calls
// for the first time is provisioned.
func (p *Pipeline) Run() error {
	c := p.caller
	if err := c.Share(); err != nil {
		return err
	}
	err := p.send()
	if c.external != nil && errors.Is(err, web.ErrUnauthenticated) {
		if err := c.provision(); err != nil {
			return err
		}
		err = p.send()
	}
	return err
}

// send makes the round trip, with a check of its own: what an earlier one has found says nothing about this one.
func (p *Pipeline) send() error {
	c := p.caller
	check := c.check(len(p.asOwner) == 0)
	statements := append(slices.Clone(p.preAuth), check)
	if len(p.asOwner) > 0 {
		statements = append(append(statements, p.asOwner...), database.Exec(`select `+stepDown))
	}
	statements = append(statements, p.asUser...)
	run := c.r.DB.Write
	if c.repeats {
		run = c.r.DB.Read
	}
	err := run(c.r.Context(), statements...)
	if check.Found && check.Value.user == "" {
		return web.ErrUnauthenticated
	}
	if err == nil {
		c.found(check.Value)
	}
	return err
}

// sessionFound is what the check selects; the user is "" where there is no valid session.
type sessionFound struct {
	user string
	hash []byte // of the token that was shown, where there are several
}

// Fields are where the check's row is scanned to.
func (s *sessionFound) Fields() []any { return []any{nil, &s.user, nil, &s.hash, nil} }

// check returns the statement that looks for the session, names the user and the session to the statements after it,
// and gives each of these a time of its own, half of a request's, so that the database stops what nobody waits for any
// more. The settings hold for the transaction alone, as a pooler needs it.
func (c *Caller) check(stepsDown bool) *database.Row[sessionFound] {
	hash, last := `null::bytea`, `''`
	if c.lookup == byTokens {
		hash = `s.token_hash`
	}
	if stepsDown {
		last = stepDown
	}
	limit := strconv.FormatInt(c.r.TimeLimit().Milliseconds()/2, 10)
	return database.QueryRow[sessionFound](`
		select set_config('app.session_id', coalesce(s.id::text, ''), true),
		  set_config('app.user_id', coalesce(s.user_id::text, ''), true),
		  set_config('statement_timeout', $`+strconv.Itoa(len(c.args)+1)+`, true), `+hash+`, `+last+`
		from (values (1)) _ left join (`+c.lookup+`) s on true`, append(slices.Clip(c.args), limit)...)
}

// found notes whose session was found, and which token is its.
func (c *Caller) found(s sessionFound) {
	c.valid = true
	for _, token := range c.tokens {
		if s.hash != nil && bytes.Equal(secret.HashToken(token), s.hash) {
			c.token = token
		}
	}
	if c.owner == "" {
		c.r.LearnOwner(secret.HashToken(c.token), s.user)
	}
}

// Share takes the request's place in its user's share of the database, see web.Request.Share; a Pipeline does so
// itself. A token whose user this process has not learned costs no round trip for that unless another such request is
// at work.
func (c *Caller) Share() error {
	if c.owner != "" {
		return c.r.Share(c.owner)
	}
	if c.r.ShareAlone() {
		return nil
	}
	user := database.QueryValue[string](`select user_id::text from (`+c.lookup+`) s`, c.args...)
	if err := c.r.DB.Read(c.r.Context(), user); err != nil {
		return err
	}
	if !user.Found {
		return c.r.Share("nobody")
	}
	return c.r.Share(user.Value)
}

// ShareLarge is Share for a request whose answer may be large, see web.Request.ShareLarge.
func (c *Caller) ShareLarge() error {
	if err := c.Share(); err != nil {
		return err
	}
	return c.r.ShareLarge()
}

// Renewed is a session that was renewed, for its whole lifetime.
type Renewed struct{ Lifetime time.Duration }

// Fields are where a row of Renew is scanned to.
func (r *Renewed) Fields() []any { return []any{&r.Lifetime} }

// Renew returns the statement, for PreAuth, that renews the session once a day of its lifetime has passed, which is
// never so for a session of a day: it expires at nextEnd then. A repeat changes nothing.
func (c *Caller) Renew() *database.Row[Renewed] {
	return database.QueryRow[Renewed](`
		update sessions set expires_at = `+nextEnd+`, updated_at = now()
		where id = (select id from (`+c.lookup+`) s)
		and expires_at - lifetime + interval '1 day' <= now() and expires_at < `+nextEnd+`
		returning lifetime`, c.args...)
}

func isSafeMethod(r *http.Request) bool {
	return r.Method == http.MethodGet || r.Method == http.MethodHead
}
