# cairn_library, cairn_program, cairn_test, cairn_fuzzer, cairn_benchmark and cairn_goals; see
# docs/BUILDING.md.

find_package(Python3 REQUIRED COMPONENTS Interpreter)
include(GoogleTest)

# Headers that let the outside world in: time, chance, threads, disk, console. Everything takes
# these as arguments, except the folders that meet the system.
set(CAIRN_IMPURE_HEADERS
    chrono ctime thread random mutex shared_mutex condition_variable future semaphore latch barrier
    stop_token iostream fstream)
set(CAIRN_IMPURE_TARGETS shared_net server_app client_cli)
set(CAIRN_GENERATED_DIR "${PROJECT_BINARY_DIR}/generated")

# The folder of the current list, as the project names it: shared/sync.
function(cairn_current_folder out)
    file(RELATIVE_PATH folder "${PROJECT_SOURCE_DIR}" "${CMAKE_CURRENT_SOURCE_DIR}")
    set(${out} "${folder}" PARENT_SCOPE)
endfunction()

# Reads the words every function below shares into ARG_*.
macro(cairn_parse target)
    cmake_parse_arguments(ARG "IMPURE" "SOURCE;TIMEOUT" "SOURCES;USES;EXTERNAL;ALLOW;LABELS" ${ARGN})
    if(ARG_UNPARSED_ARGUMENTS)
        message(FATAL_ERROR "${target}: what is '${ARG_UNPARSED_ARGUMENTS}'?")
    endif()
    list(APPEND ARG_SOURCES ${ARG_SOURCE})
endmacro()

# Links what the caller's ARG_* list and attaches the include check as one more source.
function(cairn_connect target scope)
    cairn_current_folder(folder)
    set(rules "target ${target}\nfolder ${folder}\n")

    if(scope STREQUAL "INTERFACE")
        target_include_directories(${target} INTERFACE "${PROJECT_SOURCE_DIR}")
    else()
        target_include_directories(${target} PUBLIC "${PROJECT_SOURCE_DIR}")
        target_link_libraries(${target} PRIVATE cairn_warnings)
    endif()
    foreach(used IN LISTS ARG_USES)
        if(NOT TARGET ${used})
            message(WARNING "${target} uses ${used}, which does not exist (yet)")
            continue()
        endif()
        target_link_libraries(${target} ${scope} ${used})
        get_target_property(used_folder ${used} CAIRN_FOLDER)
        string(APPEND rules "use ${used_folder}\n")
    endforeach()
    get_property(externals GLOBAL PROPERTY cairn_externals)
    foreach(external IN LISTS ARG_EXTERNAL)
        if(NOT external IN_LIST externals)
            message(FATAL_ERROR "${target}: unknown EXTERNAL '${external}'")
        endif()
        get_property(libraries GLOBAL PROPERTY "cairn_external_${external}_targets")
        get_property(headers GLOBAL PROPERTY "cairn_external_${external}_headers")
        target_link_libraries(${target} ${scope} ${libraries})
        string(APPEND rules "external ${headers}\n")
    endforeach()
    if(NOT ARG_IMPURE)
        foreach(header IN LISTS CAIRN_IMPURE_HEADERS)
            if(NOT header IN_LIST ARG_ALLOW)
                string(APPEND rules "ban ${header}\n")
            endif()
        endforeach()
    endif()

    # Headers are read along with the sources, whether or not a source names them yet.
    file(GLOB headers CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/*.h")
    set(files ${headers})
    foreach(source IN LISTS ARG_SOURCES)
        get_filename_component(source "${source}" ABSOLUTE)
        list(APPEND files "${source}")
    endforeach()
    foreach(file IN LISTS files)
        string(APPEND rules "file ${file}\n")
    endforeach()
    set(rules_file "${PROJECT_BINARY_DIR}/includes/${target}.rules")
    set(stamp "${PROJECT_BINARY_DIR}/includes/${target}.stamp")
    file(CONFIGURE OUTPUT "${rules_file}" CONTENT "${rules}" @ONLY)
    add_custom_command(OUTPUT "${stamp}"
        COMMAND "${Python3_EXECUTABLE}" "${PROJECT_SOURCE_DIR}/tools/cmake/include_check.py"
                "${PROJECT_SOURCE_DIR}" "${rules_file}"
        COMMAND "${CMAKE_COMMAND}" -E touch "${stamp}"
        DEPENDS ${files} "${rules_file}" "${PROJECT_SOURCE_DIR}/tools/cmake/include_check.py"
        COMMENT "Checking the includes of ${target}" VERBATIM)
    target_sources(${target} PRIVATE "${stamp}")
endfunction()

# cairn_library(shared_sync SOURCES a.cpp USES shared_base [EXTERNAL asio] [ALLOW chrono] [IMPURE])
# Without SOURCES: a folder of headers.
function(cairn_library target)
    cairn_parse(${target} ${ARGN})
    cairn_current_folder(folder)
    string(REPLACE "/" "_" expected "${folder}")
    if(NOT target STREQUAL expected)
        message(FATAL_ERROR "the library of ${folder} is named ${expected}, not ${target}")
    endif()
    if(target IN_LIST CAIRN_IMPURE_TARGETS OR folder MATCHES "^tests/")
        set(ARG_IMPURE TRUE)
    elseif("schema" IN_LIST ARG_USES AND NOT target STREQUAL "shared_wire")
        message(FATAL_ERROR "${target}: only shared_wire knows the wire schema")
    endif()
    if(ARG_SOURCES)
        add_library(${target} STATIC ${ARG_SOURCES})
        cairn_connect(${target} PUBLIC)
    else()
        add_library(${target} INTERFACE)  # headers only
        cairn_connect(${target} INTERFACE)
    endif()
    set_target_properties(${target} PROPERTIES CAIRN_FOLDER "${folder}")
endfunction()

# cairn_program(cairn SOURCES main.cpp USES client_cli [EXTERNAL ...])
function(cairn_program target)
    cairn_parse(${target} ${ARGN})
    set(ARG_IMPURE TRUE)
    add_executable(${target} ${ARG_SOURCES})
    cairn_connect(${target} PRIVATE)
    install(TARGETS ${target} RUNTIME)
endfunction()

# An executable of tests/, or nothing while a library it uses does not exist: OUT tells which.
function(cairn_test_program target out)
    foreach(used IN LISTS ARG_USES)
        if(NOT TARGET ${used})
            message(WARNING "${target} is left out: ${used} does not exist (yet)")
            set(${out} FALSE PARENT_SCOPE)
            return()
        endif()
    endforeach()
    set(ARG_IMPURE TRUE)
    add_executable(${target} ${ARG_SOURCES})
    cairn_connect(${target} PRIVATE)
    set(${out} TRUE PARENT_SCOPE)
endfunction()

# cairn_test(client_merge_test SOURCES a_test.cpp USES client_merge [EXTERNAL rapidcheck]
#            [TIMEOUT seconds] [LABELS slow])
# One program per mirrored folder; ctest runs each of its cases as a process of its own, from the
# root of the tree, so cases may run side by side.
function(cairn_test target)
    cairn_parse(${target} ${ARGN})
    list(APPEND ARG_EXTERNAL gtest)
    cairn_test_program(${target} made)
    if(NOT made)
        return()
    endif()
    target_link_libraries(${target} PRIVATE GTest::gtest_main)
    if(NOT ARG_TIMEOUT)
        set(ARG_TIMEOUT 120)
    endif()
    gtest_discover_tests(${target} DISCOVERY_MODE PRE_TEST DISCOVERY_TIMEOUT 60 NO_PRETTY_VALUES
        TEST_PREFIX "${target}." WORKING_DIRECTORY "${PROJECT_SOURCE_DIR}"
        PROPERTIES TIMEOUT ${ARG_TIMEOUT} LABELS "${ARG_LABELS}")
endfunction()

# cairn_fuzzer(wire_decode_fuzz SOURCE wire_decode_fuzz.cpp USES shared_wire)
# Under the fuzz preset a libFuzzer program; elsewhere a program that replays the corpus
# tests/fuzz/corpus/NAME, run as a test.
function(cairn_fuzzer target)
    cairn_parse(${target} ${ARGN})
    cairn_test_program(${target} made)
    if(NOT made)
        return()
    endif()
    set_property(GLOBAL APPEND PROPERTY cairn_inventory "fuzzer ${target}")
    if(CAIRN_SANITIZE STREQUAL "fuzzer")
        target_link_options(${target} PRIVATE -fsanitize=fuzzer)
    else()
        target_sources(${target} PRIVATE "${PROJECT_SOURCE_DIR}/tests/fuzz/replay_main.cpp")
        add_test(NAME ${target}.replay COMMAND ${target} "tests/fuzz/corpus/${target}"
                 WORKING_DIRECTORY "${PROJECT_SOURCE_DIR}")
        set_tests_properties(${target}.replay PROPERTIES TIMEOUT 120)
    endif()
endfunction()

# cairn_benchmark(merge_bench SOURCES merge_bench.cpp USES client_merge)
function(cairn_benchmark target)
    cairn_parse(${target} ${ARGN})
    list(APPEND ARG_EXTERNAL benchmark)
    cairn_test_program(${target} made)
    if(NOT made)
        return()
    endif()
    target_link_libraries(${target} PRIVATE benchmark::benchmark_main)
    set_property(GLOBAL APPEND PROPERTY cairn_inventory "benchmark ${target}")
endfunction()

# cairn_goals(replica_goals SOURCES main.cpp USES client_replica tests_bench_goals)
# A program that prints a JSON line for each workload whose name contains its first argument
# (tests/bench/goals/goal.h).
function(cairn_goals target)
    cairn_parse(${target} ${ARGN})
    cairn_test_program(${target} made)
    if(made)
        set_property(GLOBAL APPEND PROPERTY cairn_inventory "goals ${target}")
    endif()
endfunction()

# What tools/fuzz and tools/bench read.
function(cairn_write_inventory)
    get_property(inventory GLOBAL PROPERTY cairn_inventory)
    list(JOIN inventory "\n" inventory)
    file(WRITE "${PROJECT_BINARY_DIR}/inventory.txt" "${inventory}\n")
endfunction()
