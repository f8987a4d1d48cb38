package secret_test

import (
	"runtime"
	"strings"
	"testing"

	"github.com/alexedwards/argon2id"
	"golang.org/x/crypto/bcrypt"

	"github.com/todo-backend/todo-backend/shared/secret"
)

func TestVerify(t *testing.T) {
	ctx, hasher := t.Context(), secret.NewHasher(1)
	hash, err := hasher.Hash(ctx, "correct horse")
	if err != nil {
		t.Fatal(err)
	}
	again, err := hasher.Hash(ctx, "correct horse")
	if err != nil || again == hash {
		t.Fatalf("two hashes of one password are the same: %v", err)
	}
	argon2 := func(password string, memory, iterations uint32) (string, error) {
		return argon2id.CreateHash(password, &argon2id.Params{
			Memory: memory, Iterations: iterations, Parallelism: 1, SaltLength: 16, KeyLength: 32,
		})
	}
	weak, err := argon2("correct horse", 1024, 1)
	if err != nil {
		t.Fatal(err)
	}
	former, err := argon2("correct horse", 19456, 2)
	if err != nil {
		t.Fatal(err)
	}
	accented, err := hasher.Hash(ctx, "fianc\u00e9")
	if err != nil {
		t.Fatal(err)
	}
	typed, err := argon2("fiance\u0301", 7168, 5)
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
		hash, password  string
		ok, needsRehash bool
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
		"bcrypt, a rest of 3":   {string(long), seventyTwo + "xyz", true, false}, // whose rest bcrypt has not compared
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
		ok, needsRehash, err := hasher.Verify(ctx, c.hash, c.password)
		if err != nil || ok != c.ok || needsRehash != c.needsRehash {
			t.Errorf("%s: %v %v %v, want %v %v", name, ok, needsRehash, err, c.ok, c.needsRehash)
		}
	}
	salt, key, _ := strings.Cut(scryptOfBetterAuth, ":")
	for _, none := range []string{
		"plain text", ":", salt + ":", ":" + key, salt + key, salt[1:] + ":" + key,
		scryptOfBetterAuth + "0", scryptOfBetterAuth + "\n", " " + scryptOfBetterAuth,
		scryptOfBetterAuth[:len(scryptOfBetterAuth)-1] + "g", salt + ":" + key[:64], salt + "0:" + key,
		salt[1:] + "g:" + key,
	} {
		if ok, _, err := hasher.Verify(ctx, none, "correct horse"); err == nil || ok {
			t.Errorf("%q was taken for a hash", none)
		}
		if secret.KnownHash(none) {
			t.Errorf("%q is said to be a known hash", none)
		}
	}
}

// Hashes of "correct horse" and "\ufb01anc\u00e9" (one letter fi) by better-auth 1.7.25, and of the first by Python's
// bcrypt 5.
const (
	scryptOfBetterAuth = "843871bf0bba0412b4f8235d4204b12e:" +
		"4ad666c37cfd4d753fd16e39c791c148cc3b2b45a11e5a3c168d46b3f8c52417" +
		"46cb60255d6e8ea51be74f604475da71248c85e5c4a9837089026607d5d469df"
	scryptOfLigature = "60506e07c3bff64bbfc6213a56e49bec:" +
		"f6e28beedd7914f6864cd9090ffa646c8aa72618ed0ceb98d61d272bebfab3f5" +
		"953d60865d70da2703ccf3fd26337472a4dc62f0d6c7c2b2638297196491867e"
	bcryptOfPython = "$2b$04$CC9F6vUd01ixiRltOB3rGu4X0zi7QLrBLvIZYdU4cHcqenlZBj5P."
)

func TestKnownHash(t *testing.T) {
	const salt, key = "Iy4/O6xz14P1XedNPT3rIQ", "ZSVrBtySTvYhj4OpIQdhb1J4yhSclRLXLmt82SsW1Fs"
	for hash, want := range map[string]bool{
		bcryptOfPython: true, "$2a" + bcryptOfPython[3:]: true, "$2y" + bcryptOfPython[3:]: true,
		scryptOfBetterAuth: true,
		"$argon2id$v=19$m=1024,t=1,p=1$" + salt + "$" + key: true,
		"": false, "$2": false, "$2x" + bcryptOfPython[3:]: false, bcryptOfPython[:59]: false,
		"$2b$99" + bcryptOfPython[6:]:                       false,
		"$argon2i$v=19$m=1024,t=1,p=1$" + salt + "$" + key:  false,
		"$argon2id$v=19$m=1024,t=0,p=1$" + salt + "$" + key: false,
		"$argon2id$v=19$m=1024,t=1,p=0$" + salt + "$" + key: false,
		"$argon2id$v=19$m=1024,t=1,p=1$" + salt + "$":       false,
		"$argon2id$v=19$m=1024,t=1,p=1$$" + key:             false,
	} {
		if got := secret.KnownHash(hash); got != want {
			t.Errorf("%q: %v", hash, got)
		}
	}
}

// TestUnknownUserCostsAsMuch compares the work of verifying the password of a known and of an unknown user, by the
// memory that it takes.
func TestUnknownUserCostsAsMuch(t *testing.T) {
	hasher := secret.NewHasher(1)
	hash, err := hasher.Hash(t.Context(), "correct horse")
	if err != nil {
		t.Fatal(err)
	}
	for name, hash := range map[string]string{"known": hash, "unknown": ""} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		if _, _, err := hasher.Verify(t.Context(), hash, "wrong"); err != nil {
			t.Fatal(err)
		}
		runtime.ReadMemStats(&after)
		if taken := (after.TotalAlloc - before.TotalAlloc) >> 20; taken < 6 || taken > 9 {
			t.Errorf("%s: %d MiB, want argon2id's 7", name, taken)
		}
	}
}
