# Language level, warnings, sanitizers, and the two accelerators (ccache, mold) when present.

set(CAIRN_SANITIZE "none" CACHE STRING "none, address (with undefined), thread, or fuzzer")
set_property(CACHE CAIRN_SANITIZE PROPERTY STRINGS none address thread fuzzer)
option(CAIRN_COVERAGE "Count the lines and branches that run (clang only)" OFF)
option(CAIRN_WARNINGS_AS_ERRORS "Stop at the first warning" OFF)

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}/bin")
# -g1 tells functions and lines, which is what sanitizers and traces show, and takes a third off the
# time of a build; for a debugger that shows variables: -DCMAKE_CXX_FLAGS_DEBUG="-O1 -g".
set(CMAKE_CXX_FLAGS_DEBUG "-O1 -g1 -fno-omit-frame-pointer -D_GLIBCXX_ASSERTIONS")
set(CMAKE_CXX_FLAGS_RELEASE "-O2 -g1")

# No path of the building machine in a program, and one ccache for every clone of the tree.
add_compile_options("-ffile-prefix-map=${PROJECT_SOURCE_DIR}=.")

find_program(CAIRN_CCACHE ccache)
if(CAIRN_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
    set(CMAKE_CXX_COMPILER_LAUNCHER
        ${CMAKE_COMMAND} -E env "CCACHE_BASEDIR=${PROJECT_SOURCE_DIR}" CCACHE_NOHASHDIR=1
        "${CAIRN_CCACHE}")
endif()
find_program(CAIRN_MOLD mold)
if(CAIRN_MOLD)
    add_link_options(-fuse-ld=mold)
endif()

if(CAIRN_SANITIZE STREQUAL "address" OR CAIRN_SANITIZE STREQUAL "fuzzer")
    set(sanitizer_flags -fsanitize=address,undefined -fno-sanitize-recover=all)
    if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
        # clang 14 cannot instrument calls inside coroutines.
        list(APPEND sanitizer_flags -fno-sanitize=function)
    endif()
    add_compile_options(${sanitizer_flags})
    add_link_options(${sanitizer_flags})
    if(CAIRN_SANITIZE STREQUAL "fuzzer")
        add_compile_options(-fsanitize=fuzzer-no-link)
    endif()
elseif(CAIRN_SANITIZE STREQUAL "thread")
    add_compile_options(-fsanitize=thread)
    add_link_options(-fsanitize=thread)
elseif(NOT CAIRN_SANITIZE STREQUAL "none")
    message(FATAL_ERROR "CAIRN_SANITIZE: unknown value '${CAIRN_SANITIZE}'")
endif()

if(CAIRN_COVERAGE)
    add_compile_options(-fprofile-instr-generate -fcoverage-mapping)
    add_link_options(-fprofile-instr-generate)
endif()

# Our own sources only: generated code is built without it.
add_library(cairn_warnings INTERFACE)
target_compile_options(cairn_warnings INTERFACE
    -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wnon-virtual-dtor -Wold-style-cast
    $<$<BOOL:${CAIRN_WARNINGS_AS_ERRORS}>:-Werror>)
if(NOT CAIRN_SANITIZE STREQUAL "none" AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # These come from the optimiser, which the sanitizers' own branches mislead.
    target_compile_options(cairn_warnings INTERFACE
        -Wno-array-bounds -Wno-maybe-uninitialized -Wno-stringop-overflow -Wno-stringop-overread)
endif()
