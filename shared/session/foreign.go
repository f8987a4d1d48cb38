package session

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/MicahParks/jwkset"
	"github.com/golang-jwt/jwt/v5"

	"github.com/todo-backend/todo-backend/shared/account"
	"github.com/todo-backend/todo-backend/shared/config"
	"github.com/todo-backend/todo-backend/shared/problem"
	"github.com/todo-backend/todo-backend/shared/web"
)

// Identity is a user of the Better Auth server that BETTER_AUTH_JWKS_URL names, as its JWT describes one.
type Identity struct {
	jwt.RegisteredClaims
	Email         string  `json:"email"`
	EmailVerified bool    `json:"emailVerified"`
	Name          string  `json:"name"`
	Image         *string `json:"image"`

	from netip.Addr // of the client that shows the JWT
}

// fromElsewhere reads a JWT of the other server: signed with one of its keys, issued by its origin, meant for it (as
// its JWTs are by default) or for us. There is no session of ours behind it: it is good until it expires.
func fromElsewhere(cfg *config.Config, r *http.Request) (Caller, error) {
	token, ok := bearer(r)
	if !ok || cfg.JWKSURL == "" || strings.Count(token, ".") != 2 {
		return Caller{}, problem.Unauthorized()
	}
	u, err := url.Parse(cfg.JWKSURL)
	if err != nil {
		return Caller{}, err
	}
	issuer := u.Scheme + "://" + u.Host
	identity := &Identity{from: web.ClientAddress(cfg, r)}
	var unreachable error
	_, err = jwt.ParseWithClaims(token, identity, func(t *jwt.Token) (any, error) {
		kid, _ := t.Header["kid"].(string)
		key, err := foreign.key(r.Context(), cfg.JWKSURL, kid)
		if err != nil && !errors.Is(err, errUnknownKey) {
			unreachable = err
		}
		return key, err
	}, jwt.WithValidMethods([]string{"EdDSA", "ES256", "ES384", "ES512", "PS256", "PS384", "PS512", "RS256", "RS384", "RS512"}),
		jwt.WithExpirationRequired(), jwt.WithIssuer(issuer), jwt.WithAudience(issuer, cfg.AuthURL))
	if unreachable != nil {
		return Caller{}, errors.Join(problem.Unavailable("The server that issued this token cannot be asked for its keys right now, please try again in a moment", 2*time.Second), unreachable)
	}
	if err != nil || !identity.nameable() {
		return Caller{}, problem.Unauthorized()
	}
	return Caller{
		find: `select null::uuid as id, user_id from accounts
			where provider_id = '` + elsewhere + `' and account_id = $1`,
		args: []any{identity.Subject}, owner: account.ForeignID(identity.Subject).String(), reads: reads(r),
		identity: identity,
	}, nil
}

const (
	keysLive   = time.Hour        // then they are fetched again: a key that was withdrawn is refused
	keysAtMost = 10 * time.Second // between two fetches for unknown keys, so that invented ones are not passed on
)

// foreign holds the other server's keys.
var foreign keys

type keys struct {
	mu      sync.RWMutex
	byID    map[string]any
	fetched time.Time
	asked   time.Time
	failure error // of the last time they were asked for

	fetching sync.Mutex // one at a time
}

var errUnknownKey = errors.New("the key is unknown")

// key returns the public key with an id. Keys are fetched when they are needed, never in the background: a process may
// be frozen between requests. While the server cannot be reached, the keys that are known stay good, and nobody who
// holds one of them waits for it.
func (k *keys) key(ctx context.Context, from, id string) (any, error) {
	key, known, ask := k.look(id)
	switch {
	case !ask:
	case known && !k.fetching.TryLock(): // somebody else asks
		return key, nil
	default:
		if !known {
			k.fetching.Lock()
		}
		defer k.fetching.Unlock()
		if key, known, ask = k.look(id); ask { // not asked meanwhile
			k.fetch(ctx, from)
			key, known, _ = k.look(id)
		}
	}
	if known {
		return key, nil
	}
	k.mu.RLock()
	defer k.mu.RUnlock()
	if k.failure != nil {
		return nil, k.failure
	}
	return nil, errUnknownKey
}

// look returns the key with an id, and whether it is time to ask for the keys.
func (k *keys) look(id string) (key any, known, ask bool) {
	k.mu.RLock()
	defer k.mu.RUnlock()
	key, known = k.byID[id]
	return key, known, (!known || time.Since(k.fetched) > keysLive) && time.Since(k.asked) > keysAtMost
}

func (k *keys) fetch(ctx context.Context, from string) {
	fetched, err := fetchKeys(ctx, from)
	k.mu.Lock()
	defer k.mu.Unlock()
	k.asked, k.failure = time.Now(), err
	if err == nil {
		k.byID, k.fetched = fetched, k.asked
	}
}

// fetchKeys reads a JSON Web Key Set (RFC 7517).
func fetchKeys(ctx context.Context, from string) (map[string]any, error) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second) // the answer serves others too
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, from, nil)
	if err != nil {
		return nil, err
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return nil, fmt.Errorf("BETTER_AUTH_JWKS_URL: %w", err)
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("BETTER_AUTH_JWKS_URL answers %s", answer.Status)
	}
	var set jwkset.JWKSMarshal
	if err := json.NewDecoder(io.LimitReader(answer.Body, 1<<20)).Decode(&set); err != nil {
		return nil, fmt.Errorf("BETTER_AUTH_JWKS_URL: %w", err)
	}
	found := map[string]any{}
	for _, marshaled := range set.Keys {
		key, err := jwkset.NewJWKFromMarshal(marshaled, jwkset.JWKMarshalOptions{}, jwkset.JWKValidateOptions{})
		if err != nil {
			continue // of a kind that we do not know
		}
		found[key.Marshal().KID] = key.Key()
	}
	return found, nil
}
