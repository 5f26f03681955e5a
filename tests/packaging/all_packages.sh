#!/bin/sh
# Makes all packages and uses them where they were not made, with `true` in front:
#   all_packages.sh true JAVA BROKER-JAR WORK-FOLDER FETCHED-REPOSITORY MAVEN-PLUGIN
# With `false` it does nothing: this takes minutes.
# Made twice from the same sources, they are the same, byte for byte.
set -eu

[ "$1" = true ] || exit 0
java=$2
jar=$3
work=$4
here=$(cd "$(dirname "$0")" && pwd -P)
root=$(cd "$here/../.." && pwd -P)
python=$root/python-shim/target/venv/bin/python

rm -rf "$work"
python3 -B "$root/packaging/package.py" "$work/once"
# From nothing but what was fetched.
mv "$root/target/packaging" "$work/before"
python3 -B "$root/packaging/package.py" "$work/again"
if ! diff "$work/once/SHA256SUMS" "$work/again/SHA256SUMS"; then
  echo "packaging: made again, the packages above differ" >&2
  exit 1
fi
echo "packaging: made twice, $(wc -l <"$work/once/SHA256SUMS") packages are the same"
"$python" "$here/check_packages.py" "$work/once"
sh "$here/maven_repository.sh" "$work/once/maven" "$5" "$6" "$work/maven"
sh "$here/image.sh" "$work/once/ons-broker-image" "$work/image"
zig=$(cd "$root/packaging" && python3 -B -c 'import fetched; print(fetched.zig())')
beside_a_broker="$root/native-bridge/src/main/build/with_broker.sh"
sh "$beside_a_broker" "$java" "$jar" python3 "$here/install_lines.py" "$work/once" @ "$work/lines"
sh "$beside_a_broker" "$java" "$jar" sh "$here/other_systems.sh" "$work/once" "$zig" @ "$work/systems"
rm -rf "$work"
