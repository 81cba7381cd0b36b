// Any text is cut into pieces that together are the text, and numbering its parameters changes nothing else.
#include <cstdint>
#include <cstdlib>

#include "db/db.h"
#include "db/sql_text.h"

static void require(bool rule) {
    if (!rule) std::abort();
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view sql(reinterpret_cast<const char*>(data), size);
    std::string together;
    std::size_t parameters = 0;
    db::SqlScanner scanner(sql);
    while (const auto piece = scanner.next()) {
        require(!piece->text.empty());
        together += piece->text;
        parameters += piece->kind == db::SqlPiece::Kind::parameter;
    }
    require(together == sql);
    const auto numbered = db::number_parameters(sql);
    require(numbered.names.size() <= parameters && numbered.null_test.size() == numbered.names.size());
    if (parameters == 0) require(numbered.sql == sql);
    db::effect_of(sql);
    db::for_engine(sql, db::Engine::postgres);
    require(db::outline(sql).size() <= 304);
    return 0;
}
