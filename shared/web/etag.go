package web

import (
	"crypto/sha256"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
)

// TaggedJSON answers with a body and an entity tag that follows from it (RFC 9110, 8.8.3), or with 304 where r's
// If-None-Match has that tag: the client has a current copy.
func TaggedJSON(w http.ResponseWriter, r *Request, body any) error {
	b, err := encode(body)
	if err != nil {
		return err
	}
	tag := fmt.Sprintf(`"%x"`, sha256.Sum256(b))
	w.Header().Set("ETag", tag)
	tags, all := EntityTags(r.Header.Values("If-None-Match"))
	matches := func(other string) bool { return strings.TrimPrefix(other, "W/") == tag } // RFC 9110, 13.1.2: weakly
	if all || slices.ContainsFunc(tags, matches) {
		w.WriteHeader(http.StatusNotModified)
		return nil
	}
	return Send(w, http.StatusOK, "application/json", b)
}

// entityTag matches an entity tag (RFC 9110, 8.8.3): weak or strong, and without quotes and spaces between its quotes.
var entityTag = regexp.MustCompile(`^(W/)?"[^"\x00-\x20\x7f]*"`)

// EntityTags returns the entity tags in the headers If-Match or If-None-Match, weak ones with their W/, and none of a
// list that is malformed. all reports whether the list is *.
func EntityTags(headers []string) (tags []string, all bool) {
	rest := strings.Trim(strings.Join(headers, ","), " \t,")
	if rest == "*" {
		return nil, true
	}
	for rest != "" {
		tag := entityTag.FindString(rest)
		rest = strings.TrimLeft(rest[len(tag):], " \t")
		if tag == "" || rest != "" && rest[0] != ',' {
			return nil, false
		}
		rest = strings.TrimLeft(rest, " \t,")
		tags = append(tags, tag)
	}
	return tags, false
}
