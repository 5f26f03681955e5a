#!/bin/sh
# Uses the Java client as others do:
# consume_maven.sh VERSION FETCHED-REPOSITORY PLUGIN BROKER-ADDRESS WORK-FOLDER OLD-JARS
# An empty Maven project elsewhere takes the client by its coordinates, from a repository that holds just what we ship
# and, without the network, third parties' files from FETCHED-REPOSITORY; an example is compiled and run with that, and
# with jars that applications pin: an old SLF4J in place of ours, an old protobuf in front.
set -eu

version=$1
fetched=$2
plugin=$3
address=$4
work=$5
old=$6
here=$(cd "$(dirname "$0")" && pwd -P)
root=$(cd "$here/../.." && pwd -P)

fail() {
  echo "packaging: $1" >&2
  exit 1
}

# ship ARTIFACT FOLDER [POM]: its pom, and its jar if it has one, into the repository.
ship() {
  target=$work/shipped/io/openons/$1/$version
  mkdir -p "$target"
  cp "$root/$2/${3:-pom.xml}" "$target/$1-$version.pom"
  if [ "$1" != openons ]; then cp "$root/$2/target/$1-$version.jar" "$target/"; fi
}

rm -rf "$work"
mkdir -p "$work/classes"
ship openons .
ship ons-client java-sdk/shaded target/pom.xml
cp "$here/maven/pom.xml" "$work/pom.xml"

mvn -B -q -o -Daether.offline.protocols=file -f "$work/pom.xml" -Dmaven.repo.local="$work/repository" \
  -Dopenons.version="$version" -Dshipped="$work/shipped" -Dfetched="$fetched" \
  "$plugin:build-classpath" -Dmdep.outputFile="$work/class-path" >"$work/log" 2>&1 ||
  fail "Maven did not resolve the client: $(cat "$work/log")"

class_path=$(cat "$work/class-path")
others=$(tr : '\n' <"$work/class-path" | grep -v -e '/io/openons/' -e '/org/slf4j/slf4j-api/' || true)
[ -z "$others" ] || fail "beside SLF4J the client brings $others"
javac -d "$work/classes" -cp "$class_path" -sourcepath "$root/java-sdk/examples/src/main/java" \
  "$root/java-sdk/examples/src/main/java/io/openons/examples/Quickstart.java"
java "$here/CheckJar.java" "$root/java-sdk/shaded/target/ons-client-$version.jar" ||
  fail "the jar of the client has what it must not have"

# run WITH CLASS-PATH: the example prints what it received.
run() {
  said=$(timeout 120 java -cp "$work/classes:$2" io.openons.examples.Quickstart "$address" 2>&1) ||
    fail "the example failed with $1: $said"
  case $said in
    *'received: hello, world'*) echo "packaging: ran the Java client from a Maven repository with $1" ;;
    *) fail "the example did not print what it received with $1 but: $said" ;;
  esac
}

run "what it brings" "$class_path"
others=$(tr : '\n' <"$work/class-path" | grep -v '/org/slf4j/' | paste -sd : -)
slf4j=$(echo "$old"/slf4j-api-1.7.*.jar)
protobuf=$(echo "$old"/protobuf-java-3.*.jar)
[ -f "$slf4j" ] && [ -f "$protobuf" ] || fail "no old SLF4J or protobuf in $old"
run "SLF4J 1.7" "$slf4j:$others"
run "protobuf 3 pinned" "$protobuf:$class_path"
rm -rf "$work"
