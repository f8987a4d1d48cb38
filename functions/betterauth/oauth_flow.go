package betterauth

import (
	"cmp"
	"crypto/hmac"
	"encoding/base64"
	"errors"
	"net/http"
	"net/url"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"golang.org/x/oauth2"

	"github.com/todo-backend/todo-backend/shared/config"
	"github.com/todo-backend/todo-backend/shared/database"
	"github.com/todo-backend/todo-backend/shared/identity"
	"github.com/todo-backend/todo-backend/shared/secret"
	"github.com/todo-backend/todo-backend/shared/web"
	"github.com/todo-backend/todo-backend/shared/wire"
)

// flow is a sign-in on its way to the provider and back. It waits in the database under the hash of its state, which
// the browser's signed cookie and the provider both bring back: only the browser that began it can end it, once
// (RFC 6749, 10.12).
type flow struct {
	Target  string
	Error   string
	NewUser string
	LinkTo  uuid.NullUUID // the user who links the account, else nobody yet
	Session uuid.NullUUID // that user's session, which must live still
	Version *int          // and the user's count of what ends credentials, which must be the same still
}

const (
	flowLife   = 10 * time.Minute
	cookieLife = 5 * time.Minute
)

// verifier is the secret of PKCE (RFC 7636); it follows from the state, and is stored nowhere.
func verifier(cfg *config.Config, state string) string {
	return base64.RawURLEncoding.EncodeToString(secret.Keys(cfg.Secrets()).MAC("todo-backend: PKCE\x00", state))
}

// socialInput is the body of sign-in/social and link-social.
type socialInput struct {
	Provider           wire.Optional[string]   `json:"provider" need:"true"`
	CallbackURL        wire.Optional[string]   `json:"callbackURL"`
	ErrorCallbackURL   wire.Optional[string]   `json:"errorCallbackURL"`
	NewUserCallbackURL wire.Optional[string]   `json:"newUserCallbackURL"`
	DisableRedirect    wire.Optional[bool]     `json:"disableRedirect" type:"boolean"`
	Scopes             wire.Optional[[]string] `json:"scopes" type:"array"`
	LoginHint          wire.Optional[string]   `json:"loginHint"`
	IDToken            wire.Optional[any]      `json:"idToken" null:"true"`
}

// begin answers with the provider's address. The flow is kept by run, in whose statements app_user() and app_session()
// are those who link the account, or null.
func begin(w http.ResponseWriter, r *request, in socialInput, run func(b *pgx.Batch) error) error {
	p, ok := providers(r.cfg)[in.Provider.Value]
	if !ok {
		return failure(http.StatusNotFound, "PROVIDER_NOT_FOUND", "Provider not found")
	}
	if in.IDToken.Given() {
		return failure(http.StatusNotFound, "ID_TOKEN_NOT_SUPPORTED", "id_token not supported")
	}
	if web.IsPreview(r.cfg, r.Header.Get("Origin")) { // it gets no cookie, so it could not end what it begins
		return failure(http.StatusForbidden, "INVALID_ORIGIN", "Invalid origin")
	}
	state := secret.NewToken()
	b := &pgx.Batch{}
	b.Queue(`
		insert into oauth_flows (
		  state_hash, target, error_target, new_user_target, link_to, session_id, credential_version, expires_at)
		values ($1, $2, $3, $4, app_user(), app_session(),
		  (select credential_version from users where id = app_user()), now() + $5::interval)`,
		secret.HashToken(state), cmp.Or(in.CallbackURL.Value, r.cfg.AuthURL),
		in.ErrorCallbackURL.Value, in.NewUserCallbackURL.Value, flowLife)
	b.Queue(`
		delete from oauth_flows where state_hash = any (array(
		  select state_hash from oauth_flows where expires_at < now() limit 10 for update skip locked))`)
	if err := run(b); err != nil {
		return err
	}
	value := url.QueryEscape(secret.Keys(r.cfg.Secrets()).Sign(state))
	setAny(w, r, stateCookie(r.cfg, value, int(cookieLife/time.Second)))

	options := []oauth2.AuthCodeOption{oauth2.S256ChallengeOption(verifier(r.cfg, state))}
	for name := range p.params {
		options = append(options, oauth2.SetAuthURLParam(name, p.params.Get(name)))
	}
	if in.LoginHint.Value != "" {
		options = append(options, oauth2.SetAuthURLParam("login_hint", in.LoginHint.Value))
	}
	p.Scopes = append(p.Scopes, in.Scopes.Value...)
	address := p.AuthCodeURL(state, options...)
	if !in.DisableRedirect.Value {
		w.Header().Set("Location", address)
	}
	return web.JSON(w, http.StatusOK, struct {
		URL      string `json:"url"`
		Redirect bool   `json:"redirect"`
	}{address, !in.DisableRedirect.Value})
}

// stateCookie is never Partitioned: it is set to a page of the frontend, and comes back to the backend's own address.
func stateCookie(cfg *config.Config, value string, maxAge int) *http.Cookie {
	c := identity.Cookie(cfg, "state", value, maxAge)
	c.Partitioned = false
	return c
}

// end returns the flow that r's state names, and takes it away when r's browser is the one that began it, which mine
// tells.
func end(r *request) (f flow, mine bool, err error) {
	state := r.URL.Query().Get("state")
	for _, value := range identity.ReadCookies(r.cfg, r.Request, "state") {
		mine = mine || hmac.Equal([]byte(value), []byte(state))
	}
	const one = ` where state_hash = $1 and expires_at > now()`
	const columns = `target, error_target, new_user_target, link_to, session_id, credential_version`
	b := r.limited()
	if mine {
		b.Queue(`delete from oauth_flows`+one+` returning `+columns, secret.HashToken(state))
	} else {
		b.Queue(`select `+columns+` from oauth_flows`+one, secret.HashToken(state))
	}
	b.QueuedQueries[b.Len()-1].QueryRow(func(row pgx.Row) error {
		err := row.Scan(&f.Target, &f.Error, &f.NewUser, &f.LinkTo, &f.Session, &f.Version)
		if errors.Is(err, pgx.ErrNoRows) {
			mine, err = false, nil
		}
		return err
	})
	return f, mine, database.Run(r.Context(), b, false)
}
