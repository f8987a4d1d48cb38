package mail

import (
	"github.com/todo-backend/todo-backend/shared/config"
)

// Notices tell the owner of an account of every change to its address, its password and its ways to sign in (OWASP ASVS
// 5.0, 6.3.7).

// EmailChangeAsked tells an account's address that a change to another address was requested.
func EmailChangeAsked(cfg *config.Config, to string) Message {
	return write(cfg, to, "", wording{
		Subject: "A change of your email address was asked for",
		Reason: "Somebody, hopefully you, asked to change the email address of your account. It changes once a link " +
			"in a mail to the new address is opened.",
		IfNotYou: "If you did not ask for it, change your password now, and end the other sessions: that stops it.",
	})
}

// EmailChanged tells the new address, or an unverified former one, that the account's address was changed.
func EmailChanged(cfg *config.Config, to string) Message {
	return write(cfg, to, "", wording{
		Subject: "The email address of an account was changed",
		Reason: "The email address of an account was changed. This email goes to the former address " +
			"and to the new one.",
		IfNotYou: "If you did not expect this, you can ignore it unless you have an account: then check its address.",
	})
}

// EmailChangedUndo tells the verified former address that the account's address was changed, and offers to undo that.
// The link is valid for 7 days.
func EmailChangedUndo(cfg *config.Config, to, link string) Message {
	return write(cfg, to, link, wording{
		Subject: "The email address of your account was changed",
		Reason: "The email address of your account was changed from this one to another. If it was you, nothing is " +
			"left to do. If it was not, take the change back: your account gets this address again, and " +
			"everybody who is signed in to it is signed out.",
		Button:   "Take the change back",
		ValidFor: "7 days",
		IfNotYou: "If you did not change it, somebody may know your password. " +
			"After taking the change back you choose a new one.",
	})
}

// EmailChangeUndone tells both addresses that a change was undone: the account has its former address again.
func EmailChangeUndone(cfg *config.Config, to string) Message {
	return write(cfg, to, "", wording{
		Subject: "A change of your email address was taken back",
		Reason: "The change of an account's email address was taken back from its former address. Everybody who was " +
			"signed in is signed out, and the password is removed.",
		IfNotYou: "The owner of the former address signs in again with a new password, by “Forgot your password?”.",
	})
}

// PasswordChanged tells the owner that the password was changed.
func PasswordChanged(cfg *config.Config, to string) Message {
	return write(cfg, to, "", wording{
		Subject: "Your password was changed",
		Reason:  "The password of your account was changed.",
		IfNotYou: "If it was not you, choose a new one at once, " +
			"by “Forgot your password?”: that signs everybody else out.",
	})
}

// WayAdded tells the owner that a way to sign in, such as "GitHub", was added.
func WayAdded(cfg *config.Config, to, way string) Message {
	return write(cfg, to, "", wording{
		Subject:  "A new way to sign in: " + way,
		Reason:   "Your account can now be signed in to with " + way + ".",
		IfNotYou: "If you did not add it, change your password, and remove it.",
	})
}

// WayRemoved tells the owner that a way to sign in, such as "GitHub" or "the password", was removed.
func WayRemoved(cfg *config.Config, to, way string) Message {
	return write(cfg, to, "", wording{
		Subject: "A way to sign in was removed: " + way,
		Reason:  "Your account can no longer be signed in to with " + way + ".",
		IfNotYou: "If you did not remove it, choose a new password, " +
			"by “Forgot your password?”: that signs everybody else out.",
	})
}

// AccountTaken tells the owner that a sign-in at a provider has proven the address, which removed the earlier password,
// sessions and linked accounts.
func AccountTaken(cfg *config.Config, to, way string) Message {
	return write(cfg, to, "", wording{
		Subject: "Your account is now yours through " + way,
		Reason: "You have signed in with " + way + ", which confirms that this address is yours. Nobody had " +
			"confirmed it here before, so the password, the earlier sessions and linked accounts are removed: " +
			"they may have been somebody else's.",
		IfNotYou: "If you did not sign in with " + way + ", choose a new password, by “Forgot your password?”.",
	})
}
