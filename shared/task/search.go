package task

import (
	"strings"
	"unicode"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// SearchKey returns the form of text that searches compare: its compatibility decomposition (Unicode NFKD) without
// marks and format characters, fully case-folded (Unicode 3.13, D145), with dotless i as i and each white space as a
// space. ÄRGER and arger, ΟΔΟΣ and οδός, Straße and STRASSE have equal keys, whatever the locale of the database. A
// client that searches its own copy computes the same key; testdata/search.json is the test of both.
func SearchKey(text string) string {
	bare := strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.M, r) || unicode.Is(unicode.Cf, r):
			return -1
		case unicode.IsSpace(r):
			return ' '
		}
		return r
	}, norm.NFKD.String(text))
	return strings.ReplaceAll(cases.Fold().String(bare), "ı", "i")
}

// SearchKeys returns the search_key of a task: a line with the key of its title and a line with that of its
// description.
func SearchKeys(title, description string) string {
	return SearchKey(title) + "\n" + SearchKey(description)
}
