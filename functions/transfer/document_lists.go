package transfer

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/google/uuid"

	"github.com/todo-backend/todo-backend/shared/identity"
	"github.com/todo-backend/todo-backend/shared/list"
	"github.com/todo-backend/todo-backend/shared/position"
	"github.com/todo-backend/todo-backend/shared/problem"
	"github.com/todo-backend/todo-backend/shared/wire"
	"github.com/todo-backend/todo-backend/shared/zone"
)

const maxLists = list.MaxWithTrash

type profileInput struct {
	Timezone wire.Optional[string] `json:"timezone"`
	Language wire.Optional[string] `json:"language"`
}

func (c *content) readProfile(value json.RawMessage) error {
	faults, err := decode("profile", value, &c.profile)
	if err != nil {
		return err
	}
	if timezone := &c.profile.Timezone; timezone.Set {
		var ok bool
		if timezone.Value, ok = zone.Find(timezone.Value); !ok {
			faults = problem.AppendOnce(faults, "timezone",
				"timezone must be the IANA name of a time zone, such as Europe/Paris")
		}
	}
	if language := c.profile.Language; language.Set && !identity.IsLanguage(language.Value) {
		faults = problem.AppendOnce(faults, "language", identity.LanguageRule)
	}
	c.collect("profile", faults)
	return nil
}

// listInput is a list of a document.
type listInput struct {
	ID wire.Optional[string] `json:"id"`
	list.Input
	CreatedAt wire.Optional[wire.Time] `json:"created_at" type:"a time such as 2026-12-31T09:00:00Z (RFC 3339)"`
	UpdatedAt wire.Optional[wire.Time] `json:"updated_at" type:"a time such as 2026-12-31T09:00:00Z (RFC 3339)"`
	DeletedAt wire.Optional[wire.Time] `json:"deleted_at" type:"a time such as 2026-12-31T09:00:00Z, or null"`
}

// listRow is a list as it is stored.
type listRow struct {
	Place     int        `json:"place"`
	ID        uuid.UUID  `json:"id"`
	Name      string     `json:"name"`
	Color     *string    `json:"color"`
	Position  string     `json:"position"`
	CreatedAt *wire.Time `json:"created_at"`
	UpdatedAt *wire.Time `json:"updated_at"`
	DeletedAt *wire.Time `json:"deleted_at"`
}

func (c *content) readList(i int, value json.RawMessage) error {
	place := fmt.Sprintf("lists[%d]", i)
	var in listInput
	faults, err := decode(place, value, &in)
	if err != nil {
		return err
	}
	refuse := func(field, rule string) { faults = problem.AppendOnce(faults, field, rule) }
	row := &listRow{Place: i}
	inbox := in.ID.Value == inboxID
	if !inbox {
		row.ID = readID("id", in.ID.Value, refuse)
		in.ID.Value = row.ID.String()
	}
	if c.byID[in.ID.Value] != nil {
		refuse("id", "id must be another one: the document has a list with this id already")
	}
	if !in.Name.Set {
		refuse("name", "Name is required")
	}
	if !in.Position.Set {
		in.Position.Set, in.Position.Value = true, position.End(c.now.Add(time.Duration(i)*time.Microsecond), row.ID)
	}
	faults = in.Validate(faults)
	row.Name, row.Color, row.Position = in.Name.Value, in.Color.Ptr(), in.Position.Value
	row.CreatedAt = or(stored("created_at", in.CreatedAt, refuse), &wire.Time{Time: c.now})
	row.UpdatedAt = or(stored("updated_at", in.UpdatedAt, refuse), row.CreatedAt)
	row.DeletedAt = stored("deleted_at", in.DeletedAt, refuse)
	if inbox && row.DeletedAt != nil {
		refuse("deleted_at", "The inbox cannot be in the trash")
	}
	c.collect(place, faults)
	c.byID[in.ID.Value] = row
	if inbox {
		c.inbox = row
	} else {
		c.lists = append(c.lists, *row)
	}
	return nil
}

// readID returns the id that text is; refuse hears of one that no client may choose.
func readID(field, text string, refuse func(field, rule string)) uuid.UUID {
	var id wire.UUID
	if err := id.UnmarshalText([]byte(text)); err != nil {
		refuse(field, field+" must be a UUID")
	} else if rule := wire.FaultOfID(wire.Optional[wire.UUID]{Set: true, Value: id}); rule != "" {
		refuse(field, rule)
	}
	return id.UUID
}

func or[T any](value, otherwise *T) *T {
	if value == nil {
		return otherwise
	}
	return value
}
