package recurrence_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/todo-backend/todo-backend/shared/recurrence"
)

// BenchmarkAfter measures the next occurrence, and the next 64, of rules from the year 1900 on.
func BenchmarkAfter(b *testing.B) {
	for _, text := range []string{
		"FREQ=DAILY", "FREQ=DAILY;COUNT=9999", "FREQ=WEEKLY;BYDAY=MO,WE;INTERVAL=3", "FREQ=MONTHLY;BYDAY=-1FR",
		"FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;COUNT=9999", "FREQ=YEARLY", "FREQ=YEARLY;BYDAY=20MO;COUNT=9999",
		"FREQ=DAILY;BYMONTH=2;BYMONTHDAY=29;COUNT=9999", "FREQ=WEEKLY;BYMONTH=2;BYDAY=MO,SU;BYSETPOS=-1;COUNT=9999",
		"FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "FREQ=DAILY;INTERVAL=1000;BYMONTH=2;BYMONTHDAY=30",
	} {
		rule, paris := parse(b, text), zone(b, "Europe/Paris")
		start, now := time.Date(1900, 1, 31, 9, 0, 0, 0, paris), time.Date(2026, 11, 27, 0, 0, 0, 0, paris)
		for name, n := range map[string]int{"next": 1, "64": 64} {
			b.Run(text+"/"+name, func(b *testing.B) {
				for b.Loop() {
					rule.Next(start, now, paris, n)
				}
			})
		}
	}
}

// BenchmarkWorst measures the next occurrence from the year 1900 on, and the next 64, of every recorded rule and of
// those that match rarely or never, with every interval. It prints which rule takes longest, as the best of some runs.
func BenchmarkWorst(b *testing.B) {
	var random, rare, counted []string
	for c := range recorded(b) {
		random = append(random, c.rule)
	}
	for _, freq := range []string{"DAILY", "WEEKLY", "MONTHLY", "YEARLY"} {
		for _, parts := range []string{"WKST=SU", "BYMONTH=2", "BYDAY=MO", "BYMONTH=2;BYDAY=MO;BYSETPOS=2",
			"BYMONTH=2;BYDAY=MO,TU,SU;BYSETPOS=-1,2", "BYMONTHDAY=31", "BYMONTHDAY=31;BYMONTH=2,4",
			"BYMONTHDAY=29;BYMONTH=2;BYDAY=MO", "BYMONTHDAY=1;BYMONTH=2", "BYMONTHDAY=13;BYDAY=FR",
			"BYDAY=5MO;BYMONTH=2", "BYDAY=5MO;BYMONTHDAY=1", "BYDAY=53MO;BYSETPOS=2"} {
			for interval := 1; interval <= recurrence.MaxInterval; interval++ {
				text := fmt.Sprintf("FREQ=%s;INTERVAL=%d;%s", freq, interval, parts)
				if _, err := recurrence.Parse(text); err == nil {
					rare = append(rare, text)
					counted = append(counted, text+";COUNT=9999")
				}
			}
		}
	}
	paris := zone(b, "Europe/Paris")
	start := time.Date(1900, 1, 31, 9, 0, 0, 0, paris)
	for _, c := range []struct {
		name  string
		rules []string
		year  int
		n     int
	}{
		{"recorded", random, 2026, 1}, {"rare", rare, 2026, 1}, {"counted", counted, 2026, 1},
		{"counted to 9000", counted, 9000, 1}, {"64 recorded", random, 2026, 64}, {"64 rare", rare, 2026, 64},
	} {
		b.Run(c.name, func(b *testing.B) {
			after := time.Date(c.year, 11, 27, 0, 0, 0, 0, paris)
			var worst time.Duration
			var which string
			for b.Loop() {
				for _, text := range c.rules {
					rule := parse(b, text)
					best := time.Hour
					for run := 0; run < 30 && best > worst; run++ {
						began := time.Now()
						rule.Next(start, after, paris, c.n)
						best = min(best, time.Since(began))
					}
					if best > worst {
						worst, which = best, text
					}
				}
			}
			b.ReportMetric(float64(worst.Nanoseconds()), "worst-ns")
			b.Log(which)
		})
	}
}
