package web

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"reflect"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/todo-backend/todo-backend/shared/problem"
)

// MaxBody is the largest request body, in bytes, but after Request.Bulk.
const MaxBody = 64 << 10

// Decode reads r's body, one JSON object of at most MaxBody bytes, or MaxBulk after Request.Bulk, into the fields of
// the struct that into points to. It answers 415 for another content type, 413 for a larger body, 400 for what is no
// JSON object (RFC 8259, and RFC 7493: no repeated name, no invalid UTF-8, no lone surrogate). Fields that are unknown,
// of another type, or hold NUL are returned, so that a function can name them together with the fields that break its
// own rules.
func Decode(w http.ResponseWriter, r *Request, into any) ([]problem.Field, error) {
	faults, unknown, err := DecodeOpen(w, r, into)
	return withUnknown(faults, unknown), err
}

// DecodeOpen is Decode for those who let unknown fields pass, and returns their names apart.
func DecodeOpen(w http.ResponseWriter, r *Request, into any) (faults []problem.Field, unknown []string, err error) {
	mediaType, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || mediaType != "application/json" {
		return nil, nil, problem.New(http.StatusUnsupportedMediaType,
			"The body must be JSON, sent with Content-Type: application/json")
	}
	body, err := ReadBody(w, r)
	if err != nil {
		return nil, nil, err
	}
	if !utf8.Valid(body) {
		return nil, nil, badJSON("is not valid UTF-8")
	}
	if loneSurrogate(body) {
		return nil, nil, badJSON("holds half of a surrogate pair")
	}
	return decodeObject(body, into)
}

// DecodeObject is Decode for an object within a body that Decode has read.
func DecodeObject(object []byte, into any) ([]problem.Field, error) {
	faults, unknown, err := decodeObject(object, into)
	return withUnknown(faults, unknown), err
}

func withUnknown(faults []problem.Field, unknown []string) []problem.Field {
	for _, name := range unknown {
		detail := fmt.Sprintf("%q is not a field that can be set here", problem.Clip(name))
		faults = append(faults, problem.Field{Field: name, Detail: detail})
	}
	return faults
}

func decodeObject(object []byte, into any) (faults []problem.Field, unknown []string, err error) {
	members, order, err := splitObject(object)
	if err != nil {
		return nil, nil, err
	}
	target := reflect.ValueOf(into).Elem()
	for _, f := range reflect.VisibleFields(target.Type()) { // with those of embedded structs
		name := f.Tag.Get("json")
		raw, ok := members[name]
		if !ok || f.Anonymous {
			continue
		}
		delete(members, name)
		value := target.FieldByIndex(f.Index)
		field := value.Addr().Interface()
		kind := f.Tag.Get("type")
		if err := json.Unmarshal(raw, field); err != nil || string(raw) == "null" && !takesNull(field, kind) {
			faults = append(faults, problem.Field{Field: name, Detail: typeRule(name, kind)})
		} else if bytes.Contains(raw, []byte(`\u0000`)) &&
			strings.Contains(fmt.Sprint(value.Interface()), "\x00") {
			faults = append(faults, problem.Field{Field: name, Detail: name + " must not contain the character NUL"})
		}
	}
	for _, name := range order {
		if _, left := members[name]; left {
			unknown = append(unknown, name)
		}
	}
	return faults, unknown, nil
}

// ReadBody returns r's body; it answers 415 for one with a content coding (RFC 9110, 8.4), 413 for one that is
// larger than MaxBody, or after Request.Bulk than MaxBulk, and 400 for one that breaks off.
func ReadBody(w http.ResponseWriter, r *Request) ([]byte, error) {
	coding := strings.Join(r.Header.Values("Content-Encoding"), ",")
	if coding != "" && !strings.EqualFold(coding, "identity") {
		return nil, problem.New(http.StatusUnsupportedMediaType,
			"The body must be sent as it is, without Content-Encoding").
			WithHeader("Accept-Encoding", "identity") // RFC 9110, 12.5.3
	}
	most := cmp.Or(r.maxBody, MaxBody)
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, most))
	if _, tooLarge := errors.AsType[*http.MaxBytesError](err); tooLarge {
		return nil, problem.New(http.StatusRequestEntityTooLarge,
			fmt.Sprintf("The body must be at most %d bytes", most))
	} else if err != nil {
		return nil, badJSON("could not be read to its end")
	}
	return body, nil
}

// takesNull reports whether a field may hear of null: a wire.Optional, and a string without a type, which is then
// missing. Elsewhere null would pass for the zero value that nobody has sent.
func takesNull(field any, kind string) bool {
	_, optional := field.(json.Unmarshaler)
	_, text := field.(*string)
	return optional || text && kind == ""
}

func typeRule(name, kind string) string {
	if kind == "" {
		kind = "a string"
	}
	return name + " must be " + kind
}

// notJSON says where dec has met err.
func notJSON(dec *json.Decoder, err error) error {
	offset := dec.InputOffset()
	if syntax, ok := errors.AsType[*json.SyntaxError](err); ok {
		offset = syntax.Offset
	} else if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return badJSON("is not valid JSON: it breaks off")
	}
	return badJSON(fmt.Sprintf("is not valid JSON at byte %d", offset))
}

func badJSON(what string) error { return problem.New(http.StatusBadRequest, "The body "+what) }

// ErrNotAnObject is the 400 of a body that is JSON, but no object.
var ErrNotAnObject error = problem.New(http.StatusBadRequest, "The body must be a JSON object")

// splitObject returns the members of a JSON object and the order of their names. It refuses a repeated name, since
// parsers disagree on which value counts. It and loneSurrogate can go once encoding/json/v2, which refuses both, needs
// no GOEXPERIMENT.
func splitObject(body []byte) (members map[string]json.RawMessage, order []string, err error) {
	dec := json.NewDecoder(bytes.NewReader(body))
	if first, err := dec.Token(); err != nil {
		return nil, nil, notJSON(dec, err)
	} else if first != json.Delim('{') {
		return nil, nil, ErrNotAnObject
	}
	members = map[string]json.RawMessage{}
	for dec.More() {
		var value json.RawMessage
		key, err := dec.Token()
		if err == nil {
			err = dec.Decode(&value)
		}
		if err != nil {
			return nil, nil, notJSON(dec, err)
		}
		name := key.(string) // within an object the decoder yields nothing else here
		if _, twice := members[name]; twice {
			return nil, nil, badJSON(fmt.Sprintf("has the field %q twice", problem.Clip(name)))
		}
		members[name], order = value, append(order, name)
	}
	if _, err := dec.Token(); err != nil {
		return nil, nil, notJSON(dec, err)
	}
	if _, err := dec.Token(); err != io.EOF {
		return nil, nil, badJSON("must be a single JSON object, with nothing after it")
	}
	return members, order, nil
}

// loneSurrogate reports whether a \uXXXX escape is half of a surrogate pair, which encoding/json would silently
// replace.
func loneSurrogate(body []byte) bool {
	escape := func(i int) (rune, bool) {
		if i+6 > len(body) || body[i] != '\\' || body[i+1] != 'u' {
			return 0, false
		}
		n, err := strconv.ParseUint(string(body[i+2:i+6]), 16, 16)
		return rune(n), err == nil
	}
	for i := 0; i < len(body); i++ {
		if body[i] != '\\' {
			continue
		}
		r, ok := escape(i)
		switch {
		case !ok:
			i++ // another escape, two bytes
		case r >= 0xD800 && r < 0xDC00:
			if low, ok := escape(i + 6); !ok || low < 0xDC00 || low > 0xDFFF {
				return true
			}
			i += 11
		case r >= 0xDC00 && r <= 0xDFFF:
			return true
		default:
			i += 5
		}
	}
	return false
}
