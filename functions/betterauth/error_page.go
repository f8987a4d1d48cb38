package betterauth

import (
	"net/http"
	"regexp"
)

// ErrorPage answers GET /api/auth/error, where a browser ends when a sign-in elsewhere has failed and nobody has said
// where else, with 302 to the frontend, which is told the error's code.
func ErrorPage(w http.ResponseWriter, r *http.Request) { serve(w, r, "betterAuthError", errorPage) }

var plainCode = regexp.MustCompile(`^['A-Za-z0-9_-]{1,64}$`)

func errorPage(w http.ResponseWriter, r *request) error {
	params := []string{"error", r.URL.Query().Get("error")}
	if !plainCode.MatchString(params[1]) {
		params[1] = "UNKNOWN"
	}
	if description := r.URL.Query().Get("error_description"); description != "" {
		params = append(params, "error_description", description)
	}
	return redirect(w, r.Config.FrontendURL+"/", params...)
}
