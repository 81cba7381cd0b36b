#include <fmt/format.h>

#include "base/text.h"
#include "html/format.h"
#include "people/licence_view.h"
#include "people/pages.h"
#include "people/renewal_rules.h"

namespace people {

constexpr int most_limits = 8;

static std::string years_words(http::Call& call, int months) {
    if (months % 12 == 0) return call.text("people.renewal.years", {{"n", std::to_string(months / 12)}});
    return call.text("people.renewal.months", {{"n", std::to_string(months)}});
}

static http::Response show_rules(http::ReadCall& call) {
    html::View view;
    for (const auto& rule : renewal_rules(call.db)) {
        auto row = view.add("row");
        row.set("id", rule.id).set("name", rule.name).set("place", place_name(rule.jurisdiction)).set("cycle", years_words(call, rule.cycle_months));
        row.set("hours", call.text("people.renewal.amount.hour", {{"n", hours_text(rule.total_minutes)}})).set("source", rule.source);
        if (rule.from_source && rule.checked) row.add("checked").set("day", html::day_words(call.language, call.today(), *rule.checked));
        else row.show("unchecked");
        if (rule.valid_to) row.add("ends").set("day", html::day_words(call.language, call.today(), *rule.valid_to));
    }
    for (const auto& category : learning_categories(call.db)) view.add("category").set("name", category.name.in(html::code(call.language)));
    return call.page("people/renewal_rules", call.text("people.renewal.rules"), std::move(view));
}

// --- The form ---

static http::Fields fields_of(const RenewalRule& rule) {
    http::Fields form;
    auto hours = [](const std::optional<std::int64_t>& minutes) { return minutes ? hours_text(*minutes) : std::string(); };
    auto day = [](const std::optional<base::Day>& one) { return one ? base::to_iso(*one) : std::string(); };
    form.add("name", rule.name);
    form.add("jurisdiction", rule.jurisdiction);
    form.add("family", rule.family);
    form.add("cycle_months", std::to_string(rule.cycle_months));
    form.add("anchor", std::string(word(rule.anchor)));
    form.add("total", hours_text(rule.total_minutes));
    form.add("ceu", hours(rule.minutes_per_ceu));
    form.add("credit", hours(rule.minutes_per_credit));
    if (rule.mixes) form.add("mixes", "1");
    form.add("carry_days", std::to_string(rule.carry_days));
    form.add("carry_hours", hours(rule.carry_minutes));
    if (rule.approval_first) form.add("approval_first", "1");
    form.add("notes", rule.notes);
    form.add("valid_from", base::to_iso(rule.valid_from));
    form.add("valid_to", day(rule.valid_to));
    form.add("source", rule.source);
    form.add("link", rule.link);
    form.add("checked", day(rule.checked));
    if (rule.from_source) form.add("from_source", "1");
    form.add("seen", std::to_string(rule.version));
    int number = 1;
    for (const auto& limit : rule.limits) {
        form.add(fmt::format("what{}", number), (limit.subject == RenewalLimit::Subject::type ? "type:" : "category:") + limit.word);
        form.add(fmt::format("bound{}", number), fmt::format("{}-{}", limit.bound == RenewalLimit::Bound::most ? "most" : "least", limit.minutes ? "hours" : "percent"));
        form.add(fmt::format("limit{}", number), limit.minutes ? hours_text(*limit.minutes) : std::to_string(*limit.percent));
        ++number;
    }
    return form;
}

static void fill_limits(http::Call& call, db::Read& db, html::View& view, const http::Fields& form) {
    const auto categories = learning_categories(db);
    for (int number = 1; number <= most_limits; ++number) {
        auto row = view.add("limit");
        const auto what = form.text(fmt::format("what{}", number));
        row.set("number", number).set("amount", form.text(fmt::format("limit{}", number)));
        for (const char* bound : {"least-hours", "most-hours", "least-percent", "most-percent"}) {
            row.add("bound").set("value", bound).set("label", call.text(fmt::format("people.renewal.bound.{}", bound))).show_if(form.text(fmt::format("bound{}", number)) == bound, "selected");
        }
        auto option = [&](const std::string& value, const std::string& label) { row.add("what").set("value", value).set("label", label).show_if(what == value, "selected"); };
        for (const auto& category : categories) option("category:" + category.key, category.name.in(html::code(call.language)));
        for (auto type : activity_types()) option(fmt::format("type:{}", type), call.text(fmt::format("people.renewal.type.{}", type)));
    }
}

static html::View form_view(http::Call& call, db::Read& db, const std::string& action, const http::Fields& form, const Problems& problems) {
    html::View view;
    fill_problems(call, view, problems);
    view.set("action", action).set("rule_name", form.text("name"));
    for (const char* field : {"jurisdiction", "cycle_months", "total", "ceu", "credit", "carry_days", "carry_hours", "notes", "valid_from", "valid_to", "source", "link", "checked", "seen"}) {
        view.set(field, form.text(field));
    }
    view.show_if(form.has("mixes"), "mixes").show_if(form.has("approval_first"), "approval_first").show_if(form.has("from_source"), "from_source");
    for (const char* family : {"teacher", "administrator", "credential"}) {
        view.add("family_option").set("value", family).set("label", call.text(fmt::format("people.renewal.family.{}", family))).show_if(form.text("family") == family, "selected");
    }
    for (auto anchor : {RenewalRule::Anchor::issue, RenewalRule::Anchor::fiscal, RenewalRule::Anchor::calendar}) {
        view.add("anchor_option").set("value", word(anchor)).set("label", call.text(fmt::format("people.renewal.anchor.{}", word(anchor)))).show_if(form.text("anchor") == word(anchor), "selected");
    }
    fill_limits(call, db, view, form);
    return view;
}

static http::Response form_page(http::Call& call, db::Read& db, http::Status status, const std::string& action, const http::Fields& form, const Problems& problems) {
    const bool is_new = action == "/settings/renewal-rules";
    return call.page(status, "people/renewal_rule_form", call.text(is_new ? "people.renewal.add_rule" : "people.renewal.change_rule"), form_view(call, db, action, form, problems));
}

static http::Response new_rule(http::ReadCall& call) {
    RenewalRule rule;
    rule.family = "teacher";
    rule.minutes_per_ceu = 600;
    rule.valid_from = call.today();
    return form_page(call, call.db, http::ok, "/settings/renewal-rules", fields_of(rule), {});
}

static http::Response edit_rule(http::ReadCall& call) {
    return form_page(call, call.db, http::ok, fmt::format("/settings/renewal-rules/{}", call.id("rule")), fields_of(fetch_renewal_rule(call.db, call.id("rule"))), {});
}

// --- Reading it ---

/// Hours as minutes; absent when nothing was typed.
static std::optional<std::int64_t> minutes_in(const http::Fields& form, std::string_view field) {
    const auto text = form.text(field);
    if (text.empty()) return std::nullopt;
    const auto hundredths = parse_hundredths(text);
    if (!hundredths) throw base::Invalid(std::string(field), "people.renewal.problem.hours");
    return *hundredths * 60 / 100;
}

static int whole(const http::Fields& form, std::string_view field, std::int64_t most, std::string_view problem) {
    const auto number = base::parse_integer(form.text(field));
    if (!number || *number < 0 || *number > most) throw base::Invalid(std::string(field), std::string(problem));
    return static_cast<int>(*number);
}

static std::optional<base::Day> day_in(const http::Fields& form, std::string_view field) {
    return form.text(field).empty() ? std::nullopt : std::optional(plausible_day(field, form.text(field)));
}

static std::vector<RenewalLimit> limits_in(const http::Fields& form) {
    std::vector<RenewalLimit> limits;
    for (int number = 1; number <= most_limits; ++number) {
        const auto what = form.text(fmt::format("what{}", number));
        if (what.empty()) continue;
        const auto colon = what.find(':');
        RenewalLimit limit;
        if (what.substr(0, colon) == "type") limit.subject = RenewalLimit::Subject::type;
        limit.word = colon == std::string_view::npos ? "" : what.substr(colon + 1);
        const auto bound = form.text(fmt::format("bound{}", number));
        if (bound.starts_with("most")) limit.bound = RenewalLimit::Bound::most;
        const auto field = fmt::format("limit{}", number);
        if (bound.ends_with("percent")) {
            limit.percent = whole(form, field, 100, "people.renewal.problem.percent");
            if (*limit.percent == 0) throw base::Invalid(field, "people.renewal.problem.percent");
        } else {
            limit.minutes = minutes_in(form, field);
            if (!limit.minutes) throw base::Invalid(field, "people.renewal.problem.hours");
        }
        limits.push_back(std::move(limit));
    }
    return limits;
}

static RenewalRule read_form(const http::Fields& form, std::int64_t id) {
    RenewalRule rule;
    rule.id = id;
    rule.name = form.text("name");
    rule.jurisdiction = form.text("jurisdiction");
    rule.family = form.text("family");
    rule.cycle_months = whole(form, "cycle_months", 600, "people.renewal.problem.months");
    rule.anchor = parse_anchor(form.text("anchor")).value_or(RenewalRule::Anchor::issue);
    // "0" asks for nothing, as some states do.
    rule.total_minutes = form.text("total") == "0" ? 0 : minutes_in(form, "total").value_or(0);
    if (form.text("total").empty()) throw base::Invalid("total", "people.renewal.problem.hours");
    rule.minutes_per_ceu = minutes_in(form, "ceu");
    rule.minutes_per_credit = minutes_in(form, "credit");
    rule.mixes = form.has("mixes");
    rule.carry_days = whole(form, "carry_days", 4000, "people.renewal.problem.days");
    rule.carry_minutes = minutes_in(form, "carry_hours");
    rule.approval_first = form.has("approval_first");
    rule.limits = limits_in(form);
    rule.notes = form.text("notes");
    rule.valid_from = plausible_day("valid_from", form.text("valid_from"));
    rule.valid_to = day_in(form, "valid_to");
    rule.source = form.text("source");
    rule.link = form.text("link");
    rule.checked = day_in(form, "checked");
    rule.from_source = form.has("from_source");
    rule.version = base::parse_integer(form.text("seen")).value_or(0);
    return rule;
}

static http::Response save(http::WriteCall& call, std::int64_t id, const std::string& action) {
    try {
        save_renewal_rule(call.db, call.viewer, call.now, read_form(call.request.form, id));
    } catch (const base::Invalid& problem) {
        return form_page(call, call.db, http::unprocessable, action, call.request.form, {{problem.field(), problem.what()}});
    } catch (const base::Conflict& clash) {
        return form_page(call, call.db, http::conflict, action, with_seen(call.request.form, fetch_renewal_rule(call.db, id).version), {{"main", clash.what()}});
    }
    return call.redirect_with_notice("/settings/renewal-rules", call.text("people.saved"));
}

static http::Response create_rule(http::WriteCall& call) { return save(call, 0, "/settings/renewal-rules"); }
static http::Response change_rule(http::WriteCall& call) { return save(call, call.id("rule"), fmt::format("/settings/renewal-rules/{}", call.id("rule"))); }

static http::Response create_category(http::WriteCall& call) {
    const auto& form = call.request.form;
    try {
        add_learning_category(call.db, call.viewer, call.now, {std::string(form.text("name_en")), std::string(form.text("name_es"))});
    } catch (const base::Invalid& problem) {
        return call.problem(http::unprocessable, call.text("people.renewal.add_category"), call.text(problem.what()));
    }
    return call.redirect_with_notice("/settings/renewal-rules", call.text("people.saved"));
}

void renewal_rule_routes(http::Routes& routes) {
    const auto door = http::everywhere(may_manage_licences);
    routes.get("/settings/renewal-rules", door, show_rules);
    routes.get("/settings/renewal-rules/new", door, new_rule);
    routes.post("/settings/renewal-rules", door, create_rule);
    routes.post("/settings/renewal-rules/categories", door, create_category);
    routes.get("/settings/renewal-rules/{rule}", door, edit_rule);
    routes.post("/settings/renewal-rules/{rule}", door, change_rule);
}

}  // namespace people
