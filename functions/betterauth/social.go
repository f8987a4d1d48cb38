package betterauth

import (
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
	"golang.org/x/oauth2"

	"github.com/todo-backend/todo-backend/shared/config"
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
func (p provider) person(ctx context.Context, code, verifier string) (profile, []string, error) {
	ctx = context.WithValue(ctx, oauth2.HTTPClient, client)
	token, err := p.Exchange(ctx, code, oauth2.VerifierOption(verifier))
	if err != nil {
		return profile{}, nil, fmt.Errorf("%w: %w", errInvalidCode, err)
	}
	who, err := p.profile(ctx, func(address string, into any) error {
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
	return who, p.Scopes, err
}

var errInvalidCode = errors.New("the code cannot be redeemed")

// flow is a sign-in on its way to the provider and back. It travels in a signed cookie, so that only the browser that
// began it can end it (RFC 6749, 10.12), and nothing is stored.
type flow struct {
	State     string    `json:"state"`
	Target    string    `json:"target"`
	Error     string    `json:"error,omitempty"`
	NewUser   string    `json:"newUser,omitempty"`
	LinkTo    uuid.UUID `json:"linkTo,omitzero"`    // the user who links the account, else nobody yet
	SessionID uuid.UUID `json:"sessionId,omitzero"` // that user's session, which must live still
	Expires   int64     `json:"expires"`            // seconds
}

const flowLife = 5 * time.Minute

// verifier is the secret of PKCE (RFC 7636); it follows from the state, so that the browser need not carry it.
func (f flow) verifier(cfg *config.Config) string {
	mac := hmac.New(sha256.New, []byte(cfg.AuthSecret))
	mac.Write([]byte("todo-backend: PKCE\x00" + f.State))
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

// begin answers with the provider's address, and sets the cookie of f.
func begin(w http.ResponseWriter, r *http.Request, cfg *config.Config, in socialInput, f flow) error {
	p, ok := providers(cfg)[in.Provider.Value]
	if !ok {
		return failure(http.StatusNotFound, "PROVIDER_NOT_FOUND", "Provider not found")
	}
	if in.IDToken.Given() {
		return failure(http.StatusNotFound, "ID_TOKEN_NOT_SUPPORTED", "id_token not supported")
	}
	f.State, f.Expires = session.NewToken(), time.Now().Add(flowLife).Unix()
	f.Target, f.Error, f.NewUser = in.CallbackURL.Value, in.ErrorCallbackURL.Value, in.NewUserCallbackURL.Value
	if f.Target == "" {
		f.Target = cfg.FrontendURL
	}
	encoded, err := json.Marshal(f)
	if err != nil {
		return err
	}
	cookie := stateCookie(cfg, url.QueryEscape(session.Sign(cfg, base64.RawURLEncoding.EncodeToString(encoded))), int(flowLife/time.Second))
	if len(cookie.Value) > 3800 { // a browser keeps 4096 bytes
		return failure(http.StatusBadRequest, "VALIDATION_ERROR", "[body.callbackURL] Too big: the callback addresses are too long")
	}
	setAny(w, r, cfg, cookie)

	options := []oauth2.AuthCodeOption{oauth2.S256ChallengeOption(f.verifier(cfg))}
	for name := range p.params {
		options = append(options, oauth2.SetAuthURLParam(name, p.params.Get(name)))
	}
	if in.LoginHint.Value != "" {
		options = append(options, oauth2.SetAuthURLParam("login_hint", in.LoginHint.Value))
	}
	p.Scopes = append(p.Scopes, in.Scopes.Value...)
	address := p.AuthCodeURL(f.State, options...)
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

// end returns the flow that r's state and cookie agree on.
func end(r *http.Request, cfg *config.Config) (flow, bool) {
	var f flow
	cookie, err := r.Cookie(session.CookieName(cfg, "state"))
	if err != nil {
		return f, false
	}
	signed, ok := session.Verify(cfg, cookie.Value)
	encoded, err := base64.RawURLEncoding.DecodeString(signed)
	if !ok || err != nil || json.Unmarshal(encoded, &f) != nil {
		return f, false
	}
	state := r.URL.Query().Get("state")
	return f, hmac.Equal([]byte(state), []byte(f.State)) && f.State != "" && time.Now().Unix() < f.Expires
}
