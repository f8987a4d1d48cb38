package transfer

import (
	"strings"
	"unicode/utf8"
)

// The libraries for Go hold a calendar in memory, and write it at once: these are the content lines of RFC 5545, 3.1.

// foldAt is how many bytes a line has at most, without its end.
const foldAt = 75

// line writes a property with its parameters and a value that needs no escaping. A long line is folded between two
// characters.
func (c *calendar) line(name, value string) {
	rest := name + ":" + value
	for most := foldAt; len(rest) > most; most = foldAt - 1 { // behind a space
		end := most
		for !utf8.RuneStart(rest[end]) {
			end--
		}
		c.WriteString(rest[:end] + "\r\n ")
		rest = rest[end:]
	}
	c.WriteString(rest + "\r\n")
}

// text writes a property whose value is a list of texts (RFC 5545, 3.3.11).
func (c *calendar) text(name string, values ...string) {
	for i, value := range values {
		values[i] = escapeText(value)
	}
	c.line(name, strings.Join(values, ","))
}

var textEscapes = strings.NewReplacer(`\`, `\\`, ";", `\;`, ",", `\,`, "\r\n", `\n`, "\r", `\n`, "\n", `\n`)

// escapeText returns a text without control characters but tabs, which have no escape.
func escapeText(text string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' && r != '\t' || r == 0x7f {
			return -1
		}
		return r
	}, textEscapes.Replace(text))
}
