// What new mail becomes: the district's choices, its rules in their order, and a sample to try them on.
#include <algorithm>

#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"
#include "helpdesk/mail_rule.h"
#include "helpdesk/pages.h"
#include "helpdesk/settings_view.h"
#include "http/confirm.h"
#include "http/routes.h"
#include "mail/mail.h"

namespace helpdesk {

constexpr Subject rules_subject{"mail-rules"};
constexpr Subject choices_subject{"mail-choices", "/settings/mail-rules"};

static std::vector<Choice> act_choices(const http::Call& call) {
    std::vector<Choice> choices;
    for (auto act : {RuleAct::take, RuleAct::hold, RuleAct::drop}) choices.push_back({std::string(word(act)), call.text(fmt::format("helpdesk.mailrule.act.{}", word(act)))});
    return choices;
}

static std::vector<Choice> urgency_choices(const http::Call& call) {
    std::vector<Choice> choices;
    for (int urgency = 1; urgency <= 3; ++urgency) choices.push_back({std::to_string(urgency), call.text(fmt::format("helpdesk.set.urgency.{}", urgency))});
    return or_none(call, "helpdesk.mailrule.as_usual", std::move(choices));
}

/// What the selects of a rule offer, and the names of what it sets.
struct RuleWords {
    std::vector<Choice> categories, teams, schools, urgencies;
};

static RuleWords offered(const http::Call& call, db::Read& db, const MailRule& rule) {
    auto usual = [&](std::vector<Choice> choices) { return or_none(call, "helpdesk.mailrule.as_usual", std::move(choices)); };
    return {usual(category_choices(call, db, rule.category)), usual(team_choices(call, db, rule.team.value_or(TeamId{}))), usual(school_choices(db)), urgency_choices(call)};
}

template <typename Id>
static std::string text_of(const std::optional<Id>& id) {
    return id ? std::to_string(id->value) : "";
}

static std::string conditions(const MailRule& rule) {
    std::vector<std::string> parts;
    if (!rule.sender.empty()) parts.push_back(rule.sender);
    if (!rule.mailbox.empty()) parts.push_back("→ " + rule.mailbox);
    if (!rule.words.empty()) {
        std::string words = "“" + rule.words + "”";
        for (auto at = words.find('\n'); at != std::string::npos; at = words.find('\n', at)) words.replace(at, 1, "”, “");
        parts.push_back(base::elide(words, 80));
    }
    return base::join(parts, " · ");
}

static std::string what_it_does(const http::Call& call, const RuleWords& names, const MailRule& rule) {
    if (rule.act != RuleAct::take) return call.text(fmt::format("helpdesk.mailrule.act.{}", word(rule.act)));
    std::vector<std::string> parts;
    if (rule.category) parts.push_back(name_in(names.categories, text_of(rule.category)));
    if (rule.team) parts.push_back(name_in(names.teams, text_of(rule.team)));
    if (rule.school) parts.push_back(name_in(names.schools, text_of(rule.school)));
    if (rule.urgency) parts.push_back(name_in(names.urgencies, std::to_string(*rule.urgency)));
    return base::join(parts, " · ");
}

/// Message key helpdesk.mailrule.outcome.<this>.
std::string outcome_key(const Course& course) {
    switch (course.kind) {
        case Course::Kind::drop: return fmt::format("drop_{}", course.why);
        case Course::Kind::hold: return fmt::format("hold_{}", course.why);
        case Course::Kind::keep_quietly: return "keep_quietly";
        case Course::Kind::note_return: return "note_return";
        case Course::Kind::reply: return "reply";
        case Course::Kind::thanks: return "thanks";
        case Course::Kind::note:
        case Course::Kind::outside_note: return "note";
        case Course::Kind::words_of_joined: return "reply";
        case Course::Kind::follow_up: return "follow_up";
        case Course::Kind::new_request: return "new_request";
        case Course::Kind::ask_to_confirm: return "ask_to_confirm";
    }
    return "new_request";
}

/// Clause 28: what would happen, told and not done.
static void fill_outcome(http::ReadCall& call, html::View& sample, const http::Fields& typed) {
    mail::Incoming message;
    message.message_id = "missing.sample";
    message.from.address = typed.text("from");
    message.subject = typed.text("subject");
    message.text = message.whole_text = typed.text("text");
    const mail::Received received{{}, {}, std::string(typed.text("to")), call.now, call.now, message, {}};
    auto seen = foresee(call.db, received);
    auto outcome = sample.add("outcome");
    outcome.set("says", call.text(fmt::format("helpdesk.mailrule.outcome.{}", outcome_key(seen.course))));
    auto tell = [&](std::string_view key, std::string_view value) {
        if (!value.empty()) outcome.add("fact").set("name", call.text(fmt::format("helpdesk.mailrule.told.{}", key))).set("value", value);
    };
    tell("sender", seen.account);
    tell("rule", seen.rule ? seen.rule->name : call.text("helpdesk.mailrule.no_rule"));
    const bool made = seen.course.kind == Course::Kind::new_request || seen.course.kind == Course::Kind::ask_to_confirm;
    if (!made) return;
    if (seen.rule) tell("sets", what_it_does(call, offered(call, call.db, *seen.rule), *seen.rule));
    if (seen.school) tell("school", roster::find_org(call.db, *seen.school)->name);
}

static http::Response list_rules(http::ReadCall& call) {
    html::View view;
    if (call.viewer.may_everywhere(mail::may_manage)) view.show("may_manage_mail");
    view.set("choices", call.text(fmt::format("helpdesk.mailrule.strangers_{}", word(intake_choices(call.db).strangers))));
    auto all = mail_rules(call.db);
    if (all.empty()) view.show("none");
    auto list = all.empty() ? html::View() : view.add("list");
    for (const auto& rule : all) {
        list.add("rule")
            .set("href", fmt::format("/settings/mail-rules/{}", rule.id))
            .set("name", rule.name)
            .set("place", std::to_string(rule.position))
            .set("conditions", conditions(rule))
            .set("does", what_it_does(call, offered(call, call.db, rule), rule))
            .show_if(!rule.active, "resting");
    }
    const auto& query = call.request.query;
    auto sample = view.add("sample");
    for (auto field : {"from", "to", "subject", "text"}) sample.set(field, query.text(field));
    if (query.has("from")) fill_outcome(call, sample, query);
    return call.page("helpdesk/mail_rules", call.text("helpdesk.set.mail-rules.title"), std::move(view));
}

static http::Response form_page(const http::Call& call, db::Read& db, const MailRule& rule, const SettingProblems& problems, const std::string& was) {
    html::View view;
    bool fresh = rule.id == 0;
    auto choices = offered(call, db, rule);
    auto title = fresh ? call.text("helpdesk.set.mail-rules.add") : rule.name;
    fill_one_head(call, view, rules_subject, title);
    SettingsForm form(call, view, rules_subject, fresh ? "/settings/mail-rules" : fmt::format("/settings/mail-rules/{}", rule.id), problems);
    form.line("name", rule.name).line("sender", rule.sender, false).line("mailbox", rule.mailbox, false).area("words", rule.words);
    form.choose("act", act_choices(call), word(rule.act)).choose("category", choices.categories, text_of(rule.category));
    form.choose("team", choices.teams, text_of(rule.team)).choose("school", choices.schools, text_of(rule.school));
    form.choose("urgency", choices.urgencies, rule.urgency ? std::to_string(*rule.urgency) : "").line("position", std::to_string(rule.position));
    if (!fresh) {
        form.check("active", rule.active).hidden("was", was);
        view.add("removal").set("action", fmt::format("/settings/mail-rules/{}/removal", rule.id)).set("was", was).set("label", call.text("helpdesk.mailrule.remove"));
    }
    return call.page(problems.empty() ? http::ok : http::unprocessable, "helpdesk/settings", title, std::move(view));
}

static MailRule rule_of(const http::Call& call, db::Read& db) {
    auto all = mail_rules(db);
    auto found = std::ranges::find(all, call.id("rule"), &MailRule::id);
    if (found == all.end()) throw base::NotFound("no such rule");
    return *found;
}

static http::Response new_rule(http::ReadCall& call) { return form_page(call, call.db, {}, {}, ""); }
static http::Response show_rule(http::ReadCall& call) {
    const auto rule = rule_of(call, call.db);
    return form_page(call, call.db, rule, {}, fingerprint(rule));
}

template <typename Id>
static std::optional<Id> one_of(const http::Call& call, const std::vector<Choice>& choices, std::string_view field) {
    auto id = chosen_id(call, field);
    return id && !name_in(choices, std::to_string(*id)).empty() ? std::optional(Id{*id}) : std::nullopt;
}

/// Lines without the carriage returns of forms and without empty ones.
static std::string lines_of(std::string_view text) {
    std::vector<std::string> lines;
    for (auto line : base::split(text, '\n')) {
        if (auto trimmed = base::trim(line); !trimmed.empty()) lines.emplace_back(trimmed);
    }
    return base::join(lines, "\n");
}

static http::Response keep(http::WriteCall& call, MailRule rule) {
    const auto& form = call.request.form;
    const auto now_there = rule.id == 0 ? std::string() : fingerprint(rule);
    auto choices = offered(call, call.db, rule);
    rule.name = base::trim(form.text("name"));
    rule.sender = base::trim(form.text("sender"));
    rule.mailbox = base::trim(form.text("mailbox"));
    rule.words = lines_of(form.text("words"));
    rule.act = parse_rule_act(form.text("act")).value_or(RuleAct::take);
    rule.category = one_of<CategoryId>(call, choices.categories, "category");
    rule.team = one_of<TeamId>(call, choices.teams, "team");
    rule.school = one_of<roster::OrgId>(call, choices.schools, "school");
    auto urgency = base::parse_integer(form.text("urgency"));
    rule.urgency = urgency && *urgency >= 1 && *urgency <= 3 ? std::optional(static_cast<int>(*urgency)) : std::nullopt;
    auto position = base::parse_integer(base::trim(form.text("position")));
    rule.position = position && *position >= 0 && *position <= 100'000 ? static_cast<int>(*position) : -1;
    rule.active = rule.id == 0 || form.has("active");
    auto problems = problems_of(rule);
    // What was typed stays, and saving it once more puts it in the place of the other change.
    if (form.text("was") != now_there) problems.emplace_back("name", "helpdesk.mailrule.problem.changed");
    if (!problems.empty()) return form_page(call, call.db, rule, problems, now_there);
    save(call.db, call.viewer, call.now, rule);
    return call.redirect_with_notice("/settings/mail-rules", call.text("helpdesk.set.saved", {{"name", rule.name}}));
}

static http::Response create_rule(http::WriteCall& call) { return keep(call, {}); }
static http::Response change_rule(http::WriteCall& call) { return keep(call, rule_of(call, call.db)); }

static http::Response remove_rule(http::WriteCall& call) {
    const auto rule = rule_of(call, call.db);
    const auto now_there = fingerprint(rule);
    if (call.request.form.text("was") != now_there) return form_page(call, call.db, rule, {{"name", "helpdesk.mailrule.problem.changed_before_removal"}}, now_there);
    auto question = http::ask_first(call, call.text("helpdesk.mailrule.remove_question", {{"name", rule.name}}), call.text("helpdesk.mailrule.remove"),
                                    fmt::format("/settings/mail-rules/{}", rule.id), call.text("helpdesk.mailrule.remove_detail"));
    if (question) return std::move(*question);
    remove(call.db, call.viewer, call.now, rule);
    return call.redirect_with_notice("/settings/mail-rules", call.text("helpdesk.mailrule.removed", {{"name", rule.name}}));
}

static http::Response choices_page(const http::Call& call, db::Read& db, const IntakeChoices& chosen, const std::string& days, const SettingProblems& problems) {
    // What the form was filled from, or what it would now be put in the place of.
    const auto was = fingerprint(intake_choices(db));
    html::View view;
    auto title = call.text("helpdesk.set.mail-choices.title");
    view.set("title", title).set("lead", call.text("helpdesk.set.mail-choices.lead")).set("back", choices_subject.back);
    view.set("back_label", call.text("helpdesk.set.mail-rules.title"));
    SettingsForm form(call, view, choices_subject, "/settings/mail-rules/choices", problems);
    std::vector<Choice> strangers, lists;
    for (auto choice : {Strangers::hold, Strangers::confirm, Strangers::drop}) strangers.push_back({std::string(word(choice)), call.text(fmt::format("helpdesk.mailrule.strangers.{}", word(choice)))});
    for (auto choice : {Lists::drop, Lists::hold}) lists.push_back({std::string(word(choice)), call.text(fmt::format("helpdesk.mailrule.lists.{}", word(choice)))});
    form.choose("strangers", strangers, word(chosen.strangers)).choose("lists", lists, word(chosen.lists));
    form.choose("school", or_none(call, "helpdesk.mailrule.no_school", school_choices(db)), text_of(chosen.school)).line("days", days).hidden("was", was);
    return call.page(problems.empty() ? http::ok : http::unprocessable, "helpdesk/settings", title, std::move(view));
}

static http::Response show_choices(http::ReadCall& call) {
    auto chosen = intake_choices(call.db);
    return choices_page(call, call.db, chosen, std::to_string(chosen.days_after_closing), {});
}

static http::Response change_choices(http::WriteCall& call) {
    const auto& form = call.request.form;
    IntakeChoices chosen;
    chosen.strangers = parse_strangers(form.text("strangers")).value_or(Strangers::hold);
    chosen.lists = parse_lists(form.text("lists")).value_or(Lists::drop);
    chosen.school = one_of<roster::OrgId>(call, school_choices(call.db), "school");
    auto typed = std::string(base::trim(form.text("days")));
    auto days = base::parse_integer(typed);
    if (!days || *days < 0 || *days > most_days_after_closing) return choices_page(call, call.db, chosen, typed, {{"days", "helpdesk.mailrule.problem.days"}});
    chosen.days_after_closing = static_cast<int>(*days);
    if (form.text("was") != fingerprint(intake_choices(call.db))) return choices_page(call, call.db, chosen, typed, {{"strangers", "helpdesk.mailrule.problem.changed"}});
    save_intake_choices(call.db, call.viewer, call.now, chosen);
    return call.redirect_with_notice("/settings/mail-rules", call.text("helpdesk.set.saved", {{"name", call.text("helpdesk.set.mail-choices.title")}}));
}

void mail_rule_routes(http::Routes& routes) {
    routes.get("/settings/mail-rules", http::everywhere(may_manage), list_rules);
    routes.get("/settings/mail-rules/new", http::everywhere(may_manage), new_rule);
    routes.post("/settings/mail-rules", http::everywhere(may_manage), create_rule);
    routes.get("/settings/mail-rules/choices", http::everywhere(may_manage), show_choices);
    routes.post("/settings/mail-rules/choices", http::everywhere(may_manage), change_choices);
    routes.get("/settings/mail-rules/{rule}", http::everywhere(may_manage), show_rule);
    routes.post("/settings/mail-rules/{rule}", http::everywhere(may_manage), change_rule);
    routes.post("/settings/mail-rules/{rule}/removal", http::everywhere(may_manage), remove_rule);
}

}  // namespace helpdesk
