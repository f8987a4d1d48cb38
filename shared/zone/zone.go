// Package zone validates names of time zones: zones and links of the IANA Time Zone Database.
package zone

import (
	_ "embed"
	"strings"
	"sync"
)

// names are the files of the Go distribution's lib/time/zoneinfo.zip but Factory, which means that no zone is set.
// time.LoadLocation accepts more names, which differ by machine: Local, posixrules, whatever the system has.
//
//go:generate sh -c "unzip -Z1 $(go env GOROOT)/lib/time/zoneinfo.zip|grep -ve /$ -e ^Factory$|LC_ALL=C sort>names.txt"
//go:embed names.txt
var names string

// byLower returns the names by their lower case.
var byLower = sync.OnceValue(func() map[string]string {
	found := make(map[string]string, 600)
	for name := range strings.FieldsSeq(names) {
		found[strings.ToLower(name)] = name
	}
	return found
})

// Find returns the name of a zone or link as IANA writes it, given in any case. It does not replace old names, since
// browsers know some zones only by these (RFC 6557). ok is false if there is no such name, as UTC+2, CEST and "".
func Find(text string) (name string, ok bool) {
	name, ok = byLower()[strings.ToLower(text)]
	return name, ok
}
