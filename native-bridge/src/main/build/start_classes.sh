#!/bin/sh
# Writes the names of the classes that a start loads, for the start caches of users:
#   start_classes.sh TARGET-FOLDER BROKER-JAR
#
# The training program runs against a broker, without any cache, and Java writes down what it loads. The list is kept in
# the sources, beside this script, because it is the same for each platform and packages shall be the same each time;
# names that are no longer there are passed over. Make it anew when start-up or the client's libraries change.
set -eu

target=$(cd "$1" && pwd -P)
broker=$2
here=$(cd "$(dirname "$0")" && pwd -P)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# A cache in the runtime would hide what is loaded.
mkdir "$work/bundle"
cp -r "$target/bundle/libonsclient.so.1" "$target/bundle/jars" "$target/bundle/runtime" "$work/bundle/"
rm -f "$work/bundle/runtime/onsclient.aot"
env -u ONS_JAVA_HOME -u ONS_CLASSPATH -u JAVA_TOOL_OPTIONS -u _JAVA_OPTIONS -u JDK_JAVA_OPTIONS \
  LD_LIBRARY_PATH="$work/bundle" ONS_JVM_OPTS="-Xshare:off -XX:DumpLoadedClassList=$work/list" \
  sh "$here/with_broker.sh" "$target/bundle/runtime/bin/java" "$broker" "$target/native/training" @
# Entries of constant pools are left out: they fit one build of a class only.
sed -e '/^#/d' -e '/^@cp/d' -e '/source:/d' -e 's/ id: .*//' "$work/list" >"$here/start.classes"
wc -l "$here/start.classes"
