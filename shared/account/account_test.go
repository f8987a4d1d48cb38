package account_test

import (
	"os"
	"runtime"
	"strings"
	"testing"

	"github.com/alexedwards/argon2id"
	"golang.org/x/crypto/bcrypt"

	"github.com/todo-backend/todo-backend/shared/account"
)

func TestMain(m *testing.M) {
	os.Setenv("DATABASE_URL", "postgres://nowhere.invalid/todo")
	os.Setenv("BETTER_AUTH_SECRET", "0123456789abcdef0123456789abcdef")
	os.Setenv("MAX_HASHINGS", "1")
	os.Exit(m.Run())
}

func TestVerify(t *testing.T) {
	ctx := t.Context()
	hash, err := account.Hash(ctx, "correct horse")
	if err != nil {
		t.Fatal(err)
	}
	again, err := account.Hash(ctx, "correct horse")
	if err != nil || again == hash {
		t.Fatalf("two hashes of one password are the same: %v", err)
	}
	weak, err := argon2id.CreateHash("correct horse", &argon2id.Params{Memory: 1024, Iterations: 1, Parallelism: 1, SaltLength: 16, KeyLength: 32})
	if err != nil {
		t.Fatal(err)
	}
	crypt, err := bcrypt.GenerateFromPassword([]byte("correct horse"), bcrypt.MinCost)
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		hash, password string
		ok, outdated   bool
	}{
		"right":                 {hash, "correct horse", true, false},
		"wrong":                 {hash, "correct Horse", false, false},
		"empty":                 {hash, "", false, false},
		"weaker parameters":     {weak, "correct horse", true, true},
		"bcrypt":                {string(crypt), "correct horse", true, true},
		"bcrypt, wrong":         {string(crypt), "wrong", false, true},
		"no such user":          {"", "correct horse", false, false},
		"no such user, no word": {"", "", false, false},
	} {
		ok, outdated, err := account.Verify(ctx, c.hash, c.password)
		if err != nil || ok != c.ok || outdated != c.outdated {
			t.Errorf("%s: %v %v %v, want %v %v", name, ok, outdated, err, c.ok, c.outdated)
		}
	}
	if _, _, err := account.Verify(ctx, "plain text", "plain text"); err == nil {
		t.Error("a hash that is none was taken")
	}
}

func TestCleanEmail(t *testing.T) {
	for address, want := range map[string]string{
		"ann@example.com": "ann@example.com", "  Ann@EXAMPLE.com\t": "ann@example.com", "a+b.c@sub.example.co": "a+b.c@sub.example.co",
		"o'brien@example.com": "o'brien@example.com", "a@xn--mnchen-3ya.de": "a@xn--mnchen-3ya.de",
		"": "", "ann": "", "@example.com": "", "ann@": "", "ann@localhost": "", "ann@example..com": "", "a..b@example.com": "", ".ann@example.com": "", "ann.@example.com": "", "ann@example.c": "", "ann@127.0.0.1": "", "ann@exam_ple.com": "", "ann@пример.xn--p1ai": "", "ann@example.xn--p1ai": "ann@example.xn--p1ai", "ann@-example.com": "", "ann@example.com-": "",
		"ann @example.com": "", "ann@exam ple.com": "", "ann@example.com\nbcc: x@example.com": "", "ann@example.com\x00": "", "<ann@example.com>": "",
		"ann@münchen.de": "", "änn@example.com": "", "ann\u212a@example.com": "", "ann＠example.com": "", "ann@example.com,bob@example.com": "", "a@b@example.com": "",
		strings.Repeat("x", 243) + "@example.com": strings.Repeat("x", 243) + "@example.com", strings.Repeat("x", 244) + "@example.com": "",
	} {
		clean, rule := account.CleanEmail(address)
		if (rule == "") != (want != "") || rule == "" && clean != want {
			t.Errorf("%q: %q %q, want %q", address, clean, rule, want)
		}
	}
}

// FuzzCleanEmail holds what is accepted to what the database and others rely on.
func FuzzCleanEmail(f *testing.F) {
	f.Add("Ann@Example.com")
	f.Fuzz(func(t *testing.T, address string) {
		clean, rule := account.CleanEmail(address)
		if rule != "" {
			return
		}
		if again, rule := account.CleanEmail(clean); rule != "" || again != clean || clean != strings.ToLower(clean) {
			t.Errorf("%q became %q, then %q %s", address, clean, again, rule)
		}
		if len(clean) > 255 || strings.Count(clean, "@") != 1 || strings.ContainsAny(clean, " \t\r\n\x00<>,;\"") {
			t.Errorf("%q became %q", address, clean)
		}
	})
}

// TestUnknownUserCostsAsMuch compares the work, by the memory it takes, of checking a known and an unknown user's password.
func TestUnknownUserCostsAsMuch(t *testing.T) {
	known, err := account.Hash(t.Context(), "correct horse")
	if err != nil {
		t.Fatal(err)
	}
	for name, hash := range map[string]string{"known": known, "unknown": ""} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		if _, _, err := account.Verify(t.Context(), hash, "wrong"); err != nil {
			t.Fatal(err)
		}
		runtime.ReadMemStats(&after)
		if taken := (after.TotalAlloc - before.TotalAlloc) >> 20; taken < 18 || taken > 21 {
			t.Errorf("%s: %d MiB, want argon2id's 19", name, taken)
		}
	}
}
