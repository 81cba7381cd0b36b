/// One pattern for all classes of a district or a school: "https://lms.example.org/course/{sourcedId}".
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "site/class_link.h"

namespace site {

/// What a pattern can name of a class. Empty: the roster does not say.
struct PatternFacts {
    std::string sourced_id;
    std::string code;
    std::string term;
};

/// A message key "site.link.problem.*"; empty: the pattern can be used.
std::string_view problem_with_pattern(std::string_view pattern);
/// The address of a class, what is put in percent-encoded. Absent when the pattern names something that the roster does not say.
std::optional<std::string> fill_pattern(std::string_view pattern, const PatternFacts& facts);

struct Pattern {
    std::int64_t id = 0;
    std::optional<roster::OrgId> school;  // absent: the district's, for schools that have none of their own
    std::string school_name;
    std::string pattern;
    std::string provider;
    std::int64_t version = 0;
};

/// What a pattern would do to the classes of its place.
struct PatternPlan {
    struct Line {
        roster::ClassId id;
        std::string title;
        std::string school;
        std::string before;  // empty: none
        std::string after;
    };
    std::vector<Line> lines;      // those that would change
    std::int64_t unchanged = 0;
    std::int64_t kept = 0;        // linked by hand or by an import, which goes before a pattern
    std::int64_t unfilled = 0;    // the roster does not say what the pattern needs
};

/// Those that the viewer may change; the district's first.
std::vector<Pattern> patterns(db::Read& db, const auth::Viewer& viewer);
/// The pattern of exactly this place.
std::optional<Pattern> pattern_of(db::Read& db, std::optional<roster::OrgId> school);

/// Each of these needs may_link_classes at the school, or everywhere for the district's. Throws base::Forbidden; base::Invalid naming "pattern".
PatternPlan plan_pattern(db::Read& db, const auth::Viewer& viewer, base::Day today, const Pattern& pattern);
/// Keeps the pattern and fills the links; how many it set.
std::int64_t save_pattern(db::Write& db, const auth::Viewer& viewer, base::Instant now, base::Day today, const Pattern& pattern);
/// Takes the pattern away, and the links that it made; how many those were. Links set by hand or by an import stay.
std::int64_t remove_pattern(db::Write& db, const auth::Viewer& viewer, base::Instant now, std::optional<roster::OrgId> school);

}  // namespace site
