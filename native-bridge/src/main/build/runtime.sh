#!/bin/sh
# Makes the Java runtime that lies beside libonsclient, in BUNDLE-FOLDER/runtime: runtime.sh BUNDLE-FOLDER
#
# The newest JDK that is at hand is taken: $ONS_BUNDLE_JDK, else the newest below /usr/lib/jvm that has a linker, 25
# or later first of all because only its start-up cache survives that files are moved; $JAVA_HOME and the JDK that PATH
# finds count too. Nothing is done when the runtime was made from the same JDK in the same way.
set -eu

target=$1

# What the client and the broker use of what jdeps finds in their jars (java.sql, java.xml, java.desktop and jdk.jfr are
# options of gson, jackson and netty), logging and memory figures, and jdk.crypto.ec for TLS with Java 17.
modules=java.base,java.logging,java.management,java.naming,jdk.unsupported,jdk.crypto.ec

version() { sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release" 2>/dev/null || true; }

jdk=${ONS_BUNDLE_JDK:-}
if [ -z "$jdk" ]; then
  best=0
  compiler=$(readlink -f "$(command -v javac || true)" || true)
  for home in /usr/lib/jvm/* "${JAVA_HOME:-}" "${compiler%/bin/javac}"; do
    found=$(version "$home")
    if [ -x "$home/bin/jlink" ] && [ "${found:-0}" -gt "$best" ]; then
      best=$found
      jdk=$home
    fi
  done
fi
if [ -z "$jdk" ] || [ ! -x "$jdk/bin/jlink" ]; then
  echo "no JDK with jlink: '$jdk'; set ONS_BUNDLE_JDK to the folder of a JDK, 17 or later" >&2
  exit 1
fi

stamp="$(cat "$jdk/release") $modules $(cksum < "$0")"
if [ -f "$target/runtime/made-from" ] && [ "$(cat "$target/runtime/made-from")" = "$stamp" ]; then
  exit 0
fi

rm -rf "$target/runtime"
mkdir -p "$target"
"$jdk/bin/jlink" --add-modules "$modules" --vm server --strip-debug --no-header-files --no-man-pages \
  --generate-cds-archive --output "$target/runtime"
# The archive for heaps beyond 32 GiB, which no client has.
rm -f "$target/runtime/lib/server/classes_nocoops.jsa"
printf '%s' "$stamp" > "$target/runtime/made-from"
