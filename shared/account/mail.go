package account

import (
	"cmp"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"net/url"
	"strings"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/todo-backend/todo-backend/shared/config"
	"github.com/todo-backend/todo-backend/shared/database"
	"github.com/todo-backend/todo-backend/shared/mail"
	"github.com/todo-backend/todo-backend/shared/web"
)

// How long a mail's link is good.
const (
	linkLife     = time.Hour
	deletionLife = 24 * time.Hour
)

var (
	ErrNoMail       = errors.New("mail is not configured")   // SMTP_URL is missing
	ErrInvalidToken = errors.New("the token is invalid")     // or used, or withdrawn
	ErrTokenExpired = errors.New("the token has expired")    // of a verification alone
	ErrNoUser       = errors.New("the token's user is gone") // of a verification alone
)

// CanMail tells whether there is a way to send mail.
func CanMail(cfg *config.Config) bool { return mail.Configured(cfg) }

// link is an address under /api/auth, of configuration alone: no header of a request has a part in it. The callback is
// where the browser goes on, which the caller has checked.
func link(cfg *config.Config, path, callback string, query url.Values) string {
	query.Set("callbackURL", cmp.Or(callback, "/"))
	return cfg.AuthURL + "/api/auth" + path + "?" + query.Encode()
}

// Link is what a link that proves an address says, as Better Auth's JWT (HS256) does: it is not stored, and opening it
// twice does no harm. It holds for the user with that address, so it is dead once the address has changed.
type Link struct {
	jwt.RegisteredClaims
	Email    string `json:"email"`
	UserID   string `json:"userId"`
	UpdateTo string `json:"updateTo,omitempty"` // the address that shall be the user's
	Kind     string `json:"requestType,omitempty"`
	Changes  int    `json:"changes,omitempty"` // of the address so far: a link back to an earlier address works once
}

func (l Link) sign(cfg *config.Config) (string, error) {
	l.IssuedAt, l.ExpiresAt = jwt.NewNumericDate(time.Now()), jwt.NewNumericDate(time.Now().Add(linkLife))
	return jwt.NewWithClaims(jwt.SigningMethodHS256, l).SignedString([]byte(cfg.AuthSecret))
}

// ReadLink reads the token of a link; it fails with ErrInvalidToken or ErrTokenExpired. A session's JWT, signed with the
// same secret, names no address and is none; a link names no issuer, so it is no session's.
func ReadLink(cfg *config.Config, token string) (l Link, err error) {
	_, err = jwt.ParseWithClaims(token, &l, func(*jwt.Token) (any, error) { return SecretKeys(cfg), nil },
		jwt.WithValidMethods([]string{"HS256"}), jwt.WithExpirationRequired())
	switch {
	case errors.Is(err, jwt.ErrTokenExpired):
		return l, ErrTokenExpired
	case err != nil || l.Email == "" || l.UserID == "":
		return l, ErrInvalidToken
	}
	return l, nil
}

// SecretKeys are what verifies a JWT (HS256) of ours: the secret, and the earlier ones.
func SecretKeys(cfg *config.Config) (keys jwt.VerificationKeySet) {
	for _, secret := range cfg.Secrets() {
		keys.Keys = append(keys.Keys, []byte(secret))
	}
	return keys
}

// MailVerification mails a link that proves the user's address, where mail can be sent.
func MailVerification(ctx context.Context, cfg *config.Config, u User, callback string) error {
	if !CanMail(cfg) {
		return nil
	}
	m, err := verificationMail(cfg, u, callback)
	if err == nil {
		mail.Send(ctx, cfg, web.RequestID(ctx), *m)
	}
	return err
}

// MailVerificationTo is MailVerification for whoever may have an address that is not proven yet: nobody, the zero User,
// is answered alike.
func MailVerificationTo(ctx context.Context, cfg *config.Config, u User, callback string) error {
	m, err := verificationMail(cfg, u, callback)
	if err == nil {
		mail.Later(ctx, cfg, web.RequestID(ctx), m)
	}
	return err
}

func verificationMail(cfg *config.Config, u User, callback string) (*mail.Message, error) {
	if u.ID == uuid.Nil {
		return nil, nil
	}
	token, err := Link{Email: u.Email, UserID: u.ID.String()}.sign(cfg)
	if err != nil {
		return nil, err
	}
	m := mail.Verification(cfg, u.Email, link(cfg, "/verify-email", callback, url.Values{"token": {token}}))
	return &m, nil
}

// MailEmailChange mails a link to the address that shall be the user's, unless it is somebody's already; changes is
// the user's email_changes.
func MailEmailChange(ctx context.Context, cfg *config.Config, u User, changes int, to, callback string) error {
	if !CanMail(cfg) {
		return ErrNoMail
	}
	token, err := Link{Email: u.Email, UserID: u.ID.String(), UpdateTo: to, Kind: "change-email-verification", Changes: changes}.sign(cfg)
	if err != nil {
		return err
	}
	taken := false
	b := &pgx.Batch{}
	b.Queue(`select exists (select from users where lower(email) = $1)`, to).QueryRow(func(row pgx.Row) error { return row.Scan(&taken) })
	if err := database.Run(ctx, b, true); err != nil {
		return err
	}
	if taken {
		mail.Later(ctx, cfg, web.RequestID(ctx), nil)
		return nil
	}
	m := mail.EmailChange(cfg, to, link(cfg, "/verify-email", callback, url.Values{"token": {token}}))
	mail.Later(ctx, cfg, web.RequestID(ctx), &m)
	return nil
}

// OpenLink does what a link of MailVerification or MailEmailChange says, in one round trip. The statements of first, a
// limit, come before; it is added to, here as in what follows. It fails with ErrInvalidToken, or with ErrNoUser when the user is gone.
func OpenLink(ctx context.Context, l Link, first *pgx.Batch) (u User, err error) {
	id := ForeignID(l.UserID) // it may be a link that another server has mailed, before its users moved here
	found := false
	first.Queue(`select exists (select from users where id = $1 or lower(email) = $2)`, id, l.Email).QueryRow(func(row pgx.Row) error { return row.Scan(&found) })
	if l.UpdateTo == "" {
		first.Queue(`
			update users set email_verified = true, updated_at = case when email_verified then updated_at else now() end
			where id = $1 and email = $2 returning `+Columns, id, l.Email)
	} else {
		first.Queue(`
			with changed as (
			  update users set email = $3, email_changes = email_changes + 1, updated_at = now()
			  where id = $1 and email = $2 and email_changes = $4 returning `+Columns+`),
			dead as (delete from one_time_tokens where user_id = (select id from changed))
			select `+Columns+` from changed`, id, l.Email, l.UpdateTo, l.Changes)
	}
	first.QueuedQueries[first.Len()-1].QueryRow(func(row pgx.Row) error {
		err := u.Scan(row)
		if pgErr, ok := errors.AsType[*pgconn.PgError](err); ok && pgErr.Code == "23505" { // the address has got an account meanwhile
			return ErrInvalidToken
		}
		if !errors.Is(err, pgx.ErrNoRows) {
			return err
		}
		if !found {
			return ErrNoUser
		}
		return ErrInvalidToken
	})
	return u, database.Run(ctx, first, false)
}

// MailReset mails a link that sets another password to an address of CleanEmail, where it has an account; where it has
// none, nothing tells.
func MailReset(ctx context.Context, cfg *config.Config, email, callback string, first *pgx.Batch) error {
	if !CanMail(cfg) {
		return ErrNoMail
	}
	token := newToken()
	known := false
	first.Queue(`
		insert into one_time_tokens (token_hash, purpose, user_id, expires_at)
		select $1, 'reset-password', id, now() + $2::interval from users where lower(email) = $3 returning true`, HashToken(token), linkLife, email).
		QueryRow(func(row pgx.Row) error {
			if err := row.Scan(&known); !errors.Is(err, pgx.ErrNoRows) {
				return err
			}
			return nil
		})
	// A user has five of them at most, the newest, and the old ones of all go a few at a time.
	first.Queue(`
		delete from one_time_tokens where token_hash in (
		  select t.token_hash from one_time_tokens t join users u on u.id = t.user_id
		  where lower(u.email) = $1 and t.purpose = 'reset-password' order by t.expires_at desc offset 5)`, email)
	first.Queue(`delete from one_time_tokens where token_hash in (select token_hash from one_time_tokens where expires_at < now() limit 10 for update skip locked)`)
	if err := database.Run(ctx, first, false); err != nil {
		return err
	}
	if !known {
		mail.Later(ctx, cfg, web.RequestID(ctx), nil)
		return nil
	}
	m := mail.Reset(cfg, email, link(cfg, "/reset-password/"+token, callback, url.Values{}))
	mail.Later(ctx, cfg, web.RequestID(ctx), &m)
	return nil
}

// Redeem redeems a token of MailReset: once, within an hour. Every session of the user ends, every other token is
// dead, and the address is proven. Where it was not proven before, whoever has made the account may have been somebody
// else: what they have linked to it is gone too. It fails with ErrInvalidToken.
func Redeem(ctx context.Context, token, password string, first *pgx.Batch) error {
	const good = `token_hash = $1 and purpose = 'reset-password' and expires_at > now()`
	first.Queue(`select 1 from one_time_tokens where `+good, HashToken(token)).QueryRow(redeemed) // before the hashing, which is dear
	if err := database.Run(ctx, first, false); err != nil {
		return err
	}
	hash, err := Hash(ctx, password)
	if err != nil {
		return err
	}
	b := &pgx.Batch{}
	b.Queue(`
		with used as (delete from one_time_tokens where `+good+` returning user_id),
		owner as (select u.id, u.email_verified from users u join used on used.user_id = u.id),
		others as (delete from one_time_tokens t using used where t.user_id = used.user_id and t.token_hash <> $1),
		ended as (delete from sessions s using used where s.user_id = used.user_id),
		unlinked as (delete from accounts a using owner where a.user_id = owner.id and not owner.email_verified)
		update users u set password_hash = $2, email_verified = true, updated_at = now() from owner where u.id = owner.id
		returning 1`, HashToken(token), hash).QueryRow(redeemed)
	return database.Run(ctx, b, false)
}

func redeemed(row pgx.Row) error {
	if err := row.Scan(nil); errors.Is(err, pgx.ErrNoRows) {
		return ErrInvalidToken
	} else {
		return err
	}
}

// MailDeletion mails the user a link that deletes the account; it fails with ErrNoMail.
func MailDeletion(ctx context.Context, cfg *config.Config, u User, callback string) error {
	if !CanMail(cfg) {
		return ErrNoMail
	}
	token := newToken()
	b := &pgx.Batch{}
	b.Queue(`delete from one_time_tokens where user_id = $1 and purpose = 'delete-account'`, u.ID)
	b.Queue(`
		insert into one_time_tokens (token_hash, purpose, user_id, expires_at)
		select $1, 'delete-account', id, now() + $2::interval from users where id = $3`, HashToken(token), deletionLife, u.ID)
	if err := database.Run(ctx, b, false); err != nil {
		return err
	}
	m := mail.Deletion(cfg, u.Email, link(cfg, "/delete-user/callback", callback, url.Values{"token": {token}}))
	mail.Send(ctx, cfg, web.RequestID(ctx), m)
	return nil
}

// newToken makes 26 characters of a-z2-7 from 130 random bits; only the mail has them, the database has their hash.
func newToken() string { return strings.ToLower(rand.Text()) }

// HashToken is the form in which the database keeps a token, a session's or a mail's: its SHA-256.
func HashToken(token string) []byte {
	sum := sha256.Sum256([]byte(token))
	return sum[:]
}
