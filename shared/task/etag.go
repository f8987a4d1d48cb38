package task

import (
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/todo-backend/todo-backend/shared/problem"
)

// ETag is the version of the task as an entity tag (RFC 9110, 8.8.3).
func (t *Task) ETag() string { return fmt.Sprintf(`"%d"`, t.Version) }

// IfMatch returns the versions that r's If-Match names (RFC 9110, 13.1.1), or nil when any will do: there is no such
// header, or it is *. Weak tags and tags that are not ours match nothing: the comparison is the strong one.
func IfMatch(r *http.Request) []int32 {
	versions, all := readTags(r.Header.Values("If-Match"), false)
	if all || r.Header.Values("If-Match") == nil {
		return nil
	}
	return versions
}

// NoneMatch reports whether r's If-None-Match names the version, weakly or not, so that the client has it already (RFC
// 9110, 13.1.2).
func NoneMatch(r *http.Request, version int) bool {
	versions, all := readTags(r.Header.Values("If-None-Match"), true)
	return all || slices.Contains(versions, int32(version))
}

// Changed is the answer when If-Match names another version than there is.
func Changed() *problem.Problem {
	return problem.New(http.StatusPreconditionFailed, "The task has changed since you read it")
}

// entityTag is an entity tag (RFC 9110, 8.8.3): weak or not, in quotes that hold neither quotes nor spaces.
var entityTag = regexp.MustCompile(`^(W/)?"[^"\x00-\x20\x7f]*"`)

// readTags returns the versions that a list of entity tags names, the weak ones only where weak says so; all is for *
// alone. A tag that a proxy has changed, such as "1-gzip", names none, and so does a list that cannot be read.
func readTags(headers []string, weak bool) (versions []int32, all bool) {
	versions = []int32{} // not nil: a header that names none of ours matches nothing
	rest := strings.Trim(strings.Join(headers, ","), " \t,")
	if rest == "*" {
		return versions, true
	}
	for rest != "" {
		tag := entityTag.FindString(rest)
		rest = strings.TrimLeft(rest[len(tag):], " \t")
		if tag == "" || rest != "" && rest[0] != ',' {
			return []int32{}, false
		}
		rest = strings.TrimLeft(rest, " \t,")
		opaque, isWeak := strings.CutPrefix(tag, "W/")
		n, err := strconv.ParseInt(strings.Trim(opaque, `"`), 10, 32)
		if err == nil && opaque == fmt.Sprintf(`"%d"`, n) && (weak || !isWeak) {
			versions = append(versions, int32(n))
		}
	}
	return versions, false
}
