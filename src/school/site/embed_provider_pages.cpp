// /website/embeds/providers: whose pages may be shown inside ours.
#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"
#include "http/confirm.h"
#include "site/embed_keep.h"
#include "site/embed_pages.h"
#include "site/form.h"

namespace site {

static http::Response providers_page(const http::Call& call, db::Read& db, http::Status status, const std::string& host, const std::string& name, const FieldProblems& problems) {
    html::View view;
    tell_problems(view, problems);
    view.set("host", host).set("name", name);
    const auto list = embed_providers(db);
    for (const auto& provider : list) {
        view.add("provider").set("id", provider.id).set("host", provider.host).set("name", provider.name).set("embeds", call.text("site.embed.provider_embeds", {{"n", std::to_string(provider.embeds)}}));
    }
    view.show(list.empty() ? "empty" : "list");
    return call.page(status, "site/embed_providers", call.text("site.embed.providers"), std::move(view));
}

static http::Response list_providers(http::ReadCall& call) { return providers_page(call, call.db, http::ok, "", "", {}); }

static http::Response add_provider(http::WriteCall& call) {
    auto host = base::to_lower_ascii(call.request.form.text("host"));
    // Who pastes a whole address means its host.
    if (auto of_address = host_of(host); !of_address.empty()) host = of_address;
    const auto name = base::collapse_space(call.request.form.text("name"));
    FieldProblems problems;
    if (auto problem = problem_with_host(host); !problem.empty()) problems.emplace_back("host", call.text(problem));
    if (name.empty() || base::count_code_points(name) > 80) problems.emplace_back("name", call.text("site.embed.problem.provider_name"));
    if (!problems.empty()) return providers_page(call, call.db, http::unprocessable, host, name, problems);
    for (const auto& provider : embed_providers(call.db)) {
        if (provider.host == host) return providers_page(call, call.db, http::conflict, host, name, {{"host", call.text("site.embed.problem.provider_known", {{"name", provider.name}})}});
    }
    allow_provider(call.db, call.viewer, call.now, host, name);
    return call.redirect_with_notice("/website/embeds/providers", call.text("site.embed.provider_added", {{"name", name}}));
}

static http::Response remove_provider(http::WriteCall& call) {
    if (auto asked = http::ask_first(call, call.text("site.embed.provider_remove_sure"), call.text("site.embed.provider_remove"), "/website/embeds/providers", call.text("site.embed.provider_remove_detail"))) return std::move(*asked);
    refuse_provider(call.db, call.viewer, call.now, call.id("provider"));
    return call.redirect_with_notice("/website/embeds/providers", call.text("site.embed.provider_removed"));
}

void embed_provider_routes(http::Routes& routes) {
    routes.get("/website/embeds/providers", http::everywhere(may_embed), list_providers);
    routes.post("/website/embeds/providers", http::everywhere(may_embed), add_provider);
    routes.post("/website/embeds/providers/{provider}/removal", http::everywhere(may_embed), remove_provider);
}

}  // namespace site
