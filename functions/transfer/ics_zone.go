package transfer

import (
	"fmt"
	"time"
)

// lastZoneYear is the last year whose changes of the clocks are written.
const lastZoneYear = 2100

// observance is what clocks are changed by (RFC 5545, 3.6.5): from an offset to another one, in seconds.
type observance struct {
	component, name string
	from, to        int
}

// observanceAt returns what is observed from a time on, with the offset before it.
func observanceAt(at time.Time, from int) observance {
	o := observance{component: "STANDARD", from: from}
	if at.IsDST() {
		o.component = "DAYLIGHT"
	}
	o.name, o.to = at.Zone()
	return o
}

// addZone writes the VTIMEZONE of a zone from 1970 on, each change of its clocks by its date. The first date of an
// observance is its DTSTART and is repeated, since ical.js, of Thunderbird and Nextcloud, leaves that out.
func (c *calendar) addZone(zone *time.Location) {
	var order []observance
	dates := map[observance][]string{}
	add := func(at time.Time, from int) {
		o := observanceAt(at, from)
		if dates[o] == nil {
			order = append(order, o)
		}
		local := at.UTC().Add(time.Duration(from) * time.Second)
		dates[o] = append(dates[o], local.Format("20060102T150405"))
	}
	at := time.Date(1970, 1, 1, 0, 0, 0, 0, time.UTC).In(zone)
	_, offset := at.Zone()
	add(at, offset)
	for at.Year() <= lastZoneYear {
		_, end := at.ZoneBounds()
		if end.IsZero() {
			break
		}
		if !end.After(at) { // as package time has it on the last day of a leap year
			end = at.AddDate(0, 0, 1)
		}
		_, offset = at.Zone()
		if observanceAt(end, offset) != observanceAt(at, offset) { // it also has the bounds of years
			add(end, offset)
		}
		at = end
	}

	c.line("BEGIN", "VTIMEZONE")
	c.line("TZID", zone.String())
	for _, o := range order {
		c.line("BEGIN", o.component)
		c.line("DTSTART", dates[o][0])
		for _, date := range dates[o] {
			c.line("RDATE", date)
		}
		c.line("TZOFFSETFROM", offsetText(o.from))
		c.line("TZOFFSETTO", offsetText(o.to))
		c.text("TZNAME", o.name)
		c.line("END", o.component)
	}
	c.line("END", "VTIMEZONE")
}

// offsetText returns an offset such as +0100, with seconds where it has some.
func offsetText(seconds int) string {
	sign := '+'
	if seconds < 0 {
		sign, seconds = '-', -seconds
	}
	text := fmt.Sprintf("%c%02d%02d", sign, seconds/3600, seconds/60%60)
	if rest := seconds % 60; rest > 0 {
		text += fmt.Sprintf("%02d", rest)
	}
	return text
}
