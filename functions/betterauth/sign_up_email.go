package betterauth

import (
	"net/http"

	"github.com/todo-backend/todo-backend/shared/identity"
	"github.com/todo-backend/todo-backend/shared/problem"
	"github.com/todo-backend/todo-backend/shared/web"
	"github.com/todo-backend/todo-backend/shared/wire"
)

// SignUpEmail answers POST /api/auth/sign-up/email with 200, the user, who is signed in, and the session's token; with
// 422 when the address has an account already.
func SignUpEmail(w http.ResponseWriter, r *http.Request) {
	serve(w, r, "betterAuthSignUpEmail", signUpEmail)
}

func signUpEmail(w http.ResponseWriter, r *request) error {
	var in struct {
		Name        wire.Optional[string] `json:"name" need:"true"`
		Email       wire.Optional[string] `json:"email" need:"true"`
		Password    wire.Optional[string] `json:"password" need:"true"`
		Image       wire.Optional[string] `json:"image"`
		CallbackURL wire.Optional[string] `json:"callbackURL"`
		RememberMe  wire.Optional[bool]   `json:"rememberMe" type:"boolean"`
	}
	if err := read(w, r, &in, bodyOfLogin); err != nil {
		return err
	}
	email, faults := normalizeEmail("email", in.Email.Value)
	if in.Password.Value == "" {
		faults = append(faults, problem.Field{
			Field: "password", Detail: "Too small: expected string to have >=1 characters",
		})
	}
	name, image, rules := normalizeProfile(in.Name, in.Image)
	if faults = append(faults, rules...); len(faults) > 0 {
		return validation("body", faults)
	}
	if err := checkNewPassword(in.Password.Value); err != nil {
		return err
	}
	session := identity.NewSession(r.Request, lifetime(in.RememberMe))
	user, err := identity.SignUp(r.Request, identity.SignUpParams{
		Email: email, Password: in.Password.Value, FullName: name.Ptr(), AvatarURL: image.Ptr(),
		Session: session, Callback: in.CallbackURL.Value,
	}, r.limited())
	if err != nil {
		return err
	}
	setSession(w, r, session.Token, session.Lifetime)
	return web.JSON(w, http.StatusOK, struct {
		Token string   `json:"token"`
		User  userJSON `json:"user"`
	}{session.Token, newUserJSON(user)})
}
