package auth

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"html/template"
	"net/http"
	"strings"

	"github.com/todo-backend/todo-backend/shared/problem"
	"github.com/todo-backend/todo-backend/shared/web"
)

// undoSaid is what is said of a change of address: as a page, as JSON, or, with a status of 400 and more, as a problem.
type undoSaid struct {
	Status   int
	Title    string
	Text     string // one sentence, without its full stop
	Token    string // asks whether the change shall be taken back, or ""
	Frontend string // where to go on, or ""
	Style    template.CSS
}

func undoAnswer(w http.ResponseWriter, r *web.Request, said undoSaid) error {
	w.Header().Add("Vary", "Accept")
	switch {
	case strings.Contains(r.Header.Get("Accept"), "text/html"):
	case said.Status >= http.StatusBadRequest:
		return problem.New(said.Status, said.Text)
	default:
		return web.JSON(w, said.Status, message{said.Text})
	}
	said.Style = undoStyle
	var b bytes.Buffer
	if err := undoPage.Execute(&b, said); err != nil {
		return err
	}
	w.Header().Set("Content-Security-Policy", undoPolicy)
	w.Header().Set("Referrer-Policy", "no-referrer") // the address holds the token
	return web.Send(w, said.Status, "text/html; charset=utf-8", b.Bytes())
}

const undoStyle = `body{margin:0 auto;padding:16px;max-width:560px;font:16px/1.5 system-ui,sans-serif}` +
	`button{padding:12px 20px;border:0;border-radius:6px;background:#1d4ed8;color:#fff;font:inherit;font-weight:bold}`

// undoPolicy lets the page load nothing and run nothing; no other page may frame its button (CSP Level 3).
var undoPolicy = func() string {
	sum := sha256.Sum256([]byte(undoStyle))
	return "default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) +
		"'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
}()

var undoPage = template.Must(template.New("").Parse(`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>{{.Title}}</title>
<style>{{.Style}}</style>
</head>
<body>
<main>
<h1>{{.Title}}</h1>
<p>{{.Text}}.</p>
{{- if .Token}}
<form method="post" action="/api/auth/undo-email-change">
<input type="hidden" name="token" value="{{.Token}}">
<button>Take the change back</button>
</form>
{{- end}}
{{- if .Frontend}}
<p><a href="{{.Frontend}}">{{.Frontend}}</a></p>
{{- end}}
</main>
</body>
</html>
`))
