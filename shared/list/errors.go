package list

import (
	"errors"

	"github.com/todo-backend/todo-backend/shared/database"
)

// Why a list is not read, changed or created.
var (
	ErrNotFound         = errors.New("the list does not exist, is in the trash, or belongs to somebody else")
	ErrInbox            = errors.New("the inbox is not deleted")
	ErrTooMany          = errors.New("the user has MaxLists lists")
	ErrTooManyWithTrash = errors.New("the user has MaxWithTrash lists with those in the trash")
)

// A user may have MaxLists lists outside the trash, the inbox among them, and MaxWithTrash with those in it.
const (
	MaxLists     = 200
	MaxWithTrash = 1000
)

// Lock returns a statement after which no other transaction with Lock adds lists to the user's, or brings them out of
// the trash, until this one has ended. The user is locked before lists, as a deletion of the account does.
func Lock() database.Statement {
	return database.Exists(`select from users where id = app_user() for no key update`)
}
