#!/bin/sh
# Runs clang++: the one of this machine, else Debian's package of it, which is fetched once into the user's cache.
# Needs no rights. Where there is none and apt cannot fetch it: says so and ends with 77.   clang.sh ARGUMENTS...
set -eu

if command -v clang++ >/dev/null; then
  exec clang++ "$@"
fi
cache=${XDG_CACHE_HOME:-$HOME/.cache}/openons
fetched=$cache/clang

apt() {
  apt-get -q -o APT::Sandbox::User="$(id -un)" "$@"
}

# What the package needs and this machine lacks; apt names it without installing anything. In a shell of its own.
fetch() {
  work=$(mktemp -d "$cache/new.XXXXXX") || return 1
  trap 'rm -rf "$work"' EXIT
  names=$(apt -s --no-install-recommends install clang-14) || return 1
  names=$(echo "$names" | sed -n 's/^Inst \([^ ]*\) .*/\1/p')
  # shellcheck disable=SC2086 # several names
  (cd "$work" && apt download $names) || return 1
  for package in "$work"/*.deb; do
    dpkg -x "$package" "$work/files" || return 1
  done
  # Another build may be doing the same: the first one wins.
  mv -T "$work/files" "$fetched" 2>/dev/null || [ -x "$fetched/usr/bin/clang++-14" ]
}

if [ ! -x "$fetched/usr/bin/clang++-14" ]; then
  mkdir -p "$cache"
  said=$(fetch 2>&1) || {
    printf '%s\nskipped: there is no clang++ here, and apt-get could not fetch clang-14; install clang\n' "$said" >&2
    exit 77
  }
fi
libraries=$fetched/usr/lib/x86_64-linux-gnu:$fetched/usr/lib/llvm-14/lib
LD_LIBRARY_PATH=$libraries${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH} exec "$fetched/usr/bin/clang++-14" "$@"
