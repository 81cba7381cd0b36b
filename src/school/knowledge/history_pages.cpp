// Versions of an article: the list, two of them side by side, an older one made the newest.
#include <algorithm>

#include <fmt/format.h>

#include "base/line_diff.h"
#include "base/text.h"
#include "html/format.h"
#include "http/routes.h"
#include "knowledge/pages.h"

namespace knowledge {

static Article load(http::Call& call, db::Read& db) {
    auto article = load_article(db, call.viewer, call.id_as<ArticleId>("article"));
    if (!may_edit(call.viewer)) throw base::NotFound("versions are for those who write");
    return article;
}

static void fill_head(const http::Call& call, html::View& view, const Article& article) {
    const auto shown = shown_language(article.latest.content, call.language);
    view.set("base", desk_path(article.id)).set("title", article.latest.content.in(shown).title).set("title_lang", html::code(shown)).set("seen", article.revision);
}

static int number_of(const http::Call& call, std::string_view name, int otherwise) {
    return static_cast<int>(std::clamp<std::int64_t>(base::parse_integer(call.request.query.text(name)).value_or(otherwise), 0, 1'000'000));
}

static http::Response show_history(http::ReadCall& call) {
    constexpr int most = 30;
    const auto article = load(call, call.db);
    auto list = versions(call.db, call.viewer, article.id, number_of(call, "before", 0), most + 1);
    const bool more = list.size() > static_cast<std::size_t>(most);
    if (more) list.pop_back();
    html::View view;
    fill_head(call, view, article);
    for (const auto& version : list) {
        auto row = view.add("row");
        row.set("number", version.number).set("author", version.author).set("note", version.note);
        row.set("when", html::moment_words(call.language, call.zone, call.now, version.made_at)).set("iso", base::to_iso(version.made_at));
        row.show_if(article.live && !article.withdrawn_at && article.live->number == version.number, "live");
        if (version.answered) {
            row.add("answer").set("words", call.text(fmt::format("knowledge.history.{}", version.answer), {{"by", version.answered_by}, {"why", version.answer_note}}));
        }
        if (version.alone) row.show("alone");
        if (version.number > 1) row.add("compare").set("from", version.number - 1).set("to", version.number);
        if (call.viewer.may(may_write) && version.number != article.latest.number) row.add("restore").set("number", version.number);
    }
    auto pager = view.include("pager", "html/pager");
    pager.set("summary", "");
    if (more) pager.add("next").set("href", fmt::format("{}/history?before={}", desk_path(article.id), list.back().number));
    return call.page("knowledge/history", call.text("knowledge.history.title"), std::move(view));
}

static std::vector<std::string> lines_of(std::string_view text) {
    std::vector<std::string> lines;
    for (const auto line : base::split(text, '\n')) lines.emplace_back(line);
    return lines;
}

/// The fewest marked lines are found in the product of their numbers; a text of thousands of lines is compared whole.
static std::vector<base::MarkedLine> compared(const std::string& before, const std::string& after) {
    constexpr std::size_t most_lines = 2'000;
    const auto old_lines = lines_of(before);
    const auto new_lines = lines_of(after);
    if (old_lines.size() <= most_lines && new_lines.size() <= most_lines) return base::compare_lines(old_lines, new_lines);
    return {{base::Mark::removed, before}, {base::Mark::added, after}};
}

static void fill_part(html::View& view, std::string_view name, std::string_view lang, const std::string& before, const std::string& after) {
    if (before == after) return;
    auto part = view.add("part");
    part.set("name", name).set("lang", lang);
    for (const auto& line : compared(before, after)) {
        auto row = part.add("line");
        row.add(line.mark == base::Mark::same ? "same" : line.mark == base::Mark::added ? "added" : "removed").set("text", line.text);
    }
}

static void fill_differences(const http::Call& call, db::Read& db, html::View& view, const Content& from, const Content& to) {
    const auto own = html::code(call.language);
    const auto fact = [&](std::string_view key, const std::string& before, const std::string& after) { fill_part(view, call.text(fmt::format("knowledge.fact.{}", key)), own, before, after); };
    const auto kind = [&](const Content& content) { return call.text(fmt::format("knowledge.kind.{}", word(content.kind))); };
    const auto audience = [&](const Content& content) { return call.text(fmt::format("knowledge.audience.{}", word(content.audience))); };
    fact("kind", kind(from), kind(to));
    fact("audience", audience(from), audience(to));
    fact("category", category_words(db, call.language, from.category), category_words(db, call.language, to.category));
    fact("device_kind", from.device_kind, to.device_kind);
    fact("model", from.model, to.model);
    for (const auto language : html::languages) {
        const auto words = [&](std::string_view key, const std::string& before, const std::string& after) {
            fill_part(view, call.text("knowledge.history.in_language", {{"what", call.text(key)}, {"language", call.text(fmt::format("knowledge.language.{}", html::code(language)))}}), html::code(language), before, after);
        };
        words("knowledge.form.title", from.in(language).title, to.in(language).title);
        words("knowledge.form.symptom", from.in(language).symptom, to.in(language).symptom);
        words("knowledge.form.body", from.in(language).body, to.in(language).body);
    }
}

static http::Response show_compare(http::ReadCall& call) {
    const auto article = load(call, call.db);
    const auto from = load_version(call.db, call.viewer, article.id, number_of(call, "from", std::max(1, article.latest.number - 1)));
    const auto to = load_version(call.db, call.viewer, article.id, number_of(call, "to", article.latest.number));
    html::View view;
    fill_head(call, view, article);
    for (const auto& version : versions(call.db, call.viewer, article.id, 0, 200)) {
        const auto name = call.text("knowledge.history.version_of", {{"number", std::to_string(version.number)}, {"author", version.author}});
        view.add("from_option").set("value", version.number).set("label", name).show_if(version.number == from.number, "chosen");
        view.add("to_option").set("value", version.number).set("label", name).show_if(version.number == to.number, "chosen");
    }
    fill_differences(call, call.db, view, from.content, to.content);
    view.show_if(from.content == to.content, "equal");
    return call.page("knowledge/compare", call.text("knowledge.history.compare"), std::move(view));
}

/// The words of an older version once more, as a new one: nothing is lost by going back.
static http::Response restore(http::WriteCall& call) {
    const auto article = load(call, call.db);
    const auto version = load_version(call.db, call.viewer, article.id, static_cast<int>(call.id("number")));
    const auto seen = base::parse_integer(call.request.form.text("seen")).value_or(0);
    const auto note = call.text("knowledge.history.restored_note", {{"number", std::to_string(version.number)}});
    if (const auto bad = refused([&] { save_version(call.db, call.viewer, call.now, article, seen, version.content, note); })) return article_page(call, call.db, article, {}, *bad);
    return call.redirect_with_notice(desk_path(article.id), call.text("knowledge.history.restored", {{"number", std::to_string(version.number)}}));
}

void history_routes(http::Routes& routes) {
    routes.get("/knowledge/{article}/history", http::signed_in, show_history);
    routes.get("/knowledge/{article}/compare", http::signed_in, show_compare);
    routes.post("/knowledge/{article}/versions/{number}/restoration", may_write, restore);
}

}  // namespace knowledge
