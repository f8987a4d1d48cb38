package betterauth

import (
	"net/http"

	"github.com/jackc/pgx/v5"
)

// LinkSocial answers POST /api/auth/link-social like sign-in/social: the provider's account becomes one more way for
// the user to sign in, if both have the same address.
func LinkSocial(w http.ResponseWriter, r *http.Request) {
	serve(w, r, "betterAuthLinkSocial", linkSocial)
}

func linkSocial(w http.ResponseWriter, r *request) error {
	var in socialInput
	if err := read(w, r, &in, needed); err != nil {
		return err
	}
	one, err := signedIn(w, r)
	if err != nil {
		return err
	}
	return begin(w, r, in, func(b *pgx.Batch) error { return one.DoWith(r.Context(), b) })
}
