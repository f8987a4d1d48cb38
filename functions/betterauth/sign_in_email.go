package betterauth

import (
	"net/http"

	"github.com/todo-backend/todo-backend/shared/identity"
	"github.com/todo-backend/todo-backend/shared/web"
	"github.com/todo-backend/todo-backend/shared/wire"
)

// SignInEmail answers POST /api/auth/sign-in/email with 200, the user and the session's token, and where to go on; with
// 401 in the same words and the same time for an unknown address and a wrong password.
func SignInEmail(w http.ResponseWriter, r *http.Request) {
	serve(w, r, "betterAuthSignInEmail", signInEmail)
}

func signInEmail(w http.ResponseWriter, r *request) error {
	var in struct {
		Email       wire.Optional[string] `json:"email" need:"true"`
		Password    wire.Optional[string] `json:"password" need:"true"`
		CallbackURL wire.Optional[string] `json:"callbackURL"`
		RememberMe  wire.Optional[bool]   `json:"rememberMe" type:"boolean"`
	}
	if err := read(w, r, &in, bodyOfLogin); err != nil {
		return err
	}
	email, faults := normalizeEmail("email", in.Email.Value)
	if faults != nil {
		return badRequest("INVALID_EMAIL", "Invalid email")
	}
	if identity.PasswordTooLong(in.Password.Value) {
		return passwordTooLong
	}
	session := identity.NewSession(r.Request, lifetime(in.RememberMe))
	user, err := identity.SignIn(r.Request, session, email, in.Password.Value, r.limited())
	if err != nil {
		return err
	}
	setSession(w, r, session.Token, session.Lifetime)
	if in.CallbackURL.Value != "" {
		w.Header().Set("Location", in.CallbackURL.Value)
	}
	return web.JSON(w, http.StatusOK, struct {
		Redirect bool     `json:"redirect"`
		Token    string   `json:"token"`
		URL      string   `json:"url,omitempty"`
		User     userJSON `json:"user"`
	}{in.CallbackURL.Value != "", session.Token, in.CallbackURL.Value, newUserJSON(user)})
}
