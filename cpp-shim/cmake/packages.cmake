# What others install: library, headers, jars and runtime as a tarball for any folder, and as a Debian package.
set(documents ${CMAKE_INSTALL_DATADIR}/doc/onsclient)
install(FILES ${PROJECT_SOURCE_DIR}/../LICENSE DESTINATION ${documents} RENAME copyright)
install(FILES ${PROJECT_SOURCE_DIR}/README.md DESTINATION ${documents})
install(DIRECTORY ${PROJECT_SOURCE_DIR}/examples DESTINATION ${documents} PATTERN CMakeLists.txt EXCLUDE)

# The packages of the library that this machine has compiled: what tests use, and all that a machine without zig makes.
# `./dev package` makes those that run elsewhere, too.
find_package(Python3 REQUIRED COMPONENTS Interpreter)
set(packing ${PROJECT_SOURCE_DIR}/../packaging)
execute_process(COMMAND getconf GNU_LIBC_VERSION OUTPUT_VARIABLE libc OUTPUT_STRIP_TRAILING_WHITESPACE)
string(REPLACE "glibc " "" libc "${libc}")
if(CMAKE_SYSTEM_PROCESSOR MATCHES "aarch64|arm64")
  set(here linux-arm64 arm64)
else()
  set(here linux-x64 amd64)
endif()

# Made anew when what is in them has changed; not with `all`.
set(folder ${PROJECT_BINARY_DIR}/packages)
file(GLOB_RECURSE files CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/include/* ${PROJECT_SOURCE_DIR}/examples/*)
# The runtime of some distributions needs the last two, ours only the first.
add_custom_command(OUTPUT ${folder}/made
  COMMAND Python3::Interpreter -B ${packing}/native_package.py ${here} "libc6 (>= ${libc}), libstdc++6, zlib1g"
          ${ONS_LIBRARY_BUILD} ${PROJECT_BINARY_DIR} ${folder}
  COMMAND ${CMAKE_COMMAND} -E touch ${folder}/made
  DEPENDS ${files} ${PROJECT_SOURCE_DIR}/README.md ${PROJECT_SOURCE_DIR}/CMakeLists.txt ${CMAKE_CURRENT_LIST_FILE}
          ${PROJECT_SOURCE_DIR}/cmake/layouts.cmake ${PROJECT_SOURCE_DIR}/cmake/header.h.in
          ${PROJECT_SOURCE_DIR}/cmake/onsclient-cpp.pc.in ${PROJECT_SOURCE_DIR}/../native-bridge/include/onsclient.h
          ${PROJECT_SOURCE_DIR}/../native-bridge/CMakeLists.txt ${packing}/native_package.py ${packing}/archives.py
          ${ONS_BUNDLE}/runtime/learned-from
  COMMENT "Packing the tarball and the Debian package"
  VERBATIM)
add_custom_target(packages DEPENDS ${folder}/made)
