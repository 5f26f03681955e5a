#!/usr/bin/env bash
# Prints the command of a Java of a major version: get_java.sh VERSION
#
# The one at hand if there is one; else Debian's package of it, unpacked into the user's cache with the C library that
# it was built for, so that it needs no installation.
set -euo pipefail

version=$1
cache="${XDG_CACHE_HOME:-$HOME/.cache}/openons/java"
home="$cache/$version"

major() { "$1" -version 2>&1 | sed -nE 's/.* version "(1\.)?([0-9]+).*/\2/p' | head -n 1; }

# Prints the command and ends, when there is one.
look() {
  local java
  for java in "${JAVA_HOME:-/none}/bin/java" "$(command -v java || true)" /usr/lib/jvm/*/bin/java "$home"/java; do
    if [[ -x "$java" && "$(major "$java")" == "$version" ]]; then
      echo "$java"
      exit 0
    fi
  done
}

look
fail() {
  echo "get_java: no Java $version: $1" >&2
  exit 1
}

command -v apt-get >/dev/null || fail "no apt-get on this machine to fetch it with"
[[ "$(uname -m)" == x86_64 ]] || fail "fetched on x86_64 only"
mkdir -p "$cache"
# One fetches, the others wait for it.
exec 9>"$cache/$version.lock"
flock -w 900 9 || fail "another process is fetching it for 15 minutes"
look
work="$(mktemp -d "$cache/fetching.XXXXXX")"
trap 'rm -rf "$work"' EXIT
mkdir -p "$work"/{lists/partial,archives/partial,packages,root}
# The mirror and the keys of this machine, another suite.
pattern='s/^(URIs: |deb (\[[^]]*\] )?)([a-z]+:[^ ]*debian\/?)( .*)?$/\3/p'
mirror="$(cat /etc/apt/sources.list /etc/apt/sources.list.d/* 2>/dev/null | sed -nE "$pattern" | head -n 1 || true)"
[[ -n "$mirror" ]] || fail "no Debian mirror in /etc/apt"
echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror sid main" >"$work/sources.list"
options=(-qq -o "Dir::Etc::sourcelist=$work/sources.list" -o Dir::Etc::sourceparts=/dev/null
  -o "Dir::State::Lists=$work/lists" -o "Dir::Cache=$work" -o APT::Sandbox::User=root)
(
  cd "$work/packages"
  timeout 300 apt-get "${options[@]}" update
  timeout 600 apt-get "${options[@]}" download "openjdk-$version-jre-headless" libc6 zlib1g libstdc++6 libgcc-s1 \
    patchelf
) >"$work/log" 2>&1 || fail "$(cat "$work/log")"
for package in "$work"/packages/*.deb; do dpkg -x "$package" "$work/root"; done

# Debian's packages link to /etc, which here lies in the unpacked root.
while IFS= read -r link; do
  ln -sf "$home/root$(readlink "$link")" "$link"
done < <(find "$work/root" -lname '/etc/*')

java="$(find "$work/root/usr/lib/jvm" -type f -name java | head -n 1)"
libraries="$home/root/usr/lib/x86_64-linux-gnu"
loader="$work/root/usr/lib/x86_64-linux-gnu/ld-linux-x86-64.so.2"
# patch PROGRAM OPTIONS...
patch() { "$loader" --library-path "${loader%/*}" "$work/root/usr/bin/patchelf" "${@:2}" "$1"; }
while IFS= read -r program; do
  [[ "$(head -c 4 "$program" | tail -c 3)" == ELF ]] || continue
  patch "$program" --set-interpreter "$libraries/${loader##*/}" --force-rpath \
    --set-rpath "$(patch "$program" --print-rpath):$libraries"
done < <(find "$work/root/usr/lib/jvm" -type f \( -path '*/bin/*' -o -name jspawnhelper \))
ln -s "root/${java#"$work/root/"}" "$work/java"
rm -rf "$work"/{lists,archives,packages,sources.list,log}
rm -rf "$home"
mv "$work" "$home"
[[ "$(major "$home/java")" == "$version" ]] || fail "what was fetched does not start"
echo "$home/java"
