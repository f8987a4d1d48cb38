package migrations_test

import "testing"

// TestLimitsReadNoWholeTable counts requests with plans that were made while the table was empty: none reads all of it,
// whether the key is new or not and whether others have expired, of which it deletes ten.
func TestLimitsReadNoWholeTable(t *testing.T) {
	_, conn := migrated(t, "limits")
	var wholeReads, expired int
	for _, c := range []struct{ before, key string }{
		{``, "a"}, {``, "a"}, // every statement has its plan now
		{`insert into rate_limits (key, lasting, times, expires_at)
		  select 'old ' || n, n % 2 = 0, array[now()], now() + (n - 100.5) * interval '1 hour'
		  from generate_series(1, 5000) n`, "a"},
		{``, "b"},
	} {
		tx, err := conn.Begin(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, sql := range []string{
			c.before,
			`select count_requests(array['here ` + c.key + `', 'there ` + c.key + `'], '{5, 5}', '{60, 3600}')`,
		} {
			if _, err := tx.Exec(t.Context(), sql); err != nil {
				t.Fatal(err)
			}
		}
		if err := tx.QueryRow(t.Context(), `
			select sum(seq_scan), (select count(*) from rate_limits where expires_at < now())
			from pg_stat_xact_user_tables where relname like 'rate_limits%'`).Scan(&wholeReads, &expired); err != nil {
			t.Fatal(err)
		}
		if err := tx.Commit(t.Context()); err != nil {
			t.Fatal(err)
		}
		if wholeReads > 0 {
			t.Errorf("key %s: %d times a whole table was read", c.key, wholeReads)
		}
	}
	if expired != 90 {
		t.Errorf("%d of 100 expired keys are left, want all but ten", expired)
	}
}
