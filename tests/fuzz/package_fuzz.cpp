// Any bytes are a package of tables or a clear refusal: a ZIP, or a single file, read to its end as an import would.
#include <sys/mman.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <string>

#include "base/text.h"
#include "imports/package.h"
#include "imports/table.h"

static void require(bool holds) {
    if (!holds) std::abort();
}

/// A file of these bytes that lies in memory only.
static const std::string& file_of(const std::uint8_t* data, std::size_t size) {
    static const int file = ::memfd_create("package", 0);
    static const std::string path = "/proc/self/fd/" + std::to_string(file);
    require(::ftruncate(file, 0) == 0 && ::pwrite(file, data, size, 0) == static_cast<ssize_t>(size));
    return path;
}

static void read_table(const imports::Package& package, const std::string& name, imports::Report& report) {
    using imports::Column;
    static constexpr Column columns[] = {{"sourcedId", Column::Need::required}, {"startDate"}, {"enabled"}, {"size"}, {"password", Column::Need::secret}};
    auto table = imports::Table::open(package, name, columns, {}, report);
    std::int64_t row = 0;
    while (table && table->next()) {
        require(table->row() > row);
        row = table->row();
        require(base::is_utf8(table->require(0)));
        table->day(1);
        table->flag(2, false);
        table->integer(3);
    }
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    imports::Report report;
    imports::Limits limits{.entries = 20, .bytes = 1 << 20, .file_bytes = 1 << 18, .ratio_from = 1 << 12};
    auto package = imports::Package::open(file_of(data, size), "upload", report, limits);
    require(package || report.errors() > 0);
    if (package) {
        for (const auto& name : package->names()) read_table(*package, name, report);
    }
    for (const auto& problem : report.problems()) require(!problem.code.empty() && !problem.expected.empty());
    return 0;
}
