#include "helpdesk/settings_view.h"

#include <fmt/format.h>

#include "base/text.h"
#include "http/routes.h"

namespace helpdesk {

constexpr Subject questions_subject{"questions"};
constexpr std::string_view kinds[] = {"text", "yes_no", "choice", "date"};

static std::string category_address(CategoryId id) { return fmt::format("/settings/categories/{}", id.value); }

static http::Response form_page(const http::Call& call, db::Read& db, const CategoryQuestion& question, const SettingProblems& problems) {
    html::View view;
    bool fresh = question.id == 0;
    auto language = html::code(call.language);
    auto title = fresh ? call.text("helpdesk.set.questions.add") : question.label(language);
    fill_one_head(call, view, questions_subject, title);
    view.set("back", category_address(question.category)).set("back_label", category(db, question.category).name(language));
    SettingsForm form(call, view, questions_subject,
                      fresh ? category_address(question.category) + "/questions" : fmt::format("/settings/questions/{}", question.id), problems);
    std::vector<Choice> kind_choices;
    for (auto kind : kinds) kind_choices.push_back({std::string(kind), call.text(fmt::format("helpdesk.set.kind.{}", kind))});
    form.line("label_en", question.label_en).line("label_es", question.label_es);
    form.choose("kind", kind_choices, kinds[static_cast<std::size_t>(question.kind)]);
    form.area("choices", base::join(question.choices, "\n")).check("required", question.required);
    form.line("position", std::to_string(question.position));
    if (!fresh) form.check("active", question.active);
    return call.page(problems.empty() ? http::ok : http::unprocessable, "helpdesk/settings", title, std::move(view));
}

static CategoryQuestion fresh_question(const http::Call& call, db::Read& db) {
    CategoryQuestion question;
    question.category = category(db, call.id_as<CategoryId>("category")).id;
    return question;
}

static CategoryQuestion question_of(const http::Call& call, db::Read& db) {
    return find_question(db, call.id("question"));
}

static http::Response new_question(http::ReadCall& call) { return form_page(call, call.db, fresh_question(call, call.db), {}); }
static http::Response show_question(http::ReadCall& call) { return form_page(call, call.db, question_of(call, call.db), {}); }

static http::Response keep(http::WriteCall& call, CategoryQuestion question) {
    const auto& form = call.request.form;
    question.label_en = form.text("label_en");
    question.label_es = form.text("label_es");
    question.kind = QuestionKind::text;
    for (std::size_t i = 0; i < std::size(kinds); ++i) {
        if (form.text("kind") == kinds[i]) question.kind = static_cast<QuestionKind>(i);
    }
    question.choices.clear();
    for (auto line : base::split(form.text("choices"), '\n')) {
        if (!base::trim(line).empty()) question.choices.emplace_back(base::trim(line));
    }
    question.required = form.has("required");
    question.active = question.id == 0 || form.has("active");
    auto problems = problems_of(question);
    auto position = base::parse_integer(form.text("position"));
    if (position && *position >= 0 && *position <= 100'000) question.position = static_cast<int>(*position);
    else problems.emplace_back("position", "helpdesk.set.problem.position");
    if (!problems.empty()) return form_page(call, call.db, question, problems);
    save(call.db, call.viewer, call.now, question);
    return call.redirect_with_notice(category_address(question.category),
                                     call.text("helpdesk.set.saved", {{"name", question.label(html::code(call.language))}}));
}

static http::Response create_question(http::WriteCall& call) { return keep(call, fresh_question(call, call.db)); }
static http::Response change_question(http::WriteCall& call) { return keep(call, question_of(call, call.db)); }

void question_settings_routes(http::Routes& routes) {
    routes.get("/settings/categories/{category}/questions/new", may_manage, new_question);
    routes.post("/settings/categories/{category}/questions", may_manage, create_question);
    routes.get("/settings/questions/{question}", may_manage, show_question);
    routes.post("/settings/questions/{question}", may_manage, change_question);
}

}  // namespace helpdesk
