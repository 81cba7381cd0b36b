#include "planning/need_evidence.h"

#include <map>

#include <fmt/format.h>

#include "planning/planning.h"
#include "planning/staffing.h"

namespace planning {

struct SchoolEvidence {
    std::int64_t came = 0, handed = 0, waited = 0;
};

static void fill_number(const http::Call& call, html::View& row, std::string_view column, std::int64_t number, const std::string& href) {
    auto cell = row.add("cell");
    cell.set("heading", call.text(fmt::format("planning.need.evidence_{}", column)));
    if (number == 0) cell.show("zero");
    else cell.add("some").set("number", number).set("href", href);
}

void fill_category_evidence(const http::Call& call, db::Read& db, html::View& view, const Need& need) {
    if (!need.category || !call.viewer.may_everywhere(may_plan)) return;
    const auto first = call.today() - std::chrono::days(evidence_days);
    const auto from = call.zone.to_instant({first, base::Minutes(0)});
    std::map<std::int64_t, SchoolEvidence> schools;
    for (const auto& [school, came] : requests_of_kind(db, call.viewer, *need.category, from)) schools[school.value].came = came;
    for (const auto& one : handed_on(db, call.viewer, from)) {
        if (one.category == *need.category) ++schools[one.school].handed;
    }
    for (const auto& one : blocked_waits(db, call.viewer, call.now, from)) {
        if (one.category == *need.category) ++schools[one.school].waited;
    }
    if (schools.empty()) return;
    auto table = view.add("evidence");
    const auto& category = call.language == html::Language::es ? need.category_es : need.category_en;
    table.set("caption", call.text("planning.need.evidence", {{"category", category}, {"n", std::to_string(evidence_days)}}));
    for (auto column : {"came", "handed", "waited"}) table.add("column").set("heading", call.text(fmt::format("planning.need.evidence_{}", column)));
    for (const auto& [school, found] : schools) {
        auto row = table.add("row");
        row.set("school", roster::find_org(db, {school})->name);
        RequestSet came{.set = "came", .school = school, .category = need.category, .from = first};
        MissingFilter missing{.reason = {}, .key = {}, .category = need.category, .school = school, .from = first};
        fill_number(call, row, "came", found.came, address_of(came));
        fill_number(call, row, "handed", found.handed, address_of("hand-overs", missing));
        fill_number(call, row, "waited", found.waited, address_of("waits", missing));
    }
}

}  // namespace planning
