package identity

import (
	"context"
	"sync"

	"github.com/jackc/pgx/v5"

	"github.com/todo-backend/todo-backend/shared/database"
	"github.com/todo-backend/todo-backend/shared/web"
)

// Share takes the request's place in its user's share of the database, see web.Share; Do and its kin do so themselves.
// A token whose user this process has not learned yet costs no round trip for that unless another such request is at
// work.
func (c Caller) Share(ctx context.Context) error {
	if c.owner != "" {
		return web.Share(ctx, c.owner)
	}
	if web.ShareAlone(ctx) {
		return nil
	}
	user := "nobody"
	b := &pgx.Batch{}
	b.Queue(`select user_id::text from (`+c.find+`) s`, c.args...).Query(func(rows pgx.Rows) error {
		_, err := pgx.ForEachRow(rows, []any{&user}, func() error { return nil })
		return err
	})
	if err := database.Run(ctx, b, true); err != nil {
		return err
	}
	return web.Share(ctx, user)
}

// ownersKept is how many tokens' users are remembered; then all are forgotten, and learned again.
const ownersKept = 10_000

// owners remembers whose a token is, so that all of a user's sessions have one share of the database. It never tells
// who may do what: that is the check's, each time.
var owners = tokenOwners{byHash: map[string]string{}}

type tokenOwners struct {
	mu     sync.RWMutex
	byHash map[string]string
}

// of returns the user of the token with a hash, or "" where it has not been learned.
func (o *tokenOwners) of(hash []byte) string {
	o.mu.RLock()
	defer o.mu.RUnlock()
	return o.byHash[string(hash)]
}

// learn remembers the user of the token with a hash.
func (o *tokenOwners) learn(hash []byte, user string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if len(o.byHash) >= ownersKept {
		clear(o.byHash)
	}
	o.byHash[string(hash)] = user
}
