// /articles: what everybody may read.
#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "html/format.h"
#include "html/markdown.h"
#include "http/parse.h"
#include "http/routes.h"
#include "knowledge/pages.h"

namespace knowledge {

static http::Response list(http::ReadCall& call) {
    const auto& query = call.request.query;
    Question question{.text = std::string(base::first_code_points(query.text("q"), 200)), .category = std::string(query.text("category")), .today = call.today(), .zone = call.zone, .limit = 30};
    question.before_at = base::parse_integer(query.text("before_at")).value_or(0);
    question.before_id = base::parse_integer(query.text("before")).value_or(0);
    question.page = static_cast<int>(std::clamp<std::int64_t>(base::parse_integer(query.text("page")).value_or(1), 1, 100));
    const auto page = list_public(call.db, question);
    html::View view;
    const auto address = call.public_path("/articles");
    view.set("q", question.text).set("action", address);
    fill_categories(call, call.db, view, "category_option", question.category);
    for (const auto& line : page.lines) {
        const auto language = shown_language(line.content, call.language);
        const Words& words = line.content.in(language);
        auto row = view.add("item");
        row.set("href", call.public_path(public_path_of(line.id, words.title))).set("title", words.title).set("lang", html::code(language)).set("symptom", base::elide(words.symptom, 240));
        row.show_if(language != call.language, "other_language");
        if (const auto category = category_words(call.db, call.language, line.content.category); !category.empty()) row.add("category").set("name", category);
    }
    const bool asked = !question.text.empty() || !question.category.empty();
    view.show_if(page.lines.empty(), asked ? "nothing" : "none");
    if (!question.text.empty() && !page.lines.empty()) view.show("best_first");
    const auto filters = fmt::format("{}?q={}&category={}", address, http::percent_encode(question.text), http::percent_encode(question.category));
    if (page.more || question.before_id > 0 || question.page > 1) {
        auto pager = view.include("pager", "html/pager");
        pager.set("summary", "");
        if (question.before_id > 0 || question.page > 1) pager.add("previous").set("href", filters);
        if (page.more && !question.text.empty()) pager.add("next").set("href", fmt::format("{}&page={}", filters, question.page + 1));
        else if (page.more) pager.add("next").set("href", fmt::format("{}&before={}&before_at={}", filters, page.lines.back().id.value, base::to_ms(page.lines.back().changed_at)));
    }
    return call.public_page("knowledge/public_list", call.text("knowledge.public.title"), std::move(view), {.description = call.text("knowledge.public.lead")});
}

static http::Response show_gone(http::ReadCall& call) {
    html::View view;
    view.set("href", call.public_path("/articles"));
    return call.public_page(http::gone, "knowledge/public_gone", call.text("knowledge.public.gone"), std::move(view));
}

static http::Response show(http::ReadCall& call) {
    const auto part = call.path("item");
    const auto id = base::parse_integer(part.substr(0, part.find('-')));
    if (!id || *id <= 0) throw base::NotFound("not a number");
    // Asked as nobody, whoever reads it.
    const auto article = find_published(call.db, auth::Viewer(), call.language, {*id});
    if (!article && was_public(call.db, {*id})) return show_gone(call);
    if (!article) throw base::NotFound("no such article");
    // One address: whatever stands behind the number leads to it.
    const auto path = public_path_of(article->id, article->words.title);
    if (call.request.path != path) {
        auto response = call.redirect(call.public_path(path));
        response.status = 308;
        return response;
    }
    html::View view;
    view.set("title", article->words.title).set("lang", html::code(article->language)).set("all", call.public_path("/articles"));
    if (!article->words.symptom.empty()) view.add("has_symptom").set("symptom", article->words.symptom);
    view.set("body_html", html::from_markdown(article->words.body)).show_if(article->language != call.language, "other_language");
    return call.public_page("knowledge/public_article", article->words.title, std::move(view), {.description = base::elide(article->words.symptom, 200)});
}

void public_routes(http::Routes& routes) {
    routes.get("/articles", http::anyone, list).public_question();
    routes.get("/articles/{item}", http::anyone, show).public_page();
}

}  // namespace knowledge
