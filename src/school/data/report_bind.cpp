#include "data/explain.h"
#include "data/report.h"

namespace data {

std::optional<Refused> refusal_of(const Place& place, const ReportFile& file) {
    try {
        explain(place, {.tier = file.tier, .sql = file.text, .parameters = bind_parameters(file, {}), .guarded = file.text != shipped_report(file.name)});
    } catch (const Refused& refusal) {
        // Without a warehouse, or a program that reads it, nothing is known of the text.
        if (!refusal.code().starts_with("warehouse.") && refusal.code() != "worker.died") return refusal;
    }
    return std::nullopt;
}

}  // namespace data
