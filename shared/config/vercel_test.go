package config_test

import (
	"maps"
	"strings"
	"testing"
)

// TestVercel checks what is derived from Vercel's variables: who may call, where links lead, and the cookie's site.
func TestVercel(t *testing.T) {
	const (
		production, branch, deployment = "todo.example.com", "todo-git-x-ann.vercel.app", "todo-1a2b-ann.vercel.app"
		elsewhere                      = "https://app.example.org"
	)
	for name, c := range map[string]struct {
		variables         map[string]string
		backend, frontend string
		origins           string
		cross             bool
	}{
		"production": {map[string]string{"VERCEL_ENV": "production"}, "https://" + production, "https://" + production,
			"https://" + production + " https://" + branch + " https://" + deployment, false},
		"a preview": {map[string]string{"VERCEL_ENV": "preview"}, "https://" + branch, "https://" + branch,
			"https://" + branch + " https://" + deployment, false},
		"a preview without a branch": {map[string]string{"VERCEL_ENV": "preview", "VERCEL_BRANCH_URL": ""},
			"https://" + deployment, "https://" + deployment, "https://" + deployment, false},
		"the page elsewhere": {map[string]string{"VERCEL_ENV": "production", "FRONTEND_URL": elsewhere},
			"https://" + production, elsewhere,
			elsewhere + " https://" + production + " https://" + branch + " https://" + deployment, true},
		"a URL that is set": {map[string]string{"VERCEL_ENV": "preview", "BETTER_AUTH_URL": "https://api.example.com"},
			"https://api.example.com", "https://api.example.com",
			"https://api.example.com https://" + branch + " https://" + deployment, false},
	} {
		t.Run(name, func(t *testing.T) {
			variables := with(map[string]string{"VERCEL": "1", "VERCEL_PROJECT_PRODUCTION_URL": production,
				"VERCEL_BRANCH_URL": branch, "VERCEL_URL": deployment})
			maps.Copy(variables, c.variables)
			cfg, err := load(t, variables)
			if err != nil {
				t.Fatal(err)
			}
			seen := map[string]bool{}
			var origins []string
			for _, origin := range cfg.Origins() {
				if !seen[origin] {
					origins = append(origins, origin)
				}
				seen[origin] = true
			}
			if cfg.AuthURL != c.backend || cfg.FrontendURL != c.frontend || cfg.CrossSite() != c.cross ||
				strings.Join(origins, " ") != c.origins {
				t.Errorf("backend %s, page %s, across sites %v, origins %v", cfg.AuthURL, cfg.FrontendURL,
					cfg.CrossSite(), origins)
			}
		})
	}
}
