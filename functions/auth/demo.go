package auth

import (
	"net/http"

	"github.com/todo-backend/todo-backend/shared/database"
	"github.com/todo-backend/todo-backend/shared/identity"
	"github.com/todo-backend/todo-backend/shared/web"
)

// Demo answers GET /api/auth/demo with 200 and the demo account's address and password, which are public, or null where
// there is no demo account: none is configured, or its address is somebody else's.
func Demo(w http.ResponseWriter, r *http.Request) {
	web.Serve(w, r, "demo", answers, demo)
}

func demo(w http.ResponseWriter, r *web.Request) error {
	type credentials struct {
		Email    string `json:"email"`
		Password string `json:"password"`
	}
	var answer struct {
		Account *credentials `json:"demo"`
	}
	if r.Config.DemoEmail == "" {
		return web.JSON(w, http.StatusOK, answer)
	}
	email, _ := identity.NormalizeEmail(r.Config.DemoEmail) // no account has what is no address
	account := database.Exists(`select from users where id = $1 and email = $2`, identity.DemoID, email)
	if err := r.DB.Read(r.Context(), account); err != nil {
		return err
	}
	if account.Found {
		answer.Account = &credentials{email, r.Config.DemoPassword}
	}
	return web.JSON(w, http.StatusOK, answer)
}
