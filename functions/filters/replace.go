package filters

import (
	"encoding/json"
	"net/http"

	"github.com/todo-backend/todo-backend/shared/database"
	"github.com/todo-backend/todo-backend/shared/filter"
	"github.com/todo-backend/todo-backend/shared/identity"
	"github.com/todo-backend/todo-backend/shared/list"
	"github.com/todo-backend/todo-backend/shared/problem"
	"github.com/todo-backend/todo-backend/shared/task"
	"github.com/todo-backend/todo-backend/shared/web"
	"github.com/todo-backend/todo-backend/shared/wire"
)

// ReplaceFilters answers PUT /api/filters with 200 and the filters, at most filter.Max, which take the place of all
// that the user had. It answers 412 when If-Match names another version.
func ReplaceFilters(w http.ResponseWriter, r *http.Request) {
	web.Serve(w, r, "replaceFilters", web.Problems, replaceFilters)
}

type replacement struct {
	Filters wire.Optional[[]json.RawMessage] `json:"filters" type:"a list of objects"`
}

func replaceFilters(w http.ResponseWriter, r *web.Request) error {
	caller, err := identity.Authenticate(r)
	if err != nil {
		return err
	}
	versions := task.IfMatch(r.Request)
	var in replacement
	fieldErrs, err := web.Decode(w, r, &in)
	if err != nil {
		return err
	}
	if !in.Filters.Given() {
		fieldErrs = problem.AppendOnce(fieldErrs, "filters", "filters must be a list of objects")
	}
	given, faults := filter.Read(in.Filters.Value)
	if fieldErrs = append(fieldErrs, faults...); len(fieldErrs) > 0 {
		return problem.Unprocessable(fieldErrs...)
	}

	// Without a row, the version is 0. The lock has an import, which adds to the filters, come before or after.
	replaced := database.QueryRow[document](`
		insert into filters as former (user_id, filters)
		select app_user(), $1::jsonb
		where $2::int[] is null or 0 = any($2) or exists (select from filters where user_id = app_user())
		on conflict (user_id) do update
		set filters = excluded.filters, version = former.version + 1, updated_at = now()
		where $2::int[] is null or former.version = any($2)
		returning filters, version`, filter.Stored(given), versions)
	if err := caller.Run(list.Lock(), replaced); err != nil {
		return err
	}
	if !replaced.Found {
		return problem.New(http.StatusPreconditionFailed, "The filters have changed since you read them")
	}
	w.Header().Set("ETag", task.VersionTag(replaced.Value.version))
	return web.JSON(w, http.StatusOK, replaced.Value)
}
