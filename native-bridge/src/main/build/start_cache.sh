#!/bin/sh
# Makes the start-up cache of the bundled runtime: start_cache.sh BUNDLE-FOLDER TRAINING-PROGRAM BROKER-JAR
#
# The training program runs as any host does, with the bundle's library, runtime and jars, against a broker that runs on
# the same runtime; the classes that it needed are then stored as they were loaded. The library finds the result,
# runtime/onsclient.aot, by itself. Java 24 and older make none: their caches fit only files that were never moved.
# Nothing is done when nothing changed.
set -eu

bundle=$(cd "$1" && pwd -P)
training=$2
broker=$3
runtime=$bundle/runtime
cache=$runtime/onsclient.aot
here=$(cd "$(dirname "$0")" && pwd -P)

version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$runtime/release")
stamp="$(cat "$runtime/made-from") $(cksum "$bundle"/jars/*.jar "$bundle/libonsclient.so.1" "$training" "$0")"
if [ "$(cat "$runtime/learned-from" 2>/dev/null)" = "$stamp" ]; then
  exit 0
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
rm -f "$cache" "$runtime/learned-from"
if [ "$version" -lt 25 ]; then
  printf '%s' "$stamp" >"$runtime/learned-from"
  exit 0
fi

# Nothing of the machine that builds may have a say.
train() {
  env -u ONS_JAVA_HOME -u ONS_CLASSPATH -u JAVA_TOOL_OPTIONS -u _JAVA_OPTIONS -u JDK_JAVA_OPTIONS \
    LD_LIBRARY_PATH="$bundle" ONS_JVM_OPTS="$1" \
    sh "$here/with_broker.sh" "$runtime/bin/java" "$broker" "$training" @
}

# The class path and the options that a cache is bound to: the library's, see jvm/flags.cpp.
class_path=$(find "$bundle/jars" -name '*.jar' | LC_ALL=C sort | paste -s -d:)
learn() {
  train "-XX:AOTMode=record -XX:AOTConfiguration=$work/configuration" &&
    "$runtime/bin/java" -XX:AOTMode=create -XX:AOTConfiguration="$work/configuration" -XX:AOTCache="$cache" \
      -XX:+UseSerialGC -Xmx256m --enable-native-access=ALL-UNNAMED -cp "$class_path"
}
learn >"$work/log" 2>&1 || {
  cat "$work/log" >&2
  echo "no start-up cache could be made of the training run" >&2
  exit 1
}
# With this mode a cache that does not fit is an error, not just slow.
train "-XX:AOTMode=on" >"$work/log" 2>&1 || {
  cat "$work/log" >&2
  rm -f "$cache"
  echo "the start-up cache is refused by the runtime that it was made with" >&2
  exit 1
}
printf '%s' "$stamp" >"$runtime/learned-from"
