/// Class spaces: which page of the learning platform belongs to a class of the roster. People post there, not here; this leads them to it.
/// Clause numbers refer to docs/policies/embeds.md, part 5.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "auth/viewer.h"
#include "base/time.h"
#include "roster/roster.h"
#include "site/reach.h"

namespace http {
class Routes;
}
namespace imports {
struct Kind;
}
namespace jobs {
class Registry;
}

namespace site {

/// May say where the pages of classes are, everywhere or at their schools.
constexpr auth::Permission may_link_classes{"site.classes"};

/// The page of one class.
struct ClassLink {
    std::string url;
    std::string provider;  // as people call the platform; empty: its host is shown
    std::string source;    // "import", "pattern", "person"
    Reached reached;
    std::int64_t version = 0;  // rises with each change, for forms that were opened before

    std::string platform() const;
};

/// A link as a person or an import gives it.
struct NewLink {
    std::string url;
    std::string provider;
    std::string source;
};

/// What is wrong with an address that people shall be led to, as a message key "site.link.problem.*"; empty: nothing.
std::string_view problem_with_link(std::string_view url);

/// Sets the link of a class; the same again changes nothing. Needs may_link_classes at the class's school; throws base::NotFound, base::Forbidden,
/// base::Invalid naming "url".
void set_link(db::Write& db, const auth::Viewer& viewer, base::Instant now, roster::ClassId id, const NewLink& link);
void remove_link(db::Write& db, const auth::Viewer& viewer, base::Instant now, roster::ClassId id);

// --- For those who learn and teach ---

/// A class as its people see it.
struct ClassSpace {
    roster::ClassId id;
    std::string title;
    std::string school;
    std::string periods;
    std::string teachers;  // names, main teacher first; empty: the roster names none
    std::optional<ClassLink> link;
};
/// Whose classes they are.
struct Spaces {
    roster::PersonId person;
    std::string name;
    std::vector<ClassSpace> classes;
};
/// The classes of this term that the viewer teaches, and those in which they learn. Empty when the account belongs to nobody of the roster.
std::vector<ClassSpace> taught(db::Read& db, const auth::Viewer& viewer, base::Day today);
std::vector<ClassSpace> attended(db::Read& db, const auth::Viewer& viewer, base::Day today);
/// The students whose guardian the viewer is, each with their classes (clause 5.2).
std::vector<Spaces> of_wards(db::Read& db, const auth::Viewer& viewer, base::Day today);

// --- For those who keep the links ---

enum class Show { all, missing, dead, linked };
struct CoverageQuestion {
    std::optional<roster::OrgId> school;
    Show show = Show::all;
    int limit = 50;
    std::string after_title;  // paging
    std::int64_t after_id = 0;
};
struct CoverageLine {
    roster::ClassId id;
    std::string title;
    std::string code;
    std::string school;
    std::optional<ClassLink> link;
};
struct CoveragePage {
    std::vector<CoverageLine> lines;
    bool more = false;
};
struct Coverage {
    std::int64_t classes = 0;
    std::int64_t linked = 0;
    std::int64_t dead = 0;
    std::int64_t missing() const { return classes - linked; }
};
/// Both of the viewer's schools only.
CoveragePage class_coverage(db::Read& db, const auth::Viewer& viewer, base::Day today, const CoverageQuestion& question);
Coverage count_coverage(db::Read& db, const auth::Viewer& viewer, base::Day today, std::optional<roster::OrgId> school);
/// Throws base::NotFound for a class outside of the viewer's schools.
CoverageLine covered_class(db::Read& db, const auth::Viewer& viewer, roster::ClassId id);

/// CSV with classSourcedId or classCode, url, provider.
imports::Kind class_link_import_kind();

/// /classes for everybody who is signed in; /website/classes for those who keep the links.
void class_routes(http::Routes& routes);
void class_jobs(jobs::Registry& registry);
/// After a roster came in, a job lets the patterns fill the links of classes that are new (imports::applied_subscribers).
void fill_soon(db::Write& db, base::Instant now);
/// What that job does.
void fill_by_patterns(db::Write& db, base::Instant now);

}  // namespace site
