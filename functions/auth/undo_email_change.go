package auth

import (
	"errors"
	"mime"
	"net/http"
	"net/url"

	"github.com/todo-backend/todo-backend/shared/identity"
	"github.com/todo-backend/todo-backend/shared/problem"
	"github.com/todo-backend/todo-backend/shared/web"
)

// UndoEmailChange answers /api/auth/undo-email-change, the link of the mail that tells a former address of a
// change: GET with 200 and the question, as a page with one button where the request accepts HTML, and changes nothing,
// since mail scanners open every link; POST, with the token as JSON or from that page's form, with 200 when the change
// is taken back. Both answer 404 when the token is forged, used or older than a week; POST answers 409 when the former
// address has another account by now.
func UndoEmailChange(w http.ResponseWriter, r *http.Request) {
	web.Serve(w, r, "undoEmailChange", answers, undoEmailChange)
}

func undoEmailChange(w http.ResponseWriter, r *web.Request) error {
	var token, email string
	var err error
	if r.Method == http.MethodPost {
		if token, err = undoToken(w, r); err == nil {
			email, err = identity.RestoreEmail(r, token)
		}
	} else {
		token = r.URL.Query().Get("token")
		err = identity.CheckEmailUndo(r, token)
	}
	switch {
	case errors.Is(err, identity.ErrInvalidToken):
		return undoAnswer(w, r, undoSaid{Status: http.StatusNotFound, Title: "This link is not valid any more",
			Text: "This link is not valid any more: it was used, or is older than a week, or is not complete"})
	case errors.Is(err, identity.ErrEmailTaken):
		return undoAnswer(w, r, undoSaid{Status: http.StatusConflict, Title: "The change cannot be taken back",
			Text: "Your former email address has another account by now, " +
				"please delete that first and open the link again"})
	case err != nil:
		return err
	case email == "":
		return undoAnswer(w, r, undoSaid{
			Status: http.StatusOK, Title: "Take the change of your email address back?", Token: token,
			Text: "Your account gets this email address again, and everybody who is signed in to it is signed out"})
	}
	return undoAnswer(w, r, undoSaid{
		Status: http.StatusOK, Title: "The change is taken back", Frontend: r.Config.FrontendURL,
		Text: "Your account has the address " + email +
			" again, please ask for a new password there: the old one is removed"})
}

// undoToken returns the token of the body: JSON, or the form of the page.
func undoToken(w http.ResponseWriter, r *web.Request) (string, error) {
	if kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type")); kind == "application/x-www-form-urlencoded" {
		body, err := web.ReadBody(w, r)
		if err != nil {
			return "", err
		}
		form, err := url.ParseQuery(string(body))
		if err != nil {
			return "", problem.New(http.StatusBadRequest, "The body is not a form")
		}
		return form.Get("token"), nil
	}
	var in struct {
		Token string `json:"token"`
	}
	faults, err := web.Decode(w, r, &in)
	if err == nil && len(faults) > 0 {
		err = problem.Unprocessable(faults...)
	}
	return in.Token, err
}
