package web

import (
	"net/http"
	"regexp"
	"slices"

	"github.com/rs/cors"

	"github.com/todo-backend/todo-backend/shared/config"
)

// previewOrigin is a Vercel deployment's origin. Anyone can register a name there.
var previewOrigin = regexp.MustCompile(`^https://[a-z0-9]([a-z0-9-]*[a-z0-9])?\.vercel\.app$`)

var corsOptions = cors.Options{
	AllowedMethods: []string{"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"},
	AllowedHeaders: []string{"*"}, // what a preflight asks for is allowed by name: monitoring tools add their own
	ExposedHeaders: []string{"ETag", "Location", "Retry-After", "X-Request-Id", "Server-Timing",
		"Set-Auth-Token", "Set-Auth-Jwt", "X-Retry-After"},
	MaxAge: 7200, // seconds; more than browsers keep it

	OptionsSuccessStatus: http.StatusNoContent,
}

// IsPreview reports whether origin is a Vercel deployment's that is not configured: no cookie goes there.
func IsPreview(cfg *config.Config, origin string) bool {
	return previewOrigin.MatchString(origin) && !slices.Contains(cfg.Origins(), origin)
}

// newCORS returns the policies of the configured origins and of previews, which get no cookie.
func newCORS(cfg *config.Config) (withCredentials, withoutCredentials *cors.Cors) {
	options := corsOptions
	options.AllowedOrigins, options.AllowCredentials = cfg.Origins(), true
	previews := corsOptions
	previews.AllowOriginFunc = previewOrigin.MatchString
	return cors.New(options), cors.New(previews)
}

// corsPolicy returns the policy for the origin of r (Fetch Standard, 3.3); it answers preflights and sets the headers
// of the rest.
func (r *Request) corsPolicy() *cors.Cors {
	if IsPreview(r.Config, r.Header.Get("Origin")) {
		return r.withoutCredentials
	}
	return r.withCredentials
}

// newCrossOrigin returns the standard library's check of Sec-Fetch-Site and Origin (OWASP: Cross-Site Request Forgery
// Prevention).
func newCrossOrigin(cfg *config.Config) (*http.CrossOriginProtection, error) {
	check := http.NewCrossOriginProtection()
	for _, origin := range cfg.Origins() {
		if err := check.AddTrustedOrigin(origin); err != nil {
			return nil, err
		}
	}
	return check, nil
}

// CheckOrigin returns ErrForeignOrigin when r would change something and comes from an origin that is not allowed. It
// is for requests that a cookie authenticates: a bearer token cannot be sent by a foreign page.
func (r *Request) CheckOrigin() error {
	if r.crossOrigin.Check(r.Request) != nil {
		return ErrForeignOrigin
	}
	return nil
}
