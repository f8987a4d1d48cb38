package recurrence

import "math/bits"

// pick reduces consecutive sets, which are those of one period, to the days that BYSETPOS names, and returns them.
func (x *expansion) pick(sets []uint32) []uint32 {
	if len(x.positions) == 0 {
		return sets
	}
	total := 0
	for _, set := range sets {
		total += bits.OnesCount32(set)
	}
	var picked [12]uint32
	for _, p := range x.positions {
		if p < 0 {
			p += total + 1
		}
		if p < 1 {
			continue
		}
		for i, set := range sets {
			n := bits.OnesCount32(set)
			if p > n {
				p -= n
				continue
			}
			for ; p > 1 && 2*p <= n; p, n = p-1, n-1 { // from the start, or else from the end
				set &= set - 1
			}
			if p == 1 {
				picked[i] |= set & -set
				break
			}
			for ; n > p; n-- {
				set &^= last(set)
			}
			picked[i] |= last(set)
			break
		}
	}
	copy(sets, picked[:])
	return sets
}

// rotate returns a week that begins on Monday as the week that begins on the given day.
func rotate(week uint8, weekday int) uint32 {
	return uint32(week>>weekday|week<<(7-weekday)) & (1<<7 - 1)
}

// pickedWeeks returns the days of a month that BYSETPOS picks from weeks. A week that lies in two months counts its
// days in both, if BYMONTH leaves them.
func (x *expansion) pickedWeeks(m month) (set uint32) {
	for offset := -mod(m.weekday-x.weekStart, 7); offset < m.length; offset += 7 {
		week := x.week
		if cut := before(-offset); offset < 0 && !x.inMonths(m.index-1) {
			week = x.pick([]uint32{rotate(x.weekdays, x.weekStart) &^ cut})[0]
		} else if cut := before(m.length - offset); offset+7 > m.length && !x.inMonths(m.index+1) {
			week = x.pick([]uint32{rotate(x.weekdays, x.weekStart) & cut})[0]
		}
		set |= uint32(uint64(week) << (offset + 7) >> 7)
	}
	return set & m.all()
}
