package auth

import (
	"net/http"

	"github.com/jackc/pgx/v5"

	"github.com/todo-backend/todo-backend/shared/config"
	"github.com/todo-backend/todo-backend/shared/database"
	"github.com/todo-backend/todo-backend/shared/identity"
	"github.com/todo-backend/todo-backend/shared/web"
)

// Demo answers GET /api/auth/demo with 200 and the demo account's address and password, which are public, or null where
// there is no demo account: none is configured, or its address is somebody else's.
func Demo(w http.ResponseWriter, r *http.Request) {
	web.Serve(w, r, "demo", demo)
}

func demo(w http.ResponseWriter, r *http.Request) error {
	cfg, err := config.Get()
	if err != nil {
		return err
	}
	type credentials struct {
		Email    string `json:"email"`
		Password string `json:"password"`
	}
	var answer struct {
		Account *credentials `json:"demo"`
	}
	if cfg.DemoEmail == "" {
		return web.JSON(w, http.StatusOK, answer)
	}
	email, _ := identity.CleanEmail(cfg.DemoEmail) // no account has what is no address
	var exists bool
	b := &pgx.Batch{}
	b.Queue(`select exists (select from users where id = $1 and email = $2)`, identity.DemoID, email).
		QueryRow(func(row pgx.Row) error { return row.Scan(&exists) })
	if err := database.Run(r.Context(), b, true); err != nil {
		return err
	}
	if exists {
		answer.Account = &credentials{email, cfg.DemoPassword}
	}
	return web.JSON(w, http.StatusOK, answer)
}
