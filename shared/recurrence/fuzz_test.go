package recurrence_test

import (
	"testing"
	"time"
	_ "time/tzdata" // the same zones on every machine

	"github.com/todo-backend/todo-backend/shared/recurrence"
)

var fuzzZones = []string{"UTC", "Europe/Paris", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu",
	"Pacific/Apia", "America/St_Johns", "Africa/Casablanca", "Pacific/Kwajalein", "America/Santiago"}

// FuzzRule holds that a rule that Parse accepts is written and read back as it is, and that its occurrences lie after
// the instant that is asked for, in order, each the next of what is between it and the one before it (threats: a rule
// that loops).
func FuzzRule(f *testing.F) {
	for _, text := range []string{
		"FREQ=DAILY", "FREQ=WEEKLY;BYDAY=MO,WE;INTERVAL=2;WKST=SU", "FREQ=MONTHLY;BYDAY=-1FR", "freq=yearly;count=3",
		"FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "FREQ=DAILY;INTERVAL=1000;BYMONTH=2;BYMONTHDAY=29;BYDAY=MO",
		"FREQ=WEEKLY;BYMONTH=1;BYDAY=MO,TU,SU;BYSETPOS=-1,2", "FREQ=YEARLY;BYDAY=53SU;BYSETPOS=1",
		"FREQ=DAILY;UNTIL=20301231T000000Z", "FREQ=DAILY;UNTIL=20301231", "FREQ=DAILY;COUNT=0",
		"FREQ=YEARLY;BYDAY=54MO",
	} {
		f.Add(text, int64(-2208988800), int64(1790000000), uint8(5))
		f.Add(text, int64(1774747800), int64(1774747800), uint8(1))
	}
	f.Fuzz(func(t *testing.T, text string, start, after int64, zoneNumber uint8) {
		rule, err := recurrence.Parse(text)
		if err != nil {
			return
		}
		written := rule.String()
		if again, err := recurrence.Parse(written); err != nil || again.String() != written {
			t.Fatalf("%q is written %q and then %q, %v", text, written, again, err)
		}
		const years = 400 * 365 * 86400 // around 1970, where a walk to the year 9999 is not the usual case
		from, now := time.Unix(start%years, 0), time.Unix(after%years, 0)
		place := zone(t, fuzzZones[int(zoneNumber)%len(fuzzZones)])
		again := parse(t, written)
		previous := now
		n := 0
		for at := range rule.Occurrences(from, now, place) {
			if !at.After(previous) || at.Before(from) || at.UTC().Year() > 9999 {
				t.Fatalf("%s from %s in %s: after %s %s", written, from, place, previous, at)
			}
			for _, asked := range []time.Time{previous, at.Add(-1), previous.Add(at.Sub(previous) / 2)} {
				if next, ok := again.After(from, asked, place); !ok || !next.Equal(at) {
					t.Fatalf("%s from %s in %s: after %s %s, want %s", written, from, place, asked, next, at)
				}
			}
			previous = at
			if n++; n == 10 {
				return
			}
		}
		if next, ok := again.After(from, previous, place); ok {
			t.Fatalf("%s from %s in %s: after %s %s, want none", written, from, place, previous, next)
		}
	})
}
