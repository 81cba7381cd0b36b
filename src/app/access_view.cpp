#include "app/access_view.h"

#include <fmt/format.h>

#include "app/form.h"
#include "app/letters.h"
#include "app/presets.h"
#include "app/rooms.h"
#include "app/words.h"
#include "auth/event.h"
#include "auth/sign_in.h"
#include "base/text.h"
#include "html/format.h"
#include "html/qr.h"
#include "http/parse.h"
#include "roster/roster.h"

namespace app {

constexpr int page_size = 50;

static void add_schools(db::Read& db, html::View& view) {
    for (const roster::Org& school : roster::schools(db)) view.add("school").set("school_id", school.id.value).set("school_name", school.name);
}

static void add_presets(const http::Call& call, html::View& view) {
    for (const Preset& preset : presets()) {
        view.add("preset").set("preset_id", preset.name).set("preset_name", call.text(fmt::format("app.preset.{}", preset.name)));
    }
}

static void add_state(html::View& row, const auth::Account& account) {
    row.show(account.disabled_at ? "is_disabled" : account.has_password ? "is_active" : "is_invited");
    row.show_if(account.has_second_factor, "has_second_factor");
}

static auth::AccountFilter filter_of(const http::Fields& query) {
    return {.words = std::string(query.text("q")),
            .with_disabled = query.text("all") == "1",
            .after_name = std::string(query.text("after")),
            .after_id = base::parse_integer(query.text("after_id")).value_or(0),
            .limit = page_size + 1};
}

static void add_list(const http::Call& call, db::Read& db, html::View& view) {
    const auth::AccountFilter filter = filter_of(call.request.query);
    auto accounts = auth::list_accounts(db, call.viewer, filter);
    const bool more = accounts.size() > page_size;
    if (more) accounts.resize(page_size);
    for (const auth::Account& account : accounts) {
        html::View row = view.add("account_row");
        row.set("id", account.id.value).set("account_name", account.name).set("account_email", account.email);
        add_state(row, account);
    }
    view.set("q", filter.words).show_if(filter.with_disabled, "all").show_if(accounts.empty(), "nobody");
    if (!more) return;
    view.include("pager", "html/pager")
        .set("summary", "")
        .add("next")
        .set("href", fmt::format("/settings/access?q={}&all={}&after={}&after_id={}", http::percent_encode(filter.words), filter.with_disabled ? 1 : 0,
                                 http::percent_encode(accounts.back().name), accounts.back().id.value));
}

http::Response access_list_page(const http::Call& call, db::Read& db, const std::vector<http::FieldProblem>& problems) {
    html::View view;
    const http::Fields& typed = call.request.form;
    view.set("name", typed.text("name")).set("email", typed.text("email"));
    view.show_if(!problems.empty(), "open");
    add_list(call, db, view);
    add_schools(db, view);
    add_presets(call, view);
    tell(view, problems);
    return call.page(problems.empty() ? http::ok : http::unprocessable, "app/access", call.text("app.access.title"), std::move(view));
}

static void add_grants(const http::Call& call, db::Read& db, html::View& view, auth::AccountId id) {
    const auto grants = auth::grants(db, call.viewer, id);
    view.show_if(grants.empty(), "no_grants");
    for (const auth::Grant& grant : grants) {
        view.add("grant")
            .set("permission", grant.permission)
            .set("words", permission_words(call, grant.permission))
            .set("scope", scope_words(call, db, grant))
            .set("scope_id", grant.scope_id);
    }
    for (const auth::PermissionInfo& info : rooms().permissions) {
        // Nobody gives what they do not hold.
        if (!call.viewer.may(info.permission)) continue;
        view.add(info.by_school ? "choice" : "choice_everywhere").set("permission", info.permission.name).set("words", permission_words(call, info.permission.name));
    }
}

static void add_history(const http::Call& call, db::Read& db, html::View& view, auth::AccountId id) {
    auto events = auth::history(db, "account", id.value);
    constexpr std::size_t newest = 20;
    if (events.size() > newest) events.erase(events.begin(), events.end() - newest);
    for (auto event = events.rbegin(); event != events.rend(); ++event) {
        html::View row = view.add("event");
        row.set("actor", event->actor).set("what", event_words(call, event->subject_kind, event->action)).set("why", event->why);
        row.show_if(!event->why.empty(), "has_why");
        row.set("when", html::moment_words(call.language, call.zone, call.now, event->at));
    }
}

http::Response access_page(const http::Call& call, db::Read& db, auth::AccountId id, const std::vector<http::FieldProblem>& problems) {
    const auth::Account account = auth::load_account(db, call.viewer, id);
    html::View view;
    view.set("id", id.value).set("account_name", account.name).set("account_email", account.email);
    add_state(view, account);
    view.show(account.disabled_at ? "can_enable" : "can_disable");
    view.show(account.has_password ? "reset" : "invitation");
    add_grants(call, db, view, id);
    add_schools(db, view);
    add_presets(call, view);
    add_history(call, db, view, id);
    tell(view, problems);
    return call.page(problems.empty() ? http::ok : http::unprocessable, "app/access_account", account.name, std::move(view));
}

http::Response letter_page(const http::Call& call, const auth::Account& to, auth::LinkPurpose purpose, const auth::Link& link) {
    const std::string address = link_address(call.services, link);
    html::View view;
    view.set("id", to.id.value).set("account_name", to.name).set("district", call.district()).set("address", address);
    view.set("expires", html::moment_words(call.language, call.zone, call.now, link.expires_at));
    view.show(purpose == auth::LinkPurpose::invitation ? "invitation" : "reset");
    if (const auto drawing = html::draw_qr(address)) view.add("qr").set("path", drawing->path).set("size", drawing->size);
    return call.page("app/letter", call.text("app.letter.title"), std::move(view));
}

}  // namespace app
