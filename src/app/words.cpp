#include "app/words.h"

#include <fmt/format.h>

#include "app/rooms.h"
#include "roster/roster.h"

namespace app {

std::string permission_words(const http::Call& call, std::string_view permission) {
    const auto dot = permission.find('.');
    const std::string key = fmt::format("{}.permission.{}", permission.substr(0, dot), dot == std::string_view::npos ? "" : permission.substr(dot + 1));
    return call.services.messages->find(call.language, key).value_or(std::string(permission));
}

std::string scope_words(const http::Call& call, db::Read& db, const auth::Grant& grant) {
    if (grant.scope == auth::ScopeKind::everywhere) return call.text("app.access.everywhere");
    const auto school = roster::find_org(db, {grant.scope_id});
    return school ? school->name : fmt::format("#{}", grant.scope_id);
}

std::string event_words(const http::Call& call, std::string_view kind, std::string_view action) {
    // A room's words tell the story of one thing and may name people; a list of everything needs them plain.
    if (auto plain = call.services.messages->find(call.language, fmt::format("app.event.{}.{}", kind, action))) return *plain;
    for (const Room& room : rooms().list) {
        const auto words = call.services.messages->find(call.language, fmt::format("{}.event.{}.{}", room.name, kind, action));
        if (words) return *words;
    }
    return fmt::format("{}: {}", kind, action);
}

std::string subject_words(const http::Call& call, std::string_view kind) {
    return call.services.messages->find(call.language, fmt::format("app.audit_kind.{}", kind)).value_or(std::string(kind));
}

}  // namespace app
