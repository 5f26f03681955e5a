#!/bin/sh
# Runs the broker's image without an engine: image.sh LAYOUT WORK-FOLDER
# Its layer is unpacked as a root; there, as the image's user and with its environment and command, the broker serves,
# its health check agrees, SIGTERM ends it, and the state folder has what it stored. As root only.
set -eu

layout=$(cd "$1" && pwd -P)
work=$2
here=$(cd "$(dirname "$0")" && pwd -P)
most_bytes=120000000

fail() {
  echo "packaging: $1" >&2
  exit 1
}

if [ "$(id -u)" != 0 ]; then
  echo "packaging: not root: the image is not tried"
  exit 0
fi
rm -rf "$work"
mkdir -p "$work/root"
python3 "$here/image.py" "$layout" "$work"
size=$(du -sb "$work/root" | cut -f 1)
[ "$size" -le "$most_bytes" ] || fail "the image's root takes $size bytes, more than $most_bytes"

# inside WHAT: the command of that name, as the image says it is run; each program becomes the next, so that a signal
# to the first one is one to the broker.
cat >"$work/inside" <<'INSIDE'
exec unshare -m sh -c 'mount --rbind /proc "$1/root/proc" && mount --rbind /dev "$1/root/dev" && exec sh "$1/$2"' - "$@"
INSIDE

mkfifo "$work/said"
sh "$work/inside" "$work" broker >"$work/said" 2>"$work/log" &
broker=$!
trap 'kill "$broker" 2>/dev/null || true' EXIT
exec 3<"$work/said"
ready=$(timeout 120 sed -n '/^ready /{p;q;}' <&3) || true
port=$(printf '%s' "$ready" | sed -n 's/.*grpc=[^ ]*:\([0-9]*\).*/\1/p')
[ -n "$port" ] || fail "the broker of the image does not serve: $ready $(cat "$work/log")"
PORT=$port sh "$work/inside" "$work" health || fail "the health check fails while the broker serves"
[ "$(stat -c %u "$work/root/var/lib/ons-broker/data/log")" = 10001 ] || fail "the broker does not run as the user 10001"
kill "$broker"
code=0
wait "$broker" || code=$?
[ "$code" = 143 ] || [ "$code" = 0 ] || fail "SIGTERM ends the broker with $code: $(cat "$work/log")"
if PORT=$port sh "$work/inside" "$work" health 2>"$work/log"; then fail "the health check succeeds without a broker"; fi
grep -q "port $port: " "$work/log" || fail "the health check does not say why: $(cat "$work/log")"
[ -f "$work/root/var/lib/ons-broker/data/openons.format" ] || fail "the state folder is empty"
echo "packaging: the broker's image served, said so, and ended by SIGTERM; $((size / 1000000)) MB"
rm -rf "$work"
