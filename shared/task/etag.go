package task

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/todo-backend/todo-backend/shared/problem"
)

// ETag is the version of the task as an entity tag (RFC 9110, 8.8.3).
func (t *Task) ETag() string { return fmt.Sprintf(`"%d"`, t.Version) }

// IfMatch returns the versions that r's If-Match names (RFC 9110, 13.1.1), or nil when any will do: there is no such
// header, or it is *. Weak tags and tags that are not ours match nothing.
func IfMatch(r *http.Request) []int32 {
	versions, all := readTags(r.Header.Values("If-Match"), false)
	if all || r.Header.Values("If-Match") == nil {
		return nil
	}
	return versions
}

// NoneMatch tells whether r's If-None-Match names the version, so that the client has it already (RFC 9110, 13.1.2).
func NoneMatch(r *http.Request, version int) bool {
	versions, all := readTags(r.Header.Values("If-None-Match"), true)
	return all || slices.Contains(versions, int32(version))
}

// Changed is the answer when If-Match names another version than there is.
func Changed() *problem.Problem {
	return problem.New(http.StatusPreconditionFailed, "The task has changed since you read it")
}

func readTags(headers []string, weak bool) (versions []int32, all bool) {
	versions = []int32{} // not nil: a header that names none of ours matches nothing
	for tag := range strings.SplitSeq(strings.Join(headers, ","), ",") {
		tag = strings.TrimSpace(tag)
		if tag == "*" {
			all = true
		}
		if weak {
			tag = strings.TrimPrefix(tag, "W/")
		}
		if n, err := strconv.ParseInt(strings.TrimSuffix(strings.TrimPrefix(tag, `"`), `"`), 10, 32); err == nil && tag == fmt.Sprintf(`"%d"`, n) {
			versions = append(versions, int32(n))
		}
	}
	return versions, all
}
