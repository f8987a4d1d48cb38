package betterauth

import (
	"errors"
	"net/http"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/todo-backend/todo-backend/shared/identity"
	"github.com/todo-backend/todo-backend/shared/secret"
	"github.com/todo-backend/todo-backend/shared/web"
	"github.com/todo-backend/todo-backend/shared/wire"
)

// DeleteUser answers POST /api/auth/delete-user with 200: the user, the sessions and the tasks are gone. It takes the
// password, or the token of the mail's link, or a session that began within a day. With an older one and a callbackURL,
// where the link leads, that mail is sent.
func DeleteUser(w http.ResponseWriter, r *http.Request) {
	serve(w, r, "betterAuthDeleteUser", deleteUser)
}

func deleteUser(w http.ResponseWriter, r *request) error {
	var in struct {
		Password    wire.Optional[string] `json:"password"`
		Token       wire.Optional[string] `json:"token"`
		CallbackURL wire.Optional[string] `json:"callbackURL"`
	}
	if err := read(w, r, &in, needed); err != nil {
		return err
	}
	one, err := signedIn(w, r)
	if err != nil {
		return err
	}
	one.first = one.count // a session that ends is not renewed
	if in.Password.Value != "" {
		if identity.TooLong(in.Password.Value) {
			return one.refuse(r.Context(), passwordTooLong)
		}
		if _, _, err := one.verify(r.Context(), in.Password.Value); err != nil {
			return err
		}
		one.first = &pgx.Batch{} // counted
	}
	if in.Token.Value != "" {
		if err := deleteWithToken(r, one, in.Token.Value); err != nil {
			return err
		}
		one.ClearCookies(w, r.Request, r.cfg)
		return web.JSON(w, http.StatusOK, deleted{true, "User deleted"})
	}

	gone := false
	var known identity.User
	var cause identity.Cause
	b := &pgx.Batch{}
	b.Queue(`select ` + identity.Columns + `, ` + identity.CauseColumns + ` from users where id = app_user()`).
		QueryRow(func(row pgx.Row) error { return row.Scan(append(known.Fields(), cause.Fields()...)...) })
	b.Queue(`
		delete from users where id = app_user()
		and ($1 or exists (select from sessions where id = app_session() and created_at > now() - $2::interval))`, in.Password.Value != "", fresh).
		Exec(func(tag pgconn.CommandTag) error { gone = tag.RowsAffected() == 1; return nil })
	if err := one.Do(r.Context(), b); err != nil {
		return err
	}
	if gone {
		one.ClearCookies(w, r.Request, r.cfg)
		return web.JSON(w, http.StatusOK, deleted{true, "User deleted"})
	}
	if in.CallbackURL.Value != "" {
		err = identity.MailDeletion(r.Context(), r.cfg, known, cause, in.CallbackURL.Value)
	}
	if in.CallbackURL.Value == "" || errors.Is(err, identity.ErrNoMail) {
		return invalid("SESSION_EXPIRED", "Session expired. Re-authenticate to perform this action.")
	} else if err != nil {
		return err
	}
	return web.JSON(w, http.StatusOK, deleted{true, "Verification email sent"})
}

type deleted struct {
	Success bool   `json:"success"`
	Message string `json:"message"`
}

// deleteWithToken deletes the caller, whose mail has brought the token; one that is another user's, used or old is a 404.
func deleteWithToken(r *request, one call, token string) error {
	b := &pgx.Batch{}
	b.Queue(`
		with used as (
		  delete from one_time_tokens t
		  where t.token_hash = $1 and t.purpose = 'delete-account' and t.user_id = app_user() and `+identity.LiveToken+`
		  returning t.user_id)
		delete from users where id = (select user_id from used)`, secret.HashToken(token)).
		Exec(func(tag pgconn.CommandTag) error {
			if tag.RowsAffected() == 0 {
				return failure(http.StatusNotFound, "INVALID_TOKEN", "Invalid token")
			}
			return nil
		})
	return one.Do(r.Context(), b)
}
