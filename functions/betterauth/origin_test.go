package betterauth

import (
	"net/url"
	"strings"
	"testing"

	"github.com/todo-backend/todo-backend/shared/config"
)

// FuzzTarget resolves every target that is let pass as a browser does (URL Standard: \ is /, tabs and line ends do not
// count), and wants to stay where it is trusted.
func FuzzTarget(f *testing.F) {
	cfg := &config.Config{AuthURL: "https://api.example.com", FrontendURL: "http://localhost:3000"}
	for _, seed := range []string{"/x?y=1#z", "//evil.example", "/\\evil.example", "https://api.example.com@evil.example", "https:evil.example", "http://localhost:3000", "/%2f/x", "/\t/x"} {
		f.Add(seed)
	}
	base, err := url.Parse("https://api.example.com/api/auth/verify-email")
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, target string) {
		if target == "" || allowTarget(cfg, "callbackURL", target) != nil {
			return
		}
		seen := strings.NewReplacer("\t", "", "\n", "", "\r", "", "\\", "/").Replace(strings.TrimFunc(target, func(r rune) bool { return r <= ' ' }))
		to, err := base.Parse(seen)
		if err != nil {
			t.Fatalf("%q is let pass, and no address: %v", target, err)
		}
		if !trusted(cfg, to.Scheme+"://"+to.Host) {
			t.Errorf("%q leads to %s", target, to)
		}
	})
}
