#!/bin/sh
# Uses what we ship as others do: consume.sh PACKAGES-FOLDER BROKER-ADDRESS WORK-FOLDER
# Unpacks the tarball and the Debian package somewhere, builds programs against each of them by CMake and by pkg-config,
# and runs them against the broker, with nothing in the environment and so no Java to be found but the package's.
set -eu

packages=$1
address=$2
work=$3
here=$(cd "$(dirname "$0")" && pwd -P)

say() { echo "packaging: $*"; }

fail() {
  echo "packaging: $1" >&2
  exit 1
}

# quietly COMMAND...: its output only when it fails.
quietly() {
  "$@" >"$work/log" 2>&1 || {
    cat "$work/log" >&2
    fail "failed: $*"
  }
}

# compile PKG-CONFIG-NAME COMPILER AND OPTIONS...
compile() {
  flags=$(pkg-config --cflags --libs "$1")
  shift
  # pkg-config quotes what it prints for a shell.
  eval "set -- \"\$@\" $flags"
  quietly "$@" -Wl,-rpath,"$prefix/lib"
}

# run PROGRAM TEXT: it ends well and prints the text.
run() {
  said=$(env -i ONS_JVM_OPTS="$strict" timeout 120 "$1" "$address" 2>&1) || fail "$1 failed: $said"
  case $said in
    *"$2"*) say "ran ${1#"$work"/}" ;;
    *) fail "$1 did not print '$2' but: $said" ;;
  esac
}

# consume NAME PREFIX: the package lies in PREFIX.
consume() {
  name=$1
  prefix=$2
  examples=$prefix/share/doc/onsclient/examples
  # A start-up cache that does not fit where it was unpacked is an error here.
  strict=
  if [ -f "$prefix/lib/onsclient/runtime/onsclient.aot" ]; then strict=-XX:AOTMode=on; fi

  quietly cmake -S "$here/consumer" -B "$work/$name-cmake" -DCMAKE_PREFIX_PATH="$prefix" -DEXAMPLES="$examples"
  quietly cmake --build "$work/$name-cmake"
  run "$work/$name-cmake/walkthrough_c" 'pulled '
  run "$work/$name-cmake/walkthrough_cpp" '14 sent'
  run "$work/$name-cmake/classic" 'sent '

  if ! command -v pkg-config >/dev/null; then
    say "no pkg-config on this machine: not tried"
    return 0
  fi
  export PKG_CONFIG_PATH="$prefix/lib/pkgconfig"
  compile onsclient cc -std=c99 "$examples/c/quickstart.c" -pthread -o "$work/$name-quickstart_c"
  compile onsclient-cpp c++ -std=c++11 "$examples/classic/transaction.cpp" -o "$work/$name-classic_transaction"
  run "$work/$name-quickstart_c" 'received hello'
  run "$work/$name-classic_transaction" 'booking for '
}

rm -rf "$work"
mkdir -p "$work/a folder/tarball" "$work/deb"
tar -xzf "$packages"/onsclient-*.tar.gz -C "$work/a folder/tarball" --strip-components 1
consume tarball "$work/a folder/tarball"
rm -rf "$work/a folder"

if command -v dpkg-deb >/dev/null; then
  dpkg-deb -x "$packages"/onsclient_*.deb "$work/deb"
  consume deb "$work/deb/usr"
else
  say "no dpkg on this machine: the Debian package is not tried"
fi
rm -rf "$work/deb"
sh "$here/start_cache.sh" "$packages" "$address" "$work/start"
