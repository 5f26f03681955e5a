# The three places where programs of the ONS C++ SDK look for its headers: in ons/ (3.0), in rocketmq/ and flat (both
# 1.x and 2.x). Each header there is a few lines that lead to include/openons/classic; ONS_SDK_VERSION, if a program
# defines it, wins over the place. Made once for programs of this build and once to be installed.
set(layouts ${PROJECT_BINARY_DIR}/layouts)
set(classic ${PROJECT_SOURCE_DIR}/include/openons/classic)
set(to_install ${PROJECT_BINARY_DIR}/layouts-to-install)
file(REMOVE_RECURSE ${to_install})

# Where a header of one generation is, as seen from `folder`; shared ones lie beside both.
function(ons_classic_header header generation folder result)
  if(EXISTS ${classic}/${generation}/${header})
    set(${result} "#include \"${folder}/${generation}/${header}\"" PARENT_SCOPE)
  elseif(EXISTS ${classic}/${header})
    set(${result} "#include \"${folder}/${header}\"" PARENT_SCOPE)
  else()
    string(REPLACE v "" version ${generation})
    set(error "${header} is not in version ${version} of the ONS C++ SDK; see ONS_SDK_VERSION")
    set(${result} "#error \"${error}\"" PARENT_SCOPE)
  endif()
endfunction()

function(ons_layout place version to_root)
  file(GLOB headers RELATIVE ${classic} CONFIGURE_DEPENDS ${classic}/*.h ${classic}/v2/*.h ${classic}/v3/*.h)
  list(TRANSFORM headers REPLACE "^v[23]/" "")
  list(REMOVE_DUPLICATES headers)
  foreach(header ${headers})
    foreach(out ${layouts} ${to_install})
      set(folder ${classic})
      if(out STREQUAL "${to_install}")
        set(folder ${to_root}/openons/classic)
      endif()
      ons_classic_header(${header} v2 ${folder} v2)
      ons_classic_header(${header} v3 ${folder} v3)
      configure_file(${PROJECT_SOURCE_DIR}/cmake/header.h.in ${out}/${place}/${header} @ONLY)
    endforeach()
  endforeach()
  # So that one -I is enough for a program that has the headers flat.
  file(WRITE ${to_install}/${place}/onsclient.h "#include \"${to_root}/onsclient.h\"\n")
endfunction()

ons_layout(ons 3 ..)
ons_layout(ons/classic 2 ../..)
ons_layout(rocketmq 2 ..)
file(WRITE ${layouts}/rocketmq/Logger.h "#include \"${classic}/logger.hpp\"\n")
file(WRITE ${to_install}/rocketmq/Logger.h "#include \"../openons/classic/logger.hpp\"\n")
install(DIRECTORY ${to_install}/ DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})

# Build files of programs name these libraries: -lonsclient4cpp (1.x, 2.x, 3.x), -lrocketmq_client_core (2.x).
foreach(name onsclient4cpp rocketmq_client_core)
  set(alias ${PROJECT_BINARY_DIR}/aliases/lib${name}.so)
  file(MAKE_DIRECTORY ${PROJECT_BINARY_DIR}/aliases)
  file(CREATE_LINK libonsclient.so.1 ${alias} SYMBOLIC)
  install(FILES ${alias} DESTINATION ${CMAKE_INSTALL_LIBDIR})
endforeach()
