#include "helpdesk/routed.h"

#include <fmt/format.h>

#include "helpdesk/routing.h"

namespace helpdesk {

static std::string kind_of(db::Read& db, std::optional<inventory::DeviceId> device) {
    if (!device) return {};
    return db.query("SELECT m.kind FROM inventory_device d JOIN inventory_model m ON m.id = d.model_id WHERE d.id = :device")
        .bind("device", *device)
        .maybe_text()
        .value_or("");
}

static std::vector<RoutingRule> rules(db::Read& db) {
    return db.query("SELECT id, category_id, school_id, device_kind, team_id FROM helpdesk_routing_rule WHERE active = 1 ORDER BY id").all([](const db::Row& row) {
        return RoutingRule{row.integer("id"), row.maybe_integer("category_id"), row.maybe_integer("school_id"), row.maybe_text("device_kind"),
                           row.integer("team_id")};
    });
}

static std::vector<RoutingCount> counts(db::Read& db, const RoutingFacts& facts) {
    auto features = routing_features(facts);
    // One statement for all, because every new request is routed and a statement for each feature costs several times as much. The condition
    // on the star is written as the index of those rows has it.
    std::string sql = "SELECT feature, team_id, seen FROM helpdesk_routing_count WHERE substr(feature, 1, 1) = '*'";
    for (std::size_t at = 0; at < features.size(); ++at) {
        sql += fmt::format(" UNION ALL SELECT feature, team_id, seen FROM helpdesk_routing_count WHERE feature = :f{}", at);
    }
    auto query = db.query(sql);
    for (std::size_t at = 0; at < features.size(); ++at) std::move(query).bind(fmt::format("f{}", at), features[at]);
    return std::move(query).all([](const db::Row& row) {
        return RoutingCount{std::string(row.text("feature")), row.integer("team_id"), row.integer("seen")};
    });
}

Routed route(db::Read& db, const NewRequest& what, const Category& category) {
    RoutingFacts facts{what.title, what.category.value, what.school.value, kind_of(db, what.device)};
    auto suggestion = suggest_team(facts, rules(db), counts(db, facts), category.team.value);
    return {{suggestion.team}, std::string(word(suggestion.reason)), suggestion.confidence};
}

static void add_count(db::Write& db, const RoutingCount& count) {
    db.query(R"sql(
        INSERT INTO helpdesk_routing_count (feature, team_id, seen) VALUES (:feature, :team, :by)
        ON CONFLICT (feature, team_id) DO UPDATE SET seen = helpdesk_routing_count.seen + excluded.seen
    )sql").bind("feature", count.feature).bind("team", count.team).bind("by", count.seen).run();
}

struct Learned {
    RoutingFacts facts;
    std::int64_t category_team;
};

void learn_routing(db::Write& db, RequestId request, TeamId team, RoutingLesson lesson) {
    auto known = db.query(R"sql(
        SELECT r.title, r.category_id, r.school_id, r.device_id, c.team_id AS category_team
          FROM helpdesk_request r JOIN helpdesk_category c ON c.id = r.category_id
         WHERE r.id = :id
    )sql").bind("id", request).one([&](const db::Row& row) {
        return std::pair(Learned{{std::string(row.text("title")), row.integer("category_id"), row.integer("school_id"), {}}, row.integer("category_team")},
                         row.maybe_integer("device_id"));
    });
    auto& [learned, device] = known;
    if (device) learned.facts.device_kind = kind_of(db, inventory::DeviceId{*device});
    auto suggested = suggest_team(learned.facts, rules(db), counts(db, learned.facts), learned.category_team);
    auto proof = lesson == RoutingLesson::corrected ? RoutingProof::corrected : RoutingProof::ended_there;
    for (const auto& count : routing_lesson(learned.facts, suggested, team.value, proof)) add_count(db, count);
}

}  // namespace helpdesk
