package identity

import (
	"regexp"

	"github.com/todo-backend/todo-backend/shared/database"
	"github.com/todo-backend/todo-backend/shared/wire"
)

// SelectUser returns the statement that reads the caller.
func SelectUser() *database.Row[User] {
	return database.QueryRow[User](`select ` + UserColumns + ` from users where id = app_user()`)
}

// UserCause is a user with the cause that a link which is given out now has.
type UserCause struct {
	User
	Cause Cause
}

// Fields are where a row of a UserCause is scanned to.
func (u *UserCause) Fields() []any {
	return append(u.User.Fields(), &u.Cause.Version, &u.Cause.Session)
}

// UserCauseColumns are what UserCause.Fields take, in their order, of users and of the session of the same round trip.
const UserCauseColumns = UserColumns + `, credential_version, app_session()`

// SelectUserCause returns the statement that reads the caller, with the cause of a link that is given out now.
func SelectUserCause() *database.Row[UserCause] {
	return database.QueryRow[UserCause](`select ` + UserCauseColumns + ` from users where id = app_user()`)
}

// Profile is what a user may change: a field that is not set stays, null clears.
type Profile struct {
	FullName, AvatarURL wire.Optional[string]
	Timezone, Language  wire.Optional[string] // null leaves them, too
}

// Update returns the statement that changes the caller's profile, and reads the user.
func (p Profile) Update() *database.Row[User] {
	return database.QueryRow[User](`
		update users set
		  full_name  = case when $1 then $2 else full_name end,
		  avatar_url = case when $3 then $4 else avatar_url end,
		  timezone   = coalesce($5, timezone),
		  language   = coalesce($6, language),
		  updated_at = case when $1 or $3 or $5 is not null or $6 is not null then now() else updated_at end
		where id = app_user()
		returning `+UserColumns,
		p.FullName.Set, p.FullName.Ptr(), p.AvatarURL.Set, p.AvatarURL.Ptr(), p.Timezone.Ptr(), p.Language.Ptr())
}

// MoveDays returns the statements that give days their place in the new time zone, where it is another one; they run
// before Update. Tasks that are due on a day stay on that day, and what recurs goes on by the clocks there.
func (p Profile) MoveDays() []database.Statement {
	if !p.Timezone.Given() {
		return nil
	}
	return []database.Statement{
		// Who writes a day waits for this lock, or is waited for: the statement after it sees every task.
		database.Exec(`select from users where id = app_user() for no key update`),
		database.Exec(`
			update tasks set
			  due_date = case when due_on is null then due_date else end_of_day(due_on, place.zone) end,
			  recurrence_rule = case when recurrence_pattern is null then recurrence_rule
			    else pattern_rule(recurrence_pattern, recurrence_anchor,
			      case when due_on is null then place.zone else 'UTC' end, recurrence_from) end,
			  occurrences = null,
			  version     = version + 1,
			  updated_at  = now()
			from (select zone_of($1) as zone from users where id = app_user() and timezone <> $1) as place
			where user_id = app_user() and (due_on is not null or recurrence_rule is not null)`, p.Timezone.Value),
	}
}

// languageTag is the form of a BCP 47 tag (RFC 5646): en, pt-BR, zh-Hant-TW.
var languageTag = regexp.MustCompile(`^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$`)

// LanguageRule is what a text breaks that IsLanguage refuses.
const LanguageRule = "language must be a language tag such as en or pt-BR"

// IsLanguage reports whether text may be a profile's language: a BCP 47 tag of at most 35 characters.
func IsLanguage(text string) bool { return len(text) <= 35 && languageTag.MatchString(text) }
