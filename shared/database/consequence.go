package database

import (
	"errors"

	"github.com/jackc/pgx/v5/pgconn"
)

// consequence is what an error of the server's leads to.
type consequence int

const (
	// our own fault, or a rule of the schema that the caller knows: handed on, 500 at the end
	bug consequence = iota
	// the database cannot serve now: 503; a change may have happened, whole
	unavailable
	// rolled back for a reason that passes: sent again, then 503
	repeat
	// rolled back since something else has changed meanwhile: sent again, then handed on
	againThenBug
	// rolled back by a server that only reads, as one that has become a standby: sent again on a new connection, which
	// may lead to the new primary, then 503
	readOnly
)

// consequences holds every class of PostgreSQL's error codes (appendix A), and the codes that differ from their class.
var consequences = map[string]consequence{
	"00": bug, "01": bug, "02": bug, "03": bug,
	"08": unavailable, // the connection
	"09": bug,
	"0A": bug,
	"0B": bug, "0F": bug, "0L": bug, "0P": bug, "0Z": bug, "10": bug, "20": bug, "21": bug, "22": bug,
	"23":    bug,          // a rule of the schema
	"23503": againThenBug, // what a row refers to was deleted meanwhile, such as its user: the next try finds that
	"24":    bug,
	"25":    bug,
	"25006": readOnly,    // read only: a standby, a database over its quota
	"25P03": unavailable, // idle in a transaction for too long
	"25P04": unavailable, // a transaction that took too long
	"26":    bug,
	"26000": repeat, // a prepared statement is missing behind a pooler
	"27":    bug, "28": bug, "2B": bug, "2D": bug, "2F": bug, "34": bug, "38": bug, "39": bug,
	"3B": bug, "3D": bug, "3F": bug,
	"40":    repeat,      // the transaction was rolled back: 40001 serialization, 40P01 deadlock
	"40002": bug,         // by a rule of the schema
	"40003": unavailable, // nobody can say whether it took effect
	"42":    bug,
	"42P05": repeat, // a prepared statement exists already behind a pooler
	"44":    bug,
	"53":    unavailable, // no disk, no memory, no connection left, a limit of the configuration
	"54":    bug,
	"55":    bug,
	"55P03": unavailable, // a lock could not be had in time
	"57":    unavailable, // cancelled, a time limit, shutting down, crashed, starting
	"57P05": repeat,      // the session was idle for too long, and ended before it read the batch
	"58":    unavailable, // the system around the database: input and output
	"72":    repeat,      // the snapshot is too old (before PostgreSQL 17)
	"F0":    unavailable, // the lock file
	"HV":    bug, "P0": bug,
	"XX":    bug,
	"XX001": unavailable, // data on the disk cannot be read
	"XX002": unavailable, // nor an index
}

// consequenceOf returns what err leads to; bug for what is no error of the server's, and for codes of our own.
func consequenceOf(err error) consequence {
	pgErr, ok := errors.AsType[*pgconn.PgError](err)
	if !ok || len(pgErr.Code) != 5 {
		return bug
	}
	if isStale(err) {
		return repeat
	}
	if c, ok := consequences[pgErr.Code]; ok {
		return c
	}
	return consequences[pgErr.Code[:2]]
}
