package betterauth

import (
	"net/http"
	"time"

	"github.com/jackc/pgx/v5"

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
	if err := read(w, r, &in, needed); err != nil {
		return err
	}
	one, err := signedIn(w, r)
	if err != nil {
		return err
	}
	name, image, wrong := cleanProfile(in.Name, in.Image)
	switch {
	case in.Email.Given() && in.Email.Value != "":
		err = invalid("EMAIL_CAN_NOT_BE_UPDATED", "Email can not be updated")
	case len(wrong) > 0:
		err = validation("body", wrong)
	case !name.Set && !image.Set:
		err = invalid(noCode, "No fields to update")
	}
	if err != nil {
		return one.refuse(r.Context(), err)
	}
	var lifetime time.Duration
	b := &pgx.Batch{}
	b.Queue(`
		update users set
		  full_name  = case when $1 then $2 else full_name end,
		  avatar_url = case when $3 then $4 else avatar_url end,
		  updated_at = now()
		where id = app_user()`, name.Set, name.Ptr(), image.Set, image.Ptr())
	b.Queue(`select lifetime from sessions where id = app_session()`).QueryRow(func(row pgx.Row) error { return row.Scan(&lifetime) })
	if err := one.Do(r.Context(), b); err != nil {
		return err
	}
	if token := one.Token(); token != "" {
		setSession(w, r, token, lifetime)
	}
	return web.JSON(w, http.StatusOK, map[string]bool{"status": true})
}
