package auth

import (
	"net/http"

	"github.com/todo-backend/todo-backend/shared/identity"
	"github.com/todo-backend/todo-backend/shared/problem"
	"github.com/todo-backend/todo-backend/shared/web"
	"github.com/todo-backend/todo-backend/shared/wire"
	"github.com/todo-backend/todo-backend/shared/zone"
)

// UpdateProfile answers PATCH and PUT /api/auth/profile with 200 and the user: absent fields stay, null clears.
func UpdateProfile(w http.ResponseWriter, r *http.Request) {
	web.Serve(w, r, "updateProfile", answers, updateProfile)
}

func updateProfile(w http.ResponseWriter, r *web.Request) error {
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
	faults, err := web.Decode(w, r, &in)
	if err != nil {
		return err
	}
	fullName, nameFaults := identity.NormalizeName(in.FullName, in.Name)
	faults = append(faults, nameFaults...)
	if in.AvatarURL.Given() && !identity.IsAvatar(in.AvatarURL.Value) {
		faults = problem.AppendOnce(faults, "avatar_url",
			"avatar_url must be an http or https address of 2048 characters or less")
	}
	if in.Timezone.Set {
		var ok bool
		if in.Timezone.Value, ok = zone.Find(in.Timezone.Value); !ok {
			faults = problem.AppendOnce(faults, "timezone",
				"timezone must be the IANA name of a time zone, such as Europe/Paris")
		}
	}
	if in.Language.Set && !identity.IsLanguage(in.Language.Value) {
		faults = problem.AppendOnce(faults, "language", identity.LanguageRule)
	}
	if len(faults) > 0 {
		return problem.Unprocessable(faults...)
	}

	profile := identity.Profile{
		FullName: fullName, AvatarURL: in.AvatarURL, Timezone: in.Timezone, Language: in.Language,
	}
	user := profile.Update()
	if err := caller.Run(append(profile.MoveDays(), user)...); err != nil {
		return err
	}
	if !user.Found { // deleted since the session was checked
		return web.ErrUnauthenticated
	}
	return web.JSON(w, http.StatusOK, user.Value)
}
