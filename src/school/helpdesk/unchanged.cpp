#include "helpdesk/unchanged.h"

#include <fmt/format.h>

#include "auth/account.h"
#include "base/text.h"

namespace helpdesk {

void fill_seen(html::View& view, base::Instant updated_at) { view.set("seen", base::to_ms(updated_at)); }

void fill_seen(html::View& view, const Request& request, const http::Fields& typed) {
    fill_seen(view, base::from_ms(base::parse_integer(typed.text("seen")).value_or(base::to_ms(request.updated_at))));
}

static std::string who_has_it(const http::WriteCall& call, const Request& request) {
    auto name = request.assignee ? auth::account_name(call.db, *request.assignee) : std::nullopt;
    return name ? call.text("helpdesk.changed.has_it", {{"name", *name}}) : call.text("helpdesk.changed.nobody");
}

static http::Response changed_page(const http::WriteCall& call, const Request& request) {
    html::View view;
    view.set("id", request.id.value).set("subject", request.title).set("who", who_has_it(call, request));
    view.set("state", call.text("helpdesk.changed.state", {{"state", call.text(fmt::format("helpdesk.state.{}", word(request.state)))}}));
    for (auto field : {"words", "note"}) {
        if (auto typed = call.request.form.text(field); !typed.empty()) view.add("typed").set("words", typed);
    }
    return call.page(http::conflict, "helpdesk/changed", call.text("helpdesk.changed.title"), std::move(view));
}

std::optional<http::Response> require_unchanged(const http::WriteCall& call, const Request& request) {
    auto seen = base::parse_integer(call.request.form.text("seen"));
    if (!seen || *seen == base::to_ms(request.updated_at)) return std::nullopt;
    return changed_page(call, request);
}

}  // namespace helpdesk
