// Writing an article, and what becomes of it: review, publishing, taking away.
#include <fmt/format.h>

#include "base/text.h"
#include "http/routes.h"
#include "knowledge/pages.h"

namespace knowledge {

static Article load(http::Call& call, db::Read& db) { return load_article(db, call.viewer, call.id_as<ArticleId>("article")); }
static std::int64_t seen_of(const http::Call& call) { return base::parse_integer(call.request.form.text("seen")).value_or(0); }

static Content read_form(const http::Fields& form) {
    const auto text = [&](std::string_view name) { return std::string(base::trim(form.text(name))); };
    return {parse_kind(form.text("kind")).value_or(Kind::how_to),
            parse_audience(form.text("audience")).value_or(Audience::staff),
            text("category"),
            base::collapse_space(form.text("device_kind")),
            base::collapse_space(form.text("model")),
            {text("title_en"), text("symptom_en"), text("body_en")},
            {text("title_es"), text("symptom_es"), text("body_es")}};
}

/// What the form shows, and for which article; none for a new one.
struct Form {
    Content content;
    std::string note;
    const Article* known = nullptr;
    std::int64_t seen = 0;
};

static http::Response form_page(const http::Call& call, db::Read& db, const Form& form, const Refusal& refusal) {
    html::View view;
    fill_problems(call, view, refusal.problems);
    view.set("heading", call.text(form.known ? "knowledge.form.change" : "knowledge.form.new")).set("note", form.note).set("seen", form.seen);
    view.set("action", form.known ? desk_path(form.known->id) : "/knowledge").set("back", form.known ? desk_path(form.known->id) : "/knowledge");
    view.show_if(form.known != nullptr, "existing");
    fill_kinds(call, view, form.content.kind);
    for (const auto audience : {Audience::staff, Audience::everybody}) {
        view.add("audience_option").set("value", word(audience)).set("label", call.text(fmt::format("knowledge.audience.{}", word(audience))))
            .set("hint", call.text(fmt::format("knowledge.audience.{}_hint", word(audience)))).show_if(audience == form.content.audience, "chosen");
    }
    fill_categories(call, db, view, "category_option", form.content.category);
    view.set("device_kind", form.content.device_kind).set("model", form.content.model);
    view.set("title_en", form.content.en.title).set("symptom_en", form.content.en.symptom).set("body_en", form.content.en.body);
    view.set("title_es", form.content.es.title).set("symptom_es", form.content.es.symptom).set("body_es", form.content.es.body);
    return call.page(refusal.problems.empty() ? http::ok : refusal.status, "knowledge/form", call.text(form.known ? "knowledge.form.change" : "knowledge.form.new"), std::move(view));
}

static http::Response show_new(http::ReadCall& call) { return form_page(call, call.db, {}, {}); }

static http::Response show_edit(http::ReadCall& call) {
    const auto article = load(call, call.db);
    return form_page(call, call.db, {article.latest.content, {}, &article, article.revision}, {});
}

/// All that is wrong at once, before the store names the first.
static std::optional<Refusal> wrong_with(const Content& content, std::string_view note) {
    auto problems = find_problems(content, note);
    if (problems.empty()) return std::nullopt;
    return Refusal{http::unprocessable, std::move(problems)};
}

static http::Response create(http::WriteCall& call) {
    const Form form{read_form(call.request.form), std::string(base::trim(call.request.form.text("note"))), nullptr, 0};
    if (const auto bad = wrong_with(form.content, form.note)) return form_page(call, call.db, form, *bad);
    const auto id = create_article(call.db, call.viewer, call.now, form.content, form.note);
    return call.redirect_with_notice(desk_path(id), call.text("knowledge.form.created"));
}

static http::Response save(http::WriteCall& call) {
    const auto article = load(call, call.db);
    const Form form{read_form(call.request.form), std::string(base::trim(call.request.form.text("note"))), &article, seen_of(call)};
    if (const auto bad = wrong_with(form.content, form.note)) return form_page(call, call.db, form, *bad);
    if (const auto bad = refused([&] { save_version(call.db, call.viewer, call.now, article, form.seen, form.content, form.note); })) {
        // What was typed stays; sent once more, it goes over the other's version, which the history keeps.
        return form_page(call, call.db, {form.content, form.note, &article, article.revision}, *bad);
    }
    return call.redirect_with_notice(desk_path(article.id), call.text(article.live && !article.withdrawn_at ? "knowledge.form.saved_live" : "knowledge.form.saved"));
}

/// Runs a change of the article; the page is shown again with what was wrong, or with a sentence of what was done.
template <typename F>
static http::Response change(http::WriteCall& call, std::string_view done_key, F&& what) {
    const auto article = load(call, call.db);
    if (const auto bad = refused([&] { what(article, seen_of(call)); })) return article_page(call, call.db, article, {}, *bad);
    return call.redirect_with_notice(desk_path(article.id), call.text(done_key));
}

static ReviewBy review_by_of(const http::Call& call) { return {call.today(), base::parse_day(call.request.form.text("review_by"))}; }

/// Clause 3.4: what was left out of a draft is a hole until a person fills it, in whatever language the mark stands.
static void require_filled(const http::Call& call, const Content& content) {
    for (const auto language : html::languages) {
        for (const auto* key : {"knowledge.mark.name", "knowledge.mark.email", "knowledge.mark.number", "knowledge.mark.device"}) {
            const auto mark = call.services.messages->text(language, key);
            for (const Words* words : {&content.en, &content.es}) {
                for (const auto* text : {&words->title, &words->symptom, &words->body}) {
                    if (text->find(mark) != std::string::npos) throw base::Conflict("knowledge.problem.marks");
                }
            }
        }
    }
}

static http::Response ask(http::WriteCall& call) {
    return change(call, "knowledge.done.asked", [&](const Article& article, std::int64_t seen) { require_filled(call, article.latest.content); ask_for_review(call.db, call.viewer, call.now, article, seen); });
}
static http::Response send_back(http::WriteCall& call) {
    return change(call, "knowledge.done.returned", [&](const Article& article, std::int64_t seen) { give_back(call.db, call.viewer, call.now, article, seen, base::trim(call.request.form.text("why"))); });
}
static http::Response publish_latest(http::WriteCall& call) {
    return change(call, "knowledge.done.published", [&](const Article& article, std::int64_t seen) { require_filled(call, article.latest.content); publish(call.db, call.viewer, call.now, article, seen, review_by_of(call)); });
}
static http::Response confirm_latest(http::WriteCall& call) {
    return change(call, "knowledge.done.confirmed", [&](const Article& article, std::int64_t seen) { confirm(call.db, call.viewer, call.now, article, seen, review_by_of(call)); });
}
static http::Response take_away(http::WriteCall& call) {
    return change(call, "knowledge.done.withdrawn", [&](const Article& article, std::int64_t seen) { withdraw(call.db, call.viewer, call.now, article, seen, base::trim(call.request.form.text("withdraw_why"))); });
}
static http::Response give_again(http::WriteCall& call) {
    return change(call, "knowledge.done.brought_back", [&](const Article& article, std::int64_t seen) { bring_back(call.db, call.viewer, call.now, article, seen); });
}

void write_routes(http::Routes& routes) {
    routes.get("/knowledge/new", may_write, show_new);
    routes.post("/knowledge", may_write, create);
    routes.get("/knowledge/{article}/edit", may_write, show_edit);
    routes.post("/knowledge/{article}", may_write, save).body_limit(http::mebibyte);
    routes.post("/knowledge/{article}/question", may_write, ask);
    routes.post("/knowledge/{article}/return", may_publish, send_back);
    routes.post("/knowledge/{article}/publication", may_publish, publish_latest);
    routes.post("/knowledge/{article}/confirmation", may_publish, confirm_latest);
    routes.post("/knowledge/{article}/withdrawal", http::signed_in, take_away);
    routes.post("/knowledge/{article}/return-to-readers", http::signed_in, give_again);
}

}  // namespace knowledge
