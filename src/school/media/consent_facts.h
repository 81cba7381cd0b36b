/// What the database knows of students and consent, for the rule and for the pages of those who keep consents.
#pragma once

#include <array>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "media/consent_rule.h"

namespace media {

/// One student with the answers that count now.
struct KnownStudent {
    ConsentFacts facts;  // without `said` and `channel_open`, which differ by use
    std::vector<std::pair<Use, Answer>> said;
};

struct KnownStudents {
    std::vector<KnownStudent> students;      // in the order asked; nobody of the roster is known by `at_school` false
    std::array<bool, 4> open{};       // by channel
    Decision decide(const KnownStudent& known, Use use, base::Day today) const;
};

/// One query, however many they are; with `only` the answers to that use alone.
KnownStudents load_known(db::Read& db, std::span<const roster::PersonId> students, std::optional<Use> only = {});

/// Of the twelve uses, by channel and then purpose.
std::vector<Use> all_uses();

}  // namespace media
