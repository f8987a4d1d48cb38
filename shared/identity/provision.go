package identity

import (
	"github.com/google/uuid"

	"github.com/todo-backend/todo-backend/shared/database"
	"github.com/todo-backend/todo-backend/shared/mail"
	"github.com/todo-backend/todo-backend/shared/ratelimit"
	"github.com/todo-backend/todo-backend/shared/web"
)

// provision creates the account of an external user who calls for the first time, links the two, and tells the owner.
// It fails with web.ErrExternalEmailUnverified where the other server has not verified the address, which may be
// somebody else's, and with web.ErrExternalEmailTaken where the address has an account here already: the two may be two
// people. A user who has an account from an import, or from before external users were linked, is linked at the first
// call, as long as the address is the same and none of the user's credentials were ended here; so an unlinked user is
// not linked again.
func (c *Caller) provision() error {
	user := c.external
	email, rule := NormalizeEmail(user.Email)
	if rule != "" {
		return web.ErrExternalEmailMissing
	}
	if !user.EmailVerified {
		return web.ErrExternalEmailUnverified
	}
	if user.Image != nil && !IsAvatar(*user.Image) {
		user.Image = nil
	}
	id := ImportedID("better-auth", user.Subject)
	link := database.Exec(`
		insert into accounts (id, user_id, provider_id, account_id)
		select $1, id, $2, $3 from users where id = $4 and email = $5 and credential_version = 0
		on conflict do nothing`, uuid.New(), externalProvider, user.Subject, id, email)
	linked := database.Exists(`select from accounts where provider_id = $1 and account_id = $2`,
		externalProvider, user.Subject)
	err := c.r.DB.Read(c.r.Context(), // which may be repeated
		ratelimit.For(c.r.Config).Count(ratelimit.From(c.r.Client(), ratelimit.SignUps, ratelimit.SignUpsLong)...),
		database.Exec(`
			insert into users (id, email, email_verified, full_name, avatar_url)
			values ($1, $2, true, nullif($3, ''), $4)
			on conflict do nothing`, id, email, ExternalName(user.Name), user.Image),
		link, linked)
	switch {
	case err != nil:
		return err
	case !linked.Found:
		return web.ErrExternalEmailTaken
	case link.Affected == 1:
		Notify(c.r, mail.WayAdded(c.r.Config, email, "your account at "+user.Issuer))
	}
	return nil
}
