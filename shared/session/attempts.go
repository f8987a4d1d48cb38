package session

import (
	"net/netip"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/todo-backend/todo-backend/shared/problem"
)

// CountAttempt queues the statement that counts a password attempt of source, and answers 429 when five were made
// within the last minute (OWASP: Credential Stuffing Prevention). The count stands in the database, so it holds across
// instances; the row's lock puts attempts that come at once one after another.
func CountAttempt(b *pgx.Batch, source string) { countAttempt(b, &source) }

// CountOwnAttempt is CountAttempt of the user whom the statement before it has found, see Caller.DoAfter.
func CountOwnAttempt(b *pgx.Batch) { countAttempt(b, nil) }

func countAttempt(b *pgx.Batch, source *string) {
	b.Queue(`
		insert into login_attempts as a (source, times)
		select source, array[now()] from (values (coalesce($1::text, 'user ' || app_user()))) _ (source) where source is not null
		on conflict (source) do update set
		  times = case when a.times[5] > now() - interval '1 minute' then a.times else (now() || a.times)[1:5] end,
		  refused_until = case when a.times[5] > now() - interval '1 minute' then a.times[5] + interval '1 minute' end
		returning extract(epoch from refused_until - now())::float8`, source).
		QueryRow(func(row pgx.Row) error {
			var wait *float64 // seconds
			if err := row.Scan(&wait); err != nil {
				return err
			}
			if wait != nil {
				return problem.TooMany(time.Duration(*wait * float64(time.Second)))
			}
			return nil
		})
	// Each attempt takes a few old rows away, so that the table stays as small as the traffic of an hour.
	b.Queue(`
		delete from login_attempts where source in (
		  select source from login_attempts where times[1] < now() - interval '1 hour' limit 10 for update skip locked)`)
}

// FromAddress is the source of a login: an IPv4 address, or an IPv6 address's /64, which one customer has whole.
func FromAddress(a netip.Addr) string {
	if !a.IsValid() {
		return "unknown"
	}
	if a.Is6() {
		prefix, _ := a.Prefix(64) // 64 bits fit every IPv6 address
		return prefix.String()
	}
	return a.String()
}
