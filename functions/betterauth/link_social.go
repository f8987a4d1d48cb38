package betterauth

import "net/http"

// LinkSocial answers POST /api/auth/link-social like sign-in/social: the provider's account becomes one more way for
// the user to sign in, if both have the same address.
func LinkSocial(w http.ResponseWriter, r *http.Request) {
	serve(w, r, "betterAuthLinkSocial", linkSocial)
}

func linkSocial(w http.ResponseWriter, r *request) error {
	var in socialInput
	if err := read(w, r, &in, bodyRequired); err != nil {
		return err
	}
	caller, err := requireSession(w, r, renews)
	if err != nil {
		return err
	}
	return startOAuth(w, r, in, caller.runAsOwner)
}
