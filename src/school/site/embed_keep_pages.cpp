// /website/embeds: what is placed, whose it is, what the last look found; hand over, take away, look again.
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "auth/account.h"
#include "base/error.h"
#include "base/text.h"
#include "html/format.h"
#include "http/parse.h"
#include "site/embed_keep.h"
#include "site/embed_pages.h"
#include "site/form.h"

namespace site {

using Which = EmbedQuestion::Which;
constexpr std::array<std::pair<std::string_view, Which>, 4> views{{{"shown", Which::shown}, {"alarms", Which::alarms}, {"mine", Which::mine}, {"taken_away", Which::taken_away}}};
constexpr int embeds_on_a_page = 50;

static std::string place_words(const http::Call& call, const Embed& embed) { return embed.facts.school ? embed.school_name : call.text("site.embed.district"); }

static void show_moment(const http::Call& call, html::View& view, const std::string& section, const std::optional<base::Instant>& at) {
    if (at) view.add(section).set("iso", base::to_iso(*at)).set("words", html::moment_words(call.language, call.zone, call.now, *at));
}

static void show_alarm(const http::Call& call, html::View& view, const Embed& embed) {
    if (!embed.active) {
        view.show("away");
    } else if (!embed.allowed) {
        view.add("alarm").set("words", call.text("site.embed.alarm.provider"));
    } else if (embed.alarm != Alarm::none) {
        view.add("alarm").set("words", call.text(fmt::format("site.embed.alarm.{}", word(embed.alarm)), {{"days", std::to_string(embed.facts.stale_days)}}));
    } else {
        view.show("well");
    }
}

static http::Response list_embeds(http::ReadCall& call) {
    EmbedQuestion question{.limit = embeds_on_a_page};
    std::string_view chosen = "shown";
    for (const auto& [name, which] : views) {
        if (call.request.query.text("view") == name) {
            question.which = which;
            chosen = name;
        }
    }
    if (auto after = id_of(call.request.query, "after")) {
        question.after_id = *after;
        question.after_name = call.request.query.find("after_name").value_or("");
    }
    const auto page = kept_embeds(call.db, call.viewer, question);
    html::View view;
    for (const auto& [name, which] : views) {
        view.add("tab").set("href", fmt::format("/website/embeds?view={}", name)).set("label", call.text(fmt::format("site.embed.view.{}", name))).show_if(name == chosen, "current");
    }
    for (const auto& embed : page.embeds) {
        auto row = view.add("embed");
        row.set("id", embed.id.value).set("name", embed.facts.name).set("place", place_words(call, embed)).set("owner", embed.owner_name).set("host", host_of(embed.facts.url));
        show_alarm(call, row, embed);
        show_moment(call, row, "checked", embed.reached.checked_at);
        show_moment(call, row, "changed", embed.content_changed_at);
    }
    view.show(!page.embeds.empty() ? "list" : chosen == "shown" ? "empty" : "nothing").show_if(call.viewer.may_everywhere(may_embed), "everywhere");
    auto pager = view.include("pager", "html/pager");
    pager.set("summary", call.text("site.embed.on_page", {{"n", std::to_string(page.embeds.size())}}));
    if (question.after_id) pager.add("previous").set("href", fmt::format("/website/embeds?view={}", chosen));
    if (page.more) {
        const auto& last = page.embeds.back();
        pager.add("next").set("href", fmt::format("/website/embeds?view={}&after={}&after_name={}", chosen, last.id.value, http::percent_encode(last.facts.name)));
    }
    return call.page("site/embed_list", call.text("site.embed.title"), std::move(view));
}

// --- One ---

static std::string season_words(const http::Call& call, const Season& season) {
    const auto day = [&](base::Day on) { return html::day_words(call.language, call.today(), on); };
    if (season.from && season.to) return call.text("site.embed.season_both", {{"from", day(*season.from)}, {"to", day(*season.to)}});
    if (season.from) return call.text("site.embed.season_since", {{"from", day(*season.from)}});
    if (season.to) return call.text("site.embed.season_until", {{"to", day(*season.to)}});
    return call.text("site.embed.season_always");
}

static std::string shown_words(const http::Call& call, const Embed& embed) {
    auto words = call.text(embed.facts.framed ? "site.embed.as_frame" : "site.embed.as_link");
    if (embed.facts.on_place) words += ", " + call.text(embed.facts.school ? "site.embed.also_school" : "site.embed.also_front");
    return words;
}

static void show_owners(http::ReadCall& call, html::View& view, const Embed& embed) {
    std::vector<std::pair<std::string, std::int64_t>> keepers;
    for (auto account : auth::accounts_with(call.db, may_embed, embed.facts.school ? std::optional(embed.facts.school->value) : std::nullopt)) {
        if (account != embed.owner) keepers.emplace_back(auth::account_name(call.db, account).value_or(""), account.value);
    }
    if (keepers.empty()) return;
    std::ranges::sort(keepers);
    auto part = view.add("hand_over");
    part.set("id", embed.id.value).set("seen", embed.version);
    for (const auto& [name, id] : keepers) add_choice(part, "keeper", std::to_string(id), name, false);
}

static http::Response show_kept(http::ReadCall& call) {
    const auto embed = kept_embed(call.db, call.viewer, call.id_as<EmbedId>("embed"));
    html::View view;
    view.set("id", embed.id.value).set("name", embed.facts.name).set("place", place_words(call, embed)).set("url", embed.facts.url).set("purpose", embed.facts.purpose);
    view.set("owner", embed.owner_name).set("season", season_words(call, embed.facts.season)).set("shown", shown_words(call, embed)).set("slug", embed.slug);
    view.set("stale", embed.facts.stale_days ? call.text("site.embed.stale_after", {{"n", std::to_string(embed.facts.stale_days)}}) : call.text("site.embed.stale_never"));
    show_alarm(call, view, embed);
    show_reach(call, view, embed.reached);
    show_moment(call, view, "changed", embed.content_changed_at);
    view.show(embed.active ? "active" : "inactive");
    show_owners(call, view, embed);
    return call.page("site/embed_kept", embed.facts.name, std::move(view));
}

static std::string address(EmbedId id) { return fmt::format("/website/embeds/{}", id.value); }

static http::Response give_owner(http::WriteCall& call) {
    const auto embed = kept_embed(call.db, call.viewer, call.id_as<EmbedId>("embed"));
    if (base::parse_integer(call.request.form.text("seen")).value_or(0) != embed.version) throw base::Conflict(call.text("site.embed.changed_meanwhile"));
    const auto owner = id_of(call.request.form, "owner");
    if (!owner) throw base::Invalid("owner", call.text("site.embed.problem.owner"));
    try {
        hand_over(call.db, call.viewer, call.now, embed.id, auth::AccountId{*owner});
    } catch (const base::Invalid& problem) {
        throw base::Invalid(problem.field(), call.text("site.embed.problem.owner"));
    }
    return call.redirect_with_notice(address(embed.id), call.text("site.embed.handed_over", {{"name", auth::account_name(call.db, auth::AccountId{*owner}).value_or("")}}));
}

static http::Response look_again(http::WriteCall& call) {
    const auto embed = kept_embed(call.db, call.viewer, call.id_as<EmbedId>("embed"));
    look_soon(call.db, call.viewer, call.now, embed.id);
    return call.redirect_with_notice(address(embed.id), call.text("site.embed.will_look"));
}

static http::Response take_away(http::WriteCall& call) {
    const auto id = call.id_as<EmbedId>("embed");
    const auto embed = kept_embed(call.db, call.viewer, id);
    show_embed(call.db, call.viewer, call.now, id, false);
    return call.redirect_with_notice(address(id), call.text("site.embed.was_taken_away", {{"name", embed.facts.name}}));
}

static http::Response bring_back(http::WriteCall& call) {
    const auto id = call.id_as<EmbedId>("embed");
    const auto embed = kept_embed(call.db, call.viewer, id);
    show_embed(call.db, call.viewer, call.now, id, true);
    look_soon(call.db, call.viewer, call.now, id);
    return call.redirect_with_notice(address(id), call.text("site.embed.was_brought_back", {{"name", embed.facts.name}}));
}

void embed_keep_routes(http::Routes& routes) {
    routes.get("/website/embeds", may_embed, list_embeds);
    routes.get("/website/embeds/{embed}", may_embed, show_kept);
    routes.post("/website/embeds/{embed}/owner", may_embed, give_owner);
    routes.post("/website/embeds/{embed}/check", may_embed, look_again);
    routes.post("/website/embeds/{embed}/removal", may_embed, take_away);
    routes.post("/website/embeds/{embed}/return", may_embed, bring_back);
}

}  // namespace site
