package identity

import (
	"context"
	"net/http"
	"slices"

	"github.com/jackc/pgx/v5"

	"github.com/todo-backend/todo-backend/shared/config"
	"github.com/todo-backend/todo-backend/shared/database"
)

// End ends the sessions that r shows, the one of its bearer token and those of its cookies, and takes the cookies back;
// first, a limit, comes before. A foreign page's request, which foreign is the refusal of, or nil, has no say over a
// cookie: without a bearer token foreign is returned, and nothing ends or is taken back.
func End(ctx context.Context, w http.ResponseWriter, r *http.Request, cfg *config.Config, foreign error,
	first *pgx.Batch) error {
	if c, ok := FromBearer(cfg, r); ok {
		first.Queue(`delete from sessions where id in (select id from (`+c.find+`) s)`, c.args...)
	} else if foreign != nil {
		return foreign
	}
	if c, ok := FromCookie(cfg, r); ok && foreign == nil {
		first.Queue(`delete from sessions where token_hash = any($1::bytea[])`, c.TokenHashes())
	}
	if first.Len() > 0 {
		if err := database.Run(ctx, first, false); err != nil {
			return err
		}
	}
	if foreign == nil {
		clearCookies(w, cfg)
	}
	return nil
}

// ClearCookies takes back the session cookie and those that Better Auth has beside it, now that c's session has ended.
// A cookie of another session, which r brings beside a bearer token, stays: that session lives on.
func (c Caller) ClearCookies(w http.ResponseWriter, r *http.Request, cfg *config.Config) {
	for _, token := range ReadCookies(cfg, r, "session_token") {
		if !slices.Contains(c.tokens, token) {
			return
		}
	}
	clearCookies(w, cfg)
}

func clearCookies(w http.ResponseWriter, cfg *config.Config) {
	for _, name := range []string{"session_token", "session_data", "dont_remember"} {
		http.SetCookie(w, Cookie(cfg, name, "", -1))
	}
}
