package lists

import (
	"net/http"
	"time"

	"github.com/google/uuid"

	"github.com/todo-backend/todo-backend/shared/database"
	"github.com/todo-backend/todo-backend/shared/identity"
	"github.com/todo-backend/todo-backend/shared/list"
	"github.com/todo-backend/todo-backend/shared/position"
	"github.com/todo-backend/todo-backend/shared/problem"
	"github.com/todo-backend/todo-backend/shared/web"
)

// CreateList answers POST /api/lists with 201 and the list. Sent again with the same id, it creates nothing: it answers
// 200 and the list as it is, and 409 where that is in the trash. It answers 409 for another user's id too, and 422 to a
// user with list.MaxLists lists, or list.MaxWithTrash with those in the trash.
func CreateList(w http.ResponseWriter, r *http.Request) {
	web.Serve(w, r, "createList", answers, createList)
}

func createList(w http.ResponseWriter, r *web.Request) error {
	caller, err := identity.Authenticate(r)
	if err != nil {
		return err
	}
	var in list.Creation
	fieldErrs, err := web.Decode(w, r, &in)
	if err != nil {
		return err
	}
	if fieldErrs = in.Validate(fieldErrs); len(fieldErrs) > 0 {
		return problem.Unprocessable(fieldErrs...)
	}
	id := in.ID.Value.UUID
	if !in.ID.Set {
		if id, err = uuid.NewV7(); err != nil {
			return err
		}
	}
	place := in.Position.Value
	if !in.Position.Set {
		place = position.End(time.Now(), id)
	}

	inserted := database.QueryRow[list.List](`
		insert into lists (id, user_id, name, color, position)
		select $1, app_user(), $2, $3, $4
		from (select count(*) as with_trash, count(*) filter (where deleted_at is null) as outside
		      from lists where user_id = app_user()) as before
		where outside < $5 and with_trash < $6
		on conflict (id) do nothing
		returning `+list.Columns, id, in.Name.Value, in.Color.Ptr(), place, list.MaxLists, list.MaxWithTrash)
	existing := database.QueryRow[list.List](`
		select `+list.Columns+` from lists where id = $1 and user_id = app_user() and deleted_at is null`, id)
	why := database.QueryRow[refusal](`
		select coalesce(bool_or(id = $1), false), count(*) filter (where deleted_at is null) >= $2, count(*) >= $3
		from lists where user_id = app_user()`, id, list.MaxLists, list.MaxWithTrash)
	switch err := caller.Run(list.Lock(), inserted, existing, why); {
	case err != nil:
		return err
	case inserted.Found:
		return web.JSON(w, http.StatusCreated, inserted.Value)
	case existing.Found:
		return web.JSON(w, http.StatusOK, existing.Value)
	case why.Value.inTrash:
		return problem.New(http.StatusConflict,
			"The list with this id is in the trash: restore it, or send another id")
	case why.Value.tooMany:
		return list.ErrTooMany
	case why.Value.tooManyWithTrash:
		return list.ErrTooManyWithTrash
	}
	return problem.New(http.StatusConflict, "This id cannot be used: send another one")
}

// refusal says why a list is not created.
type refusal struct{ inTrash, tooMany, tooManyWithTrash bool }

// Fields returns the fields that a row is scanned into.
func (f *refusal) Fields() []any { return []any{&f.inTrash, &f.tooMany, &f.tooManyWithTrash} }
