// Package betterauth holds the functions that Better Auth's own client calls, one a file, over the same accounts and
// sessions as the REST functions. Its wire protocol is that of better-auth 1.7.25.
package betterauth

import (
	"net/http"

	"github.com/todo-backend/todo-backend/shared/identity"
	"github.com/todo-backend/todo-backend/shared/route"
	"github.com/todo-backend/todo-backend/shared/web"
)

// request is a request of Better Auth's client.
type request struct {
	*web.Request
	counted bool // see limited
}

// serve answers the route of a name under /api/auth/, with handle behind the edge. A guess that is malformed is counted
// too, where the route has a limit that is tighter than the usual.
func serve(w http.ResponseWriter, r *http.Request, name string, handle func(http.ResponseWriter, *request) error) {
	web.Serve(w, r, name, Errors, func(w http.ResponseWriter, edge *web.Request) error {
		req := &request{Request: edge}
		err := handle(w, req)
		if err != nil && !req.counted && req.Route.Limit != route.Usual && isRefusal(err) {
			if limited := req.DB.Write(req.Context(), req.limited()); limited != nil {
				return limited
			}
		}
		return err
	})
}

// isRefusal reports whether the request is to blame for err.
func isRefusal(err error) bool {
	answer := Errors(err)
	return answer != nil && answer.StatusCode() < http.StatusInternalServerError
}

// caller returns the caller that r's bearer token, or else its cookie, names. It ignores an Authorization header of
// another form.
func (r *request) caller() (*identity.Caller, bool) {
	if c, ok := identity.FromBearer(r.Request); ok {
		return c, true
	}
	return identity.FromCookie(r.Request)
}
