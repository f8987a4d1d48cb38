package task

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// SearchKey returns the form of text that searches compare: its compatibility decomposition (Unicode NFKD) without
// marks and format characters, fully case-folded (Unicode 3.13, D145), with dotless i as i and each white space as a
// space. ÄRGER and arger, ΟΔΟΣ and οδός, Straße and STRASSE have equal keys, whatever the database's
// locale. A client that searches its own copy computes the same key; testdata/search.json is the test of both.
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

// SearchKeys returns the search_key of a task: a line each with the key of its title, its description and its tags,
// which a space separates.
func SearchKeys(title, description string, tags []string) string {
	return SearchKey(title) + "\n" + SearchKey(description) + "\n" + TagsKey(tags)
}

// TagsKey returns the line of a search_key that has the tags.
func TagsKey(tags []string) string { return SearchKey(strings.Join(tags, " ")) }

// SearchPatterns returns the patterns of LIKE that the search_key of a task matches, all of them, if the task has every
// word of query. A word that is part of another is left out. The longest is first, and few tasks are likely to match
// it. A query without a word returns no pattern, which every task matches.
func SearchPatterns(query string) []string {
	words := strings.Fields(SearchKey(query))
	slices.SortStableFunc(words, func(a, b string) int { return len(b) - len(a) })
	patterns := []string{}
	for i, word := range words {
		if !slices.ContainsFunc(words[:i], func(longer string) bool { return strings.Contains(longer, word) }) {
			patterns = append(patterns, "%"+escapeLike.Replace(word)+"%")
		}
	}
	return patterns
}

var escapeLike = strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`)
