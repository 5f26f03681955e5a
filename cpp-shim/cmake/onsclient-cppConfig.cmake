# find_package(onsclient-cpp CONFIG) gives ons::cpp, with the library that it needs.
include(CMakeFindDependencyMacro)
find_dependency(onsclient CONFIG)
find_dependency(Threads)
include(${CMAKE_CURRENT_LIST_DIR}/onsclient-cppTargets.cmake)
