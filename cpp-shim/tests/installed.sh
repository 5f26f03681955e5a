#!/bin/sh
# Installs the classes and the library into a folder, compiles programs of the manual against it as build files of the
# SDK do, each layout of the headers and both forms of std::string, and runs them:
# installed.sh CMAKE BUILD-FOLDER BUNDLE COMPILER ADDRESS
set -eu

cmake=$1
build=$2
bundle=$3
compiler=$4
address=$5
sources=$(dirname "$0")/../examples
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

"$cmake" --install "$build" --prefix "$folder" >"$folder/log" || { cat "$folder/log" >&2; exit 1; }
lib=$(dirname "$(find "$folder" -name libonsclient4cpp.so)")
cp -R "$bundle/." "$lib"
ln -s libonsclient.so.1 "$lib/libonsclient.so"
cp "$(dirname "$0")/../../native-bridge/include/onsclient.h" "$folder/include"

# program NAME SOURCE EDIT OPTIONS...: compiles an example after an edit of its includes, runs it, looks for 'sent'.
program() {
  name=$1
  sed "$3" "$sources/$2" >"$folder/$name.cpp"
  shift 3
  "$compiler" -Wall -Wextra -Werror "$@" "$folder/$name.cpp" -o "$folder/$name" -L "$lib" -Wl,-rpath,"$lib" -lpthread
  said=$(timeout 120 "$folder/$name" "$address") || { echo "$name ended with $?: $said" >&2; exit 1; }
  case $said in
    *'sent '*) ;;
    *) echo "$name printed no 'sent': $said" >&2 && exit 1 ;;
  esac
}

libraries_of_2x='-lonsclient4cpp -lrocketmq_client_core'
in_folder() { printf '%s' "s|\"\(ONS[A-Za-z]*\.h\)\"|<$1/\1>|"; }
program flat classic/normal.cpp '' -std=c++11 -D_GLIBCXX_USE_CXX11_ABI=0 -I "$folder/include/ons/classic" \
  -Wl,--no-as-needed $libraries_of_2x
program flat_new classic/normal.cpp '' -std=c++17 -I "$folder/include/ons/classic" -Wl,--no-as-needed -lonsclient4cpp
program in_rocketmq classic/normal.cpp "$(in_folder rocketmq)" -std=c++14 -D_GLIBCXX_USE_CXX11_ABI=0 \
  -I "$folder/include" -Wl,--no-as-needed -lonsclient4cpp
program in_ons_of_1x classic/normal.cpp "$(in_folder ons)" -std=c++11 -DONS_SDK_VERSION=1 -I "$folder/include" \
  -Wl,--no-as-needed -lonsclient4cpp
program in_ons classic3/send.cpp '' -std=c++11 -I "$folder/include" -Wl,--no-as-needed -lonsclient4cpp
program flat_of_3 classic3/send.cpp 's|"ons/|"|' -std=c++20 -D_GLIBCXX_USE_CXX11_ABI=0 -I "$folder/include/ons" \
  -I "$folder/include" -Wl,--no-as-needed -lonsclient4cpp
