#!/bin/sh
# Programs of both generations and modern ones give no warning by every standard, with either std::string, and from
# every place where headers are looked for. They are looked at only, not compiled to code: other tests run them.
#   matrix.sh BUILD-FOLDER STRING COMPILER...    STRING: 0 or 1, which std::string C++11 gets; C++14 gets the other
# With ONS_TEST_ALL=1 by all four standards, and each header alone; else by the oldest and the newest.
set -eu

layouts=$1/layouts
string=$2
shift 2
tests=$(cd "$(dirname "$0")" && pwd -P)
classic=$tests/../include/openons/classic
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
failures=0
looks=0
standards="11 20"
[ "${ONS_TEST_ALL:-}" != 1 ] || standards="11 14 17 20"

"$@" --version >"$folder/version" || exit $?
compiler=$*

# look STANDARD FILE OPTIONS...
look() {
  standard=$1
  file=$2
  shift 2
  looks=$((looks + 1))
  # shellcheck disable=SC2086 # a command and its arguments
  $compiler -std="c++$standard" -D_GLIBCXX_USE_CXX11_ABI="$string" -fsyntax-only -Wall -Wextra -Wpedantic -Wshadow \
    -Werror -I "$layouts" -I "$tests/../include" -I "$tests/../../native-bridge/include" "$@" "$file" || {
    echo "$file gives warnings or errors by C++$standard, string $string, $*" >&2
    failures=$((failures + 1))
  }
}

ln -s "$layouts/ons/classic" "$folder/vendored"
for standard in $standards; do
  look "$standard" "$tests/programs/unity2.cpp" -I "$folder" -I "$layouts/ons/classic"
  look "$standard" "$tests/programs/unity3.cpp"
  if [ "$standard" = 11 ] || [ "$standard" = 20 ]; then
    look "$standard" "$tests/programs/classic_program.cpp" -I "$layouts/ons/classic"
    look "$standard" "$tests/programs/classic3_program.cpp"
    look "$standard" "$tests/programs/modern_program.cpp"
  fi
  string=$((1 - string))
done

# all GENERATION PREFIX OPTIONS...: a file with all headers of a generation from one place.
all() {
  for header in "$classic"/*.h "$classic/v$1"/*.h; do
    echo "#include <$2${header##*/}>"
  done >"$folder/all.cpp"
  shift 2
  look 11 "$folder/all.cpp" "$@"
}
all 2 '' -I "$layouts/ons/classic"
all 2 rocketmq/
all 2 ons/ -DONS_SDK_VERSION=1
all 3 ons/
all 3 '' -I "$layouts/ons"

if [ "${ONS_TEST_ALL:-}" = 1 ]; then
  include=$tests/../include
  for header in "$include"/openons/*.hpp "$classic"/*.h "$classic"/v2/*.h "$classic"/v3/*.h; do
    echo "#include <${header#"$include"/}>" >"$folder/alone.cpp"
    look 11 "$folder/alone.cpp"
  done
fi

echo "$(head -n 1 "$folder/version"): $failures of $looks failed"
[ "$failures" -eq 0 ]
