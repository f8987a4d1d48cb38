package betterauth

import (
	"html/template"
	"net/http"
	"net/url"
	"regexp"
	"strings"

	"github.com/todo-backend/todo-backend/shared/config"
	"github.com/todo-backend/todo-backend/shared/web"
)

// ErrorPage answers GET /api/auth/error, where a browser ends when a sign-in elsewhere has failed and nobody has said
// where else: 302 to the frontend in production, else 200 and a small page. Both name the error's code.
func ErrorPage(w http.ResponseWriter, r *http.Request) {
	serve(w, r, "GET", "/error", showError)
}

var (
	plainCode = regexp.MustCompile(`^['A-Za-z0-9_-]{1,64}$`)

	page = template.Must(template.New("").Parse(`<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>Sign-in failed</title>
<style>body{font:1rem/1.5 system-ui,sans-serif;max-width:34rem;margin:15vh auto;padding:0 1rem}</style>
<h1>Sign-in failed</h1>
<p>The error is <code>{{.Code}}</code>.</p>
<p><a href="{{.Frontend}}">Back to the application</a></p>
</html>
`))
)

func showError(w http.ResponseWriter, r *http.Request, cfg *config.Config) error {
	code := r.URL.Query().Get("error")
	if !plainCode.MatchString(code) {
		code = "UNKNOWN"
	}
	if cfg.Secure() {
		w.Header().Set("Location", cfg.FrontendURL+"/?"+url.Values{"error": {code}}.Encode())
		w.WriteHeader(http.StatusFound)
		return nil
	}
	var b strings.Builder
	if err := page.Execute(&b, map[string]string{"Code": code, "Frontend": cfg.FrontendURL}); err != nil {
		return err
	}
	w.Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'")
	return web.Send(w, http.StatusOK, "text/html; charset=utf-8", []byte(b.String()))
}
