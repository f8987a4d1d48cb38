package transfer

import (
	"encoding/csv"
	"io"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/todo-backend/todo-backend/shared/database"
	"github.com/todo-backend/todo-backend/shared/wire"
)

var csvColumns = []string{"id", "list", "parent_id", "parent", "title", "description", "completed", "priority", "tags",
	"category", "start_on", "due_on", "due_date", "recurrence_rule", "recurrence_from", "completed_at", "created_at",
	"updated_at"}

// exportCSV begins a table of RFC 4180 for spreadsheets: a heading, and a task a row. It starts with a byte order mark,
// without which Excel reads UTF-8 as the machine's code page.
func exportCSV(w io.Writer) (rows []database.Statement, end func() error) {
	table := csv.NewWriter(w)
	table.UseCRLF = true
	_, err := io.WriteString(w, "\ufeff")
	if err == nil {
		err = table.Write(csvColumns)
	}
	add := func(t exportedTask) error {
		if err != nil {
			return err
		}
		return table.Write(t.cells())
	}
	end = func() error {
		table.Flush()
		return table.Error()
	}
	return []database.Statement{database.QueryEach(add, exportedSQL)}, end
}

// cells returns the row of csvColumns.
func (t *exportedTask) cells() []string {
	parentID, dueDate, from := "", t.DueDate, ""
	if t.ParentID != nil {
		parentID = t.ParentID.String()
	}
	if t.DueOn != nil { // from which the due date follows
		dueDate = nil
	}
	if t.RecurrenceRule != nil {
		from = t.RecurrenceFrom
	}
	return []string{t.ID.String(), inert(t.list), parentID, inert(text(t.parent)), inert(t.Title),
		inert(text(t.Description)), strconv.FormatBool(t.Completed), text(t.Priority), inert(joinTags(t.Tags)),
		inert(text(t.Category)), dayText(t.StartOn), dayText(t.DueOn), timeText(dueDate), text(t.RecurrenceRule), from,
		timeText(t.CompletedAt), timeText(&t.CreatedAt), timeText(&t.UpdatedAt)}
}

// inert returns a cell that no spreadsheet takes for a formula: one that begins as a formula does, also after quotes
// and white space, gets an apostrophe before it (OWASP, CSV Injection). Spreadsheets in Japanese take wide signs too.
func inert(cell string) string {
	start := strings.TrimLeftFunc(cell, func(r rune) bool { return r == '"' || r == '\'' || unicode.IsSpace(r) })
	for _, sign := range []string{"=", "+", "-", "@", "＝", "＋", "－", "＠"} {
		if strings.HasPrefix(start, sign) {
			return "'" + cell
		}
	}
	if cell != "" && strings.ContainsRune("\t\r\n", rune(cell[0])) {
		return "'" + cell
	}
	return cell
}

// joinTags returns tags as a line of RFC 4180, so that a comma within a tag is not one between two.
func joinTags(tags []string) string {
	var line strings.Builder
	w := csv.NewWriter(&line)
	_ = w.Write(tags) // a strings.Builder does not fail
	w.Flush()
	return strings.TrimSuffix(line.String(), "\n")
}

func text(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

func dayText(d *wire.Date) string {
	if d == nil {
		return ""
	}
	return d.Format(time.DateOnly)
}

func timeText(t *wire.Time) string {
	if t == nil {
		return ""
	}
	return t.UTC().Format("2006-01-02T15:04:05.000Z")
}
