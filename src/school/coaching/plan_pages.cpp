#include <algorithm>

#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"
#include "calendar/calendar.h"
#include "coaching/coaching.h"
#include "coaching/pages.h"
#include "coaching/plan_store.h"
#include "db/db.h"
#include "html/format.h"
#include "http/routes.h"
#include "people/people.h"

namespace coaching {

static void fill_proposal(http::ReadCall& call, html::View& some, const ProposalCounts& found, int waiting) {
    auto proposal = some.add("proposal");
    proposal.set("words", call.text("coaching.run.words", {{"n", std::to_string(waiting)}, {"placed", std::to_string(found.placed)}, {"bound", std::to_string(found.bound)}}));
    proposal.set("made", html::moment_words(call.language, call.zone, call.now, found.made_at)).set("fingerprint", found.fingerprint).show_if(found.placed > 0 || !found.refusals.empty(), "placed");
    if (found.refusals.empty()) return;
    auto list = proposal.add("refusals");
    for (const auto& [why, count] : found.refusals) list.add("reason").set("words", call.text(fmt::format("coaching.refusal.{}", why))).set("count", count);
}

static http::Response show_plan(http::ReadCall& call) {
    html::View view;
    const int waiting = count_waiting(call.db, call.viewer);
    if (waiting == 0) view.show("none");
    else {
        auto some = view.add("some");
        some.set("waiting", call.text("coaching.run.waiting", {{"n", std::to_string(waiting)}}));
        if (const auto found = kept_proposal(call.db, call.viewer)) fill_proposal(call, some, *found, waiting);
    }
    const auto told = count_topics(call.db, call.viewer, calendar::school_year_of(call.today()).first());
    if (told.topics.empty()) view.show("no_topics");
    else {
        auto table = view.add("topics");
        for (const auto& [topic, count] : told.topics) table.add("row").set("name", call.text(fmt::format("coaching.topic.{}", topic))).set("count", count);
        if (told.others > 0) table.add("row").set("name", call.text("coaching.run.others")).set("count", told.others);
    }
    return call.page("coaching/plan", call.text("coaching.run.title"), std::move(view));
}

namespace {

/// Worked out on a worker, for the writer only writes.
struct Prepared {
    Waiting all;
    Proposal proposal;
    std::string stamp;
    ProposalCounts counts;
};

}  // namespace

static Prepared prepare_plan(http::PrepareCall& call) {
    const auto& services = call.services;
    return services.database->read([&](db::Read& main) {
        return services.store(store_name).database->read([&](db::Read& db) {
            Prepared made{.all = waiting(db, main, call.today()), .proposal = {}, .stamp = stamp(db), .counts = {}};
            made.proposal = place(made.all.situation);
            made.counts = count(made.all, made.proposal, call.now);
            return made;
        });
    });
}

static http::Response make_proposal(http::WriteCall& call, Prepared& prepared) {
    keep_proposal(call.db, call.viewer, prepared.stamp, prepared.counts);
    return call.redirect("/lessons/plan");
}

static http::Response confirm_plan(http::WriteCall& call, Prepared& prepared) {
    if (prepared.stamp != stamp(call.db) || prepared.counts.fingerprint != call.request.form.text("fingerprint")) {
        keep_proposal(call.db, call.viewer, stamp(call.db) == prepared.stamp ? prepared.stamp : std::string(), prepared.counts);
        return call.redirect_with_notice("/lessons/plan", call.text("coaching.run.stale"));
    }
    const int booked = confirm(call.db, call.viewer, call.now, prepared.all, prepared.proposal);
    return call.redirect_with_notice("/lessons/plan", call.text("coaching.run.done", {{"n", std::to_string(booked)}}));
}

/// Each pair once, whatever the schools are called and so sorted by.
static std::pair<std::int64_t, std::int64_t> leg_of(roster::OrgId a, roster::OrgId b) { return std::minmax({a.value, b.value}); }
static std::string leg_name(roster::OrgId a, roster::OrgId b) { return fmt::format("way_{}_{}", leg_of(a, b).first, leg_of(a, b).second); }

static http::Response settings_page(http::Call& call, db::Read& db, db::Read& main, http::Status status, const http::Fields* typed, const Problems& problems) {
    html::View view;
    fill_problems(call, view, problems);
    const auto known = ways(db);
    view.set("usual", typed ? std::string(typed->text("usual")) : std::to_string(known.usual.count()));
    const auto schools = roster::schools(main);
    for (std::size_t i = 0; i < schools.size(); ++i) {
        for (std::size_t j = i + 1; j < schools.size(); ++j) {
            const auto name = leg_name(schools[i].id, schools[j].id);
            const auto found = known.legs.find(leg_of(schools[i].id, schools[j].id));
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
            if (const auto way = minutes(name)) changed.legs[leg_of(schools[i].id, schools[j].id)] = *way;
        }
    }
    if (!problems.empty()) return settings_page(call, call.db, call.main, http::unprocessable, &form, problems);
    save_ways(call.db, call.viewer, changed);
    return call.redirect_with_notice("/lessons/settings", call.text("coaching.set.saved"));
}

void plan_routes(http::Routes& routes) {
    routes.get("/lessons/plan", http::everywhere(may_plan), show_plan).in_store(store_name);
    routes.post<Prepared>("/lessons/plan", http::everywhere(may_plan), prepare_plan, confirm_plan).in_store(store_name);
    routes.post<Prepared>("/lessons/plan/proposal", http::everywhere(may_plan), prepare_plan, make_proposal).in_store(store_name);
    routes.get("/lessons/settings", http::everywhere(may_plan), show_settings).in_store(store_name);
    routes.post("/lessons/settings/ways", http::everywhere(may_plan), change_ways).in_store(store_name);
}

}  // namespace coaching
