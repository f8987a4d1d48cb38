package betterauth

import (
	"cmp"
	"crypto/hmac"
	"encoding/base64"
	"net/http"
	"net/url"
	"time"

	"github.com/google/uuid"
	"golang.org/x/oauth2"

	"github.com/todo-backend/todo-backend/shared/config"
	"github.com/todo-backend/todo-backend/shared/database"
	"github.com/todo-backend/todo-backend/shared/identity"
	"github.com/todo-backend/todo-backend/shared/secret"
	"github.com/todo-backend/todo-backend/shared/web"
	"github.com/todo-backend/todo-backend/shared/wire"
)

// oauthFlow is a sign-in on its way to the provider and back. It waits in the database under the hash of its state,
// which the browser's signed cookie and the provider both bring back: only the browser that began it can end it, once
// (RFC 6749, 10.12).
type oauthFlow struct {
	target        string
	errorTarget   string
	newUserTarget string
	linkTo        uuid.NullUUID // the user who links the account, else nobody yet
	session       uuid.NullUUID // that user's session, which must be valid still
	version       *int          // and the user's count of what ends credentials, which must be the same still
}

const flowColumns = `target, error_target, new_user_target, link_to, session_id, credential_version`

// Fields are where a row of flowColumns is scanned to.
func (f *oauthFlow) Fields() []any {
	return []any{&f.target, &f.errorTarget, &f.newUserTarget, &f.linkTo, &f.session, &f.version}
}

const (
	flowTTL        = 10 * time.Minute
	stateCookieTTL = 5 * time.Minute
)

// pkceVerifier is the secret of PKCE (RFC 7636); it follows from the state, and is stored nowhere.
func pkceVerifier(keys secret.Keys, state string) string {
	return base64.RawURLEncoding.EncodeToString(keys.MAC("todo-backend: PKCE\x00", state))
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

// startOAuth answers with the provider's address. The flow is written by run, in whose statements app_user() and
// app_session() are those who link the account, or null.
func startOAuth(
	w http.ResponseWriter, r *request, in socialInput, run func(statements ...database.Statement) error,
) error {
	p, ok := providers(r.Config)[in.Provider.Value]
	if !ok {
		return fail(http.StatusNotFound, "PROVIDER_NOT_FOUND", "Provider not found")
	}
	if in.IDToken.Given() {
		return fail(http.StatusNotFound, "ID_TOKEN_NOT_SUPPORTED", "id_token not supported")
	}
	if web.IsPreview(r.Config, r.Header.Get("Origin")) { // it gets no cookie, so it could not end what it begins
		return web.ErrForeignOrigin
	}
	state := secret.NewToken()
	err := run(
		database.Exec(`
			insert into oauth_flows (
			  state_hash, target, error_target, new_user_target, link_to, session_id, credential_version, expires_at)
			values ($1, $2, $3, $4, app_user(), app_session(),
			  (select credential_version from users where id = app_user()), now() + $5::interval)`,
			secret.HashToken(state), cmp.Or(in.CallbackURL.Value, r.Config.AuthURL),
			in.ErrorCallbackURL.Value, in.NewUserCallbackURL.Value, flowTTL),
		database.Exec(`
			delete from oauth_flows where state_hash = any (array(
			  select state_hash from oauth_flows where expires_at < now() limit 10 for update skip locked))`))
	if err != nil {
		return err
	}
	value := url.QueryEscape(r.Secrets.Sign(state))
	setCookie(w, r, stateCookie(r.Config, value, int(stateCookieTTL/time.Second)))

	options := []oauth2.AuthCodeOption{oauth2.S256ChallengeOption(pkceVerifier(r.Secrets, state))}
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

// consumeFlow returns the flow that r's state names. Where the state cookie matches, so that r's browser is the one
// that began it, the flow is deleted, and ok is true.
func consumeFlow(r *request) (flow oauthFlow, ok bool, err error) {
	state, stateMatches := r.URL.Query().Get("state"), false
	for _, value := range identity.ReadCookies(r.Request, "state") {
		stateMatches = stateMatches || hmac.Equal([]byte(value), []byte(state))
	}
	const valid = ` where state_hash = $1 and expires_at > now()`
	query := `select ` + flowColumns + ` from oauth_flows` + valid
	if stateMatches {
		query = `delete from oauth_flows` + valid + ` returning ` + flowColumns
	}
	found := database.QueryRow[oauthFlow](query, secret.HashToken(state))
	err = r.DB.Write(r.Context(), r.limited(), found)
	return found.Value, stateMatches && found.Found, err
}
