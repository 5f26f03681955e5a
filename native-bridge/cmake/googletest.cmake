# GoogleTest and GoogleMock, built from sources with the tests: GTest::gtest_main, GTest::gmock.
execute_process(COMMAND sh ${CMAKE_CURRENT_LIST_DIR}/../src/main/build/googletest.sh
  OUTPUT_VARIABLE googletest OUTPUT_STRIP_TRAILING_WHITESPACE RESULT_VARIABLE failed)
if(failed)
  message(FATAL_ERROR "There is no GoogleTest for the tests; the reason stands above")
endif()
set(INSTALL_GTEST OFF)
add_subdirectory(${googletest} googletest EXCLUDE_FROM_ALL)
include(GoogleTest)
