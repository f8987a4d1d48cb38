package betterauth

import (
	"net/http"

	"github.com/jackc/pgx/v5"

	"github.com/todo-backend/todo-backend/shared/web"
)

// ListSessions answers GET /api/auth/list-sessions with 200 and the user's living sessions, the newest first, at most
// 100; with 403 to a session that began more than a day ago.
func ListSessions(w http.ResponseWriter, r *http.Request) {
	serve(w, r, "betterAuthListSessions", listSessions)
}

func listSessions(w http.ResponseWriter, r *request) error {
	one, err := signedIn(w, r)
	if err != nil {
		return err
	}
	var all []sessionJSON
	var recent bool
	b := &pgx.Batch{}
	b.Queue(`select created_at > now() - $1::interval from sessions where id = app_session()`, fresh).
		QueryRow(func(row pgx.Row) error { return row.Scan(&recent) })
	b.Queue(`
		select ` + sessionColumns + ` from sessions s
		where s.user_id = app_user() and s.expires_at > now() order by s.created_at desc, s.id desc limit 100`).
		Query(func(rows pgx.Rows) error {
			all = []sessionJSON{} // a repeated batch starts again
			for rows.Next() {
				var s sessionJSON
				if err := rows.Scan(s.fields()...); err != nil {
					return err
				}
				s.shown()
				all = append(all, s)
			}
			return rows.Err()
		})
	if err := one.Do(r.Context(), b); err != nil {
		return err
	}
	if !recent {
		return notFresh
	}
	return web.JSON(w, http.StatusOK, all)
}

var notFresh = failure(http.StatusForbidden, "SESSION_NOT_FRESH", "Session is not fresh")
