// Package zone says what a time zone is: a zone or a link of the IANA Time Zone Database.
package zone

import (
	_ "embed"
	"strings"
	"sync"
)

// names are the files of the Go distribution's lib/time/zoneinfo.zip but Factory, which stands for a zone not yet set.
// time.LoadLocation would take more, and other names on every machine: Local, posixrules, whatever the system has.
//
//go:generate sh -c "unzip -Z1 $(go env GOROOT)/lib/time/zoneinfo.zip | grep -ve /$ -e ^Factory$ | LC_ALL=C sort >names.txt"
//go:embed names.txt
var names string

// byLower finds a name by its lower case.
var byLower = sync.OnceValue(func() map[string]string {
	found := make(map[string]string, 600)
	for name := range strings.FieldsSeq(names) {
		found[strings.ToLower(name)] = name
	}
	return found
})

// Find returns the name of the zone or link that text names in any case, as IANA writes it: old names stay what they
// are, since browsers know some zones by these alone (RFC 6557). ok is false where there is none: UTC+2, CEST, "".
func Find(text string) (name string, ok bool) {
	name, ok = byLower()[strings.ToLower(text)]
	return name, ok
}
