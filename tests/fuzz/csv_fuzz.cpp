// Any bytes are a table or a clear error, in bounded memory.
#include <cstdint>
#include <cstdlib>

#include "base/csv.h"
#include "base/text.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    base::csv::Options options;
    options.most_field_bytes = 1000;
    options.most_row_bytes = 4000;
    options.most_columns = 50;
    try {
        base::csv::Reader reader(base::csv::from_text(bytes), options);
        std::int64_t line = 0;
        while (reader.next()) {
            if (reader.line() <= line || reader.fields().empty() || reader.fields().size() > 50) std::abort();
            line = reader.line();
            for (auto field : reader.fields()) {
                if (!base::is_utf8(field) || field.size() > 1000) std::abort();
            }
        }
    } catch (const base::csv::Error& error) {
        if (error.line() < 1) std::abort();
    }
    return 0;
}
