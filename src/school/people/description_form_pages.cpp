// Editing a draft, in three forms: what the job is, what it does and asks for, and what it may and may not do.
#include <algorithm>
#include <functional>
#include <map>

#include <fmt/format.h>

#include "base/text.h"
#include "people/description_view.h"
#include "people/pages.h"
#include "people/rows_form.h"

namespace people {

static std::string address(DescriptionId id) { return fmt::format("/job-descriptions/{}", id.value); }

/// A draft with what the form shows of it; `seen` is when the person who fills it in saw it.
static StoredDescription draft_of(http::Call& call, db::Read& db) {
    auto stored = fetch_description(db, call.viewer, call.id_as<DescriptionId>("description"));
    if (!stored.draft) throw base::NotFound("there is no draft");
    return stored;
}

struct Form {
    std::string_view template_name;
    std::string_view title_key;
    void (*fill)(http::Call& call, db::Read& db, html::View& view, const Description& what, const Problems& problems);
    void (*read)(http::WriteCall& call, Description& what);
};

static html::View form_view(http::Call& call, db::Read& db, const StoredDescription& stored, const Form& form, const Problems& problems) {
    html::View view;
    fill_problems(call, view, problems);
    view.set("id", stored.id.value).set("name", stored.draft->title).set("seen", base::to_ms(stored.changed_at)).set("lang", stored.draft->language);
    form.fill(call, db, view, *stored.draft, problems);
    return view;
}

static http::Response show_form(http::ReadCall& call, const Form& form) {
    return call.page(form.template_name, call.text(form.title_key), form_view(call, call.db, draft_of(call, call.db), form, {}));
}

static http::Response save_form(http::WriteCall& call, const Form& form) {
    auto stored = draft_of(call, call.db);
    const auto seen = base::from_ms(base::parse_integer(call.request.form.text("seen")).value_or(0));
    auto refused = [&](http::Status status, const Problems& problems) {
        return call.page(status, form.template_name, call.text(form.title_key), form_view(call, call.db, stored, form, problems));
    };
    try {
        form.read(call, *stored.draft);
        save_draft(call.db, call.viewer, call.now, stored, seen);
    } catch (const base::Invalid& problem) {
        return refused(http::unprocessable, {{problem.field(), problem.what()}});
    } catch (const base::Conflict& clash) {
        return refused(http::conflict, {{"main", clash.what()}});
    }
    return call.redirect_with_notice(address(stored.id), call.text("people.saved"));
}

// --- What the job is ---

static std::string amount(const std::optional<std::int64_t>& cents) { return cents ? fmt::format("{}.{:02}", *cents / 100, *cents % 100) : ""; }
static std::string number_text(int number) { return number > 0 ? std::to_string(number) : ""; }
static std::string hours_text(int minutes) {
    if (minutes <= 0) return "";
    return minutes % 60 == 0 ? std::to_string(minutes / 60) : fmt::format("{}.{:02}", minutes / 60, minutes % 60 * 100 / 60);
}

static std::map<std::string, std::string> values_of(const Description& what) {
    return {{"title", what.title}, {"purpose", what.purpose}, {"language", what.language}, {"school", what.school ? std::to_string(*what.school) : ""},
            {"reports_to", what.reports_to}, {"evaluated_by", what.evaluated_by}, {"evaluator_licensed", what.evaluator_licensed ? "1" : ""},
            {"flsa", what.flsa}, {"term_months", number_text(what.term_months)}, {"hours", hours_text(what.week_minutes)},
            {"pay_from", amount(what.pay_from_cents)}, {"pay_to", amount(what.pay_to_cents)}, {"pay_unit", what.pay_unit}, {"currency", what.currency},
            {"benefits", what.benefits}, {"physical", what.physical}, {"background", what.background}, {"success_90", what.success_90},
            {"success_365", what.success_365}, {"growth", what.growth}};
}

/// What was typed comes back as it was typed, also where it is no number.
static void fill_facts(http::Call& call, db::Read& db, html::View& view, const Description& what, const Problems& problems) {
    auto values = values_of(what);
    if (!problems.empty()) {
        for (auto& [name, value] : values) value = call.request.form.text(name);
    }
    for (const auto& [name, value] : values) view.set("value_" + name, value);
    view.show(values["language"] == "es" ? "spanish" : "english").show(values["pay_unit"] == "hour" ? "by_hour" : "by_year");
    view.show_if(values["evaluator_licensed"] == "1", "licensed");
    for (std::string_view choice : {"", "exempt", "nonexempt"}) {
        view.add("flsa").set("value", choice).set("label", choice.empty() ? "–" : call.text(fmt::format("people.flsa.{}", choice))).show_if(values["flsa"] == choice, "selected");
    }
    fill_schools(db, view, values["school"]);
}

static std::optional<std::int64_t> read_amount(const http::Fields& form, std::string_view name) {
    if (form.text(name).empty()) return std::nullopt;
    auto cents = base::parse_cents(form.text(name));
    if (!cents || *cents < 0 || *cents > 100'000'000'00) throw base::Invalid(std::string(name), "people.fault.amount");
    return cents;
}

static int read_number(const http::Fields& form, std::string_view name, std::string_view problem) {
    if (form.text(name).empty()) return 0;
    auto number = base::parse_integer(form.text(name));
    if (!number || *number < 0 || *number > 100'000) throw base::Invalid(std::string(name), std::string(problem));
    return static_cast<int>(*number);
}

/// "37.5" as people write it, in minutes.
static int read_hours(const http::Fields& form) {
    if (form.text("hours").empty()) return 0;
    std::string typed(form.text("hours"));
    std::ranges::replace(typed, ',', '.');
    auto hundredths = base::parse_cents(typed);
    if (!hundredths || *hundredths < 0 || *hundredths > 100'00) throw base::Invalid("hours", "people.fault.hours");
    return static_cast<int>(*hundredths * 60 / 100);
}

static void read_place(http::WriteCall& call, Description& what) {
    what.school.reset();
    what.place.clear();
    auto school = base::parse_integer(call.request.form.text("school"));
    if (!school) return;
    auto org = roster::find_org(call.db, {*school});
    if (!org) throw base::Invalid("school", "people.problem.school");
    what.school = *school;
    what.place = org->name;
}

static void read_facts(http::WriteCall& call, Description& what) {
    const auto& form = call.request.form;
    auto line = [&](std::string_view name) { return base::collapse_space(form.text(name)); };
    auto text = [&](std::string_view name) { return base::join(lines_of(form.text(name)), "\n"); };
    what.title = line("title");
    what.purpose = text("purpose");
    what.language = form.text("language") == "es" ? "es" : "en";
    what.reports_to = line("reports_to");
    what.evaluated_by = line("evaluated_by");
    what.evaluator_licensed = form.text("evaluator_licensed") == "1";
    what.flsa = form.text("flsa") == "exempt" || form.text("flsa") == "nonexempt" ? form.text("flsa") : "";
    what.benefits = text("benefits");
    what.physical = text("physical");
    what.background = text("background");
    what.success_90 = text("success_90");
    what.success_365 = text("success_365");
    what.growth = text("growth");
    what.pay_unit = form.text("pay_unit") == "hour" ? "hour" : "year";
    what.currency = base::to_upper_ascii(line("currency"));
    const bool letters = std::ranges::all_of(what.currency, [](char c) { return c >= 'A' && c <= 'Z'; });
    if (what.currency.size() != 3 || !letters) throw base::Invalid("currency", "people.fault.currency");
    what.term_months = read_number(form, "term_months", "people.fault.term");
    what.week_minutes = read_hours(form);
    what.pay_from_cents = read_amount(form, "pay_from");
    what.pay_to_cents = read_amount(form, "pay_to");
    read_place(call, what);
}

// --- Duties and qualifications ---

static void fill_duties(http::Call& call, db::Read&, html::View& view, const Description& what, const Problems& problems) {
    fill_duty_rows(call, view, what.duties, problems);
    fill_qualification_rows(call, view, what.qualifications, problems);
}

static void read_duty_form(http::WriteCall& call, Description& what) {
    auto duties = read_duties<std::string>(call.request.form);
    what.duties = std::move(duties.duties);
    what.qualifications = read_qualifications<std::string>(call.request.form, duties.number_of_row);
}

// --- Authority, limits, licences ---

constexpr int most_licences = 8;

static void fill_limits(http::Call& call, db::Read&, html::View& view, const Description& what, const Problems& problems) {
    view.set("skills", base::join(what.skills, "\n")).set("authority", base::join(what.authority, "\n")).set("not_part", base::join(what.not_part, "\n"));
    const auto rows = std::min<std::size_t>(what.licences.size() + 2, most_licences);
    for (std::size_t i = 0; i < rows; ++i) {
        auto row = view.add("licence");
        const auto one = i < what.licences.size() ? what.licences[i] : JobLicence();
        row.set("number", i + 1).set("text", one.text);
        if (one.months > 0) row.set("months", one.months);
        for (auto kind : {LicenceKind::educator, LicenceKind::administrator, LicenceKind::evaluator, LicenceKind::other}) {
            row.add("kind").set("value", word(kind)).set("label", call.text(fmt::format("people.licence_kind.{}", word(kind)))).show_if(kind == one.kind, "selected");
        }
        for (auto when : {LicenceWhen::application, LicenceWhen::start, LicenceWhen::months}) {
            row.add("when").set("value", word(when)).set("label", call.text(fmt::format("people.licence_choice.{}", word(when)))).show_if(when == one.when, "selected");
        }
        for (const auto& [field, key] : problems) {
            if (field == fmt::format("licence_months{}", i + 1)) row.add("error").set("message", call.text(key));
        }
    }
}

static void read_limits(http::WriteCall& call, Description& what) {
    const auto& form = call.request.form;
    what.skills = lines_of(form.text("skills"));
    what.authority = lines_of(form.text("authority"));
    what.not_part = lines_of(form.text("not_part"));
    what.licences.clear();
    for (int i = 1; i <= most_licences; ++i) {
        auto text = base::collapse_space(form.text(fmt::format("licence_text{}", i)));
        if (text.empty()) continue;
        what.licences.push_back({std::move(text), parse_licence_kind(form.text(fmt::format("licence_kind{}", i))).value_or(LicenceKind::other),
                                 parse_licence_when(form.text(fmt::format("licence_when{}", i))).value_or(LicenceWhen::start),
                                 read_number(form, fmt::format("licence_months{}", i), "people.fault.years")});
    }
}

static constexpr Form facts_form{"people/description_facts", "people.job.facts", fill_facts, read_facts};
static constexpr Form duties_form{"people/description_duties", "people.role.content", fill_duties, read_duty_form};
static constexpr Form limits_form{"people/description_limits", "people.job.limits", fill_limits, read_limits};

void description_form_routes(http::Routes& routes) {
    routes.get("/job-descriptions/{description}/facts", may_write_descriptions, [](http::ReadCall& call) { return show_form(call, facts_form); });
    routes.post("/job-descriptions/{description}/facts", may_write_descriptions, [](http::WriteCall& call) { return save_form(call, facts_form); });
    routes.get("/job-descriptions/{description}/duties", may_write_descriptions, [](http::ReadCall& call) { return show_form(call, duties_form); });
    routes.post("/job-descriptions/{description}/duties", may_write_descriptions, [](http::WriteCall& call) { return save_form(call, duties_form); });
    routes.get("/job-descriptions/{description}/limits", may_write_descriptions, [](http::ReadCall& call) { return show_form(call, limits_form); });
    routes.post("/job-descriptions/{description}/limits", may_write_descriptions, [](http::WriteCall& call) { return save_form(call, limits_form); });
}

}  // namespace people
