package web_test

import (
	"bytes"
	"compress/gzip"
	"crypto/rand"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/todo-backend/todo-backend/shared/web"
)

// TestAcceptEncoding holds which clients get a compressed answer (RFC 9110, 12.5.3), and that it unpacks to the plain
// one.
func TestAcceptEncoding(t *testing.T) {
	process := newProcess(t, io.Discard)
	send := func(body []byte, acceptEncoding ...string) *http.Response {
		r := httptest.NewRequestWithContext(web.WithProcess(t.Context(), process), "GET", "/thing", nil)
		r.Header["Accept-Encoding"] = acceptEncoding
		w := httptest.NewRecorder()
		web.ServeRoute(w, r, thing, web.Problems, func(w http.ResponseWriter, r *web.Request) error {
			return web.SendCompressed(w, r, http.StatusOK, "text/plain", body, r.Gzip)
		})
		return w.Result()
	}
	for _, c := range []struct {
		accept []string
		want   bool
	}{
		{nil, false},
		{[]string{""}, false},
		{[]string{"gzip"}, true},
		{[]string{"GZIP"}, true},
		{[]string{"gzip, deflate, br, zstd"}, true},
		{[]string{"br", "gzip;q=0.2"}, true},
		{[]string{"*"}, true},
		{[]string{"br;q=1.0, *;q=0.1"}, true},
		{[]string{"gzip;q=0.5, identity;q=0.5"}, true},
		{[]string{"identity;q=0, gzip"}, true},
		{[]string{"identity"}, false},
		{[]string{"br, deflate"}, false},
		{[]string{"gzip;q=0"}, false},
		{[]string{"gzip; q=0.000, *"}, false},
		{[]string{"*;q=0"}, false},
		{[]string{"identity, gzip;q=0.5"}, false},
		{[]string{"gzip;q=2"}, false},
		{[]string{"gzip;q=-1"}, false},
		{[]string{"gzip;q=NaN"}, false},
		{[]string{"gzip;q=much"}, false},
		{[]string{"gzip;q"}, false},
		{[]string{"gzipped"}, false},
		{[]string{";;,,=\"\x01"}, false},
	} {
		for _, size := range []int{0, 1, 1024, 1025, 70 << 10} {
			body := bytes.Repeat([]byte("text "), size/5+1)[:size]
			answer := send(body, c.accept...)
			sent, err := io.ReadAll(answer.Body)
			if err != nil {
				t.Fatal(err)
			}
			want := c.want && size > 1024
			if got := answer.Header.Get("Content-Encoding") == "gzip"; got != want {
				t.Errorf("%q, %d bytes: compressed %v, want %v", c.accept, size, got, want)
			}
			if want && len(sent) > size/2 {
				t.Errorf("%q: %d of %d bytes", c.accept, len(sent), size)
			}
			if length := answer.Header.Get("Content-Length"); length != strconv.Itoa(len(sent)) {
				t.Errorf("%q, %d bytes: Content-Length %s of %d", c.accept, size, length, len(sent))
			}
			if vary := answer.Header.Values("Vary"); !slices.Contains(vary, "Accept-Encoding") {
				t.Errorf("%q, %d bytes: Vary %q", c.accept, size, vary)
			}
			if want {
				sent = unpack(t, sent)
			}
			if !bytes.Equal(sent, body) {
				t.Errorf("%q, %d bytes: another body of %d", c.accept, size, len(sent))
			}
		}
	}
}

func unpack(t *testing.T, packed []byte) []byte {
	t.Helper()
	z, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	return body
}

// deadlines is a connection that notes each write, and whether it had a deadline.
type deadlines struct {
	*httptest.ResponseRecorder
	deadline time.Time
	sizes    []int
	without  int
}

func (d *deadlines) SetWriteDeadline(deadline time.Time) error {
	d.deadline = deadline
	return nil
}

func (d *deadlines) Write(b []byte) (int, error) {
	d.sizes = append(d.sizes, len(b))
	if d.deadline.IsZero() {
		d.without++
	}
	return d.ResponseRecorder.Write(b)
}

// TestCompressedInPieces sends what cannot be made smaller: like a plain answer it goes out in pieces, each with its
// deadline (threats: a client that does not read).
func TestCompressedInPieces(t *testing.T) {
	body := make([]byte, 300<<10)
	_, _ = rand.Read(body)
	process := newProcess(t, io.Discard)
	r := httptest.NewRequestWithContext(web.WithProcess(t.Context(), process), "GET", "/thing", nil)
	r.Header.Set("Accept-Encoding", "gzip")
	w := &deadlines{ResponseRecorder: httptest.NewRecorder()}
	web.ServeRoute(w, r, thing, web.Problems, func(w http.ResponseWriter, r *web.Request) error {
		return web.SendCompressed(w, r, http.StatusOK, "text/plain", body, r.Gzip)
	})
	if len(w.sizes) < 5 || w.sizes[0] > 64<<10 || w.without > 0 || !w.deadline.IsZero() {
		t.Errorf("pieces %v, %d without a deadline, and %s at the end", w.sizes, w.without, w.deadline)
	}
	if !bytes.Equal(unpack(t, w.Body.Bytes()), body) {
		t.Error("another body")
	}
}
