#!/bin/sh
# Prints the folder of GoogleTest's sources: those installed on this machine, else Debian's package of them, which is
# fetched once into the user's cache. Needs no rights; where apt is not at hand it says what to do.
set -eu

installed=/usr/src/googletest
cache=${XDG_CACHE_HOME:-$HOME/.cache}/openons
fetched=$cache/googletest

for folder in "$installed" "$fetched"; do
  if [ -f "$folder/CMakeLists.txt" ]; then
    echo "$folder"
    exit 0
  fi
done

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/lists/partial" "$work/archives/partial" "$cache"

# With lists of packages of its own when the machine has none, or old ones, and this is no administrator.
own_lists() {
  set -- -o Dir::State="$work" -o Dir::State::Lists="$work/lists" -o Dir::State::status=/var/lib/dpkg/status \
    -o Dir::Cache="$work" -o Dir::Cache::archives="$work/archives" -o APT::Sandbox::User="$(id -un)"
  apt-get -q "$@" update && apt-get -q "$@" download googletest
}

if ! (cd "$work" && { apt-get -q -o APT::Sandbox::User="$(id -un)" download googletest || own_lists; }) \
    >"$work/log" 2>&1 || ! dpkg -x "$work"/googletest_*.deb "$work/files" 2>>"$work/log"; then
  cat "$work/log" >&2
  echo "GoogleTest's sources are neither in $installed nor could apt-get fetch them. Install libgtest-dev, or put" \
    "the sources into $fetched, or leave the native tests out: -DONS_TESTS=OFF, -DONS_CPP_TESTS=OFF" >&2
  exit 1
fi
# Another build may be doing the same: the first one wins.
mv -T "$work/files/usr/src/googletest" "$fetched" 2>/dev/null || [ -f "$fetched/CMakeLists.txt" ]
echo "$fetched"
