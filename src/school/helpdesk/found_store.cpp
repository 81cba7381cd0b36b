#include "helpdesk/found.h"

#include <fmt/format.h>

#include "base/error.h"
#include "db/db.h"
#include "helpdesk/request.h"
#include "helpdesk/request_view.h"

namespace helpdesk {

static std::vector<std::string> scopes_of(const auth::Viewer& viewer) { return search::scope_keys("work", viewer.reach(may_work), viewer); }

static std::optional<Seen> see(db::Read& db, const auth::Viewer& viewer, RequestId id) {
    try {
        return fetch(db, viewer, id);
    } catch (const base::NotFound&) {
        return std::nullopt;
    }
}

static search::Shown shown(const Request& request, std::string_view kind) {
    return {fmt::format("request:{}", request.id.value),
            request.title,
            fmt::format("/requests/{}", request.id.value),
            fmt::format("helpdesk.found.{}", kind),
            search::Shown::Pill{std::string(pill_of(request.state)), std::string(icon_of(request.state)), fmt::format("helpdesk.state.{}", word(request.state))}};
}

static std::optional<search::Shown> fetch_hit(db::Read& db, const auth::Viewer& viewer, const search::Hit& hit) {
    const auto request = hit.kind == "request"
                             ? std::optional(hit.id)
                             : db.query("SELECT request_id FROM helpdesk_message WHERE id = :id").bind("id", hit.id).maybe_integer();
    const auto seen = request ? see(db, viewer, {*request}) : std::nullopt;
    if (!seen || (hit.kind == "note" && seen->standing != Standing::worker)) return std::nullopt;
    return shown(seen->request, hit.kind);
}

static std::optional<std::pair<search::Shown, base::Instant>> numbered(db::Read& db, const auth::Viewer& viewer, std::int64_t number) {
    const auto seen = see(db, viewer, {number});
    if (!seen) return std::nullopt;
    return std::pair(shown(seen->request, "request"), seen->request.created_at);
}

search::Source search_source() { return {"requests", "helpdesk.found.tab", {"request", "reply", "note"}, scopes_of, fetch_hit, numbered}; }

}  // namespace helpdesk
