# Compares exported symbols and struct layouts with the recorded ones; -DRECORD=1 records them.
execute_process(COMMAND ${NM} -D --defined-only --format=posix ${LIBRARY} OUTPUT_VARIABLE symbols
  COMMAND_ERROR_IS_FATAL ANY)
string(REGEX REPLACE " [^\n]*" "" symbols "${symbols}")
execute_process(COMMAND ${LAYOUTS} OUTPUT_VARIABLE layouts COMMAND_ERROR_IS_FATAL ANY)
foreach(what symbols layouts)
  set(file ${GOLDENS}/${what}.txt)
  if(RECORD)
    file(WRITE ${file} "${${what}}")
    continue()
  endif()
  file(READ ${file} recorded)
  if(NOT recorded STREQUAL "${${what}}")
    message(FATAL_ERROR "The interface differs from ${file}. It only grows; after a deliberate change run this script "
      "with -DRECORD=1. Now:\n${${what}}")
  endif()
endforeach()
