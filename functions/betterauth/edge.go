// Package betterauth holds the functions that Better Auth's own client calls, one a file, over the same accounts and
// sessions as the REST functions. Its wire protocol is that of better-auth 1.7.25.
package betterauth

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"reflect"
	"strings"
	"unicode/utf8"

	"github.com/todo-backend/todo-backend/shared/config"
	"github.com/todo-backend/todo-backend/shared/database"
	"github.com/todo-backend/todo-backend/shared/problem"
	"github.com/todo-backend/todo-backend/shared/route"
	"github.com/todo-backend/todo-backend/shared/web"
	"github.com/todo-backend/todo-backend/shared/wire"
)

// request is one request, with what every function needs to answer it.
type request struct {
	*http.Request
	cfg     *config.Config
	route   *route.Route
	counted bool
}

// serve answers a route under /api/auth; errors have Better Auth's form.
func serve(w http.ResponseWriter, r *http.Request, name string, handle func(w http.ResponseWriter, r *request) error) {
	rt := route.Named(name)
	web.ServeDialect(w, r, rt, fail, func(w http.ResponseWriter, r *http.Request) error {
		cfg, err := config.Get()
		if err != nil {
			return err
		}
		one := &request{Request: r, cfg: cfg, route: rt}
		err = handle(w, one)
		if _, refused := errors.AsType[*problem.Problem](err); refused && !one.counted && rt.Limit != route.Usual { // a guess that was malformed is one
			if limited := database.Run(r.Context(), one.limited(), false); limited != nil {
				return limited
			}
		}
		return err
	})
}

// noCode is the code of the few errors for which Better Auth has none.
const noCode = "-"

// failure is an error answer: code is what applications match on.
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
	switch p.Code {
	case noCode:
		body.Code = ""
	case "":
		switch p.Status {
		case http.StatusNotFound, http.StatusMethodNotAllowed:
			w.WriteHeader(http.StatusNotFound)
			return
		case http.StatusInternalServerError:
			w.WriteHeader(p.Status)
			return
		case http.StatusBadRequest:
			body.Message, body.Code = "Invalid JSON in request body", "BAD_REQUEST"
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
	for _, name := range []string{"Retry-After", "Accept-Encoding"} {
		if value := p.Header.Get(name); value != "" {
			w.Header().Set(name, value)
		}
	}
	_ = web.JSON(w, p.Status, body) // two strings
}

// bodyRule says of a request whether it must have a body.
type bodyRule int

const (
	needed   bodyRule = iota
	optional          // none is as good as {}
	ofLogin           // needed; it may be a form, and allowLogin decides from where it may come
)

// read decodes r's body into the struct that into points to, after the checks that every change goes through: content
// type and JSON, then from where the request comes (see allowOrigin), then the fields. A field is a wire.Optional; with
// the tag need it must be there, and null is refused but for one with the tag null. Unknown fields are ignored. A
// redirect target among the fields is checked too.
func read(w http.ResponseWriter, r *request, into any, rule bodyRule) error {
	wrong, there, err := decode(w, r.Request, into, rule)
	if p, ok := errors.AsType[*problem.Problem](err); ok && p.Code != "VALIDATION_ERROR" {
		return err
	}
	if rule == ofLogin {
		if err := allowLogin(r); err != nil {
			return err
		}
	} else if err := allowOrigin(r, false); err != nil {
		return err
	}
	if err != nil || !there && rule != optional {
		return failure(http.StatusBadRequest, "VALIDATION_ERROR", "[body] Invalid input: expected object")
	}
	for _, f := range wrong {
		if target, ok := targets[f.Field]; ok {
			return invalid(noCode, target[1]+": expected a string")
		}
	}
	value := reflect.ValueOf(into).Elem()
	for i := range value.NumField() {
		tag := value.Type().Field(i).Tag
		set, null := value.Field(i).FieldByName("Set").Bool(), value.Field(i).FieldByName("Null").Bool()
		switch name := tag.Get("json"); {
		case null && tag.Get("null") == "":
			wrong = problem.AppendOnce(wrong, name, "Invalid input: expected "+kind(tag)+", received null")
		case !set && tag.Get("need") != "":
			wrong = problem.AppendOnce(wrong, name, "Invalid input: expected "+kind(tag)+", received undefined")
		}
	}
	for i := range value.NumField() {
		target, ok := value.Field(i).Addr().Interface().(*wire.Optional[string])
		if name := value.Type().Field(i).Tag.Get("json"); ok && target.Value != "" {
			if err := allowTarget(r.cfg, name, target.Value); err != nil {
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

// decode tells whether there is a body: one without a content type is none.
func decode(w http.ResponseWriter, r *http.Request, into any, rule bodyRule) (wrong []problem.Field, there bool, err error) {
	mediaType, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	switch {
	case r.Header.Get("Content-Type") == "" || r.ContentLength == 0:
		return nil, false, nil
	case rule == ofLogin && mediaType == "application/x-www-form-urlencoded":
		body, err := web.ReadBody(w, r)
		if err != nil {
			return nil, true, err
		}
		form, err := url.ParseQuery(string(body))
		if err != nil {
			return nil, true, problem.New(http.StatusBadRequest, "The body is not a form")
		}
		fields := map[string]string{}
		for name := range form {
			fields[name] = form.Get(name)
		}
		body, err = json.Marshal(fields)
		if err != nil {
			return nil, true, err
		}
		r = r.Clone(r.Context())
		r.Header.Set("Content-Type", "application/json")
		r.Body = io.NopCloser(bytes.NewReader(body))
	}
	wrong, _, err = web.DecodeOpen(w, r, into)
	return wrong, true, err
}

// validation is the 400 that names every field that is wrong: "[body.email] Invalid email address; [body.name] ...".
func validation(where string, wrong []problem.Field) error {
	var all []string
	for _, f := range wrong {
		all = append(all, fmt.Sprintf("[%s.%s] %s", where, f.Field, f.Detail))
	}
	return failure(http.StatusBadRequest, "VALIDATION_ERROR", strings.Join(all, "; "))
}

// tooShort counts characters, as every door of an account does; Better Auth counts UTF-16 code units, in which four
// emoji are eight.
func tooShort(password string) bool { return utf8.RuneCountInString(password) < 8 }

var (
	passwordTooShort = invalid("PASSWORD_TOO_SHORT", "Password too short")
	passwordTooLong  = invalid("PASSWORD_TOO_LONG", "Password too long")
	passwordCommon   = invalid("PASSWORD_COMPROMISED", // the code of haveibeenpwned
		"Password is too common, please choose another")
	invalidPassword = invalid("INVALID_PASSWORD", "Invalid password")
	invalidToken    = invalid("INVALID_TOKEN", "Invalid token")
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
