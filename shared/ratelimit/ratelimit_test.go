package ratelimit_test

import (
	"fmt"
	"net/netip"
	"slices"
	"testing"
	"time"

	"github.com/todo-backend/todo-backend/shared/config"
	"github.com/todo-backend/todo-backend/shared/database"
	"github.com/todo-backend/todo-backend/shared/ratelimit"
)

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
	off := ratelimit.For(&config.Config{RateLimits: "off"})
	admission := off.Admit(policy, `select 'k'`)
	for name, s := range map[string]database.Statement{
		"Count":      off.Count(ratelimit.Use{Policy: policy, Key: "k"}),
		"CountFound": off.CountFound(nil, policy, `select 'k'`),
		"Admit":      admission,
		"Forgive":    off.Forgive(""),
	} {
		if !database.Skipped(s) {
			t.Errorf("%s counts", name)
		}
	}
	if !admission.Value.Admitted {
		t.Error("nothing is admitted")
	}
}
