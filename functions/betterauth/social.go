package betterauth

import (
	"cmp"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"golang.org/x/oauth2"

	"github.com/todo-backend/todo-backend/shared/account"
	"github.com/todo-backend/todo-backend/shared/config"
	"github.com/todo-backend/todo-backend/shared/database"
	"github.com/todo-backend/todo-backend/shared/session"
	"github.com/todo-backend/todo-backend/shared/web"
)

// provider is where people have accounts already.
type provider struct {
	oauth2.Config
	params  url.Values // of the authorization request, beside the usual ones
	profile func(ctx context.Context, get getter) (profile, error)
}

// profile is what a provider says of a person.
type profile struct {
	ID       string
	Email    string
	Verified bool // by the provider
	Name     string
	Image    string
}

// getter reads a JSON answer of the provider's API with the person's access token.
type getter func(address string, into any) error

// providers are those that are configured. What is asked for and what comes back is written once, here.
func providers(cfg *config.Config) map[string]provider {
	all := map[string]provider{}
	if cfg.GitHubClientID != "" {
		all["github"] = provider{
			Config: oauth2.Config{
				ClientID: cfg.GitHubClientID, ClientSecret: cfg.GitHubClientSecret, Scopes: []string{"read:user", "user:email"},
				Endpoint: oauth2.Endpoint{AuthURL: "https://github.com/login/oauth/authorize", TokenURL: "https://github.com/login/oauth/access_token", AuthStyle: oauth2.AuthStyleInParams},
			},
			profile: gitHub,
		}
	}
	if cfg.GoogleClientID != "" {
		all["google"] = provider{
			Config: oauth2.Config{
				ClientID: cfg.GoogleClientID, ClientSecret: cfg.GoogleClientSecret, Scopes: []string{"email", "profile", "openid"},
				Endpoint: oauth2.Endpoint{AuthURL: "https://accounts.google.com/o/oauth2/v2/auth", TokenURL: "https://oauth2.googleapis.com/token", AuthStyle: oauth2.AuthStyleInParams},
			},
			params:  url.Values{"include_granted_scopes": {"true"}},
			profile: google,
		}
	}
	for id, p := range all {
		p.RedirectURL = cfg.AuthURL + "/api/auth/callback/" + id
		all[id] = p
	}
	return all
}

func gitHub(_ context.Context, get getter) (profile, error) {
	var person struct {
		ID     int64  `json:"id"`
		Login  string `json:"login"`
		Name   string `json:"name"`
		Avatar string `json:"avatar_url"`
	}
	var addresses []struct {
		Email    string `json:"email"`
		Primary  bool   `json:"primary"`
		Verified bool   `json:"verified"`
	}
	if err := errors.Join(get("https://api.github.com/user", &person), get("https://api.github.com/user/emails", &addresses)); err != nil {
		return profile{}, err
	}
	if person.ID == 0 {
		return profile{}, errors.New("github: no id")
	}
	p := profile{ID: strconv.FormatInt(person.ID, 10), Name: person.Name, Image: person.Avatar}
	if p.Name == "" {
		p.Name = person.Login
	}
	for _, a := range addresses {
		if a.Primary {
			p.Email, p.Verified = a.Email, a.Verified
		}
	}
	return p, nil
}

func google(_ context.Context, get getter) (profile, error) {
	var person struct {
		Subject  string `json:"sub"`
		Email    string `json:"email"`
		Verified bool   `json:"email_verified"`
		Name     string `json:"name"`
		Picture  string `json:"picture"`
	}
	if err := get("https://openidconnect.googleapis.com/v1/userinfo", &person); err != nil {
		return profile{}, err
	}
	if person.Subject == "" {
		return profile{}, errors.New("google: no sub")
	}
	return profile{person.Subject, person.Email, person.Verified, person.Name, person.Picture}, nil
}

// client follows no redirect: the code and the secret go to the provider alone.
var client = &http.Client{
	Timeout:       8 * time.Second,
	CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
}

// person redeems a code (RFC 6749, 4.1.3) and asks who it is.
func (p provider) person(ctx context.Context, code, verifier string) (profile, error) {
	ctx = context.WithValue(ctx, oauth2.HTTPClient, client)
	token, err := p.Exchange(ctx, code, oauth2.VerifierOption(verifier))
	if refused, ok := errors.AsType[*oauth2.RetrieveError](err); ok { // whose text quotes the answer, which may quote the code
		err = errors.New(refused.Response.Status)
	}
	if err != nil {
		return profile{}, fmt.Errorf("%w: %w", errInvalidCode, err)
	}
	return p.profile(ctx, func(address string, into any) error {
		r, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
		if err != nil {
			return err
		}
		r.Header.Set("Authorization", "Bearer "+token.AccessToken)
		r.Header.Set("Accept", "application/json")
		r.Header.Set("User-Agent", "todo-backend")
		answer, err := client.Do(r)
		if err != nil {
			return err
		}
		defer answer.Body.Close()
		if answer.StatusCode != http.StatusOK {
			return fmt.Errorf("%s answers %s", address, answer.Status)
		}
		return json.NewDecoder(io.LimitReader(answer.Body, 1<<20)).Decode(into)
	})
}

var errInvalidCode = errors.New("the code cannot be redeemed")

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
	mac := hmac.New(sha256.New, []byte(cfg.AuthSecret))
	mac.Write([]byte("todo-backend: PKCE\x00" + state))
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}

// socialInput is the body of sign-in/social and link-social.
type socialInput struct {
	Provider           web.Optional[string]   `json:"provider" need:"true"`
	CallbackURL        web.Optional[string]   `json:"callbackURL"`
	ErrorCallbackURL   web.Optional[string]   `json:"errorCallbackURL"`
	NewUserCallbackURL web.Optional[string]   `json:"newUserCallbackURL"`
	DisableRedirect    web.Optional[bool]     `json:"disableRedirect" type:"boolean"`
	Scopes             web.Optional[[]string] `json:"scopes" type:"array"`
	LoginHint          web.Optional[string]   `json:"loginHint"`
	IDToken            web.Optional[any]      `json:"idToken" null:"true"`
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
	state := session.NewToken()
	b := &pgx.Batch{}
	b.Queue(`
		insert into oauth_flows (state_hash, target, error_target, new_user_target, link_to, session_id, credential_version, expires_at)
		values ($1, $2, $3, $4, app_user(), app_session(),
		  (select credential_version from users where id = app_user()), now() + $5::interval)`,
		account.HashToken(state), cmp.Or(in.CallbackURL.Value, r.cfg.AuthURL), in.ErrorCallbackURL.Value, in.NewUserCallbackURL.Value, flowLife)
	b.Queue(`delete from oauth_flows where state_hash in (select state_hash from oauth_flows where expires_at < now() limit 10 for update skip locked)`)
	if err := run(b); err != nil {
		return err
	}
	setAny(w, r, stateCookie(r.cfg, url.QueryEscape(session.Sign(r.cfg, state)), int(cookieLife/time.Second)))

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
	c := session.Cookie(cfg, "state", value, maxAge)
	c.Partitioned = false
	return c
}

// end returns the flow that r's state names, and takes it away when r's browser is the one that began it, which mine tells.
func end(r *request) (f flow, mine bool, err error) {
	state := r.URL.Query().Get("state")
	for _, value := range session.ReadCookies(r.cfg, r.Request, "state") {
		mine = mine || hmac.Equal([]byte(value), []byte(state))
	}
	const one = ` where state_hash = $1 and expires_at > now()`
	const columns = `target, error_target, new_user_target, link_to, session_id, credential_version`
	b := r.limited()
	if mine {
		b.Queue(`delete from oauth_flows`+one+` returning `+columns, account.HashToken(state))
	} else {
		b.Queue(`select `+columns+` from oauth_flows`+one, account.HashToken(state))
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
