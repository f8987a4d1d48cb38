package betterauth

import (
	"net/http"

	"github.com/jackc/pgx/v5"

	"github.com/todo-backend/todo-backend/shared/config"
)

// LinkSocial answers POST /api/auth/link-social like sign-in/social: the provider's account becomes one more way for
// the user to sign in, if both have the same address.
func LinkSocial(w http.ResponseWriter, r *http.Request) {
	serve(w, r, "POST", "/link-social", linkSocial)
}

func linkSocial(w http.ResponseWriter, r *http.Request, cfg *config.Config) error {
	var in socialInput
	if err := read(w, r, cfg, &in, false); err != nil {
		return err
	}
	one, err := signedIn(w, r, cfg, "/link-social")
	if err != nil {
		return err
	}
	var f flow
	b := &pgx.Batch{}
	b.Queue(`select app_user(), app_session()`).QueryRow(func(row pgx.Row) error { return row.Scan(&f.LinkTo, &f.SessionID) })
	if err := one.Do(r.Context(), b); err != nil {
		return err
	}
	return begin(w, r, cfg, in, f)
}
