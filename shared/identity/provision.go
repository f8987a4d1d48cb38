package identity

import (
	"context"
	"errors"
	"net/http"
	"strings"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/todo-backend/todo-backend/shared/config"
	"github.com/todo-backend/todo-backend/shared/database"
	"github.com/todo-backend/todo-backend/shared/mail"
	"github.com/todo-backend/todo-backend/shared/problem"
	"github.com/todo-backend/todo-backend/shared/ratelimit"
)

// elsewhere is the provider_id of an identity's row in accounts: it is a linked account like one of GitHub's, is listed
// as one, and ends as one.
const elsewhere = "better-auth"

// nameable reports whether the subject can be an account_id.
func (i *Identity) nameable() bool {
	return i.Subject != "" && len(i.Subject) <= 255 && !strings.Contains(i.Subject, "\x00")
}

// adopt makes the account of an identity that calls for the first time, links the two, and tells the owner. It answers
// 403 where the other server has not verified the address, which may be somebody else's, and where the address has an
// account here already: the two may be two people. A user who came before identities were linked, or with an import, is
// linked at their first call, as long as the address is the same and nothing has ended for them that was given out
// before; so an identity that was unlinked does not come back by itself.
func (i *Identity) adopt(ctx context.Context, cfg *config.Config) error {
	email, rule := CleanEmail(i.Email)
	if rule != "" {
		return problem.New(http.StatusForbidden, "The token must name the email address of its user")
	}
	if !i.EmailVerified {
		return problem.New(http.StatusForbidden,
			"The server that issued this token has not verified the email address of its user")
	}
	if i.Image != nil && !IsAvatar(*i.Image) {
		i.Image = nil
	}
	id, linked := ForeignID(i.Subject), false
	b := &pgx.Batch{}
	ratelimit.Count(b, ratelimit.From(i.from, ratelimit.SignUps, ratelimit.SignUpsLong)...)
	b.Queue(`
		insert into users (id, email, email_verified, full_name, avatar_url)
		values ($1, $2, true, nullif($3, ''), $4)
		on conflict do nothing`, id, email, ForeignName(i.Name), i.Image)
	b.Queue(`
		insert into accounts (id, user_id, provider_id, account_id)
		select $1, id, $2, $3 from users where id = $4 and email = $5 and credential_version = 0
		on conflict do nothing`, uuid.New(), elsewhere, i.Subject, id, email).
		Exec(func(tag pgconn.CommandTag) error { linked = tag.RowsAffected() == 1; return nil })
	b.Queue(`select '' from accounts where provider_id = $1 and account_id = $2`, elsewhere, i.Subject).
		QueryRow(func(row pgx.Row) error {
			if err := row.Scan(nil); errors.Is(err, pgx.ErrNoRows) {
				return problem.New(http.StatusForbidden,
					"An account with the email address of this token exists here already, "+
						"and belongs to another sign-in")
			} else {
				return err
			}
		})
	if err := database.Run(ctx, b, true); err != nil {
		return err
	}
	if linked {
		Tell(ctx, mail.WayAdded(cfg, email, "your account at "+i.Issuer))
	}
	return nil
}
