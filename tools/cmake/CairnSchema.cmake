# The two generators of the schema folder: Cap'n Proto codecs and embedded SQL.

# schema: every schema/*.capnp, as "schema/NAME.capnp.h". Only shared_wire lists it.
file(GLOB capnp_files CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/schema/*.capnp")
file(MAKE_DIRECTORY "${CAIRN_GENERATED_DIR}/schema")
if(capnp_files)
    find_program(CAIRN_CAPNP capnp REQUIRED)
    find_program(CAIRN_CAPNPC_CPP capnpc-c++ REQUIRED)
    set(capnp_sources "")
    foreach(file IN LISTS capnp_files)
        get_filename_component(name "${file}" NAME)
        set(generated "${CAIRN_GENERATED_DIR}/schema/${name}")
        add_custom_command(OUTPUT "${generated}.c++" "${generated}.h"
            COMMAND "${CAIRN_CAPNP}" compile "-o${CAIRN_CAPNPC_CPP}:${CAIRN_GENERATED_DIR}"
                    "--src-prefix=${PROJECT_SOURCE_DIR}" "-I${PROJECT_SOURCE_DIR}" "${file}"
            DEPENDS ${capnp_files}
            COMMENT "Generating schema/${name}.h" VERBATIM)
        list(APPEND capnp_sources "${generated}.c++" "${generated}.h")
    endforeach()
    add_library(schema STATIC ${capnp_sources})
    target_link_libraries(schema PUBLIC PkgConfig::capnp)
else()
    add_library(schema INTERFACE)
endif()
set_target_properties(schema PROPERTIES CAIRN_FOLDER schema)
target_include_directories(schema SYSTEM INTERFACE "${CAIRN_GENERATED_DIR}")

# cairn_embed_sql(client_replica schema/replica_0001.sql ...)
# An installed program needs no files: schema/replica_0001.sql becomes "schema/replica_0001_sql.h",
# which holds cairn::schema::replica_0001_sql, a constant std::string_view.
function(cairn_embed_sql target)
    foreach(sql IN LISTS ARGN)
        if(NOT sql MATCHES "^schema/([a-z][a-z0-9_]*)\\.sql$")
            message(FATAL_ERROR "${target}: '${sql}' is not of the form schema/name.sql")
        endif()
        set(name "${CMAKE_MATCH_1}_sql")
        set(header "${CAIRN_GENERATED_DIR}/schema/${name}.h")
        get_property(made GLOBAL PROPERTY "cairn_sql_${name}")
        if(NOT made)
            set_property(GLOBAL PROPERTY "cairn_sql_${name}" TRUE)
            add_custom_command(OUTPUT "${header}"
                COMMAND "${CMAKE_COMMAND}" "-DSQL=${PROJECT_SOURCE_DIR}/${sql}" "-DNAME=${name}"
                        "-DHEADER=${header}" -P "${PROJECT_SOURCE_DIR}/tools/cmake/embed_sql.cmake"
                DEPENDS "${PROJECT_SOURCE_DIR}/${sql}"
                        "${PROJECT_SOURCE_DIR}/tools/cmake/embed_sql.cmake"
                COMMENT "Embedding ${sql}" VERBATIM)
            add_custom_target("embed_${name}" DEPENDS "${header}")
        endif()
        add_dependencies(${target} "embed_${name}")
    endforeach()
    target_include_directories(${target} SYSTEM PRIVATE "${CAIRN_GENERATED_DIR}")
endfunction()
