package web

import (
	"bufio"
	"io"
	"maps"
	"net/http"
	"time"

	"github.com/klauspost/compress/gzip"
)

// Stream is the body of an answer that is sent while it is made, in pieces, as Send sends a long one. Nothing is sent
// before the first piece is full: until then an error is answered as any other. An error after that cuts the
// connection, so that a client does not take a part for the whole (RFC 9112, 8).
type Stream struct {
	io.Writer // whose errors are those of the client's connection

	pieces     *bufio.Writer
	gzip       *gzip.Writer
	connection *http.ResponseController
}

// NewStream returns the body of an answer with 200 to r and the given header. It is compressed for a client that
// accepts gzip, see SendCompressed.
func NewStream(w http.ResponseWriter, r *Request, header http.Header) *Stream {
	header = maps.Clone(header)
	header.Set("Vary", "Accept-Encoding")
	connection := http.NewResponseController(w)
	pieces := bufio.NewWriterSize(&patientWriter{w, connection, header}, piece)
	s := &Stream{Writer: pieces, pieces: pieces, connection: connection}
	if Accepts(r.Request, "gzip") {
		header.Set("Content-Encoding", "gzip")
		s.gzip, _ = gzip.NewWriterLevel(pieces, gzip.BestSpeed) // a level that there is
		s.Writer = s.gzip
	}
	return s
}

// Close sends the rest.
func (s *Stream) Close() error {
	if s.gzip != nil {
		if err := s.gzip.Close(); err != nil {
			return err
		}
	}
	err := s.pieces.Flush()
	if err == nil && s.connection.Flush() == nil {
		_ = s.connection.SetWriteDeadline(time.Time{}) // the next answer has its own
	}
	return err
}

// patientWriter writes to a client that takes each piece in time, and before the first one its header.
type patientWriter struct {
	http.ResponseWriter
	connection *http.ResponseController
	header     http.Header
}

func (p *patientWriter) Write(b []byte) (int, error) {
	for name, values := range p.header {
		for _, value := range values {
			p.Header().Add(name, value)
		}
	}
	p.header = nil
	_ = p.connection.SetWriteDeadline(time.Now().Add(patience))
	return p.ResponseWriter.Write(b)
}
