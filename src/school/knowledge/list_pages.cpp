// /knowledge: the list for the staff.
#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "html/format.h"
#include "http/parse.h"
#include "http/routes.h"
#include "knowledge/pages.h"

namespace knowledge {

static constexpr std::size_t longest_question = 200;

static Question read_question(const http::Call& call) {
    const auto& query = call.request.query;
    Question question{.text = std::string(base::first_code_points(query.text("q"), longest_question)),
                      .show = parse_show(query.text("show")).value_or(Show::all),
                      .kind = parse_kind(query.text("kind")),
                      .audience = parse_audience(query.text("audience")),
                      .category = std::string(query.text("category")),
                      .today = call.today(),
                      .zone = call.zone};
    question.before_at = base::parse_integer(query.text("before_at")).value_or(0);
    question.before_id = base::parse_integer(query.text("before")).value_or(0);
    question.page = static_cast<int>(std::clamp<std::int64_t>(base::parse_integer(query.text("page")).value_or(1), 1, 100));
    return question;
}

static std::string filters_of(const Question& question) {
    return fmt::format("/knowledge?q={}&show={}&kind={}&audience={}&category={}", http::percent_encode(question.text), word(question.show),
                       question.kind ? word(*question.kind) : "", question.audience ? word(*question.audience) : "", http::percent_encode(question.category));
}

static void fill_line(const http::Call& call, db::Read& db, html::View row, const Line& line) {
    const auto language = shown_language(line.content, call.language);
    row.set("id", line.id.value).set("title", line.content.in(language).title).set("symptom", base::elide(line.content.in(language).symptom, 160));
    row.set("lang", html::code(language)).set("kind", call.text(fmt::format("knowledge.kind.{}", word(line.content.kind))));
    row.set("audience", call.text(fmt::format("knowledge.audience.{}", word(line.content.audience))));
    row.set("audience_icon", line.content.audience == Audience::staff ? "lock" : "world");
    row.set("category", category_words(db, call.language, line.content.category));
    row.set("when", html::moment_words(call.language, call.zone, call.now, line.changed_at)).set("iso", base::to_iso(line.changed_at));
    row.show(word(line.state)).show_if(line.waits && line.state != State::review, "waits").show_if(line.unpublished && !line.waits, "unpublished");
    row.show_if(line.stale, "stale");
    if (line.doubt != Doubt::none) row.add("doubt").set("words", call.text(fmt::format("knowledge.doubt.{}", word(line.doubt))));
}

static http::Response list(http::ReadCall& call) {
    require_reader(call);
    const auto question = read_question(call);
    const auto page = list_articles(call.db, call.viewer, question);
    html::View view;
    view.set("q", question.text).show_if(call.viewer.may(may_write), "may_write");
    for (const auto show : shows) {
        if (!may_edit(call.viewer) && (show == Show::draft || show == Show::review || show == Show::published || show == Show::withdrawn)) continue;
        view.add("show_option").set("value", word(show)).set("label", call.text(fmt::format("knowledge.show.{}", word(show)))).show_if(show == question.show, "chosen");
    }
    fill_kinds(call, view, question.kind);
    for (const auto audience : {Audience::staff, Audience::everybody}) {
        view.add("audience_option").set("value", word(audience)).set("label", call.text(fmt::format("knowledge.audience.{}", word(audience)))).show_if(question.audience == audience, "chosen");
    }
    fill_categories(call, call.db, view, "category_option", question.category);
    const bool filtered = !question.text.empty() || question.show != Show::all || question.kind || question.audience || !question.category.empty();
    view.show(!page.lines.empty() ? "some" : filtered ? "nothing" : "none");
    for (const auto& line : page.lines) fill_line(call, call.db, view.add("row"), line);
    auto pager = view.include("pager", "html/pager");
    pager.set("summary", call.text(question.text.empty() ? "knowledge.list.on_page" : "knowledge.list.best_first", {{"n", std::to_string(page.lines.size())}}));
    if (question.before_id > 0 || question.page > 1) {
        pager.add("previous").set("href", question.page > 2 ? fmt::format("{}&page={}", filters_of(question), question.page - 1) : filters_of(question));
    }
    if (page.more && !question.text.empty()) pager.add("next").set("href", fmt::format("{}&page={}", filters_of(question), question.page + 1));
    else if (page.more) pager.add("next").set("href", fmt::format("{}&before={}&before_at={}", filters_of(question), page.lines.back().id.value, base::to_ms(page.lines.back().changed_at)));
    return call.page("knowledge/list", call.text("knowledge.title"), std::move(view));
}

void list_routes(http::Routes& routes) { routes.get("/knowledge", http::signed_in, list); }

}  // namespace knowledge
