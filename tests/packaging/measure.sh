#!/bin/sh
# Medians of what the library costs a program: measure.sh LIBRARY BROKER-ADDRESS [RUNS]
# The first run, not counted, warms the broker and the machine's memory of files.
set -eu

library=$1
address=$2
runs=${3:-9}
here=$(cd "$(dirname "$0")" && pwd -P)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cc -O2 -std=c11 -I "$here/../../native-bridge/include" "$here/first_send.c" -o "$work/first_send"
env -i "$work/first_send" "$library" "$address" >/dev/null
for _ in $(seq "$runs"); do
  env -i "$work/first_send" "$library" "$address"
done >"$work/figures"

# median NAME: of the numbers that follow the name.
median() {
  sed -n "s/.*$1 \([0-9.]*\).*/\1/p" "$work/figures" | sort -n | sed -n "$(((runs + 1) / 2))p"
}
echo "first send after $(median after) ms; added MiB: RSS $(median RSS), PSS $(median PSS), private $(median private)"
