#!/bin/sh
# Makes sure that Chromium is on this machine, with the system's own package manager.
set -eu
for browser in "${CHROMIUM:-}" /usr/bin/chromium /usr/bin/chromium-browser /usr/bin/google-chrome; do
	if [ -x "$browser" ]; then exit 0; fi
done
as_root=
[ "$(id -u)" = 0 ] || as_root=sudo
if command -v apt-get > /dev/null; then
	echo "not installed yet: chromium; running apt-get install chromium"
	$as_root apt-get update -q > /dev/null
	$as_root env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=120 \
		install -yq --no-install-recommends chromium > /dev/null
elif command -v dnf > /dev/null; then
	$as_root dnf install -yq chromium
else
	echo "Install Chromium or Chrome, and say in CHROMIUM where it is." >&2
	exit 1
fi
