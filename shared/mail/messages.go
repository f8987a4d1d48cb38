package mail

import (
	"html/template"
	"strings"

	"github.com/todo-backend/todo-backend/shared/config"
)

// Message is one mail to one address, as the functions of messages.go and notices.go return it.
type Message struct {
	To      string
	Subject string
	Text    string
	HTML    string
	Link    string // the secret in Text and HTML, or ""; only the SMTP_URL "log:" prints it
}

// Verification asks the owner of the address to confirm it. The link is valid for an hour.
func Verification(cfg *config.Config, to, link string) Message {
	return write(cfg, to, link, wording{
		Subject:  "Confirm your email address",
		Reason:   "Please confirm that this is your email address.",
		Button:   "Confirm my email address",
		ValidFor: "1 hour",
		IfNotYou: "If you did not create an account, you can ignore this email: the address stays unconfirmed.",
	})
}

// Reset lets a user choose a new password. The link is valid for an hour.
func Reset(cfg *config.Config, to, link string) Message {
	return write(cfg, to, link, wording{
		Subject:  "Choose a new password",
		Reason:   "Somebody, hopefully you, asked for a new password for your account.",
		Button:   "Choose a new password",
		ValidFor: "1 hour",
		IfNotYou: "If you did not ask for it, you can ignore this email: your password stays as it is.",
	})
}

// EmailChange asks for a confirmation of a new address. It names neither the former nor the new address.
// The link is valid for an hour.
func EmailChange(cfg *config.Config, to, link string) Message {
	return write(cfg, to, link, wording{
		Subject:  "Confirm the change of your email address",
		Reason:   "Somebody, hopefully you, asked to change the email address of an account.",
		Button:   "Confirm the change",
		ValidFor: "1 hour",
		IfNotYou: "If you did not ask for it, do not follow the link: the email address stays as it is. " +
			"If the account is yours, change its password, since somebody may know it.",
	})
}

// Deletion asks for a confirmation before an account is deleted. The link is valid for 24 hours.
func Deletion(cfg *config.Config, to, link string) Message {
	return write(cfg, to, link, wording{
		Subject: "Confirm that your account shall be deleted",
		Reason: "Somebody, hopefully you, asked to delete your account. " +
			"This deletes all of its tasks too, and cannot be undone.",
		Button:   "Delete my account",
		ValidFor: "24 hours",
		IfNotYou: "If you did not ask for it, do not follow the link: nothing is deleted. " +
			"Change your password, since somebody may know it.",
	})
}

// wording is the text of a mail. A notice, which asks for nothing, has no Button, Link and ValidFor.
type wording struct{ To, Subject, Reason, Button, Link, ValidFor, IfNotYou, App string }

func write(cfg *config.Config, to, link string, w wording) Message {
	w.To, w.Link, w.App = to, link, cfg.FrontendURL
	text := "Hello,\n\n" + w.Reason
	if w.Button != "" {
		text += "\n\n" + w.Button + ":\n" + w.Link + "\n\nThe link is valid for " + w.ValidFor + "."
	}
	text += "\n\n" + w.IfNotYou + "\n\nThis email was sent to " + w.To + " by " + w.App + "\n"
	var html strings.Builder
	if err := page.Execute(&html, w); err != nil {
		panic(err) // a bug in the template: neither strings nor a Builder can fail
	}
	return Message{To: to, Subject: w.Subject, Text: text, HTML: html.String(), Link: link}
}

const buttonStyle = "display: inline-block; padding: 12px 20px; border-radius: 6px; " +
	"background: #1d4ed8; color: #ffffff; font-weight: bold"

// page sets no colours but the button's, so that the reader's light or dark theme applies. It loads nothing.
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
<p>{{.Reason}}</p>
{{if .Button}}<p><a href="{{.Link}}" style="` + buttonStyle + `">{{.Button}}</a></p>
<p>If the button does not work, copy this address into your browser:<br>` +
	`<a href="{{.Link}}" style="word-break: break-all; color: inherit">{{.Link}}</a></p>
<p>The link is valid for {{.ValidFor}}.</p>
{{end}}<p>{{.IfNotYou}}</p>
<p style="font-size: 14px">This email was sent to {{.To}} by {{.App}}</p>
</body>
</html>
`))
