// /website/classes/patterns: one pattern fills the links of a whole district or school; shown before it is done.
#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"
#include "http/confirm.h"
#include "site/class_pages.h"
#include "site/class_pattern.h"
#include "site/form.h"

namespace site {

constexpr std::size_t lines_shown = 15;

static std::string place_words(const http::Call& call, const Pattern& pattern) { return pattern.school ? pattern.school_name : call.text("site.link.all_schools"); }

static std::string edit_address(const std::optional<roster::OrgId>& school) {
    return school ? fmt::format("/website/classes/patterns/edit?school={}", school->value) : "/website/classes/patterns/edit";
}

static bool may_change(const http::Call& call, const std::optional<roster::OrgId>& school) {
    return school ? call.viewer.may(may_link_classes, school->value) : call.viewer.may_everywhere(may_link_classes);
}

static http::Response list_patterns(http::ReadCall& call) {
    html::View view;
    const auto list = patterns(call.db, call.viewer);
    for (const auto& pattern : list) {
        auto row = view.add("pattern");
        row.set("place", place_words(call, pattern)).set("words", pattern.pattern).set("provider", pattern.provider);
        const auto school = pattern.school ? std::to_string(pattern.school->value) : "";
        if (may_change(call, pattern.school)) row.add("change").set("href", edit_address(pattern.school)).set("school", school).set("place", place_words(call, pattern));
    }
    view.show(list.empty() ? "empty" : "list");
    return call.page("site/patterns", call.text("site.link.patterns"), std::move(view));
}

static void show_schools(http::Call& call, db::Read& db, html::View& view, const std::optional<roster::OrgId>& chosen) {
    view.show_if(call.viewer.may_everywhere(may_link_classes), "everywhere");
    const auto reach = call.viewer.reach(may_link_classes);
    for (const auto& school : roster::schools(db)) {
        if (reach.covers(school.id.value)) add_choice(view, "school", std::to_string(school.id.value), school.name, chosen == school.id);
    }
}

static http::Response form_page(http::Call& call, db::Read& db, http::Status status, const Pattern& pattern, const FieldProblems& problems) {
    html::View view;
    tell_problems(view, problems);
    show_schools(call, db, view, pattern.school);
    view.set("pattern", pattern.pattern).set("provider", pattern.provider).set("seen", pattern.version);
    return call.page(status, "site/pattern_form", call.text("site.link.pattern"), std::move(view));
}

static http::Response edit_pattern(http::ReadCall& call) {
    Pattern pattern;
    if (auto school = id_of(call.request.query, "school")) pattern.school = roster::OrgId{*school};
    if (!may_change(call, pattern.school)) pattern.school = std::nullopt;
    if (auto stored = pattern_of(call.db, pattern.school)) pattern = *stored;
    return form_page(call, call.db, http::ok, pattern, {});
}

static http::Response preview_page(http::WriteCall& call, const Pattern& pattern, const PatternPlan& plan) {
    html::View view;
    view.set("place", place_words(call, pattern)).set("pattern", pattern.pattern).set("provider", pattern.provider).set("seen", pattern.version);
    view.set("school", pattern.school ? std::to_string(pattern.school->value) : "").set("back", edit_address(pattern.school));
    const auto count = [&](std::string_view key, std::int64_t n) {
        if (n > 0) view.add("count").set("words", call.text(fmt::format("site.link.plan.{}", key), {{"n", std::to_string(n)}}));
    };
    std::int64_t fresh = 0;
    for (const auto& line : plan.lines) fresh += line.before.empty() ? 1 : 0;
    count("created", fresh);
    count("changed", static_cast<std::int64_t>(plan.lines.size()) - fresh);
    count("unchanged", plan.unchanged);
    count("kept", plan.kept);
    count("unfilled", plan.unfilled);
    for (std::size_t i = 0; i < plan.lines.size() && i < lines_shown; ++i) {
        const auto& line = plan.lines[i];
        view.add("line").set("title", line.title).set("school", line.school).set("before", line.before).set("after", line.after);
    }
    view.show(plan.lines.empty() ? "nothing" : "list").show_if(plan.lines.size() > lines_shown, "more");
    return call.page("site/pattern_preview", call.text("site.link.preview"), std::move(view));
}

/// The first time shows what would happen; with the person's yes it is done.
static http::Response save_pattern_form(http::WriteCall& call) {
    const auto& form = call.request.form;
    Pattern pattern;
    if (auto school = id_of(form, "school")) pattern.school = roster::OrgId{*school};
    if (!may_change(call, pattern.school)) throw base::Forbidden(call.text("site.link.not_yours"));
    if (pattern.school) {
        auto org = roster::find_org(call.db, *pattern.school);
        if (!org) throw base::NotFound("no such school");
        pattern.school_name = org->name;
    }
    pattern.pattern = base::trim(form.text("pattern"));
    pattern.provider = base::collapse_space(form.text("provider"));
    const auto stored = pattern_of(call.db, pattern.school);
    pattern.version = stored ? stored->version : 0;
    if (auto problem = problem_with_pattern(pattern.pattern); !problem.empty()) return form_page(call, call.db, http::unprocessable, pattern, {{"pattern", call.text(problem)}});
    const bool confirmed = form.text("confirmed") == "1";
    if (confirmed && base::parse_integer(form.text("seen")).value_or(0) != pattern.version) {
        return form_page(call, call.db, http::conflict, pattern, {{"pattern", call.text("site.link.pattern_changed", {{"pattern", stored ? stored->pattern : "-"}})}});
    }
    if (!confirmed) return preview_page(call, pattern, plan_pattern(call.db, call.viewer, call.today(), pattern));
    const auto set = save_pattern(call.db, call.viewer, call.now, call.today(), pattern);
    return call.redirect_with_notice("/website/classes", call.text("site.link.filled", {{"n", std::to_string(set)}}));
}

static http::Response delete_pattern(http::WriteCall& call) {
    std::optional<roster::OrgId> school;
    if (auto id = id_of(call.request.form, "school")) school = roster::OrgId{*id};
    if (!may_change(call, school)) throw base::NotFound("no such pattern");
    if (auto asked = http::ask_first(call, call.text("site.link.remove_pattern_sure"), call.text("site.link.remove_pattern"), "/website/classes/patterns", call.text("site.link.remove_pattern_detail"))) return std::move(*asked);
    const auto gone = remove_pattern(call.db, call.viewer, call.now, school);
    return call.redirect_with_notice("/website/classes/patterns", call.text("site.link.pattern_removed", {{"n", std::to_string(gone)}}));
}

void pattern_routes(http::Routes& routes) {
    routes.get("/website/classes/patterns", may_link_classes, list_patterns);
    routes.get("/website/classes/patterns/edit", may_link_classes, edit_pattern);
    routes.post("/website/classes/patterns", may_link_classes, save_pattern_form);
    routes.post("/website/classes/patterns/removal", may_link_classes, delete_pattern);
}

}  // namespace site
