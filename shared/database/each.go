package database

import "github.com/jackc/pgx/v5"

// Each is a statement whose rows are handed on as they come, and not kept: the memory that it takes is that of one.
type Each[T any] struct {
	Query

	do     func(T) error
	begun  bool // a row was handed on
	fields func(*T) []any
}

// QueryEach returns a statement that reads each row into a T and calls do with it while the later rows are still on
// their way. An error of do's is returned, and closes the connection, so that the rest is not read. Once a row was
// handed on, the round trip is not made again: when the connection breaks, it fails with ErrUnavailable.
func QueryEach[T any, P scannable[T]](do func(row T) error, sql string, args ...any) *Each[T] {
	return &Each[T]{Query: Query{SQL: sql, Args: args}, do: do, fields: func(v *T) []any { return P(v).Fields() }}
}

// stoppedError is an error of those whom rows are handed to.
type stoppedError struct{ error }

func (e stoppedError) Unwrap() error { return e.error }

func (e *Each[T]) handedOn() bool { return e.begun }

func (e *Each[T]) read(results pgx.BatchResults) error {
	rows, err := results.Query()
	if err != nil {
		return e.failed(err)
	}
	for rows.Next() {
		var row T
		if err := rows.Scan(e.fields(&row)...); err != nil {
			return err
		}
		e.begun = true
		if err := e.do(row); err != nil {
			return stoppedError{err}
		}
	}
	return e.failed(rows.Err())
}
