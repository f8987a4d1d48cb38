package mail

import (
	"github.com/todo-backend/todo-backend/shared/config"
)

// What an owner is told without having asked for it (OWASP ASVS 5.0, 6.3.7): every change of the address, the password
// and the ways to sign in.

// EmailChangeAsked tells the address of an account that another one was asked for.
func EmailChangeAsked(cfg *config.Config, to string) Message {
	return write(cfg, to, "", words{
		Subject: "A change of your email address was asked for",
		Why: "Somebody, hopefully you, asked to change the email address of your account. It changes once a link in " +
			"a mail to the new address is opened.",
		Not: "If you did not ask for it, change your password now, and end the other sessions: that stops it.",
	})
}

// EmailChanged tells a former address, which was not verified, or the new one, that the account has another
// address.
func EmailChanged(cfg *config.Config, to string) Message {
	return write(cfg, to, "", words{
		Subject: "The email address of an account was changed",
		Why: "The email address of an account was changed. This email goes to the former address " +
			"and to the new one.",
		Not: "If you did not expect this, you can ignore it unless you have an account: then check its address.",
	})
}

// EmailChangedUndo tells the verified former address that the account has another one, and offers to take that back.
// The link is valid for 7 days.
func EmailChangedUndo(cfg *config.Config, to, link string) Message {
	return write(cfg, to, link, words{
		Subject: "The email address of your account was changed",
		Why: "The email address of your account was changed from this one to another. If it was you, nothing is left " +
			"to do. If it was not, take the change back: your account gets this address again, and everybody who is " +
			"signed in to it is signed out.",
		Button: "Take the change back",
		Valid:  "7 days",
		Not: "If you did not change it, somebody may know your password. " +
			"After taking the change back you choose a new one.",
	})
}

// EmailChangeUndone tells both addresses that the account has its former one again.
func EmailChangeUndone(cfg *config.Config, to string) Message {
	return write(cfg, to, "", words{
		Subject: "A change of your email address was taken back",
		Why: "The change of an account's email address was taken back from its former address. Everybody who was " +
			"signed in is signed out, and the password is removed.",
		Not: "The owner of the former address signs in again with a new password, by “Forgot your password?”.",
	})
}

// PasswordChanged tells that the account has another password.
func PasswordChanged(cfg *config.Config, to string) Message {
	return write(cfg, to, "", words{
		Subject: "Your password was changed",
		Why:     "The password of your account was changed.",
		Not: "If it was not you, choose a new one at once, " +
			"by “Forgot your password?”: that signs everybody else out.",
	})
}

// WayAdded tells that the account can be signed in to in one more way, such as "GitHub".
func WayAdded(cfg *config.Config, to, way string) Message {
	return write(cfg, to, "", words{
		Subject: "A new way to sign in: " + way,
		Why:     "Your account can now be signed in to with " + way + ".",
		Not:     "If you did not add it, change your password, and remove it.",
	})
}

// WayRemoved tells that the account cannot be signed in to any more in a way such as "GitHub" or "the password".
func WayRemoved(cfg *config.Config, to, way string) Message {
	return write(cfg, to, "", words{
		Subject: "A way to sign in was removed: " + way,
		Why:     "Your account can no longer be signed in to with " + way + ".",
		Not: "If you did not remove it, choose a new password, " +
			"by “Forgot your password?”: that signs everybody else out.",
	})
}

// AccountTaken tells that a sign-in at a provider has proven the address, so that what was there before is gone.
func AccountTaken(cfg *config.Config, to, way string) Message {
	return write(cfg, to, "", words{
		Subject: "Your account is now yours through " + way,
		Why: "You have signed in with " + way + ", which confirms that this address is yours. Nobody had confirmed " +
			"it here before, so the password, the earlier sessions and linked accounts are removed: " +
			"they may have been somebody else's.",
		Not: "If you did not sign in with " + way + ", choose a new password, by “Forgot your password?”.",
	})
}
