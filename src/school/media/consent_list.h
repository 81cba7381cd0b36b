/// The students of whom somebody keeps consents, with what holds for each. Clauses 3.5 and 10.1 of docs/policies/images.md.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "auth/viewer.h"
#include "media/consent_facts.h"

namespace media {

enum class Listed { all, silent, refused, withheld };

struct ConsentQuestion {
    std::string text;                     // beginnings of words of the name
    std::optional<roster::OrgId> school;
    std::string grade;
    Listed listed = Listed::all;
    std::optional<roster::PersonId> after;
    int limit = 50;
};

struct ConsentLine {
    roster::PersonId id;
    std::string name, grade, school;
    bool withheld = false, opted_out = false;
    std::array<int, 4> allowed{};  // of the three purposes, by channel
    bool refused = false;          // somebody's no counts
    bool heard = false;            // an answer counts; a child's own yes is none
};

struct ConsentPage {
    std::vector<ConsentLine> lines;  // by family name
    bool more = false;
};

/// Empty for who keeps no consents.
ConsentPage list_consents(db::Read& db, const auth::Viewer& viewer, base::Day today, const ConsentQuestion& question);
/// The grades of students within reach, as the roster writes them, in order of years.
std::vector<std::string> grades_within_reach(db::Read& db, const auth::Viewer& viewer);
/// The schools at which the viewer keeps consents, by name.
std::vector<roster::Org> schools_within_reach(db::Read& db, const auth::Viewer& viewer);

}  // namespace media
