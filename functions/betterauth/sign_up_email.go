package betterauth

import (
	"errors"
	"net/http"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

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
	if err := read(w, r, &in, ofLogin); err != nil {
		return err
	}
	email, wrong := cleanEmail("email", in.Email.Value)
	if in.Password.Value == "" {
		wrong = append(wrong, problem.Field{Field: "password", Detail: "Too small: expected string to have >=1 characters"})
	}
	name, image, rules := cleanProfile(in.Name, in.Image)
	if wrong = append(wrong, rules...); len(wrong) > 0 {
		return validation("body", wrong)
	}
	if tooShort(in.Password.Value) {
		return passwordTooShort
	}
	if identity.TooLong(in.Password.Value) {
		return passwordTooLong
	}
	if identity.TooCommon(in.Password.Value) {
		return passwordCommon
	}
	begun, err := identity.Begin(r.cfg, r.Request, lifetime(in.RememberMe))
	if err != nil {
		return err
	}
	created, admitted, err := identity.Create(r.Context(), identity.New{
		Email: email, Password: in.Password.Value, FullName: name.Ptr(), AvatarURL: image.Ptr(),
		From: web.ClientAddress(r.cfg, r.Request),
	}, r.limited(), func(id uuid.UUID, b *pgx.Batch) {
		begun.Open(b, `select id from users where id = $6`, id)
	})
	if errors.Is(err, identity.ErrTaken) {
		return failure(http.StatusUnprocessableEntity, "USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL", "User already exists. Use another email.")
	} else if errors.Is(err, identity.ErrRaced) {
		return failure(http.StatusUnprocessableEntity, "FAILED_TO_CREATE_USER", "Failed to create user")
	} else if err != nil {
		return err
	}
	err = identity.MailVerification(r.Context(), r.cfg, created, identity.Cause{}, in.CallbackURL.Value, admitted)
	if err != nil {
		return err
	}
	setSession(w, r, begun.Token, begun.Lifetime)
	return web.JSON(w, http.StatusOK, struct {
		Token string   `json:"token"`
		User  userJSON `json:"user"`
	}{begun.Token, user(created)})
}
