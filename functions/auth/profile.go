package auth

import (
	"net/http"
	"regexp"

	"github.com/jackc/pgx/v5"

	"github.com/todo-backend/todo-backend/shared/identity"
	"github.com/todo-backend/todo-backend/shared/problem"
	"github.com/todo-backend/todo-backend/shared/web"
	"github.com/todo-backend/todo-backend/shared/wire"
	"github.com/todo-backend/todo-backend/shared/zone"
)

// UpdateProfile answers PATCH and PUT /api/auth/profile with 200 and the user: absent fields stay, null clears.
func UpdateProfile(w http.ResponseWriter, r *http.Request) {
	web.Serve(w, r, "updateProfile", updateProfile)
}

// languageTag is the form of a BCP 47 tag (RFC 5646): en, pt-BR, zh-Hant-TW.
var languageTag = regexp.MustCompile(`^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$`)

func updateProfile(w http.ResponseWriter, r *http.Request) error {
	caller, err := identity.Authenticate(r)
	if err != nil {
		return err
	}
	var in struct {
		FullName  wire.Optional[string] `json:"full_name" type:"a string or null"`
		Name      wire.Optional[string] `json:"name" type:"a string or null"`
		AvatarURL wire.Optional[string] `json:"avatar_url" type:"a string or null"`
		Timezone  wire.Optional[string] `json:"timezone"`
		Language  wire.Optional[string] `json:"language"`
	}
	wrong, err := web.Decode(w, r, &in)
	if err != nil {
		return err
	}
	fullName, rules := identity.CleanName(in.FullName, in.Name)
	wrong = append(wrong, rules...)
	if in.AvatarURL.Given() {
		if !identity.IsAvatar(in.AvatarURL.Value) {
			wrong = problem.AppendOnce(wrong, "avatar_url", "avatar_url must be an http or https address of 2048 characters or less")
		}
	}
	if in.Timezone.Set {
		var ok bool
		if in.Timezone.Value, ok = zone.Find(in.Timezone.Value); !ok {
			wrong = problem.AppendOnce(wrong, "timezone",
				"timezone must be the IANA name of a time zone, such as Europe/Paris")
		}
	}
	if in.Language.Set && (len(in.Language.Value) > 35 || !languageTag.MatchString(in.Language.Value)) {
		wrong = problem.AppendOnce(wrong, "language", "language must be a language tag such as en or pt-BR")
	}
	if len(wrong) > 0 {
		return problem.Unprocessable(wrong...)
	}

	var user identity.User
	b := &pgx.Batch{}
	b.Queue(`
		update users set
		  full_name  = case when $1 then $2 else full_name end,
		  avatar_url = case when $3 then $4 else avatar_url end,
		  timezone   = coalesce($5, timezone),
		  language   = coalesce($6, language),
		  updated_at = case when $1 or $3 or $5 is not null or $6 is not null then now() else updated_at end
		where id = app_user()
		returning `+identity.Columns,
		fullName.Set, fullName.Ptr(), in.AvatarURL.Set, in.AvatarURL.Ptr(), in.Timezone.Ptr(), in.Language.Ptr()).
		QueryRow(user.Scan)
	if err := caller.Do(r.Context(), b); err != nil {
		return err
	}
	return web.JSON(w, http.StatusOK, user)
}
