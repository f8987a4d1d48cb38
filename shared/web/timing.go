package web

import (
	"net/http"
	"strconv"
	"time"
)

// HideTiming keeps Server-Timing from the answer, whose time must not tell what was done for it.
func (r *Request) HideTiming() { r.timingHidden = true }

// setTiming sets Server-Timing (W3C Server Timing, 3): the milliseconds of the round trips to the database, waiting for
// a connection included, and those of the request until now. Pages that may read the answer may read both
// (Resource Timing, 4.5.1).
func (r *Request) setTiming(h http.Header) {
	if r.timingHidden {
		return
	}
	b := append(make([]byte, 0, 48), "db;dur="...)
	b = appendMilliseconds(b, time.Duration(r.inDatabase.Load()))
	b = append(b, ", total;dur="...)
	b = appendMilliseconds(b, time.Since(r.Began))
	h.Set("Server-Timing", string(b))
	if origin := h.Get("Access-Control-Allow-Origin"); origin != "" {
		h.Set("Timing-Allow-Origin", origin)
	}
}

func appendMilliseconds(b []byte, d time.Duration) []byte {
	return strconv.AppendFloat(b, float64(d)/float64(time.Millisecond), 'f', 1, 64)
}
