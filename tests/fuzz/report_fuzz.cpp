// Any text is a report that can be used, or problems with their lines; nothing that protects students can be left out.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "base/error.h"
#include "base/text.h"
#include "data/report_file.h"

static void require(bool holds) {
    if (!holds) std::abort();
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto read = ::data::read_report(text);
    for (const auto& problem : read.problems) require(problem.line >= 1 && !problem.code.empty());
    if (!read.problems.empty()) return 0;
    const auto& file = read.file;
    require(!file.name.empty() && !file.statement.empty() && base::is_utf8(file.text));
    // docs/policies/data.md, clause 14
    require(file.tier == ::data::Tier::operations || (!file.privacy.none && !file.privacy.by.empty() && !file.privacy.count.empty() && file.privacy.minimum >= ::data::least_minimum));
    // What was accepted is accepted again, as it is.
    require(::data::read_report(file.text).problems.empty());
    for (const auto& parameter : file.parameters) {
        try {
            require(::data::bind_parameters(file, {{parameter.name, "7"}}).size() == file.parameters.size());
        } catch (const base::Invalid&) {
        }
    }
    return 0;
}
