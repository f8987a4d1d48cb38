package mail

import (
	"html/template"
	"strings"

	"github.com/todo-backend/todo-backend/shared/config"
)

// Verification asks the owner of the address to confirm it. The link is valid for an hour.
func Verification(cfg *config.Config, to, link string) Message {
	return write(cfg, to, link, words{
		Subject: "Confirm your email address",
		Why:     "Please confirm that this is your email address.",
		Button:  "Confirm my email address",
		Valid:   "1 hour",
		Not:     "If you did not create an account, you can ignore this email: the address stays unconfirmed.",
	})
}

// Reset lets a user choose a new password. The link is valid for an hour.
func Reset(cfg *config.Config, to, link string) Message {
	return write(cfg, to, link, words{
		Subject: "Choose a new password",
		Why:     "Somebody, hopefully you, asked for a new password for your account.",
		Button:  "Choose a new password",
		Valid:   "1 hour",
		Not:     "If you did not ask for it, you can ignore this email: your password stays as it is.",
	})
}

// EmailChange asks for a confirmation of a new address; it says neither the old one nor the new.
// The link is valid for an hour.
func EmailChange(cfg *config.Config, to, link string) Message {
	return write(cfg, to, link, words{
		Subject: "Confirm the change of your email address",
		Why:     "Somebody, hopefully you, asked to change the email address of an account.",
		Button:  "Confirm the change",
		Valid:   "1 hour",
		Not:     "If you did not ask for it, do not follow the link: the email address stays as it is. If the account is yours, change its password, since somebody may know it.",
	})
}

// Deletion asks for a confirmation that an account shall go. The link is valid for 24 hours.
func Deletion(cfg *config.Config, to, link string) Message {
	return write(cfg, to, link, words{
		Subject: "Confirm that your account shall be deleted",
		Why:     "Somebody, hopefully you, asked to delete your account. This deletes all of its tasks too, and cannot be undone.",
		Button:  "Delete my account",
		Valid:   "24 hours",
		Not:     "If you did not ask for it, do not follow the link: nothing is deleted. Change your password, since somebody may know it.",
	})
}

// words are what a mail says; one that tells and asks nothing has no Button, Link and Valid.
type words struct{ To, Subject, Why, Button, Link, Valid, Not, App string }

func write(cfg *config.Config, to, link string, w words) Message {
	w.To, w.Link, w.App = to, link, cfg.FrontendURL
	text := "Hello,\n\n" + w.Why
	if w.Button != "" {
		text += "\n\n" + w.Button + ":\n" + w.Link + "\n\nThe link is valid for " + w.Valid + "."
	}
	text += "\n\n" + w.Not + "\n\nThis email was sent to " + w.To + " by " + w.App + "\n"
	var html strings.Builder
	if err := page.Execute(&html, w); err != nil {
		panic(err) // strings always fit, and a Builder takes everything
	}
	return Message{To: to, Subject: w.Subject, Text: text, HTML: html.String(), Link: link}
}

// page sets no colour but the button's own pair, so that light and dark are the reader's choice. It loads nothing.
var page = template.Must(template.New("").Parse(`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{{.Subject}}</title>
</head>
<body style="margin: 0 auto; padding: 16px; max-width: 560px; font: 16px/1.5 system-ui, sans-serif">
<h1 style="font-size: 20px">{{.Subject}}</h1>
<p>Hello,</p>
<p>{{.Why}}</p>
{{if .Button}}<p><a href="{{.Link}}" style="display: inline-block; padding: 12px 20px; border-radius: 6px; background: #1d4ed8; color: #ffffff; font-weight: bold">{{.Button}}</a></p>
<p>If the button does not work, copy this address into your browser:<br><a href="{{.Link}}" style="word-break: break-all; color: inherit">{{.Link}}</a></p>
<p>The link is valid for {{.Valid}}.</p>
{{end}}<p>{{.Not}}</p>
<p style="font-size: 14px">This email was sent to {{.To}} by {{.App}}</p>
</body>
</html>
`))
