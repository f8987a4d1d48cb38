package web

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strconv"
)

// JSON answers with a body. Text goes out as it was given: <, > and & are not escaped for HTML.
func JSON(w http.ResponseWriter, status int, body any) error {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(body); err != nil {
		return err
	}
	return Send(w, status, "application/json", b.Bytes())
}

// Send answers with a body of a media type. It never fails: a client that is gone cannot be told.
func Send(w http.ResponseWriter, status int, mediaType string, body []byte) error {
	w.Header().Set("Content-Type", mediaType)
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	_, _ = w.Write(body)
	return nil
}
