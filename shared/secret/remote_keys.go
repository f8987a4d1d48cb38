package secret

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"sync"
	"time"

	"github.com/MicahParks/jwkset"
	"github.com/golang-jwt/jwt/v5"
)

// ErrUnreachable means that the server of RemoteKeys does not answer with its keys.
var ErrUnreachable = errors.New("the key set cannot be fetched")

var errUnknownKey = errors.New("the key is unknown")

const (
	jwksTTL        = time.Hour        // after which keys are fetched again, and a withdrawn key is refused
	jwksMinRefetch = 10 * time.Second // between two fetches for unknown key ids, which a client may invent
)

// RemoteKeys verifies the JWTs of another server, which publishes its public keys as a JSON Web Key Set (RFC 7517).
type RemoteKeys struct {
	url string

	mu          sync.RWMutex
	byID        map[string]any
	fetched     time.Time
	lastAttempt time.Time
	failure     error // of the last attempt

	fetchMu sync.Mutex // held during a fetch
}

// NewRemoteKeys returns the keys of the set at url. It does not fetch them.
func NewRemoteKeys(url string) *RemoteKeys { return &RemoteKeys{url: url} }

// ParseJWT parses a JWT that one of the keys has signed, with an asymmetric algorithm, into claims. It fails with
// ErrUnreachable if the key is unknown and the last attempt to fetch the keys has failed, else with the errors of
// package jwt.
func (k *RemoteKeys) ParseJWT(
	ctx context.Context, token string, claims jwt.Claims, options ...jwt.ParserOption,
) error {
	_, err := jwt.ParseWithClaims(token, claims, func(t *jwt.Token) (any, error) {
		id, _ := t.Header["kid"].(string)
		return k.key(ctx, id)
	}, append(options, jwt.WithValidMethods([]string{
		"EdDSA", "ES256", "ES384", "ES512", "PS256", "PS384", "PS512", "RS256", "RS384", "RS512",
	}))...)
	return err
}

// key returns the public key with an id. Keys are fetched when they are needed, never in the background: a process may
// be frozen between requests. While the server cannot be reached, the fetched keys stay valid, and requests that need
// them do not wait.
func (k *RemoteKeys) key(ctx context.Context, id string) (any, error) {
	key, found, stale := k.lookup(id)
	switch {
	case !stale:
	case found && !k.fetchMu.TryLock(): // another request fetches them
		return key, nil
	default:
		if !found {
			k.fetchMu.Lock()
		}
		defer k.fetchMu.Unlock()
		if key, found, stale = k.lookup(id); stale { // not fetched meanwhile
			k.refresh(ctx)
			key, found, _ = k.lookup(id)
		}
	}
	if found {
		return key, nil
	}
	k.mu.RLock()
	defer k.mu.RUnlock()
	if k.failure != nil {
		return nil, k.failure
	}
	return nil, errUnknownKey
}

// lookup returns the key with an id, and whether it is time to fetch the keys.
func (k *RemoteKeys) lookup(id string) (key any, found, stale bool) {
	k.mu.RLock()
	defer k.mu.RUnlock()
	key, found = k.byID[id]
	return key, found, (!found || time.Since(k.fetched) > jwksTTL) && time.Since(k.lastAttempt) > jwksMinRefetch
}

func (k *RemoteKeys) refresh(ctx context.Context) {
	keys, err := k.fetch(ctx)
	k.mu.Lock()
	defer k.mu.Unlock()
	k.lastAttempt, k.failure = time.Now(), nil
	if err != nil {
		k.failure = fmt.Errorf("%w: %w", ErrUnreachable, err)
		return
	}
	k.byID, k.fetched = keys, k.lastAttempt
}

func (k *RemoteKeys) fetch(ctx context.Context) (map[string]any, error) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second) // other requests use the answer too
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, k.url, nil)
	if err != nil {
		return nil, err
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("it answers %s", answer.Status)
	}
	var set jwkset.JWKSMarshal
	if err := json.NewDecoder(io.LimitReader(answer.Body, 1<<20)).Decode(&set); err != nil {
		return nil, err
	}
	keys := map[string]any{}
	for _, marshaled := range set.Keys {
		key, err := jwkset.NewJWKFromMarshal(marshaled, jwkset.JWKMarshalOptions{}, jwkset.JWKValidateOptions{})
		if err != nil {
			continue // of a kind that we do not support
		}
		keys[key.Marshal().KID] = key.Key()
	}
	return keys, nil
}
