#include <algorithm>

#include <fmt/format.h>

#include "app/access_view.h"
#include "app/app.h"
#include "app/form.h"
#include "app/letters.h"
#include "app/presets.h"
#include "app/rooms.h"
#include "auth/account.h"
#include "auth/sign_in.h"
#include "base/error.h"
#include "base/text.h"
#include "roster/roster.h"

namespace app {

/// Everybody who may sign in.
static http::Response show_accounts(http::ReadCall& call) { return access_list_page(call, call.db); }

static http::Response show_account(http::ReadCall& call) { return access_page(call, call.db, call.id_as<auth::AccountId>("account")); }

static std::string access_path(auth::AccountId id) { return fmt::format("/settings/access/{}", id.value); }

/// The school that was chosen; absent: everywhere. Throws base::NotFound for one that there is not.
static std::optional<std::int64_t> chosen_school(const http::WriteCall& call) {
    const auto school = base::parse_integer(call.request.form.text("school"));
    if (!school || *school == 0) return std::nullopt;
    if (!roster::find_org(call.db, {*school})) throw base::NotFound("no such school");
    return school;
}

/// A link goes out by mail, or on paper when that was asked for: then the answer is the letter, because the link is shown once.
static http::Response send_or_print(http::WriteCall& call, const auth::Account& account, auth::LinkPurpose purpose) {
    const auth::Link link = auth::make_link(call.db, call.viewer, call.now, account.id, purpose);
    if (call.request.form.text("how") == "paper") return letter_page(call, account, purpose, link);
    send_link(call, account, purpose, link);
    return call.redirect_with_notice(access_path(account.id), call.text("app.access.mailed", {{"email", account.email}}));
}

static http::Response invite(http::WriteCall& call) {
    const http::Fields& form = call.request.form;
    const auto preset = find_preset(form.text("preset"));
    auth::AccountId id;
    try {
        const auto language = html::parse_language(form.text("language")).value_or(html::Language::en);
        id = auth::create_account(call.db, call.viewer, call.now, {std::string(form.text("email")), std::string(form.text("name")), std::string(html::code(language))});
    } catch (const base::Invalid& problem) {
        return access_list_page(call, call.db, {{problem.field(), call.text(problem.field() == "email" ? "app.access.bad_email" : "app.account.bad_name")}});
    } catch (const base::Conflict&) {
        return access_list_page(call, call.db, {{"email", call.text("app.access.taken")}});
    }
    if (preset) {
        for (const auth::Grant& grant : grants_of(*preset, chosen_school(call))) auth::grant(call.db, call.viewer, call.now, id, grant);
    }
    return send_or_print(call, auth::load_account(call.db, call.viewer, id), auth::LinkPurpose::invitation);
}

static http::Response make_new_link(http::WriteCall& call) {
    const auth::Account account = auth::load_account(call.db, call.viewer, call.id_as<auth::AccountId>("account"));
    return send_or_print(call, account, account.has_password ? auth::LinkPurpose::reset : auth::LinkPurpose::invitation);
}

/// What was chosen: one permission, or all of a preset ("preset:technician").
static std::vector<auth::Grant> chosen_grants(const http::WriteCall& call) {
    const std::string_view what = call.request.form.text("what");
    const auto school = chosen_school(call);
    constexpr std::string_view prefix = "preset:";
    if (what.starts_with(prefix)) {
        const auto preset = find_preset(what.substr(prefix.size()));
        return preset ? grants_of(*preset, school) : std::vector<auth::Grant>{};
    }
    const auth::PermissionInfo* info = rooms().find_permission(what);
    if (!info || (school && !info->by_school)) return {};
    return {{std::string(what), school ? auth::ScopeKind::school : auth::ScopeKind::everywhere, school.value_or(0)}};
}

static http::Response add_grant(http::WriteCall& call) {
    const auto id = call.id_as<auth::AccountId>("account");
    const auto grants = chosen_grants(call);
    if (grants.empty()) return access_page(call, call.db, id, {{"what", call.text("app.access.only_everywhere")}});
    auth::load_account(call.db, call.viewer, id);
    for (const auth::Grant& grant : grants) auth::grant(call.db, call.viewer, call.now, id, grant);
    return call.redirect_with_notice(access_path(id), call.text("app.access.granted"));
}

static http::Response remove_grant(http::WriteCall& call) {
    const auto id = call.id_as<auth::AccountId>("account");
    const auto school = base::parse_integer(call.request.form.text("school")).value_or(0);
    auth::revoke(call.db, call.viewer, call.now, id,
                 {std::string(call.request.form.text("permission")), school ? auth::ScopeKind::school : auth::ScopeKind::everywhere, school});
    return call.redirect_with_notice(access_path(id), call.text("app.access.revoked"));
}

static http::Response disable(http::WriteCall& call) {
    const auto id = call.id_as<auth::AccountId>("account");
    auth::disable_account(call.db, call.viewer, call.now, id, call.request.form.text("why"));
    return call.redirect_with_notice(access_path(id), call.text("app.access.disabled_now"));
}

static http::Response enable(http::WriteCall& call) {
    const auto id = call.id_as<auth::AccountId>("account");
    auth::enable_account(call.db, call.viewer, call.now, id);
    return call.redirect_with_notice(access_path(id), call.text("app.access.enabled_now"));
}

static http::Response remove_factor(http::WriteCall& call) {
    const auto id = call.id_as<auth::AccountId>("account");
    auth::remove_second_factor(call.db, call.viewer, call.now, id);
    return call.redirect_with_notice(access_path(id), call.text("app.second_factor.removed"));
}

void access_routes(http::Routes& routes) {
    routes.get("/settings/access", auth::may_manage_access, show_accounts);
    routes.post("/settings/access", auth::may_manage_access, invite);
    routes.get("/settings/access/{account}", auth::may_manage_access, show_account);
    routes.post("/settings/access/{account}/link", auth::may_manage_access, make_new_link);
    routes.post("/settings/access/{account}/grants", auth::may_manage_access, add_grant);
    routes.post("/settings/access/{account}/grants/remove", auth::may_manage_access, remove_grant);
    routes.post("/settings/access/{account}/disable", auth::may_manage_access, disable);
    routes.post("/settings/access/{account}/enable", auth::may_manage_access, enable);
    routes.post("/settings/access/{account}/second-factor/remove", auth::may_manage_access, remove_factor);
}

}  // namespace app
