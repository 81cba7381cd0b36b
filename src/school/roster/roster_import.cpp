#include "roster/import_reader.h"
#include "roster/import_store.h"

namespace roster {

static std::unique_ptr<imports::Staged> read_roster(const imports::Package& package, const imports::Options& options, imports::Report& report,
                                                    imports::Progress& progress) {
    auto format = detect_format(package, report);
    if (!format) return nullptr;
    auto records = std::make_unique<RosterRecords>();
    records->source = options.source.empty() ? "roster" : options.source;
    Input in{.package = package, .options = options, .report = report, .progress = progress, .records = *records};
    if (*format == Format::sds_2_1) {
        read_sds(in);
    } else {
        read_oneroster(in, *format);
    }
    if (in.broken) return nullptr;
    return std::make_unique<RosterImport>(std::move(records), options);
}

imports::Kind import_kind() {
    return {.name = "roster",
            .summary = "A roster: OneRoster 1.1 or 1.2 CSV, or Microsoft School Data Sync v2.1; a folder or a ZIP",
            .permission = may_import,
            .fields = {},
            .read = read_roster};
}

}  // namespace roster
