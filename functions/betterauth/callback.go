package betterauth

import (
	"cmp"
	"errors"
	"log/slog"
	"net/http"

	"github.com/todo-backend/todo-backend/shared/identity"
)

// Callback answers GET /api/auth/callback/{provider}, where the provider sends the browser back: 302 to where the
// sign-in wanted to go, signed in, or to where it wanted to see errors.
func Callback(w http.ResponseWriter, r *http.Request) { serve(w, r, "betterAuthCallback", callback) }

func callback(w http.ResponseWriter, r *request) error {
	query := r.URL.Query()
	errorTarget := r.Config.AuthURL + "/api/auth/error"
	if query.Get("state") == "" {
		return redirect(w, errorTarget, "error", "state_not_found")
	}
	flow, ok, err := consumeFlow(r)
	if err != nil {
		return err
	}
	errorTarget = cmp.Or(flow.errorTarget, errorTarget)
	if !ok {
		return redirect(w, errorTarget, "error", "state_mismatch")
	}
	http.SetCookie(w, stateCookie(r.Config, "", -1))
	name := r.PathValue("provider")
	p, configured := providers(r.Config)[name]
	switch {
	case query.Get("error") != "" && query.Get("error_description") != "":
		return redirect(w, errorTarget,
			"error", query.Get("error"), "error_description", query.Get("error_description"))
	case query.Get("error") != "":
		return redirect(w, errorTarget, "error", query.Get("error"))
	case query.Get("code") == "":
		return redirect(w, errorTarget, "error", "no_code")
	case !configured:
		return redirect(w, errorTarget, "error", "oauth_provider_not_found")
	}
	person, err := p.redeem(r.Context(), r.HTTP, query.Get("code"), pkceVerifier(r.Secrets, query.Get("state")))
	if err != nil {
		r.Log.Error("sign-in at a provider failed", slog.String("request_id", r.ID),
			slog.String("provider", name), slog.String("error", err.Error()))
		if errors.Is(err, errInvalidCode) {
			return redirect(w, errorTarget, "error", "invalid_code")
		}
		return redirect(w, errorTarget, "error", "unable_to_get_user_info")
	}
	email, rule := identity.NormalizeEmail(person.email)
	if rule != "" {
		return redirect(w, errorTarget, "error", "email_not_found")
	}
	person.email = email
	account := socialAccount{name, person, p.Scopes}
	if flow.linkTo.Valid {
		if code, err := linkAccount(r, flow, account); err != nil {
			return err
		} else if code != "" {
			return redirect(w, errorTarget, "error", code)
		}
		return redirect(w, flow.target)
	}
	session := identity.NewSession(r.Request, identity.Week)
	code, isNew, err := signInOrUp(r, session, account)
	if err != nil {
		return err
	}
	if code != "" {
		return redirect(w, errorTarget, "error", code)
	}
	setSession(w, r, session.Token, session.Lifetime)
	if isNew {
		return redirect(w, cmp.Or(flow.newUserTarget, flow.target))
	}
	return redirect(w, flow.target)
}
