// /website/classes: which classes have a page, which have none, which one leads nowhere; and the page of one class, set by hand.
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"
#include "html/format.h"
#include "http/confirm.h"
#include "http/parse.h"
#include "site/class_jobs.h"
#include "site/class_pages.h"
#include "site/form.h"

namespace site {

constexpr int classes_on_a_page = 50;
constexpr std::array<std::pair<std::string_view, Show>, 4> shows{{{"all", Show::all}, {"missing", Show::missing}, {"dead", Show::dead}, {"linked", Show::linked}}};

static Show show_of(const http::Fields& query) {
    const auto wanted = query.text("show");
    for (const auto& [name, show] : shows) {
        if (name == wanted) return show;
    }
    return Show::all;
}

static std::string address(std::string_view show, std::optional<roster::OrgId> school) {
    std::string path = fmt::format("/website/classes?show={}", show);
    if (school) path += fmt::format("&school={}", school->value);
    return path;
}

static void show_tabs(const http::Call& call, html::View& view, const Coverage& coverage, const CoverageQuestion& question) {
    for (const auto& [name, show] : shows) {
        const auto count = show == Show::all ? coverage.classes : show == Show::missing ? coverage.missing() : show == Show::dead ? coverage.dead : coverage.linked;
        view.add("tab")
            .set("href", address(name, question.school))
            .set("label", call.text(fmt::format("site.classes.show.{}", name)))
            .set("count", html::number_words(call.language, count))
            .show_if(show == question.show, "current");
        if (show == question.show) view.set("show", name);
    }
}

static void show_line(const http::Call& call, html::View row, const CoverageLine& line) {
    row.set("id", line.id.value).set("title", line.title).set("school", line.school);
    if (!line.code.empty()) row.add("code").set("words", line.code);
    if (!line.link) {
        row.show("missing");
        return;
    }
    auto link = row.add("link");
    link.set("url", line.link->url).set("platform", line.link->platform()).set("source", call.text(fmt::format("site.link.source.{}", line.link->source)));
    show_reach(call, link, line.link->reached);
}

static http::Response show_coverage(http::ReadCall& call) {
    CoverageQuestion question;
    if (auto school = id_of(call.request.query, "school")) question.school = roster::OrgId{*school};
    question.show = show_of(call.request.query);
    question.limit = classes_on_a_page;
    if (auto after = id_of(call.request.query, "after")) {
        question.after_id = *after;
        question.after_title = call.request.query.find("after_title").value_or("");
    }
    const auto page = class_coverage(call.db, call.viewer, call.today(), question);
    html::View view;
    const auto reach = call.viewer.reach(may_link_classes);
    for (const auto& school : roster::schools(call.db)) {
        if (reach.covers(school.id.value)) add_choice(view, "school", std::to_string(school.id.value), school.name, question.school == school.id);
    }
    show_tabs(call, view, count_coverage(call.db, call.viewer, call.today(), question.school), question);
    for (const auto& line : page.lines) show_line(call, view.add("class"), line);
    view.show(page.lines.empty() ? "empty" : "list").show_if(call.viewer.may_everywhere(may_link_classes), "may_import");
    auto pager = view.include("pager", "html/pager");
    pager.set("summary", call.text("site.classes.on_page", {{"n", std::to_string(page.lines.size())}}));
    const auto here = address(std::ranges::find(shows, question.show, &std::pair<std::string_view, Show>::second)->first, question.school);
    if (question.after_id) pager.add("previous").set("href", here);
    if (page.more) {
        const auto& last = page.lines.back();
        pager.add("next").set("href", fmt::format("{}&after={}&after_title={}", here, last.id.value, http::percent_encode(last.title)));
    }
    return call.page("site/coverage", call.text("site.classes.coverage"), std::move(view));
}

static http::Response start_check(http::WriteCall& call) {
    const auto job = check_now(call.db, call.now, call.viewer);
    return call.redirect(fmt::format("/jobs/{}", job.value));
}

// --- One class ---

struct LinkForm {
    std::string url, provider;
    std::int64_t seen = 0;
};

static http::Response link_page(const http::Call& call, http::Status status, const CoverageLine& line, const LinkForm& form, const FieldProblems& problems) {
    html::View view;
    tell_problems(view, problems);
    view.set("id", line.id.value).set("title", line.title).set("school", line.school).set("code", line.code);
    view.set("url", form.url).set("provider", form.provider).set("seen", form.seen);
    if (line.link) {
        auto link = view.add("link");
        link.set("id", line.id.value).set("url", line.link->url).set("source", call.text(fmt::format("site.link.source.{}", line.link->source)));
        show_reach(call, link, line.link->reached);
    }
    return call.page(status, "site/class_link", line.title, std::move(view));
}

static http::Response show_link(http::ReadCall& call) {
    const auto line = covered_class(call.db, call.viewer, call.id_as<roster::ClassId>("class"));
    LinkForm form;
    if (line.link) form = {line.link->url, line.link->provider, line.link->version};
    return link_page(call, http::ok, line, form, {});
}

static http::Response save_link(http::WriteCall& call) {
    const auto line = covered_class(call.db, call.viewer, call.id_as<roster::ClassId>("class"));
    LinkForm form{std::string(call.request.form.text("url")), base::collapse_space(call.request.form.text("provider")), base::parse_integer(call.request.form.text("seen")).value_or(0)};
    const auto version = line.link ? line.link->version : 0;
    if (form.seen != version) {
        form.seen = version;
        const auto words = line.link ? call.text("site.link.changed_meanwhile", {{"url", line.link->url}}) : call.text("site.link.removed_meanwhile");
        return link_page(call, http::conflict, line, form, {{"url", words}});
    }
    if (auto problem = problem_with_link(form.url); !problem.empty()) return link_page(call, http::unprocessable, line, form, {{"url", call.text(problem)}});
    set_link(call.db, call.viewer, call.now, line.id, {form.url, form.provider, "person"});
    return call.redirect_with_notice(fmt::format("/website/classes/{}", line.id.value), call.text("site.link.saved", {{"title", line.title}}));
}

static http::Response delete_link(http::WriteCall& call) {
    const auto line = covered_class(call.db, call.viewer, call.id_as<roster::ClassId>("class"));
    const auto back = fmt::format("/website/classes/{}", line.id.value);
    if (auto asked = http::ask_first(call, call.text("site.link.remove_sure"), call.text("site.link.remove"), back, call.text("site.link.remove_detail"))) return std::move(*asked);
    remove_link(call.db, call.viewer, call.now, line.id);
    return call.redirect_with_notice(back, call.text("site.link.removed", {{"title", line.title}}));
}

void coverage_routes(http::Routes& routes) {
    routes.get("/website/classes", may_link_classes, show_coverage);
    routes.post("/website/classes/check", may_link_classes, start_check);
    routes.get("/website/classes/{class}", may_link_classes, show_link);
    routes.post("/website/classes/{class}", may_link_classes, save_link);
    routes.post("/website/classes/{class}/removal", may_link_classes, delete_link);
}

}  // namespace site
