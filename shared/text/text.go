// Package text normalizes text that people enter: to Unicode NFC, without control characters, with every bidirectional
// control closed, and empty if nothing in it is visible.
package text

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Line returns a text of one line in the form in which it is stored: in NFC (Unicode Annex 15), without surrounding
// white space, with every bidirectional control closed, and "" if nothing in it is visible. ok is false if it has
// control characters (C0, C1), which include line breaks and tabs.
func Line(text string) (clean string, ok bool) {
	clean = strings.TrimFunc(norm.NFC.String(text), func(r rune) bool { return unicode.IsSpace(r) || isZeroWidth(r) })
	return isolate(clean), strings.IndexFunc(clean, unicode.IsControl) < 0
}

// Required is Line for a text that is needed, of at most so many characters. rule is the sentence of what it breaks,
// which begins with its name, or "".
func Required(text, name string, most int) (clean, rule string) {
	clean, ok := Line(text)
	switch n := utf8.RuneCountInString(clean); {
	case n == 0:
		return clean, name + " is required"
	case !ok:
		return clean, name + " must not contain control characters"
	case n > most:
		return clean, fmt.Sprintf("%s must be %d characters or less", name, most)
	}
	return clean, ""
}

// Block is Line for a text of several lines: it keeps surrounding white space, line breaks, as line feeds, and tabs.
func Block(text string) (clean string, ok bool) {
	clean = norm.NFC.String(lineBreaks.Replace(text))
	isRefused := func(r rune) bool { return unicode.IsControl(r) && r != '\n' && r != '\t' }
	return isolate(clean), strings.IndexFunc(clean, isRefused) < 0
}

var lineBreaks = strings.NewReplacer("\r\n", "\n", "\r", "\n")

// isZeroWidth reports whether r is a space without width (ZERO WIDTH SPACE, WORD JOINER, BYTE ORDER MARK), which is
// trimmed like other spaces. Joiners and variation selectors are not, since they belong to the character before them.
func isZeroWidth(r rune) bool { return r == 0x200B || r == 0x2060 || r == 0xFEFF }

// isInvisible reports whether r is invisible by itself: white space, controls, format characters, characters that fonts
// ignore (Unicode, Default_Ignorable_Code_Point: fillers, variation selectors), and the Braille pattern without dots.
func isInvisible(r rune) bool {
	return unicode.IsSpace(r) || r == 0x2800 ||
		unicode.In(r, unicode.C, unicode.Z, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector) &&
			!unicode.In(r, unicode.Co, unicode.Prepended_Concatenation_Mark)
}

// closers maps each opening bidirectional control to its closing one (Unicode Annex 9, 2).
var closers = map[rune]rune{
	0x202A: 0x202C, 0x202B: 0x202C, 0x202D: 0x202C, 0x202E: 0x202C, // embeddings and overrides
	0x2066: 0x2069, 0x2067: 0x2069, 0x2068: 0x2069, // isolates
}

// isolate closes the bidirectional controls that the last paragraph of text leaves open, so that they do not reorder
// what is shown after it. It returns "" if nothing in text is visible. Pasted names and telephone numbers often have
// half of a pair, which people cannot see, so it is closed rather than refused.
func isolate(text string) string {
	if strings.IndexFunc(text, func(r rune) bool { return !isInvisible(r) }) < 0 {
		return ""
	}
	var open []rune
	for _, r := range text[strings.LastIndexByte(text, '\n')+1:] {
		if closer, ok := closers[r]; ok {
			open = append(open, closer)
		} else if i := lastIndex(open, r); i >= 0 {
			open = open[:i]
		}
	}
	slices.Reverse(open)
	return text + string(open)
}

// lastIndex returns the index in open of the closer r, or -1. The closer of an isolate closes the embeddings within it
// too; the closer of an embedding does not reach beyond the isolate around it.
func lastIndex(open []rune, r rune) int {
	for i, closer := range slices.Backward(open) {
		if closer == r {
			return i
		}
		if closer == 0x2069 && r == 0x202C {
			return -1
		}
	}
	return -1
}
