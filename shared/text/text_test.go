package text_test

import (
	"strings"
	"testing"

	"github.com/todo-backend/todo-backend/shared/text"
)

func TestLine(t *testing.T) {
	const refused = "\x00refused"
	for given, want := range map[string]string{
		"Buy milk": "Buy milk", "": "", "  a  b \t\n": "a  b",
		"A\u0308rger": "\u00c4rger", "\u00c4rger": "\u00c4rger", "\u212b": "\u00c5", // the ångström sign is Å
		"\u1100\u1161": "\uac00", "ﬁ": "ﬁ", // compatibility forms stay
		"\u200b": "", "\ufeff\u2060": "", "\u3164": "", "\u115f\u1160": "", "\uffa0": "",
		"\u2800": "", "\u00ad": "", "\u034f": "",
		"\u202e": "", "\u2066\u2069": "", "\u200e \u200f": "", "\u180e": "",
		"\ufe0f": "", "\U000e0001": "", "\U000e0100": "", "\u17b4": "",
		"\u3000\u00a0\t": "", "\u2028\u2029\u0085": "", "\u200b \u3164\u2800": "",
		"\u200bx\u200b": "x", "\ufeffx": "x", "\u3164x": "\u3164x",
		"❤️": "❤️", "👩‍💻": "👩‍💻",
		"🏴\U000e0067\U000e0062\U000e007f": "🏴\U000e0067\U000e0062\U000e007f",
		"می\u200cخواهم":                   "می\u200cخواهم",
		// an accent, a number sign, private use: something is seen
		"\u0301": "\u0301", "\u0600": "\u0600", "\ue000": "\ue000",
		"a\x07b": refused, "a\x1b[31mb": refused, "a\x7fb": refused, "a\u0085b": refused, "a\u009fb": refused,
		"a\nb": refused, "a\tb": refused, "a\rb": refused, "\x07": refused,
		"a\u202eb": "a\u202eb\u202c", "a\u202eb\u202cc": "a\u202eb\u202cc", "\u202a+1 234": "\u202a+1 234\u202c",
		"\u2067a": "\u2067a\u2069", "\u2066a\u2069": "\u2066a\u2069", "a\u202c": "a\u202c", "a\u2069": "a\u2069",
		"\u202d\u2067a": "\u202d\u2067a\u2069\u202c", "\u2067\u202da\u2069": "\u2067\u202da\u2069",
		"\u202d\u2067a\u202c": "\u202d\u2067a\u202c\u2069\u202c", "\u200fa": "\u200fa",
	} {
		clean, ok := text.Line(given)
		if ok != (want != refused) || ok && clean != want {
			t.Errorf("%+q: %+q %t, want %+q", given, clean, ok, want)
		}
		if again, _ := text.Line(clean); ok && again != clean {
			t.Errorf("%+q: %+q, and again %+q", given, clean, again)
		}
	}
}

func TestRequired(t *testing.T) {
	for given, want := range map[string]string{
		" a\u0308 ": "", "åäö": "", "four": "Name must be 3 characters or less", "👩‍💻": "", // 3 code points
		"": "Name is required", " \u200b\n": "Name is required",
		"a\x07": "Name must not contain control characters", "abc\x07d": "Name must not contain control characters",
	} {
		clean, rule := text.Required(given, "Name", 3)
		if line, _ := text.Line(given); rule != want || clean != line {
			t.Errorf("%+q: %+q, %q, want %+q, %q", given, clean, rule, line, want)
		}
	}
}

func TestBlock(t *testing.T) {
	for given, want := range map[string]string{
		" as\nit\tis ": " as\nit\tis ", "a\r\nb\rc": "a\nb\nc", "e\u0301": "\u00e9", "\n\u200b\u3164 ": "", "": "",
		"\u202ea\nb": "\u202ea\nb", "a\n\u202eb": "a\n\u202eb\u202c", // a paragraph's end closes what it opens
	} {
		if clean, ok := text.Block(given); !ok || clean != want {
			t.Errorf("%+q: %+q %t, want %+q", given, clean, ok, want)
		}
	}
	for _, given := range []string{"a\x07", "\x1b", "a\u0085b", "a\fb", "a\vb"} {
		if clean, ok := text.Block(given); ok {
			t.Errorf("%+q was taken as %+q", given, clean)
		}
	}
}

func FuzzLine(f *testing.F) {
	for _, seed := range []string{"a", "A\u0308", "\u202e\u2067a\u202c", "\u200b", "\u2067\n"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, given string) {
		for _, rule := range []func(string) (string, bool){text.Line, text.Block} {
			clean, ok := rule(given)
			if again, okAgain := rule(clean); ok && (again != clean || !okAgain) {
				t.Errorf("%+q: %+q, and again %+q", given, clean, again)
			}
			if open := strings.Count(clean, "\u202e"); ok && open > 0 && !strings.ContainsAny(clean, "\u202c\u2069\n") {
				t.Errorf("%+q: %+q is open", given, clean)
			}
		}
	})
}
