#!/bin/sh
# Files that do not fit into one program are found: in one file by the compiler, in several when the program starts.
# mixing.sh COMPILER BUILD-FOLDER
set -eu

compiler=$1
layouts=$2/layouts
root=$(cd "$(dirname "$0")/../.." && pwd -P)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
ulimit -c 0

compile() {
  "$compiler" -std=c++11 -O0 -Wall -Wextra -Werror -I "$layouts" -I "$root/cpp-shim/include" \
    -I "$root/native-bridge/include" "$@"
}

fail() {
  printf '%s\n' "$1" >&2
  exit 1
}

# refused TEXT COMMAND...: the command fails and says this.
refused() {
  text=$1
  shift
  ! said=$("$@" 2>&1) || fail "$* did not fail"
  case $said in *"$text"*) ;; *) fail "$* said: $said" ;; esac
}

echo '#include <ons/Action.h>
#include <rocketmq/Message.h>' >both.cpp
refused 'headers of the ONS C++ SDK 3.0 (ons/) and of 1.x or 2.x' compile -fsyntax-only both.cpp
compile -fsyntax-only -DONS_SDK_VERSION=2 both.cpp
echo '#include <openons/classic/v2/Action.h>
#include <openons/classic/v3/Action.h>' >behind.cpp
refused 'headers of the ONS C++ SDK 3.0 and of 1.x or 2.x' compile -fsyntax-only behind.cpp

# program OPTIONS...: a program of one file for 3.0 and one for 2.x, the former compiled with the options.
cat >two.cpp <<'TEXT'
#include <rocketmq/Message.h>
bool sends_by_3();
int main() {
  ons::Message message("topic", "TagA", "body");
  return std::string(message.getTag()) == "TagA" && sends_by_3() ? 0 : 1;
}
TEXT
cat >three.cpp <<'TEXT'
#include <ons/Message.h>
#ifdef NAMED
namespace ons = NAMED;
#endif
using namespace ons;
bool sends_by_3() {
  Message message("topic", "TagA", "key", "body");
  return message.getKeys().size() == 1;
}
TEXT
compile -c two.cpp
program() {
  compile -c "$@" three.cpp
  "$compiler" two.o three.o -o program
}
program
refused 'some are for the ONS C++ SDK 1.x or 2.x, some for 3.0' ./program
program -DONS_NAMESPACE=ons3 -DNAMED=ons3
./program
program -DONS_NAMESPACE=ons3 -DNAMED=ons3 -D_GLIBCXX_USE_CXX11_ABI=0
refused 'some have the other std::string' ./program
