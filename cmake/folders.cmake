# How a folder becomes a library and a test program: every *.cc belongs to the library, except every *_test.cc and what
# several of them share, *_test_support.cc, which belong to the test program.

include(GoogleTest)

# keyturn_library(NAME DEPENDS targets...): the library keyturn_NAME from this folder's sources.
function(keyturn_library name)
  cmake_parse_arguments(arg "" "" "DEPENDS" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS *.cc)
  list(FILTER sources EXCLUDE REGEX "_test(_support)?\\.cc$")
  add_library(keyturn_${name} STATIC ${sources})
  target_link_libraries(keyturn_${name} PUBLIC keyturn_options ${arg_DEPENDS})
endfunction()

# keyturn_tests(NAME DEPENDS targets...): one program with all the tests of this folder, each a CTest case.
function(keyturn_tests name)
  if(NOT KEYTURN_TESTS)
    return()
  endif()
  cmake_parse_arguments(arg "" "" "DEPENDS" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS *_test.cc *_test_support.cc)
  if(NOT sources)
    return()
  endif()
  add_executable(${name}_test ${sources})
  target_link_libraries(${name}_test PRIVATE keyturn_options ${arg_DEPENDS} GTest::gtest GTest::gtest_main)
  target_compile_definitions(${name}_test PRIVATE KEYTURN_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
  target_precompile_headers(${name}_test PRIVATE <gtest/gtest.h>)
  gtest_discover_tests(${name}_test TEST_PREFIX "${name}/" DISCOVERY_MODE PRE_TEST DISCOVERY_TIMEOUT 120 PROPERTIES TIMEOUT 600)
endfunction()
