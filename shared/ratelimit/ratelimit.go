// Package ratelimit counts requests in the database, so that a limit holds across instances, in the same round trip as
// the statements that it guards.
package ratelimit

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"net/netip"
	"slices"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5/pgconn"

	"github.com/todo-backend/todo-backend/shared/config"
	"github.com/todo-backend/todo-backend/shared/database"
	"github.com/todo-backend/todo-backend/shared/problem"
	"github.com/todo-backend/todo-backend/shared/secret"
)

// Policy is how many requests of one kind a key may make: Max in any span of Window, which is whole seconds.
type Policy struct {
	Name   string // what keeps its keys apart from those of other policies
	Max    int
	Window time.Duration
}

// The policies of every way in, REST and Better Auth's alike (OWASP: Credential Stuffing Prevention, Forgot Password).
// Better Auth's own limits, by address and path, come on top.
var (
	SignIns     = Policy{"sign-in", 5, time.Minute}          // by address
	SignInsTo   = Policy{"sign-in to", 10, 15 * time.Minute} // by account: those that failed, or are not done yet
	Passwords   = Policy{"password", 5, time.Minute}         // by session: the current password, asked for again
	SignUps     = Policy{"sign-up", 5, time.Minute}          // by address
	SignUpsLong = Policy{"sign-up, long", 20, time.Hour}     // by address
	Mails       = Policy{"mail", 5, time.Minute}             // by the address that asks
	MailsLong   = Policy{"mail, long", 20, time.Hour}        // by the address that asks
	Links       = Policy{"verification", 5, time.Minute}     // by session
	// by recipient: of what was asked for, and has not happened
	NoticesTo = Policy{"notice to", 5, time.Hour}
	MailsTo   = Policy{"mail to", 5, time.Hour} // by recipient
)

// Use is a request that a policy counts for a key, of 96 characters at most.
type Use struct {
	Policy
	Key string
}

// Limiter makes the statements that count requests. With RATE_LIMITS=off they are skipped, and nothing is counted.
type Limiter struct{ off bool }

// For returns the limiter of a configuration.
func For(cfg *config.Config) Limiter { return Limiter{off: cfg.RateLimits == "off"} }

// Count returns the statement that counts a request under each of uses, and fails with *problem.RateLimited, whose
// Retry is the window at most, when one is reached: nothing is counted then, and nothing that is pipelined after it
// takes effect.
func (l Limiter) Count(uses ...Use) database.Statement {
	if l.off {
		return database.Exec("")
	}
	keys, most, seconds := columns(uses)
	count := database.Exec(`select limit_requests($1, $2, $3)`, keys, most, seconds)
	count.OnError = limited
	return count
}

// Counted is the key that a statement of CountFound has counted; "" where it has counted none.
type Counted struct{ Key string }

// Fields are where a row of the statement is scanned to.
func (c *Counted) Fields() []any { return []any{nil, &c.Key} }

// CountFound is Count with one more use of p, the last, whose key a query finds, with its args from $4 on. Where the
// query finds null or nothing, the use is not counted.
func (l Limiter) CountFound(uses []Use, p Policy, query string, args ...any) *database.Row[Counted] {
	if l.off {
		return database.QueryRow[Counted]("")
	}
	keys, most, seconds := columns(append(slices.Clip(uses), Use{Policy: p}))
	count := database.QueryRow[Counted](`
		select limit_requests($1::text[] || f.key, $2, $3), coalesce(f.key, '')
		from (select '`+p.Name+` ' || (`+query+`) as key) f`,
		append([]any{keys[:len(uses)], most, seconds}, args...)...)
	count.OnError = limited
	return count
}

// Forgive returns the statement that takes the newest request of a key of CountFound back.
func (l Limiter) Forgive(key string) database.Statement {
	if key == "" {
		return database.Exec("")
	}
	return database.Exec(`update rate_limits set times = times[2:] where key = $1`, key)
}

// Admission reports whether a request is within a limit that refuses nothing.
type Admission struct{ Admitted bool }

// Fields are where a row of the statement is scanned to.
func (a *Admission) Fields() []any { return []any{&a.Admitted, nil} }

// Admit returns the statement that counts a request of p under the key that a query finds, with its args from $3 on,
// for a caller who must not be told that p is reached.
func (l Limiter) Admit(p Policy, query string, args ...any) *database.Row[Admission] {
	if l.off {
		off := database.QueryRow[Admission]("")
		off.Value.Admitted = true
		return off
	}
	return database.QueryRow[Admission](`
		with f as materialized (
		  select count_requests(array['`+p.Name+` ' || (`+query+`)], array[$1::integer], array[$2::integer]) as wait)
		select wait is null, set_config('app.admitted', (wait is null)::text, true) from f`,
		append([]any{p.Max, int(p.Window / time.Second)}, args...)...)
}

// Admitted is the condition for a statement after Admit, in the same round trip: p was not reached.
const Admitted = `coalesce(current_setting('app.admitted', true), '') <> 'false'`

func columns(uses []Use) (keys []string, most, seconds []int32) {
	for _, u := range uses {
		keys = append(keys, u.Name+" "+u.Key)
		most, seconds = append(most, int32(u.Max)), append(seconds, int32(u.Window/time.Second))
	}
	return keys, most, seconds
}

// limited returns *problem.RateLimited for limit_requests' error, else err.
func limited(err error) error {
	if pgErr, ok := errors.AsType[*pgconn.PgError](err); ok && pgErr.Code == "TB429" {
		wait, _ := strconv.ParseFloat(pgErr.Message, 64) // seconds, as the function writes them
		return &problem.RateLimited{Retry: time.Duration(wait * float64(time.Second))}
	}
	return err
}

// From are the uses of each policy by an address: an IPv4 address, or an IPv6 address's /64, which one customer has
// whole. Some have a /56, and a site a /48 (RFC 6177): these are counted too, with room for several customers.
func From(a netip.Addr, policies ...Policy) (uses []Use) {
	for _, p := range policies {
		uses = append(uses, Use{p, Source(a)})
		if a.Is6() {
			uses = append(uses, wider(p, a, 56, 2), wider(p, a, 48, 6))
		}
	}
	return uses
}

func wider(p Policy, a netip.Addr, bits, times int) Use {
	prefix, _ := a.Prefix(bits) // these bits fit every IPv6 address
	p.Max *= times
	return Use{p, prefix.String()}
}

// Source names where a request comes from: an IPv4 address, or an IPv6 address's /64; "unknown" for the zero Addr.
func Source(a netip.Addr) string {
	if !a.IsValid() {
		return "unknown"
	}
	if a.Is6() {
		prefix, _ := a.Prefix(64) // 64 bits fit every IPv6 address
		return prefix.String()
	}
	return a.String()
}

// SourceHash returns the form in which sign_in_sources keeps a Source: its MAC, since addresses are few enough to be
// guessed; nil for the zero Addr.
func SourceHash(keys secret.Keys, a netip.Addr) []byte {
	if !a.IsValid() {
		return nil
	}
	return keys.MAC("sign-in source ", Source(a))
}

// Hashed is the key of a text of any length, an address of CleanEmail: 128 bits of its SHA-256 in hex, as HashedSQL is.
func Hashed(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:16])
}

// HashedSQL is Hashed for an expression of a query.
func HashedSQL(expression string) string {
	return `left(encode(sha256(convert_to(` + expression + `, 'UTF8')), 'hex'), 32)`
}
