# bt_web: the bundle of web/ as `web::embedded()`, with paths "web/<file>". Made again when a source of it changes.
# Deployed names carry a hash, so what is embedded is known only after the bundle is made.
if(EXISTS ${CMAKE_SOURCE_DIR}/web/build.mjs)
    find_program(BELLTOWER_NODE node)
    file(GLOB_RECURSE web_sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/web/*)
    # The style sheet keeps only the classes that these name.
    file(GLOB_RECURSE web_pages CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/*.html ${CMAKE_SOURCE_DIR}/src/*_pages.cpp
        ${CMAKE_SOURCE_DIR}/src/platform/html/*.cpp ${CMAKE_SOURCE_DIR}/src/platform/http/*.cpp
        ${CMAKE_SOURCE_DIR}/src/app/*.cpp)
    list(FILTER web_pages EXCLUDE REGEX "_test\\.cpp$")
    set(web_stem ${CMAKE_BINARY_DIR}/web_embedded)
    add_custom_command(
        OUTPUT ${web_stem}.S ${web_stem}.cpp
        COMMAND ${CMAKE_COMMAND} -DNODE=${BELLTOWER_NODE} -DSOURCE=${CMAKE_SOURCE_DIR} -DBUNDLE=${CMAKE_BINARY_DIR}/web
            -P ${CMAKE_SOURCE_DIR}/cmake/Bundle.cmake
        COMMAND ${CMAKE_COMMAND} -DSPACE=web -DFOLDER=${CMAKE_BINARY_DIR}/web -DSTEM=${web_stem}
            -P ${CMAKE_SOURCE_DIR}/cmake/Embed.cmake
        DEPENDS ${web_sources} ${web_pages} ${CMAKE_SOURCE_DIR}/package-lock.json ${CMAKE_SOURCE_DIR}/cmake/Bundle.cmake
            ${CMAKE_SOURCE_DIR}/cmake/Embed.cmake
        COMMENT "Bundling web/"
        VERBATIM)
    add_library(bt_web STATIC ${web_stem}.S ${web_stem}.cpp)
    target_include_directories(bt_web PRIVATE ${CMAKE_SOURCE_DIR}/src/platform)
endif()
