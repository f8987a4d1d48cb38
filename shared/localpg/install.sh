#!/bin/sh
# Makes sure that PostgreSQL's server, 14 or newer, is on this machine, with the system's own package manager.
set -eu
for postgres in "$(command -v postgres || true)" /usr/lib/postgresql/*/bin/postgres /usr/pgsql-*/bin/postgres \
	/usr/libexec/postgresql*/postgres /opt/homebrew/opt/postgresql@*/bin/postgres /usr/local/opt/postgresql@*/bin/postgres; do
	[ -x "$postgres" ] || continue
	major=$("$postgres" --version | sed 's/.*(PostgreSQL) \([0-9]*\).*/\1/')
	[ "$major" -ge 14 ] && exit 0
done

as_root=
[ "$(id -u)" = 0 ] || as_root=sudo
run() { echo "PostgreSQL is not installed: running $*"; "$@"; }
if command -v brew > /dev/null; then
	run brew install postgresql@17
elif command -v apt-get > /dev/null; then
	run $as_root apt-get update -q
	run $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -yq --no-install-recommends postgresql
elif command -v dnf > /dev/null; then
	run $as_root dnf install -y postgresql-server
elif command -v apk > /dev/null; then
	run $as_root apk add postgresql
else
	echo "Install the server of PostgreSQL 14 or newer, or set DATABASE_URL to one you have." >&2
	exit 1
fi
