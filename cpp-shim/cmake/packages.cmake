# What others install: library, headers, jars and runtime as a tarball for any folder, and as a Debian package.
set(CPACK_GENERATOR TGZ DEB)
set(CPACK_PACKAGE_NAME onsclient)
set(CPACK_PACKAGE_VERSION ${PROJECT_VERSION})
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "Client for RocketMQ 5 servers with the ONS programming model, for C and C++")
set(CPACK_PACKAGE_CONTACT "The OpenONS project")
set(CPACK_PACKAGE_FILE_NAME onsclient-${PROJECT_VERSION}-linux-x64)
set(CPACK_PACKAGE_DIRECTORY ${PROJECT_BINARY_DIR}/packages)
set(CPACK_STRIP_FILES ON)
set(CPACK_MONOLITHIC_INSTALL ON)
set(CPACK_INSTALL_CMAKE_PROJECTS "${ONS_LIBRARY_BUILD};onsclient;ALL;/" "${PROJECT_BINARY_DIR};onsclient-cpp;ALL;/")

set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION libs)
execute_process(COMMAND getconf GNU_LIBC_VERSION OUTPUT_VARIABLE libc OUTPUT_STRIP_TRAILING_WHITESPACE)
string(REPLACE "glibc " "" libc "${libc}")
# The runtime of some distributions needs the last two, ours only the first.
set(CPACK_DEBIAN_PACKAGE_DEPENDS "libc6 (>= ${libc}), libstdc++6, zlib1g")
include(CPack)

set(documents ${CMAKE_INSTALL_DATADIR}/doc/onsclient)
install(FILES ${PROJECT_SOURCE_DIR}/../LICENSE DESTINATION ${documents} RENAME copyright)
install(FILES ${PROJECT_SOURCE_DIR}/README.md DESTINATION ${documents})
install(DIRECTORY ${PROJECT_SOURCE_DIR}/examples DESTINATION ${documents} PATTERN CMakeLists.txt EXCLUDE)

# Made anew when what is in them has changed; not with `all`, which CPack itself builds first.
set(made ${CPACK_PACKAGE_DIRECTORY}/made)
file(GLOB_RECURSE files CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/include/* ${PROJECT_SOURCE_DIR}/examples/*)
add_custom_command(OUTPUT ${made}
  COMMAND ${CMAKE_COMMAND} -E rm -rf ${CPACK_PACKAGE_DIRECTORY}
  COMMAND ${CMAKE_CPACK_COMMAND} --config ${PROJECT_BINARY_DIR}/CPackConfig.cmake
  COMMAND ${CMAKE_COMMAND} -E rm -rf ${CPACK_PACKAGE_DIRECTORY}/_CPack_Packages
  COMMAND ${CMAKE_COMMAND} -E touch ${made}
  DEPENDS ${files} ${PROJECT_SOURCE_DIR}/README.md ${PROJECT_SOURCE_DIR}/CMakeLists.txt ${CMAKE_CURRENT_LIST_FILE}
          ${PROJECT_SOURCE_DIR}/cmake/layouts.cmake ${PROJECT_SOURCE_DIR}/cmake/header.h.in
          ${PROJECT_SOURCE_DIR}/cmake/onsclient-cpp.pc.in ${PROJECT_SOURCE_DIR}/../native-bridge/include/onsclient.h
          ${PROJECT_SOURCE_DIR}/../native-bridge/CMakeLists.txt ${ONS_BUNDLE}/runtime/learned-from
  COMMENT "Packing the tarball and the Debian package"
  VERBATIM)
add_custom_target(packages DEPENDS ${made})
