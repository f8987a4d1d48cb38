package web

import (
	"net/http"
	"regexp"
	"strings"
)

// traceParent is a traceparent of any version: version, trace-id, parent-id, trace-flags, and what a later version may
// add after a dash.
var traceParent = regexp.MustCompile(`^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}(-.*)?$`)

// traceID returns the trace-id of the caller's traceparent, 32 hexadecimal digits, or "" if there is none or it is
// invalid (W3C Trace Context, level 1, 3.2 and 4.3).
func traceID(header http.Header) string {
	values := header["Traceparent"]
	if len(values) != 1 {
		return ""
	}
	parts := traceParent.FindStringSubmatch(values[0])
	if parts == nil {
		return ""
	}
	version, trace, parent, added := parts[1], parts[2], parts[3], parts[4]
	if version == "ff" || version == "00" && added != "" ||
		strings.Trim(trace, "0") == "" || strings.Trim(parent, "0") == "" {
		return ""
	}
	return trace
}
