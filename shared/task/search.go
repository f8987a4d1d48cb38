package task

import (
	"strings"
	"unicode"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// SearchKey returns what text is compared by in a search: its compatibility decomposition (Unicode NFKD) without marks
// and format characters, its case folded in full (Unicode 3.13, D145), dotless i as i, and each white space as a
// space. ÄRGER and arger, ΟΔΟΣ and οδός, Straße and STRASSE have one key, whatever the locale of the database. Every
// client that searches its own copy makes the same key; testdata/search.json holds them to it.
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

// SearchKeys returns the search_key of a task: the keys of its title and its description, each on its line.
func SearchKeys(title, description string) string {
	return SearchKey(title) + "\n" + SearchKey(description)
}
