#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"
#include "calendar/calendar.h"
#include "coaching/coaching.h"
#include "coaching/pages.h"
#include "coaching/plan_store.h"
#include "db/db.h"
#include "http/routes.h"
#include "people/people.h"

namespace coaching {

static http::Response show_plan(http::ReadCall& call) {
    const auto all = waiting(call.db, call.main, call.today());
    const auto found = counts(call.db, call.viewer, all, place(all.situation), calendar::school_year_of(call.today()).first());
    html::View view;
    view.set("waiting", found.waiting).set("placed", found.placed).set("bound", found.bound);
    if (found.waiting == 0) view.show("none");
    else {
        auto some = view.add("some");
        some.set("words", call.text("coaching.run.words", {{"n", std::to_string(found.waiting)}, {"placed", std::to_string(found.placed)}, {"bound", std::to_string(found.bound)}}));
        if (!found.refusals.empty()) {
            auto list = some.add("refusals");
            for (const auto& [why, count] : found.refusals) list.add("reason").set("words", call.text(fmt::format("coaching.refusal.{}", why))).set("count", count);
        }
        some.add("confirm").set("fingerprint", found.fingerprint);
    }
    if (found.topics.empty()) view.show("no_topics");
    else {
        auto table = view.add("topics");
        for (const auto& [topic, count] : found.topics) table.add("row").set("name", call.text(fmt::format("coaching.topic.{}", topic))).set("count", count);
        if (found.other_topics > 0) table.add("row").set("name", call.text("coaching.run.others")).set("count", found.other_topics);
    }
    return call.page("coaching/plan", call.text("coaching.run.title"), std::move(view));
}

namespace {

/// Worked out on a worker, for the writer only writes.
struct Prepared {
    Waiting all;
    Proposal proposal;
    std::string stamp;
    std::string fingerprint;
};

}  // namespace

static Prepared prepare_plan(http::PrepareCall& call) {
    const auto& services = call.services;
    return services.database->read([&](db::Read& main) {
        return services.store(store_name).database->read([&](db::Read& db) {
            Prepared made{.all = waiting(db, main, call.today()), .proposal = {}, .stamp = stamp(db), .fingerprint = {}};
            made.proposal = place(made.all.situation);
            made.fingerprint = counts(db, call.viewer, made.all, made.proposal, call.today()).fingerprint;
            return made;
        });
    });
}

static http::Response confirm_plan(http::WriteCall& call, Prepared& prepared) {
    if (prepared.stamp != stamp(call.db) || prepared.fingerprint != call.request.form.text("fingerprint")) {
        return call.redirect_with_notice("/lessons/plan", call.text("coaching.run.stale"));
    }
    const int booked = confirm(call.db, call.viewer, call.now, prepared.all, prepared.proposal);
    return call.redirect_with_notice("/lessons/plan", call.text("coaching.run.done", {{"n", std::to_string(booked)}}));
}

static std::string leg_name(roster::OrgId a, roster::OrgId b) { return fmt::format("way_{}_{}", a.value, b.value); }

static http::Response settings_page(http::Call& call, db::Read& db, db::Read& main, http::Status status, const http::Fields* typed, const Problems& problems) {
    html::View view;
    fill_problems(call, view, problems);
    const auto known = ways(db);
    view.set("usual", typed ? std::string(typed->text("usual")) : std::to_string(known.usual.count()));
    const auto schools = roster::schools(main);
    for (std::size_t i = 0; i < schools.size(); ++i) {
        for (std::size_t j = i + 1; j < schools.size(); ++j) {
            const auto name = leg_name(schools[i].id, schools[j].id);
            const auto found = known.legs.find({schools[i].id.value, schools[j].id.value});
            auto leg = view.add("leg");
            leg.set("name", name).set("from", schools[i].name).set("to", schools[j].name);
            leg.set("minutes", typed ? std::string(typed->text(name)) : found == known.legs.end() ? "" : std::to_string(found->second.count()));
            for (const auto& [field, key] : problems) {
                if (field == name) leg.add("error").set("message", call.text(key));
            }
        }
    }
    const auto specialists = all_hours(db);
    if (specialists.empty()) view.show("no_specialist");
    for (const auto& one : specialists) {
        auto row = view.add("specialist");
        const auto licence = people::educator_licence(main, one.account, call.today());
        row.set("name", person_name(call, main, one.account));
        row.set("licence", call.text(licence.may_teach ? "coaching.set.may_teach" : licence.licensed ? "coaching.set.licensed" : "coaching.set.unlicensed"));
    }
    return call.page(status, "coaching/settings", call.text("coaching.set.title"), std::move(view));
}

static http::Response show_settings(http::ReadCall& call) { return settings_page(call, call.db, call.main, http::ok, nullptr, {}); }

static http::Response change_ways(http::WriteCall& call) {
    const auto& form = call.request.form;
    Problems problems;
    auto minutes = [&](const std::string& name) -> std::optional<base::Minutes> {
        const auto value = base::parse_integer(form.text(name));
        if (value && *value >= 0 && *value <= 600) return base::Minutes(*value);
        problems.emplace_back(name, "coaching.problem.minutes");
        return std::nullopt;
    };
    Ways changed;
    changed.usual = minutes("usual").value_or(base::Minutes(30));
    const auto schools = roster::schools(call.main);
    for (std::size_t i = 0; i < schools.size(); ++i) {
        for (std::size_t j = i + 1; j < schools.size(); ++j) {
            const auto name = leg_name(schools[i].id, schools[j].id);
            if (form.text(name).empty()) continue;  // as usual
            if (const auto way = minutes(name)) changed.legs[{schools[i].id.value, schools[j].id.value}] = *way;
        }
    }
    if (!problems.empty()) return settings_page(call, call.db, call.main, http::unprocessable, &form, problems);
    save_ways(call.db, call.viewer, changed);
    return call.redirect_with_notice("/lessons/settings", call.text("coaching.set.saved"));
}

void plan_routes(http::Routes& routes) {
    routes.get("/lessons/plan", http::everywhere(may_plan), show_plan).in_store(store_name);
    routes.post<Prepared>("/lessons/plan", http::everywhere(may_plan), prepare_plan, confirm_plan).in_store(store_name);
    routes.get("/lessons/settings", http::everywhere(may_plan), show_settings).in_store(store_name);
    routes.post("/lessons/settings/ways", http::everywhere(may_plan), change_ways).in_store(store_name);
}

}  // namespace coaching
