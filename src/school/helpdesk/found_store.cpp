#include "helpdesk/found.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"
#include "db/db.h"
#include "search/search.h"

namespace helpdesk {

/// Hits that the viewer may not see any more are left out; so often more are asked for, so that a page is not half empty.
static constexpr int most_rounds = 5;

static void add_scopes(std::vector<std::string>& scopes, std::string_view prefix, const auth::Reach& reach) {
    if (reach.everywhere) scopes.push_back(fmt::format("{}:all", prefix));
    else for (auto school : reach.schools) scopes.push_back(fmt::format("{}:{}", prefix, school));
}

static std::vector<std::string> scopes_of(const auth::Viewer& viewer) {
    std::vector<std::string> scopes;
    add_scopes(scopes, "work", viewer.reach(may_work));
    add_scopes(scopes, "devices", viewer.reach(inventory::may_view));
    if (viewer.signed_in()) scopes.push_back(fmt::format("account:{}", viewer.account().value));
    return scopes;
}

static std::vector<std::string> kinds_of(LookFor what) {
    if (what == LookFor::requests) return {"request", "reply", "note"};
    if (what == LookFor::devices) return {"device"};
    return {"request", "reply", "note", "device"};
}

static std::optional<Seen> see(db::Read& db, const auth::Viewer& viewer, RequestId id) {
    try {
        return fetch(db, viewer, id);
    } catch (const base::NotFound&) {
        return std::nullopt;
    }
}

static std::optional<Found> found_device(db::Read& db, const auth::Viewer& viewer, const search::Hit& hit) {
    auto device = inventory::find_device(db, viewer, {hit.id});
    if (!device) return std::nullopt;
    return Found{FoundKind::device, hit.id, hit.title, pieces_of(hit.snippet), std::nullopt, hit.at};
}

static std::optional<Found> found_request(const Seen& seen, FoundKind kind, const search::Hit& hit) {
    if (kind == FoundKind::note && seen.standing != Standing::worker) return std::nullopt;
    return Found{kind, seen.request.id.value, seen.request.title, pieces_of(hit.snippet), seen.request.state, hit.at};
}

/// The index may be behind what is true: a request that moved to another school, a device that went to somebody else.
static std::optional<Found> fetch_again(db::Read& db, const auth::Viewer& viewer, const search::Hit& hit) {
    if (hit.kind == "device") return found_device(db, viewer, hit);
    auto request = hit.kind == "request"
                       ? std::optional(hit.id)
                       : db.query("SELECT request_id FROM helpdesk_message WHERE id = :id").bind("id", hit.id).maybe_integer();
    auto seen = request ? see(db, viewer, {*request}) : std::nullopt;
    if (!seen) return std::nullopt;
    auto kind = hit.kind == "note" ? FoundKind::note : hit.kind == "reply" ? FoundKind::reply : FoundKind::request;
    return found_request(*seen, kind, hit);
}

/// "12" and "#12" are the number of a request, whatever else holds these figures.
static std::optional<Found> found_by_number(db::Read& db, const auth::Viewer& viewer, const SearchFor& question) {
    std::string_view text = base::trim(question.text);
    if (text.starts_with('#')) text.remove_prefix(1);
    auto number = base::parse_integer(text);
    if (!number || *number <= 0 || question.before.document != 0 || question.what == LookFor::devices) return std::nullopt;
    auto seen = see(db, viewer, {*number});
    if (!seen) return std::nullopt;
    return Found{FoundKind::request, *number, seen->request.title, {}, seen->request.state, seen->request.created_at};
}

/// The place of the request on the page already; null when it has none.
static Found* shown(FoundPage& page, const Found& found) {
    if (found.kind == FoundKind::device) return nullptr;
    auto same = std::ranges::find_if(page.found, [&](const Found& one) { return one.kind != FoundKind::device && one.id == found.id; });
    return same == page.found.end() ? nullptr : &*same;
}

/// The one that a number named has no words of its own to show.
static void add(FoundPage& page, Found found) {
    Found* there = shown(page, found);
    if (!there) page.found.push_back(std::move(found));
    else if (!there->pieces.empty()) ++there->more;
}

FoundPage find_again(db::Read& db, const auth::Viewer& viewer, const SearchFor& question) {
    FoundPage page;
    if (auto exact = found_by_number(db, viewer, question)) page.found.push_back(std::move(*exact));
    search::Question ask{question.text, scopes_of(viewer), kinds_of(question.what), static_cast<int>(question.limit) + 1, question.before.at,
                         question.before.document};
    if (ask.scopes.empty()) return page;
    for (int round = 0; round < most_rounds; ++round) {
        auto hits = search::find(db, ask);
        for (const auto& hit : hits) {
            if (page.found.size() >= question.limit) {
                page.next = FoundKey{ask.before_at, ask.before_document};
                return page;
            }
            ask.before_at = base::to_ms(hit.at);
            ask.before_document = hit.document;
            auto found = fetch_again(db, viewer, hit);
            if (found) add(page, std::move(*found));
        }
        if (hits.size() < static_cast<std::size_t>(ask.limit)) return page;
    }
    page.next = FoundKey{ask.before_at, ask.before_document};
    return page;
}

}  // namespace helpdesk
