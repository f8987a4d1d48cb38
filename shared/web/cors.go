package web

import (
	"net/http"
	"regexp"
	"slices"
	"sync"

	"github.com/rs/cors"

	"github.com/todo-backend/todo-backend/shared/config"
	"github.com/todo-backend/todo-backend/shared/problem"
)

// previewOrigin is a Vercel deployment's origin. Anyone can register a name there.
var previewOrigin = regexp.MustCompile(`^https://[a-z0-9]([a-z0-9-]*[a-z0-9])?\.vercel\.app$`)

// withCredentials is for the configured origins.
var withCredentials = sync.OnceValue(func() *cors.Cors {
	cfg, _ := config.Get() // guard has refused a bad configuration already
	options := corsOptions
	options.AllowedOrigins = cfg.Origins()
	options.AllowCredentials = true
	return cors.New(options)
})

// withoutCredentials is for previews, which must do with a bearer token.
var withoutCredentials = sync.OnceValue(func() *cors.Cors {
	options := corsOptions
	options.AllowOriginFunc = previewOrigin.MatchString
	return cors.New(options)
})

var corsOptions = cors.Options{
	AllowedMethods: []string{"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"},
	AllowedHeaders: []string{"*"}, // what a preflight asks for is allowed by name: monitoring tools add their own
	ExposedHeaders: []string{"ETag", "Location", "Retry-After", "X-Request-Id", "Set-Auth-Token", "Set-Auth-Jwt", "X-Retry-After"},
	MaxAge:         7200, // seconds; more than browsers keep it

	OptionsSuccessStatus: http.StatusNoContent,
}

// IsPreview tells whether origin is a Vercel deployment's that is not configured: no cookie goes there.
func IsPreview(cfg *config.Config, origin string) bool {
	return previewOrigin.MatchString(origin) && !slices.Contains(cfg.Origins(), origin)
}

// corsFor returns the policy for an origin (Fetch Standard, 3.3); it answers preflights and sets the headers of the rest.
func corsFor(cfg *config.Config, origin string) *cors.Cors {
	if IsPreview(cfg, origin) {
		return withoutCredentials()
	}
	return withCredentials()
}

// crossOrigin is the standard library's check of Sec-Fetch-Site and Origin (OWASP: Cross-Site Request Forgery Prevention).
var crossOrigin = sync.OnceValues(func() (*http.CrossOriginProtection, error) {
	cfg, err := config.Get()
	if err != nil {
		return nil, err
	}
	check := http.NewCrossOriginProtection()
	for _, origin := range cfg.Origins() {
		if err := check.AddTrustedOrigin(origin); err != nil {
			return nil, err
		}
	}
	return check, nil
})

// SameOrigin returns a 403 when r would change something and comes from an origin that is not allowed. It is for
// requests that a cookie authenticates: a bearer token cannot be sent by a foreign page.
func SameOrigin(r *http.Request) error {
	check, err := crossOrigin()
	if err != nil {
		return err
	}
	if check.Check(r) != nil {
		return problem.New(http.StatusForbidden, "This origin may not make changes with the session cookie")
	}
	return nil
}
