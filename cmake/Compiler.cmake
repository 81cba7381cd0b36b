# One dialect, one set of warnings, one cache and linker for every target.
option(BELLTOWER_WERROR "Warnings are errors; script/test sets it" OFF)
option(BELLTOWER_FUZZ "Build only the fuzz targets of tests/fuzz (clang)" OFF)
set(BELLTOWER_SANITIZE "" CACHE STRING "Sanitizers as the compiler names them, for example address,undefined")

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)

# Release keeps assertions: a server that noticed its own bug must not go on to write.
set(CMAKE_CXX_FLAGS_RELEASE "-O2 -g1 -fstack-protector-strong -D_FORTIFY_SOURCE=2")
set(CMAKE_CXX_FLAGS_DEBUG "-O0 -g1 -D_GLIBCXX_ASSERTIONS")

# A field that an aggregate leaves out is value-initialised, which is what designated initialisers are for.
add_compile_options($<$<COMPILE_LANGUAGE:CXX>:-Wall> $<$<COMPILE_LANGUAGE:CXX>:-Wextra>
    # g++ 12 takes an empty std::optional for an uninitialised number when it inlines (GCC bug 80635); no other warning is off.
    $<$<AND:$<COMPILE_LANGUAGE:CXX>,$<CXX_COMPILER_ID:GNU>>:-Wno-maybe-uninitialized>
    $<$<COMPILE_LANGUAGE:CXX>:-Wpedantic> $<$<COMPILE_LANGUAGE:CXX>:-Wconversion>
    $<$<COMPILE_LANGUAGE:CXX>:-Wshadow> $<$<COMPILE_LANGUAGE:CXX>:-Wno-missing-field-initializers>)
if(BELLTOWER_WERROR)
    add_compile_options($<$<COMPILE_LANGUAGE:CXX>:-Werror>)
endif()

# Messages name files from the top of the source; the same text also lets one compiler cache serve several work trees.
add_compile_options($<$<COMPILE_LANGUAGE:CXX>:-ffile-prefix-map=${CMAKE_SOURCE_DIR}/=>)

if(BELLTOWER_SANITIZE)
    add_compile_options(-fsanitize=${BELLTOWER_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
    add_link_options(-fsanitize=${BELLTOWER_SANITIZE})
    if(BELLTOWER_SANITIZE MATCHES "thread" AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
        # Asio's fences are paired with atomics that the sanitizer does see; g++ warns at each of them.
        add_compile_options($<$<COMPILE_LANGUAGE:CXX>:-Wno-tsan>)
    endif()
else()
    add_link_options($<$<CONFIG:Release>:-Wl,-z,relro,-z,now>)
endif()

if(BELLTOWER_FUZZ)
    add_compile_options(-fsanitize=fuzzer-no-link)  # libFuzzer sees which way a target went
endif()

find_program(BELLTOWER_CCACHE ccache)
if(BELLTOWER_CCACHE)
    set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} CCACHE_NOHASHDIR=1
        ${BELLTOWER_CCACHE})
endif()

# Every test executable is linked with most of the house, so the time to link is most of the time to try a change.
find_program(BELLTOWER_LINKER NAMES mold ld.lld)
if(BELLTOWER_LINKER MATCHES "mold$")
    add_link_options(-fuse-ld=mold)
elseif(BELLTOWER_LINKER)
    add_link_options(-fuse-ld=lld)
endif()
