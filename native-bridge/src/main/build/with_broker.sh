#!/bin/sh
# Runs a command beside a broker of its own, on a free port of this machine: with_broker.sh JAVA BROKER-JAR COMMAND...
# An argument @ of the command becomes the broker's address. Ends with the command's exit code; leaves nothing behind.
set -eu

java=$1
jar=$2
shift 2

folder=$(mktemp -d)
broker=
finish() {
  if [ -n "$broker" ]; then
    kill "$broker" 2>/dev/null || true
    wait "$broker" || true
  fi
  rm -rf "$folder"
}
trap finish EXIT
trap 'exit 143' TERM
trap 'exit 130' INT

mkfifo "$folder/said"
"$java" -Xmx256m -jar "$jar" --grpc-port 0 --remoting-port off --http-port off --data-dir "$folder/data" \
  --new-groups-start-at earliest >"$folder/said" 2>"$folder/log" &
broker=$!
exec 3<"$folder/said"
ready=$(timeout 600 sed -n '/^ready /{p;q;}' <&3) || true
address=$(printf '%s' "$ready" | sed -n 's/.*grpc=\([^ ]*\).*/\1/p')
if [ -z "$address" ]; then
  echo "the broker $jar did not get ready within 600 s:" >&2
  cat "$folder/log" >&2
  exit 1
fi

# Puts the address in, argument by argument.
for argument do
  shift
  [ "$argument" != @ ] || argument=$address
  set -- "$@" "$argument"
done
"$@" 3<&-
