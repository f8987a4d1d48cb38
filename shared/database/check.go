package database

import (
	"context"
	"time"
)

// checkWriteTTL is how long a write of Check is good for: it is anybody's to ask for.
const checkWriteTTL = 5 * time.Second

// Check fails unless the database answers, can write and has room: it writes a page of the disk that was not there
// before, once in five seconds at most.
func (db *DB) Check(ctx context.Context) error {
	statements := []Statement{Exec(`select 1`)}
	write := time.Since(time.Unix(0, db.checkWrote.Load())) > checkWriteTTL
	if write {
		statements = append(statements, Exec(`truncate room`), Exec(`insert into room values (1)`))
	}
	err := db.Read(ctx, statements...) // which may be repeated
	if err == nil && write {
		db.checkWrote.Store(time.Now().UnixNano())
	}
	return err
}
