package recurrence

// rotate returns a week that begins on Monday as the week that begins on the given day.
func rotate(week uint8, weekday int) uint8 {
	return (week>>weekday | week<<(7-weekday)) & (1<<7 - 1)
}

// weeks returns the days of a month that lie in weeks of the rule and are in the sets that of returns for these. of
// is given the offset of a week's first day from the first of the month, which may be negative.
func (x *expansion) weeks(m month, of func(offset int) uint32) (set uint32) {
	for i := mod(x.first-m.first, x.unit) - x.unit; i < m.length; i += x.unit {
		if i > -7 {
			set |= uint32(uint64(of(i)) << (i + 7) >> 7)
		}
	}
	return set & m.all()
}

// pickedWeeks returns the days of a month that BYSETPOS picks from the weeks of the rule. A week that lies in two
// months counts its days in both, if BYMONTH leaves them.
func (x *expansion) pickedWeeks(m month) uint32 {
	if !x.inMonths(m.index) {
		return 0
	}
	return x.weeks(m, func(offset int) uint32 {
		week := [1]uint32{uint32(rotate(x.weekdays, x.weekStart))}
		if !x.inMonths(m.index - 1) {
			week[0] &^= before(-offset)
		}
		if !x.inMonths(m.index + 1) {
			week[0] &= before(m.length - offset)
		}
		x.pick(week[:])
		return week[0]
	})
}
