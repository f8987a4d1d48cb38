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
	former, err := argon2id.CreateHash("correct horse", &argon2id.Params{Memory: 19456, Iterations: 2, Parallelism: 1, SaltLength: 16, KeyLength: 32})
	if err != nil {
		t.Fatal(err)
	}
	accented, err := account.Hash(ctx, "fianc\u00e9")
	if err != nil {
		t.Fatal(err)
	}
	typed, err := argon2id.CreateHash("fiance\u0301", &argon2id.Params{Memory: 7168, Iterations: 5, Parallelism: 1, SaltLength: 16, KeyLength: 32})
	if err != nil {
		t.Fatal(err)
	}
	crypt, err := bcrypt.GenerateFromPassword([]byte("correct horse"), bcrypt.MinCost)
	if err != nil {
		t.Fatal(err)
	}
	seventyTwo := strings.Repeat("correct horse ", 5) + "ab"
	long, err := bcrypt.GenerateFromPassword([]byte(seventyTwo), bcrypt.MinCost)
	if err != nil {
		t.Fatal(err)
	}
	typedCrypt, err := bcrypt.GenerateFromPassword([]byte("fiance\u0301"), bcrypt.MinCost)
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
		"19 MiB, two passes":    {former, "correct horse", true, false},
		"bcrypt":                {string(crypt), "correct horse", true, true},
		"bcrypt, wrong":         {string(crypt), "wrong", false, true},
		"bcrypt of Python":      {bcryptOfPython, "correct horse", true, true},
		"bcrypt of Python, not": {bcryptOfPython, "correct Horse", false, true},
		"bcrypt, 72 bytes":      {string(long), seventyTwo, true, true},
		"bcrypt, 71 of 72":      {string(long), seventyTwo[:71], false, true},
		"bcrypt, a rest of 3":   {string(long), seventyTwo + "xyz", true, false}, // whose rest nobody has compared
		"bcrypt, another 72":    {string(long), "x" + seventyTwo, false, false},
		"bcrypt, as typed":      {string(typedCrypt), "fiance\u0301", true, true}, // bcrypt's hash was of these bytes
		"bcrypt, as composed":   {string(typedCrypt), "fianc\u00e9", false, true},
		"scrypt":                {scryptOfBetterAuth, "correct horse", true, true},
		"scrypt, wrong":         {scryptOfBetterAuth, "correct Horse", false, true},
		"scrypt, empty":         {scryptOfBetterAuth, "", false, true},
		"scrypt, ligature":      {scryptOfLigature, "\ufb01anc\u00e9", true, true},
		"scrypt, letters":       {scryptOfLigature, "fiance\u0301", true, true},
		"scrypt, accent":        {scryptOfLigature, "fiance", false, true},
		"the accent apart":      {accented, "fiance\u0301", true, false},
		"not normalised then":   {typed, "fiance\u0301", true, true},
		"not normalised, wrong": {typed, "fiance\u0302", false, true},
		"no such user":          {"", "correct horse", false, false},
		"no such user, no word": {"", "", false, false},
	} {
		ok, outdated, err := account.Verify(ctx, c.hash, c.password)
		if err != nil || ok != c.ok || outdated != c.outdated {
			t.Errorf("%s: %v %v %v, want %v %v", name, ok, outdated, err, c.ok, c.outdated)
		}
	}
	salt, key, _ := strings.Cut(scryptOfBetterAuth, ":")
	for _, none := range []string{
		"plain text", ":", salt + ":", ":" + key, salt + key, salt[1:] + ":" + key, scryptOfBetterAuth + "0", scryptOfBetterAuth + "\n", " " + scryptOfBetterAuth,
		scryptOfBetterAuth[:len(scryptOfBetterAuth)-1] + "g", salt + ":" + key[:64], salt + "0:" + key, salt[1:] + "g:" + key,
	} {
		if ok, _, err := account.Verify(ctx, none, "correct horse"); err == nil || ok {
			t.Errorf("a hash that is none was taken: %q", none)
		}
		if account.KnownHash(none) {
			t.Errorf("a hash that is none is said to be known: %q", none)
		}
	}
}

// Hashes of "correct horse" and "\ufb01anc\u00e9" (one letter fi) by better-auth 1.7.25, and of the first by Python's bcrypt 5.
const (
	scryptOfBetterAuth = "843871bf0bba0412b4f8235d4204b12e:4ad666c37cfd4d753fd16e39c791c148cc3b2b45a11e5a3c168d46b3f8c5241746cb60255d6e8ea51be74f604475da71248c85e5c4a9837089026607d5d469df"
	scryptOfLigature   = "60506e07c3bff64bbfc6213a56e49bec:f6e28beedd7914f6864cd9090ffa646c8aa72618ed0ceb98d61d272bebfab3f5953d60865d70da2703ccf3fd26337472a4dc62f0d6c7c2b2638297196491867e"
	bcryptOfPython     = "$2b$04$CC9F6vUd01ixiRltOB3rGu4X0zi7QLrBLvIZYdU4cHcqenlZBj5P."
)

func TestTooCommon(t *testing.T) {
	for password, want := range map[string]bool{
		"password": true, "12345678": true, "PASSWORD": true, "iloveyou": true,
		"Qwertyuiop": true, "１２３４５６７８": true,
		"!qaz2wsx": true, "zzzzzzz1": true, // the first line and the last
		"": false, "passwor": false, "assword": false, "password\n": false,
		"correct horse battery": false, "demo-password": false, "8 letter": false,
	} {
		if got := account.TooCommon(password); got != want {
			t.Errorf("%q: %v", password, got)
		}
	}
}

func TestKnownHash(t *testing.T) {
	const salt, key = "Iy4/O6xz14P1XedNPT3rIQ", "ZSVrBtySTvYhj4OpIQdhb1J4yhSclRLXLmt82SsW1Fs"
	for hash, want := range map[string]bool{
		bcryptOfPython: true, "$2a" + bcryptOfPython[3:]: true, "$2y" + bcryptOfPython[3:]: true, scryptOfBetterAuth: true,
		"$argon2id$v=19$m=1024,t=1,p=1$" + salt + "$" + key: true,
		"": false, "$2": false, "$2x" + bcryptOfPython[3:]: false, bcryptOfPython[:59]: false, "$2b$99" + bcryptOfPython[6:]: false,
		"$argon2i$v=19$m=1024,t=1,p=1$" + salt + "$" + key: false, "$argon2id$v=19$m=1024,t=0,p=1$" + salt + "$" + key: false,
		"$argon2id$v=19$m=1024,t=1,p=0$" + salt + "$" + key: false, "$argon2id$v=19$m=1024,t=1,p=1$" + salt + "$": false,
		"$argon2id$v=19$m=1024,t=1,p=1$$" + key: false,
	} {
		if known := account.KnownHash(hash); known != want {
			t.Errorf("%q: %v", hash, known)
		}
	}
}

func TestForeignID(t *testing.T) {
	const id = "01900000-0000-7000-8000-00000000de30"
	if account.ForeignID(id).String() != id || account.FastAPIID(id).String() != id {
		t.Error("a UUID did not stay as it is")
	}
	ids := map[string]bool{}
	for _, id := range []string{"7", "8", "HuXB", id[1:], "{" + id + "}"} {
		ids[account.ForeignID(id).String()], ids[account.FastAPIID(id).String()] = true, true
	}
	if len(ids) != 10 {
		t.Errorf("two users are one: %v", ids)
	}
	if id := account.ForeignID("7").String(); id != "fa0c6a6f-99ab-58b3-b469-1e85f332097c" { // for good: a second import must find the first one's users
		t.Errorf("the id that follows from 7 is %s", id)
	}
	if id := account.FastAPIID("7").String(); id != "a6597faf-09eb-5ad4-8f1b-b36f4882936d" {
		t.Errorf("the id that follows from 7 is %s", id)
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
		if taken := (after.TotalAlloc - before.TotalAlloc) >> 20; taken < 6 || taken > 9 {
			t.Errorf("%s: %d MiB, want argon2id's 7", name, taken)
		}
	}
}
