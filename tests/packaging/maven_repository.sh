#!/bin/sh
# Uses the Maven repository of a release: maven_repository.sh REPOSITORY FETCHED-REPOSITORY PLUGIN WORK-FOLDER
# All that Maven Central asks for is there, and the program of the README, broker included, compiles and runs with
# dependencies whose versions the bom gives.
set -eu

repository=$(cd "$1" && pwd -P)
fetched=$2
plugin=$3
work=$4
here=$(cd "$(dirname "$0")" && pwd -P)
root=$(cd "$here/../.." && pwd -P)

fail() {
  echo "packaging: $1" >&2
  exit 1
}

# has FILE TEXT: the POM, or those that it takes from, has an element.
has() {
  grep -q "$2" "$1" || grep -q "$2" "$repository"/io/openons/openons/*/openons-*.pom || fail "$1 has no $2"
}

for pom in "$repository"/io/openons/*/*/*.pom; do
  for element in '<name>' '<description>' '<url>' '<license>' '<developer>' '<scm>'; do has "$pom" "$element"; done
  ! grep -q SNAPSHOT "$pom" || fail "$pom names a SNAPSHOT"
done
for jar in "$repository"/io/openons/*/*/*[0-9].jar; do
  for kind in sources javadoc; do
    [ -f "${jar%.jar}-$kind.jar" ] || fail "$jar has no $kind beside it"
  done
  python3 - "$jar" <<'PYTHON' || fail "$jar has no licence or no module name"
import sys, zipfile
jar = zipfile.ZipFile(sys.argv[1])
jar.getinfo("META-INF/LICENSE")
assert b"Automatic-Module-Name: io.openons." in jar.read("META-INF/MANIFEST.MF")
PYTHON
done

version=$(basename "$repository"/io/openons/ons-bom/*)
rm -rf "$work"
mkdir -p "$work/classes"
cp "$here/maven/bom.xml" "$work/pom.xml"
mvn -B -q -o -Daether.offline.protocols=file -f "$work/pom.xml" -Dmaven.repo.local="$work/repository" \
  -Dopenons.version="$version" -Dshipped="$repository" -Dfetched="$fetched" \
  "$plugin:build-classpath" -Dmdep.outputFile="$work/class-path" >"$work/log" 2>&1 ||
  fail "Maven did not resolve client and broker: $(cat "$work/log")"
sed -n '/^```java$/,/^```$/p' "$root/README.md" | grep -v '^```' >"$work/Hello.java"
javac -d "$work/classes" -cp "$(cat "$work/class-path")" "$work/Hello.java"
said=$(timeout 120 java -cp "$work/classes:$(cat "$work/class-path")" Hello 2>"$work/log") ||
  fail "the program of the README failed: $(cat "$work/log")"
[ "$said" = 'received: hello, world' ] || fail "the program of the README printed: $said"
echo "packaging: the program of the README ran with client and broker from the Maven repository"
rm -rf "$work"
