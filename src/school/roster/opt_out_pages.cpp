#include "base/error.h"
#include "db/setting.h"
#include "html/format.h"
#include "html/html.h"
#include "jobs/jobs.h"
#include "roster/opt_out.h"
#include "roster/roster_pages.h"

namespace roster {

void show_opt_out(http::ReadCall& call, html::View& view, const Person& person) {
    if (person.role != Role::student || !call.viewer.may_everywhere(may_import)) return;
    auto panel = view.add("opt_out");
    auto standing = opt_out_of(call.db, call.viewer, person.id);
    auto part = panel.add(standing ? "set" : "unset");
    part.set("id", person.id.value);
    if (!standing) return;
    auto today = call.zone.day_of(call.now);
    auto by = standing->noted_by.empty() ? call.text("imports.title") : standing->noted_by;
    auto since = html::day_words(call.language, today, standing->since);
    part.set("words", standing->until ? call.text("roster.opt_out.noted_until",
                                                  {{"since", since}, {"until", html::day_words(call.language, today, *standing->until)}, {"by", by}})
                                      : call.text("roster.opt_out.noted", {{"since", since}, {"by", by}}));
}

static http::Response create_opt_out(http::WriteCall& call) {
    PersonId id{call.id("person")};
    auto person = find_person(call.db, call.viewer, id);
    if (!person || person->role != Role::student) throw base::NotFound("no such student");
    opt_out(call.db, call.viewer, call.now, id, call.zone.day_of(call.now), std::nullopt);
    return call.redirect_with_notice("/people/" + std::to_string(id.value), call.text("roster.opt_out.was_set"));
}

static http::Response end_opt_out(http::WriteCall& call) {
    PersonId id{call.id("person")};
    lift_opt_out(call.db, call.viewer, call.now, call.zone.day_of(call.now), id);
    return call.redirect_with_notice("/people/" + std::to_string(id.value), call.text("roster.opt_out.was_lifted"));
}

void opt_out_routes(http::Routes& routes) {
    routes.post("/people/{person}/directory-opt-out", may_import, create_opt_out);
    routes.post("/people/{person}/directory-opt-out/end", may_import, end_opt_out);
}

static void end_what_is_over(jobs::Context& context) {
    context.database().write([&](db::Write& db) { end_opt_outs(db, context.now(), db::district_zone(db).day_of(context.now())); });
}

void jobs(jobs::Registry& registry) { registry.add("roster.end_opt_outs", jobs::Schedule::daily_at(std::chrono::minutes(10)), end_what_is_over); }

}  // namespace roster
