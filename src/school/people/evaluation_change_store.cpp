#include <algorithm>

#include <boost/json.hpp>

#include "auth/event.h"
#include "base/text.h"
#include "db/db.h"
#include "db/setting.h"
#include "people/evaluation.h"
#include "people/licence.h"
#include "people/standing.h"

namespace people {

using auth::AccountId;

/// That it happened, never what stands in it (clause 14).
static void note(db::Write& db, const auth::Viewer& viewer, base::Instant now, std::int64_t id, std::string_view action) {
    auth::record(db, viewer, now, {.subject_kind = "evaluation", .subject_id = id, .action = action});
}

static void require_free(db::Read& db, const auth::Viewer& viewer, const Evaluation& evaluation, const Today& today) {
    auto refusals = frozen_by(db, viewer, evaluation, today);
    if (!refusals.empty()) throw Refused(std::move(refusals), pack_on(db, today.day).source);
}

static void insert_criteria(db::Write& db, std::int64_t id, const std::vector<Criterion>& criteria) {
    int position = 0;
    for (const auto& one : criteria) {
        db.query("INSERT INTO people_evaluation_criterion (evaluation_id, position, name, rating, words) VALUES (:id, :position, :name, :rating, :words)")
            .bind("id", id)
            .bind("position", ++position)
            .bind("name", one.name)
            .bind("rating", one.rating)
            .bind("words", one.words)
            .run();
    }
}

std::int64_t open_evaluation(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Today& today, AccountId subject, const std::vector<std::string>& criteria) {
    const auto kind = viewer.signed_in() ? in_office(db, viewer.account(), subject, today.day) : std::nullopt;
    if (!kind) throw base::Forbidden("An evaluation is opened by whoever is named as evaluator of this person.");
    Evaluation evaluation;
    evaluation.subject = subject;
    evaluation.evaluator = viewer.account();
    evaluation.kind = *kind;
    require_free(db, viewer, evaluation, today);
    const auto year = school_year_of(today.day);
    auto there = db.query("SELECT id FROM people_evaluation WHERE subject_id = :subject AND evaluator_id = :evaluator AND year = :year")
                     .bind("subject", subject).bind("evaluator", viewer.account()).bind("year", year).maybe_integer();
    if (there) return *there;
    auto id = db.query(R"sql(
        INSERT INTO people_evaluation (subject_id, evaluator_id, kind, year, state, opened_at) VALUES (:subject, :evaluator, :kind, :year, 'draft', :now) RETURNING id
    )sql").bind("subject", subject).bind("evaluator", viewer.account()).bind("kind", *kind).bind("year", year).bind("now", now).one_integer();
    std::vector<Criterion> list;
    for (const auto& name : criteria) list.push_back({name, "", ""});
    insert_criteria(db, id, list);
    note(db, viewer, now, id, "opened");
    return id;
}

static Evaluation fetch_draft(db::Read& db, const auth::Viewer& viewer, std::int64_t id, std::int64_t seen, base::Day day) {
    auto evaluation = fetch_evaluation(db, viewer, id, day);
    if (evaluation.evaluator != viewer.account()) throw base::NotFound("no such draft");
    if (evaluation.state != "draft") throw base::Conflict("people.evaluation.problem.signed");
    if (seen != 0 && evaluation.version != seen) throw base::Conflict("people.evaluation.problem.stale");
    return evaluation;
}

static Draft tidy(Draft draft) {
    draft.summary = std::string(base::trim(draft.summary));
    if (base::count_code_points(draft.summary) > 10'000) throw base::Invalid("summary", "people.evaluation.problem.long");
    std::erase_if(draft.criteria, [](const Criterion& one) { return base::trim(one.name).empty() && base::trim(one.words).empty(); });
    if (draft.criteria.empty()) throw base::Invalid("criteria", "people.evaluation.problem.criteria");
    for (auto& one : draft.criteria) {
        one.name = base::collapse_space(one.name);
        one.words = std::string(base::trim(one.words));
        if (one.name.empty() || base::count_code_points(one.name) > 150) throw base::Invalid("criteria", "people.evaluation.problem.name");
        if (base::count_code_points(one.words) > 5'000) throw base::Invalid("criteria", "people.evaluation.problem.long");
        if (!one.rating.empty() && std::ranges::find(evaluation_ratings(), one.rating) == evaluation_ratings().end()) {
            throw base::Invalid("criteria", "people.evaluation.problem.rating");
        }
    }
    return draft;
}

void save_draft(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Today& today, std::int64_t id, const Draft& given) {
    const auto evaluation = fetch_draft(db, viewer, id, given.seen, today.day);
    require_free(db, viewer, evaluation, today);
    const auto draft = tidy(given);
    db.query("UPDATE people_evaluation SET summary = :summary, version = version + 1 WHERE id = :id").bind("id", id).bind("summary", draft.summary).run();
    db.query("DELETE FROM people_evaluation_criterion WHERE evaluation_id = :id").bind("id", id).run();
    insert_criteria(db, id, draft.criteria);
    note(db, viewer, now, id, "saved");
}

void sign_evaluation(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Today& today, std::int64_t id, std::int64_t seen) {
    const auto evaluation = fetch_draft(db, viewer, id, seen, today.day);
    require_free(db, viewer, evaluation, today);
    for (const auto& one : evaluation.criteria) {
        if (one.rating.empty()) throw base::Invalid("criteria", "people.evaluation.problem.unrated");
    }
    const auto pack = pack_on(db, today.day);
    auto known = standing(db, *today.services, evaluation.evaluator, evaluation.subject, today.day);
    known.licensed = known.licensed || evaluation.kind == "evaluator_licensed";
    // Clause 12: the evidence of the day stays with it, whatever becomes of it later.
    for (auto licence : evidence_to_evaluate(known, pack, today.day)) {
        db.query("INSERT INTO people_evaluation_evidence (evaluation_id, licence_id) VALUES (:id, :licence)").bind("id", id).bind("licence", licence).run();
    }
    db.query("UPDATE people_evaluation SET state = 'signed', signed_at = :now, signed_rule = :rule, version = version + 1 WHERE id = :id")
        .bind("id", id)
        .bind("now", now)
        .bind("rule", !known.licensed ? "" : pack.source.empty() ? "strictest" : pack.source)
        .run();
    note(db, viewer, now, id, "signed");
}

void acknowledge_evaluation(db::Write& db, const auth::Viewer& viewer, base::Instant now, std::int64_t id, std::string_view given) {
    const auto evaluation = fetch_evaluation(db, viewer, id, db::district_zone(db).day_of(now));
    if (evaluation.subject != viewer.account()) throw base::Forbidden("It is acknowledged by whom it is about.");
    if (evaluation.state != "signed") throw base::Conflict("people.evaluation.problem.acknowledged");
    const auto reply = std::string(base::trim(given));
    if (base::count_code_points(reply) > 10'000) throw base::Invalid("reply", "people.evaluation.problem.long");
    db.query("UPDATE people_evaluation SET state = 'acknowledged', acknowledged_at = :now, reply = :reply, version = version + 1 WHERE id = :id")
        .bind("id", id)
        .bind("now", now)
        .bind("reply", reply)
        .run();
    note(db, viewer, now, id, "acknowledged");
}

void discard_draft(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Today& today, std::int64_t id, std::int64_t seen) {
    require_free(db, viewer, fetch_draft(db, viewer, id, seen, today.day), today);
    db.query("DELETE FROM people_evaluation_criterion WHERE evaluation_id = :id").bind("id", id).run();
    db.query("DELETE FROM people_evaluation WHERE id = :id").bind("id", id).run();
    note(db, viewer, now, id, "discarded");
}

}  // namespace people
