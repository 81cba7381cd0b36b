/// The urgent banner: who sets it, and the closures that take one tap. What the public sees of it is in news.h.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "site/news.h"
#include "site/piece.h"

namespace site {

struct BannerForm {
    std::optional<roster::OrgId> school;  // absent: the whole district
    std::string level = "notice";
    std::string text_en;
    std::string text_es;
    std::string link;
    std::optional<base::Instant> from;    // absent: at once
    base::Instant until;
};
constexpr std::size_t longest_banner = 200;

struct BannerRow {
    std::int64_t id = 0;
    BannerForm form;
    base::Instant from;
    std::string made_by;
    std::optional<base::Instant> ended_at;
    bool closure = false;
};

/// All that cannot be used of it: a field and a message key each. Pure.
std::vector<std::pair<std::string, std::string>> problems_with(const BannerForm& form, base::Instant now);
/// A banner of a school is set by who writes its news, the district's by who writes the district's (clause 7). Throws base::Invalid (field,
/// message key), base::Forbidden. That something stands at a link to a path of ours was looked at before.
std::int64_t set_banner(db::Write& db, const auth::Viewer& viewer, base::Instant now, const BannerForm& form);
/// Before its time. base::NotFound when there is none that this person may end; nothing when it has ended. The news of a closure is withdrawn with
/// it, `why` beside it, unless it was given to others meanwhile.
void end_banner(db::Write& db, const auth::Viewer& viewer, base::Instant now, std::int64_t id, std::string_view why);
/// All that stand or will, then the newest hundred that are over; of the places where this person may set one.
std::vector<BannerRow> banners(db::Read& db, const auth::Viewer& viewer, base::Instant now);

/// What one tap says: "closed" (School is closed today), "early" (closes early), "late" (begins late).
constexpr std::string_view closures[] = {"closed", "early", "late"};
/// Says that this banner is the closure of its place on that day, told by this item of news. There is one: those that stood for the same place and
/// day end as end_banner() does, each with its events.
void set_closure(db::Write& db, const auth::Viewer& viewer, base::Instant now, std::int64_t banner, base::Day day, PieceId news, std::string_view why);

}  // namespace site
