// /classes: everybody who learns, teaches or looks after a student is led to the pages of the classes.
#include <fmt/format.h>

#include "base/text.h"
#include "http/routes.h"
#include "site/class_link.h"
#include "site/class_pages.h"

namespace site {

/// The source writes "3,4" or "3, 4".
static std::vector<std::string> periods_of(const ClassSpace& space) {
    std::vector<std::string> periods;
    for (auto period : base::split(space.periods, ',')) {
        if (auto name = base::collapse_space(period); !name.empty()) periods.push_back(std::move(name));
    }
    return periods;
}

/// "Leo Peña, North School, period 3"; a teacher is not told their own name.
static std::string beside(const http::Call& call, const ClassSpace& space, bool teaches) {
    std::string words = teaches ? "" : space.teachers;
    const auto add = [&](const std::string& part) {
        if (!part.empty()) words += (words.empty() ? "" : ", ") + part;
    };
    add(space.school);
    if (!space.periods.empty()) add(call.text("site.classes.period", {{"period", base::join(periods_of(space), ", ")}}));
    return words;
}

/// Clause 5.3: a link only where one is known and was not found dead; else whom to ask.
static void show_space(const http::Call& call, html::View row, const ClassSpace& space, bool teaches) {
    const bool leads = space.link && space.link->reached.state != Reach::dead;
    auto part = row.add(leads ? "open" : "none");
    part.set("title", space.title).set("beside", beside(call, space, teaches));
    if (leads) {
        part.set("url", space.link->url).set("platform", call.text("site.classes.open_in", {{"platform", space.link->platform()}}));
        return;
    }
    part.set("words", call.text(space.link ? "site.classes.gone" : "site.classes.unknown"));
    if (teaches) part.show("ask_for_help");
    else part.set("ask", space.teachers.empty() ? call.text("site.classes.ask_office") : call.text("site.classes.ask", {{"name", space.teachers}}));
}

static void show_group(const http::Call& call, html::View& view, int number, const std::string& heading, const std::vector<ClassSpace>& classes, bool teaches) {
    auto group = view.add("group");
    group.set("id", fmt::format("group-{}", number)).set("heading", heading).show_if(classes.empty(), "nothing");
    if (classes.empty()) return;
    auto list = group.add("list");
    for (const auto& space : classes) show_space(call, list.add("class"), space, teaches);
}

static http::Response show_classes(http::ReadCall& call) {
    html::View view;
    int groups = 0;
    if (auto classes = taught(call.db, call.viewer, call.today()); !classes.empty()) show_group(call, view, ++groups, call.text("site.classes.you_teach"), classes, true);
    if (auto classes = attended(call.db, call.viewer, call.today()); !classes.empty()) show_group(call, view, ++groups, call.text("site.classes.you_attend"), classes, false);
    for (const auto& ward : of_wards(call.db, call.viewer, call.today())) {
        call.note_access("person", ward.person.value, "classes");
        show_group(call, view, ++groups, call.text("site.classes.of", {{"name", ward.name}}), ward.classes, false);
    }
    view.show_if(groups == 0, "empty").show_if(call.viewer.may(may_link_classes), "keeps");
    return call.page("site/classes", call.text("site.classes.title"), std::move(view));
}

void class_routes(http::Routes& routes) {
    routes.get("/classes", http::signed_in, show_classes);
    coverage_routes(routes);
    pattern_routes(routes);
}

}  // namespace site
