// /knowledge/{article}: an article for the staff, its numbers, and what may be done with it.
#include <fmt/format.h>

#include "base/text.h"
#include "html/format.h"
#include "html/markdown.h"
#include "http/routes.h"
#include "knowledge/pages.h"

namespace knowledge {

static Period period_of(const http::Call& call, const Article& article) {
    return {call.today(), article.live_at ? std::optional(call.zone.day_of(*article.live_at)) : std::nullopt};
}

static void fill_when(const http::Call& call, html::View view, base::Instant at) {
    view.set("when", html::moment_words(call.language, call.zone, call.now, at)).set("iso", base::to_iso(at));
}

static void fill_words(const http::Call& call, html::View& view, const Content& content, std::string_view part) {
    for (const auto language : html::languages) {
        const Words& words = content.in(language);
        if (words.title.empty()) continue;
        auto shown = view.add(part);
        shown.set("language", call.text(fmt::format("knowledge.language.{}", html::code(language)))).set("lang", html::code(language)).set("title", words.title);
        if (!words.symptom.empty()) shown.add("has_symptom").set("symptom", words.symptom);
        shown.set("body_html", html::from_markdown(words.body));
    }
}

/// "3 of 4; between 30 % and 95 %", or that they are too few to say (clause 6.3).
static std::string rate_words(const http::Call& call, std::string_view what, const Rate& rate) {
    const std::initializer_list<html::Argument> counts{{"worked", std::to_string(rate.worked)}, {"n", std::to_string(rate.tries)}};
    if (rate.tries == 0) return call.text(fmt::format("knowledge.rate.{}_none", what));
    if (!rate.enough()) return call.text(fmt::format("knowledge.rate.{}_few", what), counts);
    const auto interval = rate.interval();
    return call.text(fmt::format("knowledge.rate.{}", what),
                     {{"worked", std::to_string(rate.worked)}, {"n", std::to_string(rate.tries)}, {"low", html::percent_words(call.language, interval.low)}, {"high", html::percent_words(call.language, interval.high)}});
}

static void fill_record(const http::Call& call, db::Read& db, html::View& view, const Article& article) {
    if (!article.live) return;
    const auto record = record_of(db, call.viewer, article.id, period_of(call, article));
    auto part = view.add("record");
    part.set("counts_href", desk_path(article.id) + "/counts");
    const auto number = [&](std::string_view name, std::int64_t value) { part.set(name, html::number_words(call.language, value)); };
    number("shown", record.all.shown);
    number("opened", record.all.opened);
    number("solved", record.all.solved);
    number("sent", record.all.sent);
    number("used", record.all.used);
    number("came_back", record.all.came_back);
    part.set("alone", rate_words(call, "alone", alone_rate(record.all))).set("kept", rate_words(call, "kept", kept_rate(record.all)));
    if (const auto doubt = record.doubt(); doubt != Doubt::none) {
        auto told = view.add("doubt");
        told.set("words", call.text(fmt::format("knowledge.doubt.{}", word(doubt)))).set("href", desk_path(article.id) + "/counts");
        told.set("recent_alone", rate_words(call, "alone", alone_rate(record.recent))).set("earlier_alone", rate_words(call, "alone", alone_rate(record.earlier)));
        told.set("recent_kept", rate_words(call, "kept", kept_rate(record.recent))).set("earlier_kept", rate_words(call, "kept", kept_rate(record.earlier)));
    }
}

static void fill_state(const http::Call& call, html::View& view, const Article& article) {
    view.show(word(article.state())).show_if(article.live && article.has_unpublished() && !article.withdrawn_at, "unpublished").show_if(article.stale(call.today()), "stale");
    const Version& latest = article.latest;
    if (may_edit(call.viewer) && latest.waits() && article.state() != State::withdrawn) {
        auto waits = view.add("waits");
        waits.set("by", latest.asked_by);
        fill_when(call, std::move(waits), *latest.asked_at);
    }
    if (latest.answered && latest.answer == "returned" && !article.withdrawn_at) view.add("returned").set("by", latest.answered_by).set("why", latest.answer_note);
    if (article.withdrawn_at) {
        auto told = view.add("withdrawn_words");
        told.set("by", article.withdrawn_by).set("why", article.withdrawn_why);
        fill_when(call, std::move(told), *article.withdrawn_at);
    }
    // Clause 2.2: said wherever the staff reads it.
    if (article.live && article.live->alone) view.add("was_alone").set("by", article.live_by);
}

static void fill_actions(const http::Call& call, db::Read& db, html::View& view, const Article& article) {
    view.show_if(call.viewer.may(may_write), "may_write");
    if (may_edit(call.viewer)) view.show("may_edit");
    const auto state = article.state();
    const auto typed_day = [&](std::string_view name) {
        const auto typed = call.request.form.text(name);
        return typed.empty() ? base::to_iso(call.today() + std::chrono::days(365)) : std::string(typed);
    };
    if (state != State::withdrawn && article.has_unpublished()) {
        const auto release = release_of(db, call.viewer, article);
        if (call.viewer.may(may_publish) && release != Release::needs_another) {
            auto part = view.add("may_publish");
            part.set("review_by", typed_day("review_by")).show_if(release == Release::alone, "alone");
        } else if (call.viewer.may(may_publish)) {
            view.show("needs_another");
        }
        view.show_if(call.viewer.may(may_write) && !article.latest.waits(), "may_ask");
        view.show_if(call.viewer.may(may_publish) && article.latest.waits(), "may_return");
    }
    if (call.viewer.may(may_publish) && state == State::published && !article.has_unpublished()) view.add("may_confirm").set("review_by", typed_day("review_by"));
    if (may_edit(call.viewer) && state != State::withdrawn) view.add("may_withdraw").set("why", call.request.form.text("withdraw_why"));
    view.show_if(state == State::withdrawn && call.viewer.may(article.live ? may_publish : may_write), "may_bring_back");
}

static void fill_facts(const http::Call& call, db::Read& db, html::View& view, const Article& article) {
    const Content& content = article.latest.content;
    const auto fact = [&](std::string_view key, std::string_view value) {
        if (!value.empty()) view.add("fact").set("name", call.text(fmt::format("knowledge.fact.{}", key))).set("value", value);
    };
    fact("kind", call.text(fmt::format("knowledge.kind.{}", word(content.kind))));
    fact("audience", call.text(fmt::format("knowledge.audience.{}", word(content.audience))));
    fact("category", category_words(db, call.language, content.category));
    fact("device_kind", content.device_kind);
    fact("model", content.model);
    if (article.live_at) fact("published", call.text("knowledge.fact.published_words", {{"when", html::moment_words(call.language, call.zone, call.now, *article.live_at)}, {"by", article.live_by}}));
    if (article.review_by) fact("review_by", html::day_words(call.language, call.today(), *article.review_by));
    if (!may_edit(call.viewer)) return;
    fact("version", call.text("knowledge.fact.version_words", {{"number", std::to_string(article.latest.number)}, {"by", article.latest.author}, {"when", html::moment_words(call.language, call.zone, call.now, article.latest.made_at)}}));
}

http::Response article_page(const http::Call& call, db::Read& db, const Article& article, const std::vector<std::string>& panels, const Refusal& refusal) {
    html::View view;
    fill_problems(call, view, refusal.problems);
    const auto shown = shown_language(article.latest.content, call.language);
    view.set("base", desk_path(article.id)).set("id", article.id.value).set("seen", article.revision).set("title", article.latest.content.in(shown).title);
    view.set("title_lang", html::code(shown));
    fill_state(call, view, article);
    fill_words(call, view, article.latest.content, "words");
    fill_record(call, db, view, article);
    fill_actions(call, db, view, article);
    fill_facts(call, db, view, article);
    if (article.state() == State::published && article.live->content.audience == Audience::everybody) {
        const auto language = shown_language(article.live->content, call.language);
        const auto path = public_path_of(article.id, article.live->content.in(language).title);
        view.add("see").set("href", call.language == html::Language::es ? "/es" + path : path);
    }
    for (const auto& panel : panels) view.add("panel").set("html", panel);
    return call.page(refusal.problems.empty() ? http::ok : refusal.status, "knowledge/article", article.latest.content.in(shown).title, std::move(view));
}

static http::Response show(http::ReadCall& call) {
    const auto article = load_article(call.db, call.viewer, call.id_as<ArticleId>("article"));
    std::vector<std::string> panels;
    for (const auto& panel : article_panels()) {
        if (auto html = panel(call, article.id)) panels.push_back(std::move(*html));
    }
    return article_page(call, call.db, article, panels, {});
}

/// The rows behind the numbers.
static http::Response show_counts(http::ReadCall& call) {
    constexpr int most = 31;
    const auto article = load_article(call.db, call.viewer, call.id_as<ArticleId>("article"));
    const auto shown = shown_language(article.latest.content, call.language);
    html::View view;
    view.set("base", desk_path(article.id)).set("title", article.latest.content.in(shown).title).set("title_lang", html::code(shown));
    auto days = days_of(call.db, call.viewer, article.id, base::parse_day(call.request.query.text("before")), most + 1);
    const bool more = days.size() > static_cast<std::size_t>(most);
    if (more) days.pop_back();
    const auto recent = recent_from(call.today(), period_of(call, article).live_on);
    view.set("recent_from", html::day_words(call.language, call.today(), recent)).show(days.empty() ? "none" : "some");
    for (const auto& [day, tally] : days) {
        auto row = view.add("row");
        row.set("day", html::day_words(call.language, call.today(), day)).set("iso", base::to_iso(day)).show_if(day >= recent, "recent");
        row.set("shown", tally.shown).set("opened", tally.opened).set("solved", tally.solved).set("sent", tally.sent).set("used", tally.used).set("came_back", tally.came_back);
    }
    auto pager = view.include("pager", "html/pager");
    pager.set("summary", "");
    if (more) pager.add("next").set("href", fmt::format("{}/counts?before={}", desk_path(article.id), base::to_iso(days.back().day)));
    return call.page("knowledge/counts", call.text("knowledge.counts.title"), std::move(view));
}

void article_routes(http::Routes& routes) {
    routes.get("/knowledge/{article}", http::signed_in, show);
    routes.get("/knowledge/{article}/counts", http::signed_in, show_counts);
}

}  // namespace knowledge
