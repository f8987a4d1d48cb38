package database

import (
	"errors"

	"github.com/jackc/pgx/v5"
)

// Statement is one statement of a round trip. What it has brought stands in it after DB.Read or DB.Write.
type Statement interface {
	empty() bool
	queue(b *pgx.Batch)
	read(results pgx.BatchResults) error
	handedOn() bool // rows that cannot be taken back
}

// Query is the SQL of a statement with its arguments. Without SQL it is skipped.
type Query struct {
	SQL  string
	Args []any

	// OnError, where it is set, returns the error to report for the server's.
	OnError func(err error) error
}

// Skipped reports whether s is not sent: it has no SQL.
func Skipped(s Statement) bool { return s.empty() }

func (q *Query) empty() bool { return q.SQL == "" }

func (q *Query) handedOn() bool { return false }

func (q *Query) queue(b *pgx.Batch) { b.Queue(q.SQL, q.Args...) }

func (q *Query) failed(err error) error {
	if err != nil && q.OnError != nil {
		return q.OnError(err)
	}
	return err
}

// Command is a statement that returns no rows.
type Command struct {
	Query
	Affected int64 // rows
}

// Exec returns a statement whose rows nobody reads.
func Exec(sql string, args ...any) *Command { return &Command{Query: Query{SQL: sql, Args: args}} }

func (c *Command) read(results pgx.BatchResults) error {
	tag, err := results.Exec()
	c.Affected = tag.RowsAffected()
	return c.failed(err)
}

// Row is a statement of which the first row counts.
type Row[T any] struct {
	Query
	Value T    // the zero value where no row is found
	Found bool // reports whether there is a row

	fields func(*T) []any
}

// scannable is a pointer to a row's type, whose Fields are where the columns are scanned to, in their order.
type scannable[T any] interface {
	*T
	Fields() []any
}

// QueryRow returns a statement that reads one row into a T.
func QueryRow[T any, P scannable[T]](sql string, args ...any) *Row[T] {
	return &Row[T]{Query: Query{SQL: sql, Args: args}, fields: func(v *T) []any { return P(v).Fields() }}
}

// QueryValue returns a statement that reads one row of one column.
func QueryValue[T any](sql string, args ...any) *Row[T] {
	return &Row[T]{Query: Query{SQL: sql, Args: args}, fields: func(v *T) []any { return []any{v} }}
}

// Exists returns a statement that looks whether there is a row; it selects no columns.
func Exists(sql string, args ...any) *Row[struct{}] {
	return &Row[struct{}]{Query: Query{SQL: sql, Args: args}, fields: func(*struct{}) []any { return nil }}
}

func (r *Row[T]) read(results pgx.BatchResults) error {
	var value T // of a statement that is sent again, nothing of the first time is left
	err := results.QueryRow().Scan(r.fields(&value)...)
	r.Value, r.Found = value, err == nil
	if errors.Is(err, pgx.ErrNoRows) {
		return nil
	}
	return r.failed(err)
}

// Rows is a statement of which every row counts.
type Rows[T any] struct {
	Query
	Values []T  // empty, not nil, where no row is found
	More   bool // reports whether a row was left unread because Full said so

	// Full, where it is set, is asked before each row whether enough has been read.
	Full func(values []T) bool

	fields func(*T) []any
}

// QueryRows returns a statement that reads each row into a T.
func QueryRows[T any, P scannable[T]](sql string, args ...any) *Rows[T] {
	return &Rows[T]{Query: Query{SQL: sql, Args: args}, fields: func(v *T) []any { return P(v).Fields() }}
}

func (r *Rows[T]) read(results pgx.BatchResults) error {
	r.Values, r.More = []T{}, false
	rows, err := results.Query()
	if err != nil {
		return r.failed(err)
	}
	defer rows.Close()
	for rows.Next() {
		if r.More = r.Full != nil && r.Full(r.Values); r.More {
			break
		}
		r.Values = append(r.Values, *new(T))
		if err := rows.Scan(r.fields(&r.Values[len(r.Values)-1])...); err != nil {
			return err
		}
	}
	rows.Close()
	return r.failed(rows.Err())
}
