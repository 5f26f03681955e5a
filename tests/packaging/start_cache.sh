#!/bin/sh
# The start cache of a user: start_cache.sh PACKAGES-FOLDER BROKER-ADDRESS WORK-FOLDER
# Programs start side by side with the library of the tarball and no cache: one cache appears, whole, and the next start
# uses it; a folder that others can write to is left alone, and `off` means none.
set -eu

packages=$1
address=$2
work=$3
here=$(cd "$(dirname "$0")" && pwd -P)

fail() {
  echo "packaging: $1" >&2
  exit 1
}

rm -rf "$work"
mkdir -p "$work/package" "$work/safe" "$work/unsafe"
tar -xzf "$packages"/onsclient-*.tar.gz -C "$work/package" --strip-components 1
library=$work/package/lib/libonsclient.so.1
# The runtime of the machine that builds may have a cache of its own.
rm -f "$work/package/lib/onsclient/runtime/onsclient.aot"
cc -O1 -std=c11 -I "$work/package/include" "$here/first_send.c" -o "$work/first_send"

# start CACHE-FOLDER LOG: the log gets what Java says about caches.
start() {
  env -i ONS_START_CACHE="$1" ONS_JVM_OPTS=-Xlog:cds timeout 120 "$work/first_send" "$library" "$address" \
    >"$work/$2" 2>&1 || fail "a program failed: $(cat "$work/$2")"
}

caches() { find "$1" -name '*.jsa' | wc -l; }

chmod 777 "$work/unsafe"
start "$work/safe" first.log &
one=$!
start "$work/safe" second.log &
two=$!
start "$work/unsafe" unsafe.log
start off off.log
wait "$one"
wait "$two"
# Makers outlive the programs that start them, so the next programs may be too early.
tries=0
until grep -q "Opened shared archive file $work/safe/.*\.jsa" "$work/first.log"; do
  tries=$((tries + 1))
  [ "$tries" -le 100 ] || fail "the cache is not used: $(ls -la "$work/safe"; cat "$work/first.log")"
  start "$work/safe" first.log
done
[ "$(caches "$work/safe")" -eq 1 ] || fail "not one cache: $(ls "$work/safe")"
[ "$(caches "$work/unsafe")" -eq 0 ] || fail "a cache in a folder that others can write to"
echo "packaging: two programs made one start cache, and a third used it"
rm -rf "$work"
