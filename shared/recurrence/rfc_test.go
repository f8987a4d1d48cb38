package recurrence_test

import (
	"strings"
	"testing"
	"time"

	"github.com/todo-backend/todo-backend/shared/recurrence"
)

// TestRFC has the examples of RFC 5545, 3.8.5.3, that have no part which Parse refuses, and those of errata. They start
// at nine in New York. "..." means that others follow.
func TestRFC(t *testing.T) {
	for _, c := range []struct{ start, rule, days string }{
		{"1997-09-02", "FREQ=DAILY;COUNT=10", "1997-09-02 03 04 05 06 07 08 09 10 11"},
		{"1997-12-21", "FREQ=DAILY;UNTIL=19971224T000000Z", "1997-12-21 22 23"},
		{"1997-09-02", "FREQ=DAILY;INTERVAL=2", "1997-09-02 04 06 08 10 12 14 16 18 20 22 24 26 28 30 1997-10-02 ..."},
		{"1997-09-02", "FREQ=DAILY;INTERVAL=10;COUNT=5", "1997-09-02 12 22 1997-10-02 12"},
		{"1998-01-01", "FREQ=YEARLY;UNTIL=20000131T140000Z;BYMONTH=1;BYDAY=SU,MO,TU,WE,TH,FR,SA",
			"1998-01-01 02 03 ..."},
		{"2000-01-30", "FREQ=DAILY;UNTIL=20000131T140000Z;BYMONTH=1", "2000-01-30 31"},
		{"1997-09-02", "FREQ=WEEKLY;COUNT=10",
			"1997-09-02 09 16 23 30 1997-10-07 14 21 28 1997-11-04"},
		{"1997-12-02", "FREQ=WEEKLY;UNTIL=19971224T000000Z", "1997-12-02 09 16 23"},
		{"1997-09-02", "FREQ=WEEKLY;INTERVAL=2;WKST=SU", "1997-09-02 16 30 1997-10-14 28 1997-11-11 25 ..."},
		{"1997-09-02", "FREQ=WEEKLY;UNTIL=19971007T000000Z;WKST=SU;BYDAY=TU,TH",
			"1997-09-02 04 09 11 16 18 23 25 30 1997-10-02"},
		{"1997-09-01", "FREQ=WEEKLY;INTERVAL=2;UNTIL=19971224T000000Z;WKST=SU;BYDAY=MO,WE,FR",
			"1997-09-01 03 05 15 17 19 29 1997-10-01 03 13 15 17 27 29 31 1997-11-10 12 14 24 26 28 1997-12-08 " +
				"10 12 22"},
		{"1997-09-02", "FREQ=WEEKLY;INTERVAL=2;COUNT=8;WKST=SU;BYDAY=TU,TH",
			"1997-09-02 04 16 18 30 1997-10-02 14 16"},
		{"1997-09-05", "FREQ=MONTHLY;COUNT=5;BYDAY=1FR", "1997-09-05 1997-10-03 1997-11-07 1997-12-05 1998-01-02"},
		{"1997-09-05", "FREQ=MONTHLY;UNTIL=19971224T000000Z;BYDAY=1FR", "1997-09-05 1997-10-03 1997-11-07 1997-12-05"},
		{"1997-09-07", "FREQ=MONTHLY;INTERVAL=2;COUNT=10;BYDAY=1SU,-1SU",
			"1997-09-07 28 1997-11-02 30 1998-01-04 25 1998-03-01 29 1998-05-03 31"},
		{"1997-09-22", "FREQ=MONTHLY;COUNT=6;BYDAY=-2MO",
			"1997-09-22 1997-10-20 1997-11-17 1997-12-22 1998-01-19 1998-02-16"},
		{"1997-09-28", "FREQ=MONTHLY;BYMONTHDAY=-3",
			"1997-09-28 1997-10-29 1997-11-28 1997-12-29 1998-01-29 1998-02-26 ..."},
		{"1997-09-02", "FREQ=MONTHLY;COUNT=10;BYMONTHDAY=2,15",
			"1997-09-02 15 1997-10-02 15 1997-11-02 15 1997-12-02 15 1998-01-02 15"},
		{"1997-09-30", "FREQ=MONTHLY;COUNT=10;BYMONTHDAY=1,-1",
			"1997-09-30 1997-10-01 31 1997-11-01 30 1997-12-01 31 1998-01-01 31 1998-02-01"},
		{"1997-09-10", "FREQ=MONTHLY;INTERVAL=18;COUNT=10;BYMONTHDAY=10,11,12,13,14,15",
			"1997-09-10 11 12 13 14 15 1999-03-10 11 12 13"},
		{"1997-09-02", "FREQ=MONTHLY;INTERVAL=2;BYDAY=TU",
			"1997-09-02 09 16 23 30 1997-11-04 11 18 25 1998-01-06 13 20 27 1998-03-03 10 17 24 31 ..."},
		{"1997-06-10", "FREQ=YEARLY;COUNT=10;BYMONTH=6,7",
			"1997-06-10 1997-07-10 1998-06-10 1998-07-10 1999-06-10 1999-07-10 2000-06-10 2000-07-10 2001-06-10 " +
				"2001-07-10"},
		{"1997-03-10", "FREQ=YEARLY;INTERVAL=2;COUNT=10;BYMONTH=1,2,3",
			"1997-03-10 1999-01-10 1999-02-10 1999-03-10 2001-01-10 2001-02-10 2001-03-10 2003-01-10 2003-02-10 " +
				"2003-03-10"},
		{"1997-05-19", "FREQ=YEARLY;BYDAY=20MO", "1997-05-19 1998-05-18 1999-05-17 ..."},
		{"1997-03-13", "FREQ=YEARLY;BYMONTH=3;BYDAY=TH",
			"1997-03-13 20 27 1998-03-05 12 19 26 1999-03-04 11 18 25 ..."},
		{"1997-06-05", "FREQ=YEARLY;BYDAY=TH;BYMONTH=6,7,8",
			"1997-06-05 12 19 26 1997-07-03 10 17 24 31 1997-08-07 14 21 28 1998-06-04 11 18 25 1998-07-02 ..."},
		{"1997-09-02", "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13",
			"1998-02-13 1998-03-13 1998-11-13 1999-08-13 2000-10-13 ..."},
		{"1997-09-13", "FREQ=MONTHLY;BYDAY=SA;BYMONTHDAY=7,8,9,10,11,12,13",
			"1997-09-13 1997-10-11 1997-11-08 1997-12-13 1998-01-10 1998-02-07 1998-03-07 1998-04-11 ..."},
		{"1996-11-05", "FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8",
			"1996-11-05 2000-11-07 2004-11-02 ..."},
		{"1997-09-04", "FREQ=MONTHLY;COUNT=3;BYDAY=TU,WE,TH;BYSETPOS=3", "1997-09-04 1997-10-07 1997-11-06"},
		{"1997-09-29", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2",
			"1997-09-29 1997-10-30 1997-11-27 1997-12-30 1998-01-29 1998-02-26 ..."},
		{"1997-08-05", "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO", "1997-08-05 10 19 24"},
		{"1997-08-05", "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU", "1997-08-05 17 19 31"},
		{"2007-01-15", "FREQ=MONTHLY;BYMONTHDAY=15,30;COUNT=5", "2007-01-15 30 2007-02-15 2007-03-15 30"},
		// Not of the RFC: what dateutil does otherwise. The first of a week's days; either of two kinds of days.
		{"2026-01-07", "FREQ=WEEKLY;BYDAY=MO,WE,FR;BYSETPOS=1", "2026-01-12 19 26 ..."},
		{"2026-01-07", "FREQ=MONTHLY;BYDAY=WE,1MO;COUNT=5", "2026-01-07 14 21 28 2026-02-02"},
		{"2026-03-30", "FREQ=WEEKLY;BYMONTH=4;BYDAY=MO,WE,FR;BYSETPOS=1;COUNT=5", "2026-04-01 06 13 20 27"},
		{"2024-02-29", "FREQ=YEARLY", "2024-02-29 2028-02-29 2032-02-29 ..."},
		{"2096-02-29", "FREQ=YEARLY", "2096-02-29 2104-02-29 ..."},
		{"2026-12-29", "FREQ=MONTHLY", "2026-12-29 2027-01-29 2027-03-29 ..."},
		{"2026-01-01", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", ""},
		{"2026-01-01", "FREQ=DAILY;INTERVAL=1000;BYMONTH=2;BYMONTHDAY=30", ""},
		{"2026-01-01", "FREQ=DAILY;BYDAY=TH;BYSETPOS=2", ""},
		{"2026-01-01", "FREQ=DAILY;INTERVAL=7;BYDAY=MO", ""},
		{"9999-12-30", "FREQ=DAILY", "9999-12-30 31"},
		{"2026-01-05", "FREQ=DAILY;UNTIL=20260107", "2026-01-05 06 07"},
		{"2026-01-05", "FREQ=DAILY;UNTIL=20260107T140000Z", "2026-01-05 06 07"},
		{"2026-01-05", "FREQ=DAILY;UNTIL=20260107T135959Z", "2026-01-05 06"},
	} {
		newYork := zone(t, "America/New_York")
		start, err := time.ParseInLocation("2006-01-02 15", c.start+" 09", newYork)
		if err != nil {
			t.Fatal(err)
		}
		wanted, more := strings.CutSuffix(c.days, " ...")
		n := len(strings.Fields(wanted))
		var got []string
		month := ""
		for at := range parse(t, c.rule).Occurrences(start, start.Add(-1), newYork) {
			if len(got) == n && more {
				break
			}
			if at.Hour() != 9 || at.Location() != newYork {
				t.Errorf("%s from %s: %s", c.rule, c.start, at)
			}
			if at.Format("2006-01-") == month {
				got = append(got, at.Format("02"))
			} else {
				got = append(got, at.Format(time.DateOnly))
			}
			month = at.Format("2006-01-")
			if len(got) > 100 {
				break
			}
		}
		if strings.Join(got, " ") != wanted {
			t.Errorf("%s from %s: %s, want %s", c.rule, c.start, got, c.days)
		}
	}
}

func zone(t testing.TB, name string) *time.Location {
	t.Helper()
	location, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return location
}

func parse(t testing.TB, text string) recurrence.Rule {
	t.Helper()
	rule, err := recurrence.Parse(text)
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return rule
}
