package web

import (
	"bytes"
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"time"
)

// JSON answers with a body. Text goes out as it was given: <, > and & are not escaped for HTML.
func JSON(w http.ResponseWriter, status int, body any) error {
	b, err := encode(body)
	if err != nil {
		return err
	}
	return Send(w, status, "application/json", b)
}

func encode(body any) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	err := enc.Encode(body)
	return b.Bytes(), err
}

// Send answers with a body of a media type. It never fails: a client that has hung up cannot be told.
func Send(w http.ResponseWriter, status int, mediaType string, body []byte) error {
	w.Header().Set("Content-Type", mediaType)
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	write(w, body)
	return nil
}

// A client has to take a piece of a long body in this time, some 13 kB a second, or is cut off: what nobody reads is
// not kept.
const (
	piece    = 64 << 10
	patience = 5 * time.Second
)

// write sends body, in pieces where it is longer than one. What stands around the connection, such as a platform's
// runtime or a test's recorder, may have no deadlines.
func write(w http.ResponseWriter, body []byte) {
	if len(body) <= piece {
		_, _ = w.Write(body)
		return
	}
	connection := http.NewResponseController(w)
	pieces := &patientWriter{w, connection, nil}
	for part := range slices.Chunk(body, piece) {
		if _, err := pieces.Write(part); err != nil {
			return
		}
	}
	if connection.Flush() == nil {
		_ = connection.SetWriteDeadline(time.Time{}) // the next answer has its own
	}
}
