#include "helpdesk/settings_view.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"
#include "http/routes.h"

namespace helpdesk {

constexpr Subject replies_subject{"replies"};

static const std::string& name_of(const Reply& reply, html::Language language) {
    return language == html::Language::es ? reply.words.name_es : reply.words.name_en;
}

static http::Response list_replies(http::ReadCall& call) {
    html::View view;
    fill_list_head(call, view, replies_subject);
    auto all = all_replies(call.db);
    SettingsList list(call, view, replies_subject, all.empty());
    list.column("name").column("begins");
    for (const auto& reply : all) {
        const auto& body = call.language == html::Language::es ? reply.words.body_es : reply.words.body_en;
        list.row(fmt::format("/settings/replies/{}", reply.id), name_of(reply, call.language), {base::elide(body, 90)}, reply.active);
    }
    return call.page("helpdesk/settings", call.text("helpdesk.set.replies.title"), std::move(view));
}

static http::Response form_page(const http::Call& call, const Reply& reply, const SettingProblems& problems) {
    html::View view;
    bool fresh = reply.id == 0;
    auto title = fresh ? call.text("helpdesk.set.replies.add") : name_of(reply, call.language);
    fill_one_head(call, view, replies_subject, title);
    SettingsForm form(call, view, replies_subject, fresh ? "/settings/replies" : fmt::format("/settings/replies/{}", reply.id), problems);
    form.line("name_en", reply.words.name_en).area("body_en", reply.words.body_en, true);
    form.line("name_es", reply.words.name_es).area("body_es", reply.words.body_es, true);
    if (!fresh) form.check("active", reply.active);
    return call.page(problems.empty() ? http::ok : http::unprocessable, "helpdesk/settings", title, std::move(view));
}

static Reply reply_of(const http::Call& call, db::Read& db) {
    auto all = all_replies(db);
    auto found = std::ranges::find(all, call.id("reply"), &Reply::id);
    if (found == all.end()) throw base::NotFound("no such reply");
    return *found;
}

static http::Response new_reply(http::ReadCall& call) { return form_page(call, {}, {}); }
static http::Response show_reply(http::ReadCall& call) { return form_page(call, reply_of(call, call.db), {}); }

static http::Response keep(http::WriteCall& call, Reply reply) {
    const auto& form = call.request.form;
    reply.words.name_en = form.text("name_en");
    reply.words.name_es = form.text("name_es");
    reply.words.body_en = form.text("body_en");
    reply.words.body_es = form.text("body_es");
    reply.active = reply.id == 0 || form.has("active");
    if (auto problems = problems_of(reply); !problems.empty()) return form_page(call, reply, problems);
    save(call.db, call.viewer, call.now, reply);
    return call.redirect_with_notice("/settings/replies", call.text("helpdesk.set.saved", {{"name", name_of(reply, call.language)}}));
}

static http::Response create_reply(http::WriteCall& call) { return keep(call, {}); }
static http::Response change_reply(http::WriteCall& call) { return keep(call, reply_of(call, call.db)); }

void reply_settings_routes(http::Routes& routes) {
    routes.get("/settings/replies", may_manage, list_replies);
    routes.get("/settings/replies/new", may_manage, new_reply);
    routes.post("/settings/replies", may_manage, create_reply);
    routes.get("/settings/replies/{reply}", may_manage, show_reply);
    routes.post("/settings/replies/{reply}", may_manage, change_reply);
}

}  // namespace helpdesk
