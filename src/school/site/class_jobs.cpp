// "site.check_class_links": every night what is due; when somebody asks, all of their schools.
#include <boost/json.hpp>

#include "base/time.h"
#include "db/db.h"
#include "db/setting.h"
#include "jobs/jobs.h"
#include "site/class_check.h"
#include "site/class_jobs.h"
#include "site/look.h"

namespace site {

struct Asked {
    bool all = false;
    std::vector<std::int64_t> schools;
};

static Asked read_payload(const std::string& payload) {
    Asked asked;
    const auto value = boost::json::parse(payload).as_object();
    if (auto* all = value.if_contains("all")) asked.all = all->as_bool();
    if (auto* schools = value.if_contains("schools")) {
        for (const auto& id : schools->as_array()) asked.schools.push_back(id.to_number<std::int64_t>());
    }
    return asked;
}

static void check_links(jobs::Context& context) {
    constexpr std::size_t written_together = 20;
    const auto asked = read_payload(context.payload());
    const auto due = context.database().read([&](db::Read& db) {
        return due_links(db, db::district_zone(db).day_of(context.now()), context.now(), asked.all, asked.schools);
    });
    Looker looker;
    std::vector<std::pair<const DueLink*, http::Fetched>> seen;
    std::int64_t looked = 0, left = 0, done = 0;
    const auto write_down = [&] {
        if (seen.empty()) return;
        // Long runs end hours after they began; what was seen is as old as this moment.
        context.database().write([&](db::Write& db) {
            for (const auto& [link, answer] : seen) note_look(db, *link, answer, context.now());
        });
        seen.clear();
    };
    for (const auto& link : due) {
        if (context.cancelled()) break;
        if (auto answer = looker.look(link.url)) {
            seen.emplace_back(&link, std::move(*answer));
            ++looked;
        } else {
            ++left;
        }
        if (seen.size() >= written_together) write_down();
        context.progress(++done, static_cast<std::int64_t>(due.size()));
    }
    write_down();
    context.result(boost::json::serialize(boost::json::object{{"looked", looked}, {"left_alone", left}, {"see", "/website/classes?show=dead"}}));
}

jobs::JobId check_now(db::Write& db, base::Instant now, const auth::Viewer& viewer) {
    const auto reach = viewer.reach(may_link_classes);
    boost::json::object payload{{"all", true}};
    if (!reach.everywhere) payload["schools"] = boost::json::array(reach.schools.begin(), reach.schools.end());
    const auto text = boost::json::serialize(payload);
    return jobs::enqueue(db, now, {.name = "site.check_class_links", .payload = text, .unique_key = "account/" + std::to_string(viewer.account().value), .owner = viewer.account(), .most_attempts = 2});
}

void fill_soon(db::Write& db, base::Instant now) { jobs::enqueue(db, now, {.name = "site.fill_class_links", .unique_key = "fill"}); }

static void fill_links(jobs::Context& context) {
    context.database().write([&](db::Write& db) { fill_by_patterns(db, context.now()); });
}

void class_jobs(jobs::Registry& registry) {
    registry.add("site.check_class_links", jobs::Schedule::daily_at(base::Minutes(3 * 60 + 20)), check_links);
    registry.add("site.fill_class_links", fill_links);
}

}  // namespace site
