package web_test

import (
	"net/url"
	"strings"
	"testing"

	"github.com/todo-backend/todo-backend/shared/config"
	"github.com/todo-backend/todo-backend/shared/web"
)

// FuzzTarget resolves every target that is let pass as a browser does (URL Standard: \ is /, tabs and line ends do not
// count), and wants to stay where it is trusted.
func FuzzTarget(f *testing.F) {
	cfg := &config.Config{AuthURL: "https://api.example.com", FrontendURL: "http://localhost:3000"}
	for _, seed := range []string{
		"/x?y=1#z", "//evil.example", "/\\evil.example", "https://api.example.com@evil.example", "https:evil.example",
		"http://localhost:3000", "/%2f/x", "/\t/x", "http://localhost:3000@evil.example", "http://u@localhost:3000",
	} {
		f.Add(seed)
	}
	base, err := url.Parse("https://api.example.com/api/auth/verify-email")
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, target string) {
		frontend := web.IsFrontendTarget(cfg, target)
		if frontend && !web.IsRedirectTarget(cfg, target) {
			t.Errorf("%q is a frontend's, and no redirect target", target)
		}
		if target == "" || !web.IsRedirectTarget(cfg, target) {
			return
		}
		trimmed := strings.TrimFunc(target, func(r rune) bool { return r <= ' ' })
		to, err := base.Parse(strings.NewReplacer("\t", "", "\n", "", "\r", "", "\\", "/").Replace(trimmed))
		if err != nil {
			t.Fatalf("%q is let pass, and no address: %v", target, err)
		}
		origin := to.Scheme + "://" + to.Host
		if !web.IsTrustedOrigin(cfg, origin) || frontend && origin != cfg.FrontendURL {
			t.Errorf("%q leads to %s", target, to)
		}
	})
}
