package web_test

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/todo-backend/todo-backend/shared/web"
)

// TestTraceparent sends what is and what is not a traceparent (W3C Trace Context, level 1): every line of the request
// has the trace-id of a valid one, and that of an invalid one is ignored.
func TestTraceparent(t *testing.T) {
	const trace, parent = "4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7"
	const valid = "00-" + trace + "-" + parent + "-01"
	const zeros = "00000000000000000000000000000000"
	for name, c := range map[string]struct {
		headers []string
		valid   bool
	}{
		"sampled":                      {[]string{valid}, true},
		"not sampled":                  {[]string{"00-" + trace + "-" + parent + "-00"}, true},
		"unknown flags":                {[]string{"00-" + trace + "-" + parent + "-ff"}, true},
		"a later version":              {[]string{"01-" + trace + "-" + parent + "-01"}, true},
		"a later version with more":    {[]string{"cc-" + trace + "-" + parent + "-01-what.comes"}, true},
		"a later version with nothing": {[]string{"cc-" + trace + "-" + parent + "-01-"}, true},
		"none":                         {nil, false},
		"empty":                        {[]string{""}, false},
		"two":                          {[]string{valid, valid}, false},
		"version 00 with more":         {[]string{valid + "-more"}, false},
		"a later version, no dash":     {[]string{"cc-" + trace + "-" + parent + "-01more"}, false},
		"version ff":                   {[]string{"ff-" + trace + "-" + parent + "-01"}, false},
		"version of one digit":         {[]string{"0-" + trace + "-" + parent + "-01"}, false},
		"version of a letter":          {[]string{"0g-" + trace + "-" + parent + "-01"}, false},
		"upper case":                   {[]string{"00-" + strings.ToUpper(trace) + "-" + parent + "-01"}, false},
		"upper case in the parent":     {[]string{"00-" + trace + "-" + strings.ToUpper(parent) + "-01"}, false},
		"upper case in the flags":      {[]string{"00-" + trace + "-" + parent + "-0A"}, false},
		"trace-id of zeros":            {[]string{"00-" + zeros + "-" + parent + "-01"}, false},
		"parent-id of zeros":           {[]string{"00-" + trace + "-" + zeros[:16] + "-01"}, false},
		"trace-id too short":           {[]string{"00-" + trace[1:] + "-" + parent + "-01"}, false},
		"trace-id too long":            {[]string{"00-" + trace + "0-" + parent + "-01"}, false},
		"parent-id too short":          {[]string{"00-" + trace + "-" + parent[1:] + "-01"}, false},
		"no flags":                     {[]string{"00-" + trace + "-" + parent}, false},
		"flags of one digit":           {[]string{"00-" + trace + "-" + parent + "-1"}, false},
		"no digits":                    {[]string{"00-" + strings.Repeat("x", 32) + "-" + parent + "-01"}, false},
		"underscores":                  {[]string{"00_" + trace + "_" + parent + "_01"}, false},
		"a list":                       {[]string{valid + "," + valid}, false},
		"a line break":                 {[]string{"cc-" + trace + "-" + parent + "-01-a\nb"}, false},
	} {
		var log bytes.Buffer
		r := httptest.NewRequestWithContext(web.WithProcess(t.Context(), newProcess(t, &log)), "GET", "/thing", nil)
		for _, value := range c.headers {
			r.Header.Add("traceparent", value)
		}
		web.ServeRoute(httptest.NewRecorder(), r, thing, web.Problems,
			func(_ http.ResponseWriter, r *web.Request) error { panic("for a second line") })
		want := 0
		if c.valid {
			want = 2
		}
		if strings.Count(log.String(), `"trace_id":"`+trace+`"`) != want || strings.Count(log.String(), "\n") != 2 ||
			strings.Count(log.String(), "trace_id") != want {
			t.Errorf("%s: %s", name, &log)
		}
	}
}
