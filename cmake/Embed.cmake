# Files that a program carries with it. The bytes come in through the assembler's .incbin, which costs nothing to compile.
#
# belltower_write_embedding(<space> <folder> <files> <stem>) writes <stem>.S and <stem>.cpp, which define
# `std::span<const base::EmbeddedFile> <space>::embedded()`. <files> are paths below <folder>; each is found again as
# "<space>/<path>", in the order of the names. The two are only rewritten when they would change. A further argument is noted in
# <stem>.S: a hash of the contents there makes the assembler read them again.
function(belltower_write_embedding space folder files stem)
    list(SORT files)
    list(LENGTH files count)
    set(assembly "/* Written by cmake/Embed.cmake. ${ARGN} */\n    .section .rodata\n")
    set(externs "")
    set(entries "")
    set(index 0)
    foreach(file IN LISTS files)
        set(symbol "belltower_embedded_${space}_${index}")
        string(APPEND assembly
            "    .balign 16\n    .globl ${symbol}\n    .globl ${symbol}_end\n"
            "${symbol}:\n    .incbin \"${folder}/${file}\"\n${symbol}_end:\n    .byte 0\n")
        string(APPEND externs "extern const char ${symbol}[];\nextern const char ${symbol}_end[];\n")
        string(APPEND entries "        file(\"${space}/${file}\", ${symbol}, ${symbol}_end),\n")
        math(EXPR index "${index} + 1")
    endforeach()
    string(APPEND assembly "    .section .note.GNU-stack,\"\",%progbits\n")

    set(source "// Written by cmake/Embed.cmake.\n#include \"base/embedded.h\"\n\nextern \"C\" {\n${externs}}\n\n")
    if(count)
        string(APPEND source
            "static base::EmbeddedFile file(std::string_view path, const char* begin, const char* end) {\n"
            "    return {path, std::string_view(begin, static_cast<std::size_t>(end - begin))};\n}\n\n")
    endif()
    string(APPEND source
        "namespace ${space} {\n\nstd::span<const base::EmbeddedFile> embedded();\n\n"
        "std::span<const base::EmbeddedFile> embedded() {\n")
    if(count)
        string(APPEND source "    static const base::EmbeddedFile files[] = {\n${entries}    };\n    return files;\n}\n")
    else()
        string(APPEND source "    return {};\n}\n")
    endif()
    string(APPEND source "\n}  // namespace ${space}\n")
    file(CONFIGURE OUTPUT ${stem}.S CONTENT "${assembly}" @ONLY)
    file(CONFIGURE OUTPUT ${stem}.cpp CONTENT "${source}" @ONLY)
endfunction()

# As a script: cmake -DSPACE=web -DFOLDER=DIR -DSTEM=FILE -P cmake/Embed.cmake embeds all that is in a folder made by a build.
if(CMAKE_SCRIPT_MODE_FILE AND DEFINED SPACE)
    file(GLOB_RECURSE files RELATIVE ${FOLDER} ${FOLDER}/*)
    if(NOT files)
        message(FATAL_ERROR "There is nothing to embed in ${FOLDER}")
    endif()
    set(hashes "")
    foreach(file IN LISTS files)
        file(SHA256 ${FOLDER}/${file} hash)
        string(APPEND hashes ${hash})
    endforeach()
    string(SHA256 hash "${hashes}")
    belltower_write_embedding(${SPACE} ${FOLDER} "${files}" ${STEM} ${hash})
endif()

# belltower_embed(<target> <room> <folder>): what a room ships beside its code.
function(belltower_embed target room folder)
    file(GLOB_RECURSE files RELATIVE ${folder} CONFIGURE_DEPENDS
        ${folder}/schema/*.sql ${folder}/pages/*.html ${folder}/pages/*.txt ${folder}/messages/*.toml ${folder}/help/* ${folder}/reports/*.sql ${folder}/extracts/*.toml)
    if(NOT files)
        return()
    endif()
    set(stem ${CMAKE_CURRENT_BINARY_DIR}/${room}_embedded)
    belltower_write_embedding(${room} ${folder} "${files}" ${stem})
    list(TRANSFORM files PREPEND ${folder}/)
    set_source_files_properties(${stem}.S PROPERTIES OBJECT_DEPENDS "${files}")
    target_sources(${target} PRIVATE ${stem}.S ${stem}.cpp)
endfunction()
