package betterauth

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
	"reflect"

	"github.com/todo-backend/todo-backend/shared/problem"
	"github.com/todo-backend/todo-backend/shared/web"
	"github.com/todo-backend/todo-backend/shared/wire"
)

// bodyRule says of a request whether it must have a body.
type bodyRule int

const (
	bodyRequired bodyRule = iota
	bodyOptional          // none is as good as {}
	bodyOfLogin           // required; it may be a form, and checkLoginOrigin decides from where it may come
)

// read decodes r's body into the struct that into points to, after the checks that every change goes through: content
// type and JSON, then from where the request comes (see checkOrigin), then the fields. A field is a wire.Optional; with
// the tag need it must be present, and null is refused but for one with the tag null. Unknown fields are ignored. A
// redirect target among the fields is checked too.
func read(w http.ResponseWriter, r *request, into any, rule bodyRule) error {
	faults, hasBody, err := decode(w, r.Request, into, rule)
	if err != nil && !errors.Is(err, web.ErrNotAnObject) {
		return err
	}
	check := checkOrigin
	if rule == bodyOfLogin {
		check = checkLoginOrigin
	}
	if err := check(r); err != nil {
		return err
	}
	if err != nil || !hasBody && rule != bodyOptional {
		return badRequest("VALIDATION_ERROR", "[body] Invalid input: expected object")
	}
	for _, f := range faults {
		if invalid, ok := redirectParams[f.Field]; ok {
			return badRequest("", invalid.message+": expected a string")
		}
	}
	value := reflect.ValueOf(into).Elem()
	for i := range value.NumField() {
		field, tag := value.Field(i), value.Type().Field(i).Tag
		name, set, null := tag.Get("json"), field.FieldByName("Set").Bool(), field.FieldByName("Null").Bool()
		switch {
		case null && tag.Get("null") == "":
			faults = problem.AppendOnce(faults, name, "Invalid input: expected "+kind(tag)+", received null")
		case !set && tag.Get("need") != "":
			faults = problem.AppendOnce(faults, name, "Invalid input: expected "+kind(tag)+", received undefined")
		}
		if text, ok := reflect.TypeAssert[*wire.Optional[string]](field.Addr()); ok {
			if err := checkRedirect(r.Config, name, text.Value); err != nil {
				return err
			}
		}
	}
	if len(faults) > 0 {
		return validation("body", faults)
	}
	return nil
}

func kind(tag reflect.StructTag) string {
	if kind := tag.Get("type"); kind != "" {
		return kind
	}
	return "string"
}

// decode decodes the body into into, if there is a body with a content type, which hasBody reports.
func decode(w http.ResponseWriter, r *web.Request, into any, rule bodyRule) (
	faults []problem.Field, hasBody bool, err error,
) {
	mediaType, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	switch {
	case r.Header.Get("Content-Type") == "" || r.ContentLength == 0:
		return nil, false, nil
	case rule == bodyOfLogin && mediaType == "application/x-www-form-urlencoded":
		if r, err = formAsJSON(w, r); err != nil {
			return nil, true, err
		}
	}
	faults, _, err = web.DecodeOpen(w, r, into)
	return faults, true, err
}

// formAsJSON returns a request to decode: that of r with the fields of its form, the first value of each, as a JSON
// object.
func formAsJSON(w http.ResponseWriter, r *web.Request) (*web.Request, error) {
	body, err := web.ReadBody(w, r)
	if err != nil {
		return nil, err
	}
	form, err := url.ParseQuery(string(body))
	if err != nil {
		return nil, problem.New(http.StatusBadRequest, "The body is not a form")
	}
	fields := map[string]string{}
	for name := range form {
		fields[name] = form.Get(name)
	}
	if body, err = json.Marshal(fields); err != nil {
		return nil, err
	}
	converted := r.Clone(r.Context())
	converted.Header.Set("Content-Type", "application/json")
	converted.Body = io.NopCloser(bytes.NewReader(body))
	return &web.Request{Request: converted, Process: r.Process, Log: r.Log}, nil
}
