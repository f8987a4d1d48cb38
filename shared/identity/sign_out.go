package identity

import (
	"net/http"

	"github.com/todo-backend/todo-backend/shared/database"
	"github.com/todo-backend/todo-backend/shared/web"
)

// EndShownSessions ends the sessions that r shows, the one of its bearer token and those of its cookies, of each name,
// after the statements of pre, such as a limit, and clears the cookies. A foreign page's request has no say over a
// cookie: without a bearer token EndShownSessions fails with web.ErrForeignOrigin, and nothing ends or is cleared.
func EndShownSessions(w http.ResponseWriter, r *web.Request, pre ...database.Statement) error {
	foreign := r.CheckOrigin()
	statements := pre
	if c, ok := FromBearer(r); ok {
		statements = append(statements, database.Exec(
			`delete from sessions where id in (select id from (`+c.lookup+`) s)`, c.args...))
	} else if foreign != nil {
		return foreign
	}
	var tokens []string
	for _, name := range sessionCookies(r.Config) {
		tokens = append(tokens, cookieTokens(r, name)...)
	}
	if len(tokens) > 0 && foreign == nil {
		statements = append(statements,
			database.Exec(`delete from sessions where token_hash = any($1::bytea[])`, hashTokens(tokens)))
	}
	if err := r.DB.Write(r.Context(), statements...); err != nil {
		return err
	}
	if foreign == nil {
		clearCookies(w, r)
	}
	return nil
}
