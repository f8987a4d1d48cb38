package secret_test

import (
	"encoding/hex"
	"net/url"
	"strings"
	"testing"

	"github.com/todo-backend/todo-backend/shared/secret"
)

const (
	current = "0123456789abcdef0123456789abcdef"
	earlier = "fedcba9876543210fedcba9876543210"
)

var keys = secret.Keys{current, earlier}

// TestSameBytes compares signatures, MACs and key ids with those of earlier versions, which are stored or held by
// users.
func TestSameBytes(t *testing.T) {
	signing, err := keys.SigningKeys()
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct{ got, want string }{
		"signed value": {keys.Sign("a value"), "a value.S7IRbK3ok+2dNKHuM42ZS3FZHRnIxHjMAsHyF4T4Nlw="},
		"MAC": {hex.EncodeToString(keys.MAC("sign-in source ", "192.0.2.1")),
			"6088d3a705471ab8b2589d972da064d96d7f5de6ff461b8152095d1369c1e322"},
		"public key": {signing[0].Public.X, "PgDvWD889iiWQtYxw4P68pI2Fo8K5u_4YbHMg4vjZUw"},
		"key id":     {signing[0].Public.ID, "_gPptApT2yR0-r-c1sw2o_njVNDstDhDEAhMCcgWvo0"},
		"token hash": {hex.EncodeToString(secret.HashToken("abc")),
			"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
	} {
		if c.got != c.want {
			t.Errorf("%s: %s, want %s", name, c.got, c.want)
		}
	}
}

func TestVerifySigned(t *testing.T) {
	signed := keys.Sign("value")
	for name, c := range map[string]struct {
		signed string
		ok     bool
	}{
		"as signed":          {signed, true},
		"percent-encoded":    {url.QueryEscape(signed), true},
		"an earlier key":     {keys[1:].Sign("value"), true},
		"another key":        {secret.Keys{"another"}.Sign("value"), false},
		"another value":      {"x" + signed, false},
		"no value":           {keys.Sign(""), false},
		"no signature":       {"value", false},
		"an empty signature": {"value.", false},
		"a broken escape":    {signed + "%", false},
		"too long":           {keys.Sign(strings.Repeat("x", 4096)), false},
	} {
		if value, ok := keys.Verify(c.signed); ok != c.ok || ok && value != "value" {
			t.Errorf("%s: %q %v, want %v", name, value, ok, c.ok)
		}
	}
}

func TestNewToken(t *testing.T) {
	for name, c := range map[string]struct {
		create   func() string
		alphabet string
		length   int
	}{
		"session":  {secret.NewToken, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", 32},
		"one-time": {secret.NewOneTimeToken, "abcdefghijklmnopqrstuvwxyz234567", 26},
	} {
		token := c.create()
		if len(token) != c.length || strings.Trim(token, c.alphabet) != "" || token == c.create() {
			t.Errorf("%s: %q", name, token)
		}
	}
}
