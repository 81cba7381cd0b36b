/// What the district sets for all pictures: which channels may show recognisable students at all, from which grade on one person may publish alone,
/// and when a yes ends. Clauses 2.3, 7.3 and 1.8 of docs/policies/images.md.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "auth/viewer.h"
#include "media/consent.h"

namespace media {

/// Years of school: grade 2.
constexpr int second_person_by_default = 2;

struct Ceilings {
    std::array<bool, 4> open{};          // by channel; after installation none is
    std::string second_person = "02";    // grade up to which a second person must look
    unsigned yes_ends_month = 7, yes_ends_day = 31;
    std::int64_t revision = 0;
};

Ceilings ceilings(db::Read& db);
/// Of `ceilings`, for the gate.
std::string second_person_grade(db::Read& db);
/// Field and message key of what cannot be used.
std::vector<std::pair<std::string, std::string>> ceiling_problems(const Ceilings& wanted);
/// What would go at once if the channel closed: pictures with students on them, and the pages of ours on which they stand.
struct Closing {
    std::int64_t pictures = 0, pages = 0;
};
Closing count_closing(db::Read& db, const Ceilings& before, const Ceilings& wanted);
/// Needs may_manage everywhere (base::Forbidden); base::Conflict when `revision` is not the present one; base::Invalid for what ceiling_problems finds; the
/// texts are message keys. A
/// channel that closes is told to channel_closed_subscribers().
void set_ceilings(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Ceilings& wanted);

}  // namespace media
