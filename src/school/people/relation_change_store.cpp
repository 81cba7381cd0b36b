#include <algorithm>

#include <boost/json.hpp>

#include "auth/event.h"
#include "base/text.h"
#include "db/db.h"
#include "people/licence.h"
#include "people/people_rows.h"
#include "people/relation.h"
#include "people/standing.h"

namespace people {

using auth::AccountId;

static void note(db::Write& db, const auth::Viewer& viewer, base::Instant now, std::int64_t id, std::string_view action, const boost::json::object& detail) {
    auth::record(db, viewer, now, {.subject_kind = "relation", .subject_id = id, .action = action, .detail = boost::json::serialize(detail)});
}

static boost::json::value day_value(std::optional<base::Day> day) { return day ? boost::json::value(base::to_iso(*day)) : boost::json::value(nullptr); }

static std::string last_day(const Relation& what) { return what.to_on ? base::to_iso(*what.to_on) : "9999-12-31"; }

/// Clause 10: whoever is above cannot come to stand below while both lines hold. Only what holds at some time of the new line is asked; of the lines
/// between the two, whether they hold on one day with each other is not, which refuses rather too much than too little.
static bool stands_above(db::Read& db, const Relation& what) {
    const auto person = what.to;
    const auto below = what.from;
    std::set<std::int64_t> seen{below.value};
    std::vector<std::int64_t> next{below.value};
    while (!next.empty()) {
        const auto at = next.back();
        next.pop_back();
        for (auto above : db.query("SELECT from_id FROM people_relation WHERE to_id = :to AND kind = 'line_manager' AND from_on <= :last AND (to_on IS NULL OR to_on >= :first)")
                              .bind("to", at).bind("first", what.from_on).bind("last", last_day(what)).all([](const db::Row& row) { return row.integer("from_id"); })) {
            if (above == person.value) return true;
            if (seen.insert(above).second) next.push_back(above);
        }
    }
    return false;
}

/// One line manager, and one evaluator, at a time and place: two of them would each rely on the other.
static bool overlaps(db::Read& db, const Relation& what) {
    if (what.kind != "line_manager" && !is_evaluator_kind(what.kind)) return false;
    return db.query(R"sql(
        SELECT id FROM people_relation
         WHERE to_id = :to AND id <> :id AND ((:evaluator = 1 AND kind IN ('evaluator_classified', 'evaluator_licensed')) OR (:evaluator = 0 AND kind = :kind))
           AND (org_id IS NULL OR :everywhere = 1 OR org_id = :org) AND from_on <= :last AND (to_on IS NULL OR to_on >= :first) LIMIT 1
    )sql")
        .bind("to", what.to)
        .bind("id", what.id)
        .bind("evaluator", is_evaluator_kind(what.kind))
        .bind("kind", what.kind)
        .bind("everywhere", !what.org)
        .bind("org", what.org ? what.org->value : 0)
        .bind("first", what.from_on)
        .bind("last", last_day(what))
        .maybe_integer()
        .has_value();
}

/// Clause 11: on the first day from today on which it holds; a relation of the past is asked about its last day.
static base::Day day_to_ask(const Relation& what, base::Day today) {
    const auto day = std::max(what.from_on, today);
    return what.to_on ? std::min(day, *what.to_on) : day;
}

static void require_allowed(db::Read& db, const Relation& what, const Today& today) {
    const auto day = day_to_ask(what, today.day);
    const auto pack = pack_on(db, day);
    auto known = standing(db, *today.services, what.from, what.to, day);
    std::vector<Refusal> refusals;
    if (what.kind == "evaluator_licensed") known.licensed = true;  // whoever is named so needs the evidence, whatever the records say of the other
    if (what.kind == "evaluator_classified" && known.licensed) refusals.push_back({6, "classified_for_licensed"});
    if (is_evaluator_kind(what.kind)) {
        for (auto& one : refusals_to_evaluate(known, pack, day)) refusals.push_back(one);
    } else if (what.kind == "line_manager") {
        refusals = refusals_to_supervise(known, pack, day);
        if (stands_above(db, what)) refusals.push_back({10, "cycle"});
    }
    if (!refusals.empty()) throw Refused(std::move(refusals), pack.source);
    if (overlaps(db, what)) throw base::Invalid("kind", "people.supervision.problem.overlap");
}

static void require_order(const Relation& what) {
    if (what.to_on && *what.to_on < what.from_on) throw base::Invalid("to", "people.problem.order");
}

/// Clause 5: nobody takes their own kinship off the record.
static void require_other(const auth::Viewer& viewer, const Relation& what) {
    if (what.kind == "related" && (what.from == viewer.account() || what.to == viewer.account())) {
        throw base::Forbidden("Somebody else who manages the department changes what is recorded of your own relatives.");
    }
}

static std::string basis_of(std::string_view text) {
    auto basis = base::collapse_space(text);
    if (base::count_code_points(basis) > 300) throw base::Invalid("basis", "people.licence.problem.long");
    return basis;
}

std::int64_t relate(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Today& today, const NewRelation& given) {
    require_manager(viewer);
    if (std::ranges::find(relation_kinds(), given.kind) == relation_kinds().end()) throw base::Invalid("kind", "people.supervision.problem.kind");
    Relation what;
    what.from = account_named(db, viewer, "from_email", given.from_email);
    what.to = account_named(db, viewer, "to_email", given.to_email);
    what.kind = given.kind;
    what.org = given.org;
    what.from_on = given.from_on;
    what.to_on = given.to_on;
    what.basis = basis_of(given.basis);
    require_order(what);
    if (what.org && !roster::find_org(db, *what.org)) throw base::Invalid("school", "people.problem.school");
    if (what.from == what.to && !is_evaluator_kind(what.kind) && what.kind != "line_manager") throw base::Invalid("to_email", "people.supervision.problem.self");
    require_allowed(db, what, today);
    auto id = db.query(R"sql(
        INSERT INTO people_relation (from_id, to_id, kind, org_id, from_on, to_on, basis) VALUES (:from, :to, :kind, :org, :from_on, :to_on, :basis) RETURNING id
    )sql")
                  .bind("from", what.from)
                  .bind("to", what.to)
                  .bind("kind", what.kind)
                  .bind("org", what.org)
                  .bind("from_on", what.from_on)
                  .bind("to_on", what.to_on)
                  .bind("basis", what.basis)
                  .one_integer();
    note(db, viewer, now, id, "added",
         {{"kind", what.kind}, {"from", what.from.value}, {"to", what.to.value}, {"from_on", base::to_iso(what.from_on)}, {"to_on", day_value(what.to_on)}});
    return id;
}

void change_relation(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Today& today, std::int64_t id, const RelationDates& dates) {
    auto what = fetch_relation(db, viewer, id);
    if (what.version != dates.seen) throw base::Conflict("people.supervision.problem.stale");
    require_other(viewer, what);
    const auto before = what;
    what.from_on = dates.from_on;
    what.to_on = dates.to_on;
    what.basis = basis_of(dates.basis);
    require_order(what);
    // To end it is always allowed: that is how it is mended when the evidence has lapsed.
    const bool only_ends = what.from_on == before.from_on && what.to_on && (!before.to_on || *what.to_on <= *before.to_on);
    if (!only_ends) require_allowed(db, what, today);
    db.query("UPDATE people_relation SET from_on = :from_on, to_on = :to_on, basis = :basis, told_on = NULL, version = version + 1 WHERE id = :id")
        .bind("id", id)
        .bind("from_on", what.from_on)
        .bind("to_on", what.to_on)
        .bind("basis", what.basis)
        .run();
    note(db, viewer, now, id, "changed",
         {{"kind", what.kind}, {"from", what.from.value}, {"to", what.to.value}, {"from_on", base::to_iso(what.from_on)}, {"to_on", day_value(what.to_on)},
          {"from_on_before", base::to_iso(before.from_on)}, {"to_on_before", day_value(before.to_on)}});
}

void remove_relation(db::Write& db, const auth::Viewer& viewer, base::Instant now, std::int64_t id) {
    const auto what = fetch_relation(db, viewer, id);
    require_other(viewer, what);
    if (is_evaluator_kind(what.kind)) {
        auto written = db.query("SELECT count(*) FROM people_evaluation WHERE evaluator_id = :from AND subject_id = :to").bind("from", what.from).bind("to", what.to).one_integer();
        if (written > 0) throw base::Conflict("people.supervision.problem.written");
    }
    db.query("DELETE FROM people_relation WHERE id = :id").bind("id", id).run();
    note(db, viewer, now, id, "removed", {{"kind", what.kind}, {"from", what.from.value}, {"to", what.to.value}});
}

}  // namespace people
