package ratelimit_test

import (
	"fmt"
	"net/netip"
	"os"
	"slices"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/todo-backend/todo-backend/shared/ratelimit"
)

func TestMain(m *testing.M) {
	os.Setenv("DATABASE_URL", "postgres://nowhere.invalid/todo")
	os.Setenv("BETTER_AUTH_SECRET", "0123456789abcdef0123456789abcdef")
	os.Setenv("BETTER_AUTH_URL", "http://localhost:7860")
	os.Setenv("RATE_LIMITS", "off") // the limits themselves are tried in functions, with a database
	os.Exit(m.Run())
}

var policy = ratelimit.Policy{Name: "x", Max: 5, Window: time.Minute}

func TestFrom(t *testing.T) {
	for address, want := range map[string][]string{
		"198.51.100.1":         {"198.51.100.1 5"},
		"2001:db8:1:2:3:4:5:6": {"2001:db8:1:2::/64 5", "2001:db8:1::/56 10", "2001:db8:1::/48 30"},
		"2001:db8:1:2:ffff::":  {"2001:db8:1:2::/64 5", "2001:db8:1::/56 10", "2001:db8:1::/48 30"},
		"2001:db8:1:1ff::1":    {"2001:db8:1:1ff::/64 5", "2001:db8:1:100::/56 10", "2001:db8:1::/48 30"},
		"":                     {"unknown 5"},
	} {
		var a netip.Addr
		if address != "" {
			a = netip.MustParseAddr(address)
		}
		var got []string
		for _, use := range ratelimit.From(a, policy) {
			got = append(got, fmt.Sprint(use.Key, " ", use.Max))
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", address, got, want)
		}
	}
}

func TestOff(t *testing.T) {
	b := &pgx.Batch{}
	ratelimit.Count(b, ratelimit.Use{Policy: policy, Key: "k"})
	key := ratelimit.CountFound(b, nil, policy, `select 'k'`)
	admitted := ratelimit.Admit(b, policy, `select 'k'`)
	ratelimit.Forgive(b, *key)
	if b.Len() != 0 || !*admitted {
		t.Errorf("%d statements, admitted %v", b.Len(), *admitted)
	}
}
