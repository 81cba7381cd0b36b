#include "people/evaluation.h"

#include <array>

#include "db/db.h"
#include "people/standing.h"

namespace people {

static constexpr std::array<std::string_view, 4> ratings{"beginning", "developing", "effective", "leading"};
std::span<const std::string_view> evaluation_ratings() { return ratings; }

int school_year_of(base::Day day) {
    const std::chrono::year_month_day at(day);
    return static_cast<int>(at.year()) - (at.month() < std::chrono::July ? 1 : 0);
}

static Evaluation read_evaluation(const db::Row& row) {
    auto text = [&](std::string_view column) { return std::string(row.text(column)); };
    return {.id = row.integer("id"), .subject = {row.integer("subject_id")}, .subject_name = text("subject"), .evaluator = {row.integer("evaluator_id")},
            .evaluator_name = text("evaluator"), .kind = text("kind"), .year = static_cast<int>(row.integer("year")), .state = text("state"),
            .summary = text("summary"), .criteria = {}, .signed_at = row.maybe_instant("signed_at"), .signed_rule = text("signed_rule"), .evidence = {},
            .acknowledged_at = row.maybe_instant("acknowledged_at"), .reply = text("reply"), .version = row.integer("version")};
}

Evaluation fetch_evaluation(db::Read& db, const auth::Viewer& viewer, std::int64_t id, base::Day day) {
    // Clause 14: the two people alone; the subject only what is signed, the evaluator a draft only while in office. Grants, the program and the
    // command line open nothing.
    if (!viewer.signed_in()) throw base::NotFound("no such evaluation");
    auto one = db.query(R"sql(
        SELECT e.id, e.subject_id, s.name AS subject, e.evaluator_id, v.name AS evaluator, e.kind, e.year, e.state, e.summary, e.signed_at, e.signed_rule,
               e.acknowledged_at, e.reply, e.version
          FROM people_evaluation e
          JOIN auth_account s ON s.id = e.subject_id
          JOIN auth_account v ON v.id = e.evaluator_id
         WHERE e.id = :id AND (e.evaluator_id = :viewer OR (e.subject_id = :viewer AND e.state <> 'draft'))
    )sql").bind("id", id).bind("viewer", viewer.account()).one(read_evaluation);
    if (one.state == "draft" && !in_office(db, one.evaluator, one.subject, day)) throw base::NotFound("no such evaluation");
    one.criteria = db.query("SELECT name, rating, words FROM people_evaluation_criterion WHERE evaluation_id = :id ORDER BY position").bind("id", id).all([](const db::Row& row) {
        return Criterion{std::string(row.text("name")), std::string(row.text("rating")), std::string(row.text("words"))};
    });
    one.evidence = db.query("SELECT licence_id FROM people_evaluation_evidence WHERE evaluation_id = :id ORDER BY licence_id").bind("id", id).all([](const db::Row& row) {
        return row.integer("licence_id");
    });
    return one;
}

bool wrote_evaluation(db::Read& db, const auth::Viewer& viewer, std::int64_t id) {
    if (!viewer.signed_in()) return false;
    return db.query("SELECT id FROM people_evaluation WHERE id = :id AND evaluator_id = :viewer").bind("id", id).bind("viewer", viewer.account()).maybe_integer().has_value();
}

std::vector<Refusal> frozen_by(db::Read& db, const auth::Viewer& viewer, const Evaluation& evaluation, const Today& today) {
    const auto day = today.day;
    if (viewer.account() != evaluation.evaluator) throw base::NotFound("no such evaluation");
    std::vector<Refusal> list;
    const auto kind = in_office(db, evaluation.evaluator, evaluation.subject, day);
    if (!kind) list.push_back({14, "not_in_office"});
    auto known = standing(db, *today.services, evaluation.evaluator, evaluation.subject, day);
    if (kind == "evaluator_classified" && known.licensed) list.push_back({6, "classified_for_licensed"});
    if (evaluation.kind == "evaluator_licensed" || kind == "evaluator_licensed") known.licensed = true;
    for (auto& one : refusals_to_evaluate(known, pack_on(db, day), day)) list.push_back(one);
    return list;
}

static EvaluationLine read_line(const db::Row& row) {
    return {row.maybe_integer("id").value_or(0), {row.integer("other")}, std::string(row.text("name")), static_cast<int>(row.integer("year")), row.maybe_text("state").value_or("")};
}

std::vector<EvaluationLine> evaluations_to_write(db::Read& db, const auth::Viewer& viewer, base::Day day, int most) {
    if (!viewer.signed_in()) return {};
    // First those in office, then what was written before and is no longer this year's; of drafts only those of people in office (clause 14).
    return db.query(R"sql(
        SELECT x.id, x.other, x.name, x.year, x.state FROM (
            SELECT e.id, a.id AS other, a.name, CAST(:year AS BIGINT) AS year, e.state
              FROM (SELECT DISTINCT to_id FROM people_relation
                     WHERE kind IN ('evaluator_classified', 'evaluator_licensed') AND from_id = :viewer AND from_on <= :day AND (to_on IS NULL OR to_on >= :day)) r
              JOIN auth_account a ON a.id = r.to_id AND a.disabled_at IS NULL
              LEFT JOIN people_evaluation e ON e.subject_id = r.to_id AND e.evaluator_id = :viewer AND e.year = :year
            UNION
            SELECT e.id, a.id, a.name, e.year, e.state FROM people_evaluation e JOIN auth_account a ON a.id = e.subject_id
             WHERE e.evaluator_id = :viewer
               AND (e.state <> 'draft' OR e.subject_id IN (SELECT to_id FROM people_relation
                                                            WHERE kind IN ('evaluator_classified', 'evaluator_licensed') AND from_id = :viewer
                                                              AND from_on <= :day AND (to_on IS NULL OR to_on >= :day)))
        ) x ORDER BY x.year DESC, x.name, x.other LIMIT :most
    )sql").bind("viewer", viewer.account()).bind("day", day).bind("year", school_year_of(day)).bind("most", most).all(read_line);
}

std::vector<EvaluationLine> own_evaluations(db::Read& db, const auth::Viewer& viewer) {
    if (!viewer.signed_in()) return {};
    return db.query(R"sql(
        SELECT e.id, e.evaluator_id AS other, a.name, e.year, e.state FROM people_evaluation e JOIN auth_account a ON a.id = e.evaluator_id
         WHERE e.subject_id = :viewer AND e.state <> 'draft' ORDER BY e.year DESC, e.id DESC LIMIT 200
    )sql").bind("viewer", viewer.account()).all(read_line);
}

}  // namespace people
