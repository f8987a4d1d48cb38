// Package betterauth holds the functions that Better Auth's own client calls, one a file, over the same accounts and
// sessions as the REST functions. Its wire protocol is that of better-auth 1.7.25.
package betterauth

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"mime"
	"net/http"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"unicode/utf16"

	"github.com/todo-backend/todo-backend/shared/config"
	"github.com/todo-backend/todo-backend/shared/problem"
	"github.com/todo-backend/todo-backend/shared/web"
)

// serve answers a path under /api/auth; errors have Better Auth's form.
func serve(w http.ResponseWriter, r *http.Request, methods, path string, handle func(w http.ResponseWriter, r *http.Request, cfg *config.Config) error) {
	web.Serve(w, r, web.Route{Methods: methods, Path: "/api/auth" + path, Fail: fail}, func(w http.ResponseWriter, r *http.Request) error {
		cfg, err := config.Get()
		if err != nil {
			return err
		}
		return handle(w, r, cfg)
	})
}

// failure is an error answer: code is what applications match on; "" where Better Auth has none.
func failure(status int, code, message string) *problem.Problem {
	p := problem.New(status, message)
	p.Code = code
	return p
}

// invalid is the 400 of a password, a token or the like that will not do.
func invalid(code, message string) *problem.Problem {
	return failure(http.StatusBadRequest, code, message)
}

// fail writes {message, code}. What the edge and the shared packages answer gets the code that Better Auth has for it.
func fail(w http.ResponseWriter, p *problem.Problem) {
	body := struct {
		Message string `json:"message"`
		Code    string `json:"code,omitempty"`
	}{p.Detail, p.Code}
	if p.Code == "" {
		switch p.Status {
		case http.StatusNotFound, http.StatusMethodNotAllowed:
			w.WriteHeader(http.StatusNotFound)
			return
		case http.StatusInternalServerError:
			w.WriteHeader(p.Status)
			return
		case http.StatusBadRequest:
			if !slices.Contains(withoutCode, p.Detail) {
				body.Message, body.Code = "Invalid JSON in request body", "BAD_REQUEST"
			}
		case http.StatusUnauthorized:
			body.Message, body.Code = "Unauthorized", "UNAUTHORIZED"
		case http.StatusTooManyRequests:
			body.Message = "Too many requests. Please try again later."
			w.Header().Set("X-Retry-After", p.Header.Get("Retry-After"))
		case http.StatusUnsupportedMediaType:
			body.Code = "UNSUPPORTED_MEDIA_TYPE"
		case http.StatusRequestEntityTooLarge:
			body.Code = "PAYLOAD_TOO_LARGE"
		case http.StatusServiceUnavailable:
			body.Code = "SERVICE_UNAVAILABLE"
		}
	}
	if retry := p.Header.Get("Retry-After"); retry != "" {
		w.Header().Set("Retry-After", retry)
	}
	_ = web.JSON(w, p.Status, body) // two strings
}

// The errors whose message stands alone.
const (
	noFields       = "No fields to update"
	emailIsTheSame = "Email is the same"
	mailNotEnabled = "Verification email isn't enabled"
)

var withoutCode = []string{noFields, emailIsTheSame, mailNotEnabled}

// read decodes r's body into the struct that into points to, after the checks that every change goes through: content
// type and JSON, then from where the request comes (see allowOrigin), then the fields. A field is a web.Optional; with
// the tag need it must be there, and null is refused but for one with the tag null. Unknown fields are ignored. A
// redirect target among the fields is checked too. Forms are read where the request may be a form.
func read(w http.ResponseWriter, r *http.Request, cfg *config.Config, into any, form bool) error {
	wrong, err := decode(w, r, into, form)
	if p, ok := errors.AsType[*problem.Problem](err); ok && p.Code != "VALIDATION_ERROR" {
		return err
	}
	if form {
		if err := allowLogin(cfg, r); err != nil {
			return err
		}
	} else if err := allowOrigin(cfg, r, false); err != nil {
		return err
	}
	if err != nil {
		return failure(http.StatusBadRequest, "VALIDATION_ERROR", "[body] Invalid input: expected object")
	}
	value := reflect.ValueOf(into).Elem()
	for i := range value.NumField() {
		tag := value.Type().Field(i).Tag
		set, null := value.Field(i).FieldByName("Set").Bool(), value.Field(i).FieldByName("Null").Bool()
		switch name := tag.Get("json"); {
		case null && tag.Get("null") == "":
			wrong = problem.Add(wrong, name, "Invalid input: expected "+kind(tag)+", received null")
		case !set && tag.Get("need") != "":
			wrong = problem.Add(wrong, name, "Invalid input: expected "+kind(tag)+", received undefined")
		}
	}
	for i := range value.NumField() {
		target, ok := value.Field(i).Addr().Interface().(*web.Optional[string])
		if name := value.Type().Field(i).Tag.Get("json"); ok && target.Value != "" {
			if err := allowTarget(cfg, name, target.Value); err != nil {
				return err
			}
		}
	}
	if len(wrong) > 0 {
		return validation("body", wrong)
	}
	return nil
}

func kind(tag reflect.StructTag) string {
	if kind := tag.Get("type"); kind != "" {
		return kind
	}
	return "string"
}

func decode(w http.ResponseWriter, r *http.Request, into any, form bool) ([]problem.Field, error) {
	mediaType, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	switch {
	case r.Header.Get("Content-Type") == "":
		return nil, nil // such a body is no body
	case form && mediaType == "application/x-www-form-urlencoded":
		r.Body = http.MaxBytesReader(w, r.Body, web.MaxBody)
		if err := r.ParseForm(); err != nil {
			return nil, problem.New(http.StatusBadRequest, "The body is not a form")
		}
		fields := map[string]string{}
		for name := range r.PostForm {
			fields[name] = r.PostForm.Get(name)
		}
		body, err := json.Marshal(fields)
		if err != nil {
			return nil, err
		}
		r = r.Clone(r.Context())
		r.Header.Set("Content-Type", "application/json")
		r.Body = readCloser{bytes.NewReader(body)}
	}
	wrong, _, err := web.DecodeOpen(w, r, into)
	return wrong, err
}

type readCloser struct{ *bytes.Reader }

func (readCloser) Close() error { return nil }

// validation is the 400 that names every field that is wrong: "[body.email] Invalid email address; [body.name] ...".
func validation(where string, wrong []problem.Field) error {
	var all []string
	for _, f := range wrong {
		all = append(all, fmt.Sprintf("[%s.%s] %s", where, f.Field, f.Detail))
	}
	return failure(http.StatusBadRequest, "VALIDATION_ERROR", strings.Join(all, "; "))
}

// tooShort counts as Better Auth does, in UTF-16 code units: four emoji are eight.
func tooShort(password string) bool { return len(utf16.Encode([]rune(password))) < 8 }

var (
	passwordTooShort = invalid("PASSWORD_TOO_SHORT", "Password too short")
	passwordTooLong  = invalid("PASSWORD_TOO_LONG", "Password too long")
	invalidPassword  = invalid("INVALID_PASSWORD", "Invalid password")
	invalidToken     = invalid("INVALID_TOKEN", "Invalid token")
)

// redirect sends a browser to a target that allowTarget has let pass, as it was given: a path is one of this server's.
// The parameters are added to those that the target has.
func redirect(w http.ResponseWriter, target string, params ...string) error {
	u, err := url.Parse(target)
	if err != nil {
		return err
	}
	added := url.Values{}
	for i := 0; i+1 < len(params); i += 2 {
		added.Set(params[i], params[i+1])
	}
	if u.RawQuery != "" && len(added) > 0 {
		u.RawQuery += "&"
	}
	u.RawQuery += added.Encode()
	w.Header().Set("Location", u.String())
	w.WriteHeader(http.StatusFound)
	return nil
}
