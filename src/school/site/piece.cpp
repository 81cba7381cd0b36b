#include "site/piece.h"

#include <algorithm>

#include "base/error.h"

namespace site {

std::string_view word(PieceKind kind) { return kind == PieceKind::page ? "page" : "news"; }

std::string_view word(State state) {
    switch (state) {
        case State::draft: return "draft";
        case State::review: return "review";
        case State::scheduled: return "scheduled";
        case State::published: return "published";
        case State::expired: return "expired";
        case State::withdrawn: return "withdrawn";
    }
    return "draft";
}

bool holds(std::string_view section, std::string_view path) {
    return path.starts_with(section) && (path.size() == section.size() || path[section.size()] == '/');
}

/// At every school it belongs to; what belongs to the district needs the district.
static bool covers(const auth::Viewer& viewer, auth::Permission permission, const std::vector<roster::OrgId>& schools) {
    const auto reach = viewer.reach(permission);
    if (reach.everywhere) return true;
    return !schools.empty() && std::ranges::all_of(schools, [&](roster::OrgId school) { return reach.covers(school.value); });
}

bool Editor::may_write(const Belongs& belongs) const {
    if (belongs.kind == PieceKind::news) return covers(*viewer, may_write_news, belongs.schools);
    // Clause 1.3: a section goes by the address alone.
    const bool in_section = std::ranges::any_of(sections, [&](const std::string& section) { return holds(section, belongs.path); });
    return in_section || covers(*viewer, may_write_pages, belongs.schools);
}

bool Editor::may_release(const Belongs& belongs) const {
    return covers(*viewer, may_publish, belongs.schools) || (!review_needed && may_write(belongs));
}

bool Editor::writes_pages() const { return viewer->may(may_write_pages) || viewer->may(may_publish) || !sections.empty(); }
bool Editor::writes_news() const { return viewer->may(may_write_news) || viewer->may(may_publish); }

State Piece::state(base::Instant now) const {
    if (withdrawn_at) return State::withdrawn;
    if (live) return live->expires_at && *live->expires_at <= now ? State::expired : State::published;
    if (next) return State::scheduled;
    return latest.waits() ? State::review : State::draft;
}

bool Piece::has_unpublished() const {
    return !(live && live->number == latest.number) && !(next && next->number == latest.number);
}

void require_writer(const Editor& editor, const Belongs& belongs) {
    if (!editor.may_write(belongs)) throw base::Forbidden("This part of the site was given to others to write.");
}

}  // namespace site
