// Writing reports: the whole text in one field, looked over without being saved, tried on the data, saved as a version of its own.
#include <algorithm>

#include <fmt/format.h>

#include "base/error.h"
#include "base/line_diff.h"
#include "base/text.h"
#include "data/data.h"
#include "data/report_pages.h"
#include "db/db.h"
#include "html/format.h"
#include "http/confirm.h"
#include "http/routes.h"

namespace data {

constexpr std::string_view beginning = R"(/*
name = "my-report"
title = "What the report tells"
title_es = ""
about = "One sentence for those who look for it."
source = "Where the figures come from."
tier = "operations"

[privacy]
none = true

[chart]
mark = "bar"
x = "category"
y = "requests"

[columns.requests]
label = "Requests"
label_es = "Solicitudes"
*/
SELECT category, count(*) AS requests
FROM request
GROUP BY category
ORDER BY requests DESC
)";

namespace {

/// What the form shows beside the text.
struct Judgement {
    std::vector<ReportProblem> problems;
    std::string said;    // of the page as a whole: saved by somebody else, looks right
    bool good = false;
    std::vector<ReportProblem> warnings;
};

}  // namespace

static html::View edit_view(http::Call& call, std::string_view name, std::string_view text, std::int64_t seen, const Judgement& judgement) {
    html::View view;
    view.set("text", text).set("seen", seen).set("action", name.empty() ? "/reports/new" : address_of(name) + "/edit");
    view.set("save", call.text(name.empty() ? "data.report.save_new" : "data.report.save"));
    view.set("back", name.empty() ? "/reports" : address_of(name)).set("heading", call.text(name.empty() ? "data.report.new" : "data.report.edit"));
    if (!judgement.problems.empty()) {
        auto box = view.add("problems");
        for (const auto& problem : judgement.problems) box.add("problem").set("message", words_of(*call.services.messages, call.language, problem));
    }
    for (const auto& warning : judgement.warnings) view.add("warning").set("message", words_of(*call.services.messages, call.language, warning));
    if (!judgement.said.empty()) view.add(judgement.good ? "good" : "bad").set("text", judgement.said);
    return view;
}

static http::Response edit_page(http::Call& call, int status, std::string_view name, html::View view) {
    return call.page(static_cast<http::Status>(status), "data/report_edit", call.text(name.empty() ? "data.report.new" : "data.report.edit"), std::move(view));
}

/// A question of the workbench as the beginning of a report: its tier and text, and the privacy part that its tier asks for.
static std::string beginning_of(const Run& run) {
    std::string text(beginning);
    auto put = [&](std::string_view from, std::string_view until, std::string_view with) {
        const auto start = text.find(from), end = text.find(until, start);
        text.replace(start, end - start, with);
    };
    put("tier = ", "\n", fmt::format("tier = \"{}\"", word(run.tier)));
    if (run.tier != Tier::operations) put("none = true", "\n", "by = [\"school\"]\ncount = \"students\"");
    put("[chart]", "*/", "");
    std::string parameters;
    for (const auto& [name, value] : run.parameters) {
        parameters += fmt::format("[[parameter]]\nname = \"{0}\"\ntype = \"{1}\"\nlabel = \"{0}\"\n\n", name, std::holds_alternative<std::string>(value) ? "text" : std::holds_alternative<double>(value) ? "real" : "integer");
    }
    text.insert(text.find("[privacy]"), parameters);
    text.replace(text.find("*/\n") + 3, std::string::npos, run.sql + "\n");
    return text;
}

static http::Response new_report(http::ReadCall& call) {
    const auto number = base::parse_integer(call.request.query.text("run")).value_or(0);
    const auto run = number > 0 ? find_run(call.db, call.viewer, {number}) : std::nullopt;
    const bool question = run && run->kind == RunKind::query && run->account == call.viewer.account();
    return edit_page(call, http::ok, {}, edit_view(call, {}, question ? beginning_of(*run) : std::string(beginning), 0, {}));
}

static http::Response edit_report(http::ReadCall& call) {
    const auto report = report_here(call, call.db);
    if (!may_write(call.viewer, report.file.tier)) throw base::Forbidden(call.text("data.report.may_not_write"));
    const auto read = read_report(report.file.text);
    html::View view = edit_view(call, report.file.name, report.file.text, report.version, {read.problems, {}, false, {}});
    return edit_page(call, http::ok, report.file.name, std::move(view));
}

/// The text as it would be saved, or what is wrong with it. `name`: of the report that is changed; empty for a new one.
static std::optional<ReportFile> understood(http::WriteCall& call, std::string_view name, Judgement& judgement) {
    auto read = read_report(call.request.form.find("text").value_or(""));
    judgement.problems = std::move(read.problems);
    if (read.file.text != shipped_report(read.file.name)) judgement.warnings = std::move(read.warnings);
    if (!judgement.problems.empty()) return std::nullopt;
    if (!name.empty() && read.file.name != name) judgement.problems.push_back({2, "name", "name_fixed", std::string(name)});
    const bool taken = name.empty() && (!shipped_report(read.file.name).empty() || find_report(call.db, call.viewer, read.file.name));
    if (taken) judgement.problems.push_back({2, "name", "name_taken", read.file.name});
    if (read.file.name == "new") judgement.problems.push_back({2, "name", "name_taken", read.file.name});
    if (!may_write(call.viewer, read.file.tier)) judgement.problems.push_back({1, "tier", "tier_closed", std::string(word(read.file.tier))});
    if (!judgement.problems.empty()) return std::nullopt;
    return std::move(read.file);
}

/// Tries the text on the data without saving it; the answer stands on a page of its own, which the run's number opens.
static http::Response try_out(http::WriteCall& call, const ReportFile& file) {
    if (must_wait(call.db, call.viewer)) throw base::Conflict(call.text("data.problem.wait"));
    Report report{.file = file};
    const auto purpose = file.tier == Tier::operations ? "operations" : "data_quality";
    const auto run = start_report(call.db, call.viewer, call.now, report, bind_parameters(file, {}), purpose);
    return call.redirect(fmt::format("/reports/tries/{}", run.value));
}

namespace {

/// What the warehouse says of the text, found out before the transaction.
struct Bound {
    std::optional<Refused> refused;
};

}  // namespace

/// Lets the warehouse bind the statement, so that a column that is not there is told now and not to the first reader. Where there is no warehouse yet,
/// nothing can be said.
static Bound bind_text(http::PrepareCall& call) {
    const auto read = read_report(call.request.form.find("text").value_or(""));
    if (!read.problems.empty() || !may_write(call.viewer, read.file.tier) || call.request.form.text("do") == "try") return {};
    return {refusal_of(place_of(call.services), read.file)};
}

static http::Response save(http::WriteCall& call, const std::string& name, const Bound& bound) {
    Judgement judgement;
    const auto seen = base::parse_integer(call.request.form.text("seen")).value_or(0);
    const auto text = std::string(call.request.form.find("text").value_or(""));
    const auto file = understood(call, name, judgement);
    if (!file) return edit_page(call, http::unprocessable, name, edit_view(call, name, text, seen, judgement));
    if (bound.refused) {
        judgement.said = call.text("data.report.cannot_run", {{"why", bound.refused->what()}});
        return edit_page(call, http::unprocessable, name, edit_view(call, name, text, seen, judgement));
    }
    const auto wish = call.request.form.text("do");
    if (wish == "try") return try_out(call, *file);
    if (wish == "check") {
        judgement.said = call.text("data.report.looks_right");
        judgement.good = true;
        return edit_page(call, http::ok, name, edit_view(call, name, text, seen, judgement));
    }
    try {
        save_report(call.db, call.viewer, call.now, *file, static_cast<int>(seen));
    } catch (const base::Conflict&) {
        judgement.said = call.text("data.report.changed_meanwhile");
        // Saying it again is said knowingly.
        const auto newest = find_report(call.db, call.viewer, file->name);
        return edit_page(call, http::conflict, name, edit_view(call, name, text, newest ? newest->version : 0, judgement));
    }
    return call.redirect_with_notice(address_of(file->name), call.text("data.report.saved"));
}

static http::Response create_report(http::WriteCall& call, Bound& bound) { return save(call, {}, bound); }

static http::Response change_report(http::WriteCall& call, Bound& bound) {
    const auto report = report_here(call, call.db);
    if (!may_write(call.viewer, report.file.tier)) throw base::Forbidden(call.text("data.report.may_not_write"));
    return save(call, report.file.name, bound);
}

/// What a text that is not saved answers: only who tried it sees it.
static http::Response show_try(http::ReadCall& call) {
    const auto run = find_run(call.db, call.viewer, call.id_as<RunId>("run"));
    if (!run || run->kind != RunKind::report || run->account != call.viewer.account()) throw base::NotFound("no such try");
    const auto read = read_report(run->sql);
    html::View view;
    view.set("heading", read.file.title.in(call.language)).set("text", run->sql);
    const bool known = find_report(call.db, call.viewer, run->subject).has_value();
    view.set("action", known ? address_of(run->subject) + "/edit" : "/reports/new");
    view.set("save", call.text(known ? "data.report.save" : "data.report.save_new"));
    const auto newest = known ? find_report(call.db, call.viewer, run->subject)->version : 0;
    view.set("seen", newest);
    view.set("topic", topic_of(run->id));
    if (run->state == RunState::waiting || run->state == RunState::running) {
        view.add("busy").set("words", call.text("data.report.running"));
    } else if (run->state == RunState::done) {
        const auto kept = kept_of(place_of(call.services), run->id);
        if (kept) fill_answer(call, view, read.file, *run, *kept, {});
        else view.show("expired");
    } else {
        const auto words = call.services.messages->find(call.language, "data.report.refused." + run->code);
        view.add("refused").set("words", words.value_or(run->message)).set("detail", words ? run->message : std::string());
    }
    return call.page("data/report_try", call.text("data.report.try_title"), std::move(view));
}

static http::Response compare(http::ReadCall& call) {
    const auto report = report_here(call, call.db);
    const auto versions = report_versions(call.db, call.viewer, report.file.name);
    auto of = [&](std::string_view field) {
        const auto number = base::parse_integer(call.request.query.text(field)).value_or(-1);
        const auto found = std::ranges::find(versions, number, [](const ReportVersion& one) { return std::int64_t{one.number}; });
        if (found == versions.end()) throw base::NotFound("no such version");
        return found;
    };
    const auto from = of("from"), to = of("to");
    html::View view;
    view.set("name", report.file.name).set("heading", report.file.title.in(call.language)).set("from", from->number).set("to", to->number);
    for (const auto& version : versions) {
        view.add("from_option").set("value", version.number).show_if(version.number == from->number, "selected");
        view.add("to_option").set("value", version.number).show_if(version.number == to->number, "selected");
    }
    auto lines_of = [](const std::string& text) {
        std::vector<std::string> lines;
        for (auto line : base::split(text, '\n')) lines.emplace_back(line);
        return lines;
    };
    const auto lines = base::compare_lines(lines_of(from->text), lines_of(to->text));
    view.show_if(!base::differs(lines), "equal");
    for (const auto& line : lines) {
        view.add("line").add(line.mark == base::Mark::same ? "same" : line.mark == base::Mark::added ? "added" : "removed").set("text", line.text);
    }
    return call.page("data/report_compare", call.text("data.report.compare"), std::move(view));
}

static http::Response set_back(http::WriteCall& call) {
    const auto report = report_here(call, call.db);
    if (auto asked = http::ask_first(call, call.text("data.report.set_back_sure"), call.text("data.report.set_back"), address_of(report.file.name))) return std::move(*asked);
    try {
        set_back_report(call.db, call.viewer, call.now, report.file.name, static_cast<int>(base::parse_integer(call.request.form.text("seen")).value_or(-1)));
    } catch (const base::Conflict&) {
        throw base::Conflict(call.text("data.report.changed_meanwhile"));
    }
    return call.redirect_with_notice(address_of(report.file.name), call.text("data.report.was_set_back"));
}

void report_edit_routes(http::Routes& routes) {
    const auto writers = http::everywhere(may_write_reports);
    routes.get("/reports/new", writers, new_report);
    routes.post("/reports/new", writers, bind_text, create_report);
    routes.get("/reports/{report}/edit", writers, edit_report);
    routes.post("/reports/{report}/edit", writers, bind_text, change_report);
    routes.get("/reports/tries/{run}", writers, show_try);
    routes.get("/reports/{report}/compare", writers, compare);
    routes.post("/reports/{report}/set-back", writers, set_back);
}

}  // namespace data
