/// Devices with their verdicts, as the last count left them. Only for this room.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "auth/viewer.h"
#include "base/time.h"
#include "planning/verdict.h"

namespace db {
class Read;
}

namespace planning {

/// What is looked for. Empty parts do not restrict.
struct VerdictQuestion {
    std::optional<std::int64_t> school;   // 0: devices of no school
    std::string kind;
    std::optional<std::int64_t> model;
    std::optional<Word> verdict;
    std::optional<int> school_year;       // due in it by the plan
    std::optional<std::string> funding;   // who pays by the plan; may be empty: nobody named
    int limit = 50;
    /// Paging: those after this place.
    std::optional<std::int64_t> after_regret;
    std::int64_t after_id = 0;
};

struct VerdictLine {
    std::int64_t device = 0;
    std::string tag, serial, kind, model;
    std::int64_t model_id = 0;
    std::string school;
    Word verdict = Word::unknown;
    Reason reason = Reason::no_price;
    bool sure = true;
    std::optional<base::Day> ends_on;
    std::optional<std::int64_t> keep_cents, new_cents;  // a year
    std::int64_t limit_cents = 0;
    std::int64_t regret_cents = 0;
    std::optional<int> due_year;
    std::optional<std::int64_t> price_cents;
    std::string funding_source;
};
struct VerdictPage {
    std::vector<VerdictLine> lines;  // what is past sense the most first
    bool more = false;
};
/// Devices of schools whose inventory the viewer may see.
VerdictPage find_verdicts(db::Read& db, const auth::Viewer& viewer, const VerdictQuestion& question);

struct VerdictSum {
    std::int64_t devices = 0;
    std::int64_t price_cents = 0;  // of their successors
};
VerdictSum sum_verdicts(db::Read& db, const auth::Viewer& viewer, const VerdictQuestion& question);

struct NamedModel {
    std::int64_t id = 0;
    std::string name;
};
/// Models of which a device has a verdict.
std::vector<NamedModel> judged_models(db::Read& db);

}  // namespace planning
