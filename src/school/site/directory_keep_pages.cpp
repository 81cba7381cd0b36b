// /website/directory: on or off, with e-mail or without, and who is left out.
#include <algorithm>

#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"
#include "html/format.h"
#include "site/directory_keep.h"
#include "site/directory_pages.h"
#include "site/form.h"

namespace site {

constexpr int found_at_most = 20;
/// How many pages of people a search goes through for staff: a name that hundreds of students bear wants another word.
constexpr int pages_at_most = 10;

/// What the form showed, so that of two people who switch at once the second is told.
static std::string seen_of(const DirectorySettings& settings) { return fmt::format("{}{}", settings.on ? 1 : 0, settings.with_email ? 1 : 0); }

/// Staff of that name, to leave out one of them. The webmaster may look people up only where the roster lets them.
static void show_found(http::ReadCall& call, html::View& view, const std::vector<LeftOut>& gone) {
    const auto text = std::string(call.request.query.text("q"));
    view.set("q", text);
    if (base::trim(text).empty()) return;
    roster::PeopleQuestion question;
    question.text = text;
    question.limit = 100;
    auto part = view.add("search");
    int shown = 0;
    for (int page = 0; page < pages_at_most && shown < found_at_most; ++page) {
        const auto found = roster::find_people(call.db, call.viewer, question);
        std::vector<roster::PersonId> ids;
        ids.reserve(found.lines.size());
        for (const auto& person : found.lines) ids.push_back(person.id);
        const auto staff = staff_among(call.db, call.viewer, ids);
        for (const auto& person : found.lines) {
            if (shown == found_at_most || !staff.contains(person.id) || std::ranges::find(gone, person.id, &LeftOut::person) != gone.end()) continue;
            part.add("found").set("id", person.id.value).set("name", person.name).set("school", person.school);
            ++shown;
        }
        if (!found.more) break;
        question.after = ids.back();
    }
    part.show_if(shown == 0, "nobody");
}

static http::Response show_directory(http::ReadCall& call) {
    const auto settings = directory_settings(call.db);
    html::View view;
    view.show_if(settings.on, "on").show_if(settings.with_email, "with_email").set("seen", seen_of(settings)).show(settings.on ? "is_on" : "is_off");
    const auto gone = left_out(call.db, call.viewer);
    for (const auto& one : gone) {
        view.add("left_out").set("id", one.person.value).set("name", one.name).set("school", one.school).set("iso", base::to_iso(one.at)).set("since", html::moment_words(call.language, call.zone, call.now, one.at));
    }
    view.show(gone.empty() ? "nobody_left_out" : "list");
    view.show_if(call.viewer.may(roster::may_see_people), "may_search");
    show_found(call, view, gone);
    return call.page("site/directory", call.text("site.directory.settings"), std::move(view));
}

static http::Response save_directory(http::WriteCall& call) {
    const auto& form = call.request.form;
    if (form.text("seen") != seen_of(directory_settings(call.db))) throw base::Conflict(call.text("site.directory.changed_meanwhile"));
    const DirectorySettings wanted{form.has("on"), form.has("with_email")};
    save_directory_settings(call.db, call.viewer, call.now, wanted);
    return call.redirect_with_notice("/website/directory", call.text(wanted.on ? "site.directory.saved_on" : "site.directory.saved_off"));
}

static http::Response add_left_out(http::WriteCall& call) {
    const auto person = id_of(call.request.form, "person");
    if (!person) throw base::Invalid("person", call.text("site.directory.problem_person"));
    const auto name = leave_out(call.db, call.viewer, call.now, roster::PersonId{*person});
    return call.redirect_with_notice("/website/directory", call.text("site.directory.was_left_out", {{"name", name}}));
}

static http::Response remove_left_out(http::WriteCall& call) {
    const auto name = list_again(call.db, call.viewer, call.now, call.id_as<roster::PersonId>("person"));
    return call.redirect_with_notice("/website/directory", call.text("site.directory.was_listed_again", {{"name", name}}));
}

void directory_keep_routes(http::Routes& routes) {
    routes.get("/website/directory", http::everywhere(may_publish_staff), show_directory);
    routes.post("/website/directory", http::everywhere(may_publish_staff), save_directory);
    routes.post("/website/directory/left-out", http::everywhere(may_publish_staff), add_left_out);
    routes.post("/website/directory/left-out/{person}/end", http::everywhere(may_publish_staff), remove_left_out);
}

}  // namespace site
