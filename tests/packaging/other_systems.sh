#!/bin/sh
# Uses the packages where they were not made: other_systems.sh PACKAGES-FOLDER ZIG BROKER-ADDRESS WORK-FOLDER
#
# In a root of Debian 11 the quickstarts of C, C++, Python and .NET run as they come from tarball, wheel and NuGet
# package; below an emulator those of C and Python for ARM64 do, with a start cache made there. The roots come from
# Debian's mirror; zig compiles the programs for the old C library. Runs as root, in a few minutes; what a machine lacks
# (debootstrap, qemu-user-static) is named and left out.
set -eu

packages=$(cd "$1" && pwd -P)
zig=$2
address=$3
work=$4
here=$(cd "$(dirname "$0")" && pwd -P)
root=$(cd "$here/../.." && pwd -P)

say() { echo "packaging: $*"; }

fail() {
  echo "packaging: $1" >&2
  exit 1
}

# expect NAME TEXT COMMAND...: it ends well and prints the text.
expect() {
  name=$1
  text=$2
  shift 2
  said=$("$@" 2>&1) || fail "$name failed: $said"
  case $said in
    *"$text"*) say "ran $name" ;;
    *) fail "$name did not print '$text' but: $said" ;;
  esac
}

command -v debootstrap >/dev/null && [ "$(id -u)" = 0 ] || {
  say "no debootstrap, or not root: other systems are not tried (apt-get install debootstrap qemu-user-static)"
  exit 0
}
mirror=$(cat /etc/apt/sources.list /etc/apt/sources.list.d/* 2>/dev/null |
  sed -nE 's/^(URIs: |deb (\[[^]]*\] )?)([a-z]+:[^ ]*debian\/?)( .*)?$/\3/p' | head -n 1)
rm -rf "$work"
mkdir -p "$work"

# unpacked TARGET FOLDER
unpacked() {
  mkdir -p "$2"
  tar -xzf "$packages"/onsclient-*-"$1".tar.gz -C "$2" --strip-components 1
}

# compiled TRIPLE PACKAGE OUTPUT SOURCE OPTIONS...: finds its library beside itself.
compiled() {
  triple=$1 package=$2 output=$3 source=$4
  shift 4
  case $source in *.c) language=cc ;; *) language=c++ ;; esac
  "$zig" "$language" -target "$triple" "$@" -I "$package/include" -I "$package/include/ons/classic" \
    "$package/share/doc/onsclient/examples/$source" -L "$package/lib" -lonsclient -pthread "-Wl,-rpath,\$ORIGIN/lib" \
    -o "$output"
}

debian_11() {
  system=$work/debian-11
  debootstrap --variant=minbase --include=python3-venv,libssl1.1 bullseye "$system" "$mirror" >"$work/log" 2>&1 ||
    fail "no root of Debian 11: $(tail -n 5 "$work/log")"
  inside=$system/try
  unpacked linux-x64 "$inside"
  compiled x86_64-linux-gnu.2.17 "$inside" "$inside/quickstart_c" c/quickstart.c -std=c99
  compiled x86_64-linux-gnu.2.17 "$inside" "$inside/quickstart" quickstart.cpp -std=c++11
  compiled x86_64-linux-gnu.2.17 "$inside" "$inside/classic" classic/normal.cpp -std=c++11
  # shellcheck disable=SC2016  # the inner shell's
  in_root() {
    timeout 300 unshare -m \
      sh -c 'mount --rbind /proc "$0/proc" && mount --rbind /dev "$0/dev" && exec chroot "$0" "$@"' \
      "$system" /usr/bin/env -i HOME=/root "$@"
  }
  expect "C on Debian 11" 'received hello' in_root /try/quickstart_c "$address"
  expect "C++ on Debian 11" 'received hello' in_root /try/quickstart "$address"
  expect "classic C++ on Debian 11" 'sent ' in_root /try/classic "$address"

  cp "$packages"/onsclient-*_x86_64.whl "$packages"/onsclient_broker-*.whl "$root/python-shim/examples/quickstart.py" \
    "$inside/"
  in_root /usr/bin/python3 -m venv /try/venv >"$work/log" 2>&1 || fail "no venv: $(cat "$work/log")"
  in_root sh -c '/try/venv/bin/pip install -q --no-index /try/*.whl' >"$work/log" 2>&1 ||
    fail "pip does not take the wheels: $(cat "$work/log")"
  expect "Python on Debian 11" 'received hello' in_root /try/venv/bin/python /try/quickstart.py "$address"
  dotnet_in_root
}

# The program is built here, with the runtime of .NET along, where .NET has one for this SDK; else run by the SDK.
dotnet_in_root() {
  sdk=$root/dotnet-shim/sdk.sh
  project=$work/dotnet
  mkdir -p "$project" "$inside/dotnet"
  cp "$root/dotnet-shim/examples/quickstart/Program.cs" "$project/"
  framework=$("$sdk" --version | sed -nE 's/^3\..*/netcoreapp3.1/p; s/^([0-9]+)\..*/net\1.0/p' | head -n 1)
  version=$(basename "$packages"/Ons.Client.*.nupkg .nupkg)
  cat >"$project/nuget.config" <<CONFIG
<configuration><packageSources><clear/><add key="here" value="$packages"/></packageSources></configuration>
CONFIG
  cat >"$project/quickstart.csproj" <<PROJECT
<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><OutputType>Exe</OutputType>
<TargetFramework>$framework</TargetFramework></PropertyGroup>
<ItemGroup><PackageReference Include="Ons.Client" Version="${version#Ons.Client.}"/></ItemGroup></Project>
PROJECT
  NUGET_PACKAGES=$work/nuget "$sdk" publish "$project" --nologo -v q -o "$inside/dotnet" >"$work/log" 2>&1 ||
    fail "the .NET program is not built: $(cat "$work/log")"
  runtime=$("$sdk" --list-runtimes | sed -n 's|^Microsoft.NETCore.App [^[]*\[\(.*\)/shared/.*|\1|p' | head -n 1)
  mkdir -p "$inside/dotnet-runtime"
  cp -r "$runtime/dotnet" "$runtime/host" "$runtime/shared" "$inside/dotnet-runtime/"
  expect ".NET on Debian 11" 'received hello' in_root DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 \
    /try/dotnet-runtime/dotnet /try/dotnet/quickstart.dll "$address"
}

arm64() {
  emulator=$(command -v qemu-aarch64-static) || {
    say "no qemu-aarch64-static: ARM64 is not tried (apt-get install qemu-user-static)"
    return 0
  }
  packed=$work/arm64-packages
  system=$work/arm64
  mkdir -p "$system"
  debootstrap --foreign --arch=arm64 --variant=minbase --include=python3-minimal,libpython3-stdlib bullseye "$packed" \
    "$mirror" >"$work/log" 2>&1 || fail "no packages of Debian 11 for ARM64: $(tail -n 5 "$work/log")"
  for package in "$packed"/var/cache/apt/archives/*.deb; do dpkg -x "$package" "$system"; done
  rm -rf "$packed"
  unpacked linux-arm64 "$work/arm"
  compiled aarch64-linux-gnu.2.17 "$work/arm" "$work/arm/quickstart_c" c/quickstart.c -std=c99
  emulated() { timeout 300 env -i HOME=/nonexistent ONS_START_CACHE="$work/caches" "$@"; }

  # The emulator starts no programs of its own, so the maker's work is done by hand.
  bundle=$work/arm/lib/onsclient
  jars=$(find "$bundle/jars" -name '*.jar' | LC_ALL=C sort | paste -s -d:)
  emulated "$emulator" -L "$system" "$bundle/runtime/bin/java" -Xshare:dump -XX:+UseSerialGC -Xmx256m \
    -XX:+AOTClassLinking --enable-native-access=ALL-UNNAMED -XX:SharedClassListFile="$bundle/start.classes" \
    -XX:SharedArchiveFile="$work/arm.jsa" -cp "$jars" >"$work/log" 2>&1 ||
    fail "no start cache is made on ARM64: $(tail -n 5 "$work/log")"
  expect "C on ARM64, with a start cache made there" 'received hello' emulated \
    ONS_JVM_OPTS="-XX:SharedArchiveFile=$work/arm.jsa" "$emulator" -L "$system" "$work/arm/quickstart_c" "$address"

  mkdir -p "$work/site"
  (cd "$work/site" && python3 -m zipfile -e "$packages"/onsclient-*_aarch64.whl .)
  expect "Python on ARM64" 'received hello' emulated PYTHONPATH="$work/site" "$emulator" -L "$system" \
    "$system/usr/bin/python3.9" "$root/python-shim/examples/quickstart.py" "$address"
}

debian_11
arm64
rm -rf "$work"
