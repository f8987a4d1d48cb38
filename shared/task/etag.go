package task

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/todo-backend/todo-backend/shared/web"
)

// ETag returns the version of the task as an entity tag (RFC 9110, 8.8.3).
func (t *Task) ETag() string { return VersionTag(t.Version) }

// VersionTag returns a version as an entity tag.
func VersionTag(version int) string { return fmt.Sprintf(`"%d"`, version) }

// IfMatch returns the versions in r's If-Match (RFC 9110, 13.1.1), or nil if every version matches: r has no such
// header, or it is *. Weak tags and tags of another form match no version, since the comparison is strong.
func IfMatch(r *http.Request) []int32 { return MatchVersions(r.Header.Values("If-Match")) }

// MatchVersions is IfMatch for the lines of an If-Match, none of which is no header.
func MatchVersions(lines []string) []int32 {
	versions, all := readTags(lines, false)
	if all || lines == nil {
		return nil
	}
	return versions
}

// NoneMatch reports whether r's If-None-Match has the version, weak or strong (RFC 9110, 13.1.2): the client has a
// current copy.
func NoneMatch(r *http.Request, version int) bool {
	versions, all := readTags(r.Header.Values("If-None-Match"), true)
	return all || slices.Contains(versions, int32(version))
}

// readTags returns the versions in a list of entity tags, those of weak tags only if weak is true. all reports whether
// the list is *. A tag that a proxy has changed, such as "1-gzip", has no version, nor has a list that is malformed.
func readTags(headers []string, weak bool) (versions []int32, all bool) {
	tags, all := web.EntityTags(headers)
	versions = []int32{} // not nil: a header without a version matches nothing
	for _, tag := range tags {
		opaque, isWeak := strings.CutPrefix(tag, "W/")
		n, err := strconv.ParseInt(strings.Trim(opaque, `"`), 10, 32)
		if err == nil && opaque == VersionTag(int(n)) && (weak || !isWeak) {
			versions = append(versions, int32(n))
		}
	}
	return versions, all
}
