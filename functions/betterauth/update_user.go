package betterauth

import (
	"net/http"
	"time"

	"github.com/todo-backend/todo-backend/shared/database"
	"github.com/todo-backend/todo-backend/shared/identity"
	"github.com/todo-backend/todo-backend/shared/web"
	"github.com/todo-backend/todo-backend/shared/wire"
)

// UpdateUser answers POST /api/auth/update-user with 200: the name and the image are as given, null clears the image.
// The session's cookie is sent again.
func UpdateUser(w http.ResponseWriter, r *http.Request) {
	serve(w, r, "betterAuthUpdateUser", updateUser)
}

func updateUser(w http.ResponseWriter, r *request) error {
	var in struct {
		Name  wire.Optional[string] `json:"name"`
		Image wire.Optional[string] `json:"image" null:"true"`
		Email wire.Optional[any]    `json:"email" null:"true"`
	}
	if err := read(w, r, &in, bodyRequired); err != nil {
		return err
	}
	caller, err := requireSession(w, r, renews)
	if err != nil {
		return err
	}
	name, image, faults := normalizeProfile(in.Name, in.Image)
	switch {
	case in.Email.Given() && in.Email.Value != "":
		return caller.failAfterAuth(badRequest("EMAIL_CAN_NOT_BE_UPDATED", "Email can not be updated"))
	case len(faults) > 0:
		return caller.failAfterAuth(validation("body", faults))
	case !name.Set && !image.Set:
		return caller.failAfterAuth(badRequest("", "No fields to update"))
	}
	lifetime := database.QueryValue[time.Duration](`select lifetime from sessions where id = app_session()`)
	err = caller.run(identity.Profile{FullName: name, AvatarURL: image}.Update(), lifetime)
	if err != nil {
		return err
	}
	if token := caller.Token(); token != "" {
		setSession(w, r, token, lifetime.Value)
	}
	return web.JSON(w, http.StatusOK, map[string]bool{"status": true})
}
