// Package ratelimit counts requests in the database, so that a limit holds across instances, in the same round trip as
// the statements that it guards.
package ratelimit

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"net/netip"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/todo-backend/todo-backend/shared/config"
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
	SignIns      = Policy{"sign-in", 5, time.Minute}          // by address
	SignInsOfOne = Policy{"sign-in to", 10, 15 * time.Minute} // by account: those that failed, or are not done yet
	Passwords    = Policy{"password", 5, time.Minute}         // by session: the current password, asked for again
	SignUps      = Policy{"sign-up", 5, time.Minute}          // by address
	SignUpsLong  = Policy{"sign-up, long", 20, time.Hour}     // by address
	Mails        = Policy{"mail", 5, time.Minute}             // by the address that asks
	MailsLong    = Policy{"mail, long", 20, time.Hour}        // by the address that asks
	Links        = Policy{"verification", 5, time.Minute}     // by session
	// by recipient: of what was asked for, and has not happened
	NoticesTo = Policy{"notice to", 5, time.Hour}
	MailsTo   = Policy{"mail to", 5, time.Hour} // by recipient
)

// Use is a request that a policy counts for a key, of 96 characters at most.
type Use struct {
	Policy
	Key string
}

// Count queues the statement that counts a request under each of uses, and answers 429 with Retry-After (RFC 6585),
// the window at most, when one is reached: nothing is counted then, and nothing that is pipelined after it takes
// effect. With RATE_LIMITS=off it queues nothing.
func Count(b *pgx.Batch, uses ...Use) {
	if off() {
		return
	}
	keys, most, seconds := columns(uses)
	b.Queue(`select limit_requests($1, $2, $3)`, keys, most, seconds).
		QueryRow(func(row pgx.Row) error { return refused(row.Scan(nil)) })
}

// CountFound is Count with one more use of p, the last, whose key a query finds, with its args from $4 on. The key that
// was counted is what Forgive takes, once the batch has run; where the query finds null or nothing, the use is not
// counted.
func CountFound(b *pgx.Batch, uses []Use, p Policy, query string, args ...any) (key *string) {
	key = new(string)
	if off() {
		return key
	}
	keys, most, seconds := columns(append(uses[:len(uses):len(uses)], Use{Policy: p}))
	b.Queue(`
		select limit_requests($1::text[] || f.key, $2, $3), coalesce(f.key, '')
		from (select '`+p.Name+` ' || (`+query+`) as key) f`,
		append([]any{keys[:len(uses)], most, seconds}, args...)...).
		QueryRow(func(row pgx.Row) error { return refused(row.Scan(nil, key)) })
	return key
}

// Forgive queues the statement that takes the newest request of a key of CountFound back.
func Forgive(b *pgx.Batch, key string) {
	if key != "" {
		b.Queue(`update rate_limits set times = times[2:] where key = $1`, key)
	}
}

// Admit is CountFound of p alone, with the query's args from $3 on, for a caller who must not be told: it refuses
// nothing, and admitted is false, once the batch has run, when p is reached.
func Admit(b *pgx.Batch, p Policy, query string, args ...any) (admitted *bool) {
	admitted = new(bool)
	*admitted = true
	if off() {
		return admitted
	}
	b.Queue(`
		with f as materialized (
		  select count_requests(array['`+p.Name+` ' || (`+query+`)], array[$1::integer], array[$2::integer]) as wait)
		select wait is null, set_config('app.admitted', (wait is null)::text, true) from f`,
		append([]any{p.Max, int(p.Window / time.Second)}, args...)...).
		QueryRow(func(row pgx.Row) error { return row.Scan(admitted, nil) })
	return admitted
}

// Admitted is the condition for a statement after Admit, in the same round trip: p was not reached.
const Admitted = `coalesce(current_setting('app.admitted', true), '') <> 'false'`

// off reports whether RATE_LIMITS says so. A wrong configuration is reported by whoever runs the batch.
func off() bool {
	cfg, err := config.Get()
	return err == nil && cfg.RateLimits == "off"
}

func columns(uses []Use) (keys []string, most, seconds []int32) {
	for _, u := range uses {
		keys = append(keys, u.Name+" "+u.Key)
		most, seconds = append(most, int32(u.Max)), append(seconds, int32(u.Window/time.Second))
	}
	return keys, most, seconds
}

// refused is the 429 of limit_requests' error, or err.
func refused(err error) error {
	if pgErr, ok := errors.AsType[*pgconn.PgError](err); ok && pgErr.Code == "TB429" {
		wait, _ := strconv.ParseFloat(pgErr.Message, 64) // seconds, as the function writes them
		return problem.TooMany(time.Duration(wait * float64(time.Second)))
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
