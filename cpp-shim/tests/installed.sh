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

# program NAME SOURCE EDIT OPTIONS...: compiles an example after an edit of its includes, and runs it.
program() {
  name=$1
  sed "$3" "$sources/$2" >"$folder/$name.cpp"
  shift 3
  "$compiler" -Wall -Wextra -Werror "$@" "$folder/$name.cpp" -o "$folder/$name" -L "$lib" -Wl,-rpath,"$lib" -lpthread
  sends "$folder/$name"
}

# sends PROGRAM: it ends well and says 'sent'.
sends() {
  said=$(timeout 120 "$1" "$address") || { echo "$1 ended with $?: $said" >&2; exit 1; }
  case $said in
    *'sent '*) ;;
    *) echo "$1 printed no 'sent': $said" >&2 && exit 1 ;;
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

# A build file that looks for headers and library by itself.
mkdir "$folder/looking"
sed "$(in_folder rocketmq)" "$sources/classic/normal.cpp" >"$folder/looking/program.cpp"
cat >"$folder/looking/CMakeLists.txt" <<'TEXT'
cmake_minimum_required(VERSION 3.10)
project(looking CXX)
set(CMAKE_CXX_STANDARD 11)
find_path(ONS_INCLUDE_DIR rocketmq/ONSFactory.h)
find_library(ONS_LIBRARY NAMES onsclient4cpp)
find_library(ONS_CORE_LIBRARY NAMES rocketmq_client_core)
add_executable(program program.cpp)
target_include_directories(program PRIVATE ${ONS_INCLUDE_DIR})
target_link_libraries(program ${ONS_LIBRARY} ${ONS_CORE_LIBRARY} pthread)
TEXT
cd "$folder/looking"
"$cmake" -DCMAKE_PREFIX_PATH="$folder" -DCMAKE_CXX_COMPILER="$compiler" . >"$folder/log" 2>&1 &&
  "$cmake" --build . >>"$folder/log" 2>&1 || { cat "$folder/log" >&2; exit 1; }
sends ./program
