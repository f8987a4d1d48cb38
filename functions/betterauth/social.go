package betterauth

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"

	"golang.org/x/oauth2"

	"github.com/todo-backend/todo-backend/shared/config"
)

// provider is where people have accounts already.
type provider struct {
	oauth2.Config
	params url.Values // of the authorization request, beside the usual ones

	fetchProfile func(get getJSON) (profile, error)
}

// profile is what a provider says of a person.
type profile struct {
	id       string
	email    string
	verified bool // the address, by the provider
	name     string
	image    string
}

// getJSON reads a JSON answer of the provider's API with the person's access token.
type getJSON func(address string, into any) error

// providers are those that are configured. What is asked for and what comes back is written once, here.
func providers(cfg *config.Config) map[string]provider {
	all := map[string]provider{}
	if cfg.GitHubClientID != "" {
		all["github"] = provider{
			Config: oauth2.Config{
				ClientID: cfg.GitHubClientID, ClientSecret: cfg.GitHubClientSecret,
				Scopes: []string{"read:user", "user:email"},
				Endpoint: oauth2.Endpoint{
					AuthURL:   "https://github.com/login/oauth/authorize",
					TokenURL:  "https://github.com/login/oauth/access_token",
					AuthStyle: oauth2.AuthStyleInParams,
				},
			},
			fetchProfile: fetchGitHubProfile,
		}
	}
	if cfg.GoogleClientID != "" {
		all["google"] = provider{
			Config: oauth2.Config{
				ClientID: cfg.GoogleClientID, ClientSecret: cfg.GoogleClientSecret,
				Scopes: []string{"email", "profile", "openid"},
				Endpoint: oauth2.Endpoint{
					AuthURL:   "https://accounts.google.com/o/oauth2/v2/auth",
					TokenURL:  "https://oauth2.googleapis.com/token",
					AuthStyle: oauth2.AuthStyleInParams,
				},
			},
			params:       url.Values{"include_granted_scopes": {"true"}},
			fetchProfile: fetchGoogleProfile,
		}
	}
	for id, p := range all {
		p.RedirectURL = cfg.AuthURL + "/api/auth/callback/" + id
		all[id] = p
	}
	return all
}

// methodName is how a mail names a way to sign in.
func methodName(provider string) string {
	switch provider {
	case "credential":
		return "the password"
	case "github":
		return "GitHub"
	case "google":
		return "Google"
	}
	return provider
}

func fetchGitHubProfile(get getJSON) (profile, error) {
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
	err := errors.Join(get("https://api.github.com/user", &person),
		get("https://api.github.com/user/emails", &addresses))
	if err != nil {
		return profile{}, err
	}
	if person.ID == 0 {
		return profile{}, errors.New("github: no id")
	}
	p := profile{id: strconv.FormatInt(person.ID, 10), name: person.Name, image: person.Avatar}
	if p.name == "" {
		p.name = person.Login
	}
	for _, a := range addresses {
		if a.Primary {
			p.email, p.verified = a.Email, a.Verified
		}
	}
	return p, nil
}

func fetchGoogleProfile(get getJSON) (profile, error) {
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

var errInvalidCode = errors.New("the code cannot be redeemed")

// redeem redeems a code (RFC 6749, 4.1.3) and asks whose it is. The client follows no redirect: the code and the secret
// go to the provider alone. It fails with errInvalidCode.
func (p provider) redeem(ctx context.Context, client *http.Client, code, verifier string) (profile, error) {
	ctx = context.WithValue(ctx, oauth2.HTTPClient, client)
	token, err := p.Exchange(ctx, code, oauth2.VerifierOption(verifier))
	if refused, ok := errors.AsType[*oauth2.RetrieveError](err); ok {
		// whose text quotes the answer, which may quote the code
		err = errors.New(refused.Response.Status)
	}
	if err != nil {
		return profile{}, fmt.Errorf("%w: %w", errInvalidCode, err)
	}
	return p.fetchProfile(func(address string, into any) error {
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
