# The programs of `keyturn prove fuzz`, which nothing builds that does not ask for `planted_bugs`. For each planted bug its fuzz target with
# a changed copy of one source in front of the libraries, whose own object is then not linked: bugs that only sanitizers see in builds with
# sanitizers, all others in builds without. For each target besides, without sanitizers, one whose oracles can be inverted.
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS bugs.json)
add_custom_target(planted_bugs)

# keyturn_target_with(PROGRAM TARGET SOURCE): the fuzz target with a source or an object in front of the libraries.
function(keyturn_target_with program target source)
  add_executable(${program} EXCLUDE_FROM_ALL "${source}" $<TARGET_OBJECTS:fuzz_${target}>)
  get_target_property(libraries fuzz_${target} LINK_LIBRARIES)
  target_link_libraries(${program} PRIVATE ${libraries})
  target_compile_definitions(${program} PRIVATE KEYTURN_VERSION="${PROJECT_VERSION}")  # as the library of the source has it
  add_dependencies(planted_bugs ${program} fuzz_${target})
endfunction()

file(READ bugs.json table)
string(JSON rows LENGTH "${table}" bugs)
math(EXPR last "${rows} - 1")
foreach(row RANGE ${last})
  string(JSON memory ERROR_VARIABLE absent GET "${table}" bugs ${row} memory)
  if(NOT absent AND memory)
    set(of_sanitizers ON)
  else()
    set(of_sanitizers OFF)
  endif()
  if((KEYTURN_SANITIZE AND NOT of_sanitizers) OR (of_sanitizers AND NOT KEYTURN_SANITIZE))
    continue()
  endif()
  foreach(key name file target)
    string(JSON ${key} GET "${table}" bugs ${row} ${key})
  endforeach()
  set(copy "${CMAKE_CURRENT_BINARY_DIR}/${name}.cc")
  add_custom_command(
    OUTPUT "${copy}" COMMAND plant_bug "${PROJECT_SOURCE_DIR}" ${name} "${copy}"
    DEPENDS plant_bug bugs.json "${PROJECT_SOURCE_DIR}/${file}" VERBATIM)
  set_source_files_properties("${copy}" PROPERTIES COMPILE_OPTIONS -w)  # a bug may leave something unused
  keyturn_target_with(fuzz_${name} ${target} "${copy}")
endforeach()

if(NOT KEYTURN_SANITIZE)
  add_library(keyturn_inverted_expectation OBJECT EXCLUDE_FROM_ALL program/inverted_expectation.cc)
  target_link_libraries(keyturn_inverted_expectation PRIVATE keyturn_options)
  foreach(target IN LISTS named)
    if(TARGET fuzz_${target})
      keyturn_target_with(inverted_${target} ${target} $<TARGET_OBJECTS:keyturn_inverted_expectation>)
    endif()
  endforeach()
endif()
