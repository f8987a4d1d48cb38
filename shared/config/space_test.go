package config_test

import (
	"maps"
	"strings"
	"testing"

	"github.com/todo-backend/todo-backend/shared/config"
)

// onSpace returns the environment of a Space whose operator has set DATABASE_URL, and changes.
func onSpace(changes map[string]string) map[string]string {
	all := map[string]string{"DATABASE_URL": database, "SPACE_ID": "ann/todo", "SPACE_HOST": "ann-todo.hf.space",
		"SPACE_SIGNING_SECRET": secret}
	maps.Copy(all, changes)
	return all
}

func mustLoad(t *testing.T, variables map[string]string) *config.Config {
	t.Helper()
	cfg, err := load(t, variables)
	if err != nil {
		t.Fatal(err)
	}
	return cfg
}

// TestSpace starts with what a Space sets, and with what its operator may set beside it.
func TestSpace(t *testing.T) {
	const space, custom, page = "https://ann-todo.hf.space", "https://todo.example.com", "https://todo.vercel.app"
	const other = "fedcba9876543210fedcba9876543210"
	derived := mustLoad(t, onSpace(nil)).AuthSecret
	for name, c := range map[string]struct {
		set               map[string]string
		backend, frontend string
		secret            string
	}{
		"DATABASE_URL alone":   {nil, space, space, derived},
		"a frontend elsewhere": {map[string]string{"FRONTEND_URL": page}, space, page, derived},
		"a domain of its own":  {map[string]string{"BETTER_AUTH_URL": custom}, custom, custom, derived},
		"a secret of its own":  {map[string]string{"BETTER_AUTH_SECRET": other}, space, space, other},
		"and a short one beside": {map[string]string{"BETTER_AUTH_SECRET": other, "SPACE_SIGNING_SECRET": "x"},
			space, space, other},
	} {
		cfg := mustLoad(t, onSpace(c.set))
		if cfg.AuthURL != c.backend || cfg.FrontendURL != c.frontend || cfg.AuthSecret != c.secret ||
			!cfg.BehindManagedProxy() || !cfg.CrossSite() || !cfg.HTTPS() || cfg.MaxConns != 10 {
			t.Errorf("%s: %+v", name, cfg)
		}
	}
	// Another derivation would sign everybody out: openssl's HMAC-SHA256 of the label.
	if derived != "eeClIxoljGCx88C-fK5ndMi055Isx7_JKbmv_uCBHqk" {
		t.Errorf("derived %s", derived)
	}
}

// TestSpaceSecretsThatAreRefused has no BETTER_AUTH_SECRET, and a SPACE_SIGNING_SECRET that breaks its rules.
func TestSpaceSecretsThatAreRefused(t *testing.T) {
	for signing, words := range map[string]string{
		"":                       "must be at least 32 characters, it has 0",
		"hunter2":                "since its default SPACE_SIGNING_SECRET must be at least 32 characters, it has 7",
		strings.Repeat("xy", 20): "since its default SPACE_SIGNING_SECRET must be random",
	} {
		_, err := load(t, onSpace(map[string]string{"SPACE_SIGNING_SECRET": signing}))
		if err == nil || !strings.HasPrefix(err.Error(), "BETTER_AUTH_SECRET ") ||
			!strings.Contains(err.Error(), words) ||
			strings.ContainsAny(err.Error(), "\r\n") || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%q: %v, want one line about BETTER_AUTH_SECRET that says %q", signing, err, words)
		}
	}
}
