package web

import (
	"bytes"
	"mime"
	"net/http"
	"strconv"
	"strings"

	"github.com/klauspost/compress/gzip"
)

// maxPlain is the size in bytes up to which an answer is sent as it is: it fits into a packet.
const maxPlain = 1024

// SendCompressed answers as Send does, with what compress, such as r.Gzip, makes of a body of more than 1 KiB if the
// client accepts gzip (RFC 9110, 12.5.3). It is for answers whose length may tell what is in them: no secret stands
// beside text that a stranger has chosen (BREACH). Nor has the answer an entity tag, which would have to differ between
// its forms (RFC 9110, 8.8.3).
func SendCompressed(
	w http.ResponseWriter, r *Request, status int, mediaType string, body []byte, compress func([]byte) []byte,
) error {
	w.Header().Add("Vary", "Accept-Encoding")
	if len(body) > maxPlain && Accepts(r.Request, "gzip") {
		w.Header().Set("Content-Encoding", "gzip")
		body = compress(body)
	}
	return Send(w, status, mediaType, body)
}

// CompressedJSON answers as JSON does, and compresses as SendCompressed does.
func CompressedJSON(w http.ResponseWriter, r *Request, status int, body any) error {
	b, err := encode(body)
	if err != nil {
		return err
	}
	return SendCompressed(w, r, status, "application/json", b, r.Gzip)
}

// Gzip returns body in the format gzip (RFC 1952), of the fastest level: a page of 50 tasks becomes a sixth in 50 µs,
// and the slower levels take off another 3 %.
func (p *Process) Gzip(body []byte) []byte {
	var b bytes.Buffer
	z, ok := p.gzips.Get().(*gzip.Writer)
	if !ok {
		z, _ = gzip.NewWriterLevel(nil, gzip.BestSpeed) // a level that there is
	}
	z.Reset(&b)
	_, _ = z.Write(body) // a bytes.Buffer does not fail
	_ = z.Close()
	p.gzips.Put(z)
	return b.Bytes()
}

// Accepts reports whether r's Accept-Encoding allows a content coding, such as gzip, by its name or by *, and does not
// prefer the body as it is. What is malformed, such as a quality over 1, allows nothing.
func Accepts(r *http.Request, coding string) bool {
	quality := map[string]float64{}
	for entry := range strings.SplitSeq(strings.Join(r.Header.Values("Accept-Encoding"), ","), ",") {
		named, parameters, err := mime.ParseMediaType(entry)
		if err != nil {
			continue
		}
		q, given := 1.0, parameters["q"]
		if given != "" {
			if q, err = strconv.ParseFloat(given, 64); err != nil || !(q <= 1) {
				q = 0
			}
		}
		quality[named] = q
	}
	q, named := quality[coding]
	if !named {
		q = quality["*"]
	}
	return q > 0 && q >= quality["identity"]
}
