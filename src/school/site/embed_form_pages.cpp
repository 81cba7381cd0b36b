// The form in which an embed is placed or changed: a code pasted once.
#include <algorithm>

#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"
#include "site/embed_code.h"
#include "site/embed_keep.h"
#include "site/embed_pages.h"
#include "site/form.h"

namespace site {

/// As it was typed.
struct EmbedForm {
    std::string name, purpose, code, school, height, from, to, stale_days;
    bool framed = true;
    bool on_place = false;
    std::int64_t seen = 0;
};

static EmbedForm form_of(const Embed& embed) {
    const auto& facts = embed.facts;
    return {facts.name,
            facts.purpose,
            facts.url,
            facts.school ? std::to_string(facts.school->value) : "",
            std::to_string(facts.height),
            facts.season.from ? base::to_iso(*facts.season.from) : "",
            facts.season.to ? base::to_iso(*facts.season.to) : "",
            std::to_string(facts.stale_days),
            facts.framed,
            facts.on_place,
            embed.version};
}

static EmbedForm read_form(const http::Fields& fields) {
    const auto text = [&](std::string_view name) { return std::string(fields.text(name)); };
    return {base::collapse_space(fields.text("name")), base::collapse_space(fields.text("purpose")), text("code"), text("school"), text("height"), text("season_from"), text("season_to"), text("stale_days"),
            fields.text("shown") != "link", fields.has("on_place"), base::parse_integer(fields.text("seen")).value_or(0)};
}

static http::Response form_page(http::Call& call, db::Read& db, http::Status status, std::optional<EmbedId> id, const EmbedForm& form, const FieldProblems& problems) {
    html::View view;
    tell_problems(view, problems);
    const auto title = call.text(id ? "site.embed.change" : "site.embed.place");
    view.set("title", title).set("action", id ? fmt::format("/website/embeds/{}", id->value) : "/website/embeds").set("back", id ? fmt::format("/website/embeds/{}", id->value) : "/website/embeds");
    view.set("name", form.name).set("purpose", form.purpose).set("code", form.code).set("height", form.height).set("season_from", form.from).set("season_to", form.to).set("stale_days", form.stale_days).set("seen", form.seen);
    view.show(form.framed ? "as_frame" : "as_link").show_if(form.on_place, "on_place");
    view.show_if(call.viewer.may_everywhere(may_embed), "everywhere");
    const auto reach = call.viewer.reach(may_embed);
    for (const auto& school : roster::schools(db)) {
        const auto value = std::to_string(school.id.value);
        if (reach.covers(school.id.value)) add_choice(view, "school", value, school.name, value == form.school);
    }
    return call.page(status, "site/embed_form", title, std::move(view));
}

static std::optional<base::Day> read_day(std::string_view text, const char* field, const http::Call& call, FieldProblems& problems) {
    if (text.empty()) return std::nullopt;
    auto day = base::parse_day(text);
    if (!day) problems.emplace_back(field, call.text("site.embed.problem.day"));
    return day;
}

static int read_number(std::string_view text, int usual) {
    if (text.empty()) return usual;
    const auto number = base::parse_integer(text);
    return number && *number >= 0 && *number <= 100'000 ? static_cast<int>(*number) : -1;
}

static EmbedFacts understand(http::WriteCall& call, const EmbedForm& form, FieldProblems& problems) {
    EmbedFacts facts;
    const auto code = read_code(form.code);
    facts.name = form.name;
    facts.purpose = form.purpose;
    facts.url = code.url;
    facts.framed = form.framed;
    // The code's own height counts where the person gave none.
    facts.height = read_number(form.height, code.height ? std::clamp(code.height, least_height, most_height) : usual_height);
    if (auto school = base::parse_integer(form.school); school && *school > 0) facts.school = roster::OrgId{*school};
    facts.on_place = form.on_place;
    facts.season = {read_day(form.from, "season_from", call, problems), read_day(form.to, "season_to", call, problems)};
    facts.stale_days = read_number(form.stale_days, usual_stale_days);
    if (!code.problem.empty()) problems.emplace_back("code", call.text(code.problem));
    for (const auto& [field, key] : problems_with(call.db, facts, host_of(call.services.public_url))) {
        if (field == "code" && !code.problem.empty()) continue;
        problems.emplace_back(field, call.text(key, {{"host", host_of(facts.url)}, {"least", std::to_string(least_height)}, {"most", std::to_string(most_height)}}));
    }
    const bool may = facts.school ? call.viewer.may(may_embed, facts.school->value) : call.viewer.may_everywhere(may_embed);
    if (!may) problems.emplace_back("school", call.text("site.embed.problem.not_yours"));
    return facts;
}

static http::Response new_embed(http::ReadCall& call) { return form_page(call, call.db, http::ok, std::nullopt, {.stale_days = std::to_string(usual_stale_days)}, {}); }

static http::Response create_embed(http::WriteCall& call) {
    const auto form = read_form(call.request.form);
    FieldProblems problems;
    const auto facts = understand(call, form, problems);
    if (!problems.empty()) return form_page(call, call.db, http::unprocessable, std::nullopt, form, problems);
    const auto id = place_embed(call.db, call.viewer, call.now, facts);
    look_soon(call.db, call.viewer, call.now, id);
    return call.redirect_with_notice(fmt::format("/website/embeds/{}", id.value), call.text("site.embed.placed", {{"name", facts.name}}));
}

static http::Response edit_embed(http::ReadCall& call) {
    const auto embed = kept_embed(call.db, call.viewer, call.id_as<EmbedId>("embed"));
    return form_page(call, call.db, http::ok, embed.id, form_of(embed), {});
}

static http::Response save_embed(http::WriteCall& call) {
    const auto embed = kept_embed(call.db, call.viewer, call.id_as<EmbedId>("embed"));
    auto form = read_form(call.request.form);
    if (form.seen != embed.version) {
        form.seen = embed.version;
        return form_page(call, call.db, http::conflict, embed.id, form, {{"name", call.text("site.embed.changed_meanwhile")}});
    }
    FieldProblems problems;
    const auto facts = understand(call, form, problems);
    if (!problems.empty()) return form_page(call, call.db, http::unprocessable, embed.id, form, problems);
    change_embed(call.db, call.viewer, call.now, embed.id, facts);
    if (facts.url != embed.facts.url) look_soon(call.db, call.viewer, call.now, embed.id);
    return call.redirect_with_notice(fmt::format("/website/embeds/{}", embed.id.value), call.text("site.embed.saved", {{"name", facts.name}}));
}

void embed_form_routes(http::Routes& routes) {
    routes.get("/website/embeds/new", may_embed, new_embed);
    routes.post("/website/embeds", may_embed, create_embed);
    routes.get("/website/embeds/{embed}/edit", may_embed, edit_embed);
    routes.post("/website/embeds/{embed}", may_embed, save_embed);
}

}  // namespace site
