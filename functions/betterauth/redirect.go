package betterauth

import (
	"net/http"
	"net/url"

	"github.com/todo-backend/todo-backend/shared/config"
	"github.com/todo-backend/todo-backend/shared/problem"
	"github.com/todo-backend/todo-backend/shared/web"
)

// redirectParams are the fields and parameters that name where a browser is sent, with their answer.
var redirectParams = map[string]*failure{
	"callbackURL":      fail(http.StatusForbidden, "INVALID_CALLBACK_URL", "Invalid callbackURL"),
	"redirectTo":       fail(http.StatusForbidden, "INVALID_REDIRECT_URL", "Invalid redirectURL"),
	"errorCallbackURL": fail(http.StatusForbidden, "INVALID_ERROR_CALLBACK_URL", "Invalid errorCallbackURL"),
	"newUserCallbackURL": fail(http.StatusForbidden, "INVALID_NEW_USER_CALLBACK_URL",
		"Invalid newUserCallbackURL"),
}

// checkRedirect answers 403 for a redirect target that web.IsRedirectTarget refuses. Other fields pass.
func checkRedirect(cfg *config.Config, name, target string) error {
	invalid, ok := redirectParams[name]
	if !ok || target == "" || web.IsRedirectTarget(cfg, target) {
		return nil
	}
	return invalid
}

// param returns a query parameter; a redirect target is checked.
func (r *request) param(name string) (string, error) {
	value := r.URL.Query().Get(name)
	return value, checkRedirect(r.Config, name, value)
}

// requireParam answers 400 where a query parameter is missing; it may be empty.
func (r *request) requireParam(name string) error {
	if r.URL.Query().Has(name) {
		return nil
	}
	return validation("query", []problem.Field{
		{Field: name, Detail: "Invalid input: expected string, received undefined"},
	})
}

// redirect sends a browser to a target that checkRedirect has let pass, as it was given: a path is one of this
// server's. The parameters are added to those that the target has.
func redirect(w http.ResponseWriter, target string, params ...string) error {
	u, err := url.Parse(target)
	if err != nil {
		return err
	}
	added := url.Values{}
	for i := 0; i+1 < len(params); i += 2 {
		added.Set(params[i], params[i+1])
	}
	if u.RawQuery != "" && len(added) > 0 {
		u.RawQuery += "&"
	}
	u.RawQuery += added.Encode()
	w.Header().Set("Location", u.String())
	w.WriteHeader(http.StatusFound)
	return nil
}
