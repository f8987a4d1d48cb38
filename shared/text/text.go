// Package text is the form in which the words of people are kept: Unicode NFC, nothing that cannot be seen alone, no
// control characters, and no bidirectional control that reaches beyond its text.
package text

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Line returns text of one line as it is kept: in NFC (Unicode Annex 15), without white space around it, "" where
// nobody would see anything, and with every bidirectional control closed. ok is false for one that holds control
// characters (C0, C1), a line break or a tab among them.
func Line(text string) (clean string, ok bool) {
	clean = strings.TrimFunc(norm.NFC.String(text), func(r rune) bool { return unicode.IsSpace(r) || isZeroWidth(r) })
	return isolate(clean), strings.IndexFunc(clean, unicode.IsControl) < 0
}

// Block is Line for text of several lines: white space around it stays, and so do line breaks and tabs; a line ends in
// a line feed alone.
func Block(text string) (clean string, ok bool) {
	clean = norm.NFC.String(lineBreaks.Replace(text))
	isRefused := func(r rune) bool { return unicode.IsControl(r) && r != '\n' && r != '\t' }
	return isolate(clean), strings.IndexFunc(clean, isRefused) < 0
}

var lineBreaks = strings.NewReplacer("\r\n", "\n", "\r", "\n")

// isZeroWidth reports whether r is a space without a width (ZERO WIDTH SPACE, WORD JOINER, BYTE ORDER MARK), which is
// trimmed like the others. Joiners and variation selectors are not: they belong to what stands before them.
func isZeroWidth(r rune) bool { return r == 0x200B || r == 0x2060 || r == 0xFEFF }

// isInvisible reports whether nobody sees r where it stands alone: white space, controls, format characters, what fonts
// ignore (Unicode, Default_Ignorable_Code_Point: fillers, variation selectors), and the Braille pattern of no dots.
func isInvisible(r rune) bool {
	return unicode.IsSpace(r) || r == 0x2800 ||
		unicode.In(r, unicode.C, unicode.Z, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector) &&
			!unicode.In(r, unicode.Co, unicode.Prepended_Concatenation_Mark)
}

// closers are the bidirectional controls that open something, with what closes it (Unicode Annex 9, 2).
var closers = map[rune]rune{
	0x202A: 0x202C, 0x202B: 0x202C, 0x202D: 0x202C, 0x202E: 0x202C, // embeddings and overrides
	0x2066: 0x2069, 0x2067: 0x2069, 0x2068: 0x2069, // isolates
}

// isolate returns text with a closer for every bidirectional control that its last paragraph leaves open, so that it
// does not turn round what is shown after it; "" where there is nothing to see. Pasted names and telephone numbers
// often hold half of a pair: whoever pastes one cannot see it, so it is closed rather than refused.
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

// lastIndex returns the place in open of what r closes, or -1. An isolate's closer closes embeddings within it too; an
// embedding's does not reach out of the isolate that it stands in.
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
