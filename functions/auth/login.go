package auth

import (
	"errors"
	"net/http"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/todo-backend/todo-backend/shared/account"
	"github.com/todo-backend/todo-backend/shared/config"
	"github.com/todo-backend/todo-backend/shared/database"
	"github.com/todo-backend/todo-backend/shared/problem"
	"github.com/todo-backend/todo-backend/shared/session"
	"github.com/todo-backend/todo-backend/shared/web"
)

// Login answers POST /api/auth/login with 200, the user, a token and the session cookie; with 401 in the same words and
// the same time for an unknown email and a wrong password; and with 429 after five attempts in a minute from one address.
func Login(w http.ResponseWriter, r *http.Request) {
	web.Serve(w, r, web.Route{Methods: "POST", Path: "/api/auth/login", Alias: "/api/auth/signin"}, login)
}

func login(w http.ResponseWriter, r *http.Request) error {
	cfg, err := config.Get()
	if err != nil {
		return err
	}
	var in struct {
		Email      string `json:"email"`
		Password   string `json:"password"`
		RememberMe bool   `json:"remember_me" type:"true or false"`
	}
	wrong, err := web.Decode(w, r, &in)
	if err != nil {
		return err
	}
	var rule string
	if in.Email, rule = account.CleanEmail(in.Email); rule != "" {
		wrong = problem.Add(wrong, "email", rule)
	}
	if in.Password == "" {
		wrong = problem.Add(wrong, "password", "Password is required")
	} else if account.TooLong(in.Password) { // none that long was ever accepted
		wrong = problem.Add(wrong, "password", account.PasswordRule(in.Password))
	}
	if len(wrong) > 0 {
		return problem.Invalid(wrong...)
	}
	address := web.ClientAddress(cfg, r)

	var user account.User
	var hash string
	b := &pgx.Batch{}
	session.CountAttempt(b, session.FromAddress(address))
	b.Queue(`select `+account.Columns+`, password_hash from users where lower(email) = $1`, in.Email).
		QueryRow(func(row pgx.Row) error {
			err := row.Scan(append(user.Fields(), &hash)...)
			if errors.Is(err, pgx.ErrNoRows) {
				return nil // the empty hash takes as long to check
			}
			return err
		})
	if err := database.Run(r.Context(), b, false); err != nil {
		return err
	}
	ok, outdated, err := account.Verify(r.Context(), hash, in.Password)
	if err != nil {
		return err
	}
	if !ok {
		return problem.New(http.StatusUnauthorized, "Invalid email or password").With("WWW-Authenticate", "Bearer")
	}
	upgraded := hash
	if outdated {
		if upgraded, err = account.Hash(r.Context(), in.Password); err != nil {
			return err
		}
	}
	sessionID, err := uuid.NewV7()
	if err != nil {
		return err
	}

	var expires time.Time
	b = &pgx.Batch{}
	// The hash is compared again: a password that was changed meanwhile opens no session.
	b.Queue(`
		with verified as (update users set password_hash = $3 where id = $1 and password_hash = $2 and $2 <> $3)
		insert into sessions (id, user_id, remember, ip_address, user_agent, expires_at)
		select $4, id, $5, $6, left($7, 512), now() + $8::interval from users where id = $1 and password_hash = $2
		returning expires_at`,
		user.ID, hash, upgraded, sessionID, in.RememberMe, addressOrNull(address), userAgent(r), session.Lifetime(in.RememberMe)).
		QueryRow(func(row pgx.Row) error { return row.Scan(&expires) })
	// A user's sessions are bounded, and the expired ones of all are taken away a few at a time.
	b.Queue(`delete from sessions where id in (select id from sessions where user_id = $1 order by created_at desc, id desc offset 100)`, user.ID)
	b.Queue(`delete from sessions where id in (select id from sessions where expires_at < now() limit 10 for update skip locked)`)
	if err := database.Run(r.Context(), b, false); errors.Is(err, pgx.ErrNoRows) {
		return problem.New(http.StatusUnauthorized, "Invalid email or password").With("WWW-Authenticate", "Bearer")
	} else if err != nil {
		return err
	}
	return answer(w, cfg, user, sessionID, expires, loggedIn)
}
