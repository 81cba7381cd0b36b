// The answer to a need, to everybody who hears it, and taking it back.
#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"
#include "db/db.h"
#include "jobs/jobs.h"
#include "planning/need_change.h"

namespace planning {

static void check_answer(base::Day today, const NewAnswer& answer) {
    if (!is_answered(answer.kind)) throw base::Invalid("kind", "planning.need.problem.kind");
    if (base::trim(answer.words).empty()) {
        throw base::Invalid("answer_words", answer.kind == NeedState::not_now ? "planning.need.problem.reason" : "planning.need.problem.answer_words");
    }
    if (base::count_code_points(answer.words) > most_need_words) throw base::Invalid("answer_words", "planning.need.problem.long_words");
    if (answer.kind == NeedState::planned && !answer.on) throw base::Invalid("on", "planning.need.problem.when");
    if (answer.on && *answer.on < today) throw base::Invalid("on", "planning.need.problem.past");
}

/// Whoever answers knows it already.
static void address_letters(db::Write& db, const auth::Viewer& viewer, base::Instant now, NeedId id, std::int64_t answer) {
    db.query(R"sql(
        INSERT INTO planning_need_letter (answer_id, account_id)
        SELECT :answer, v.account_id FROM planning_need_voice v WHERE v.need_id = :id AND v.account_id <> :by
    )sql").bind("answer", answer).bind("id", id).bind("by", viewer.account()).run();
    jobs::enqueue(db, now, {.name = "planning.need_letters",
                            .payload = fmt::format(R"({{"answer":{}}})", answer),
                            .not_before = now + letters_wait,
                            .unique_key = fmt::format("answer/{}", answer)});
}

void answer_need(db::Write& db, const auth::Viewer& viewer, base::Instant now, base::Day today, NeedId id, std::int64_t seen, const NewAnswer& answer) {
    const auto need = to_change(db, viewer, id, seen);
    require_live(need);
    if (!may_answer(viewer, need)) throw base::Forbidden("A need is answered by its owner or the CIO.");
    check_answer(today, answer);
    // Clause 14: what nobody weighed is not answered.
    if (!need.weighing) throw base::Conflict("planning.need.problem.not_weighed");
    if (need.state == NeedState::met) throw base::Conflict("planning.need.problem.met");
    take_back_letters(db, now, id);
    const auto made = db.query(R"sql(
        INSERT INTO planning_need_answer (need_id, kind, words, on_day, by_id, at) VALUES (:need, :kind, :words, :on, :by, :now) RETURNING id
    )sql")
        .bind("need", id)
        .bind("kind", word(answer.kind))
        .bind("words", base::trim(answer.words))
        .bind("on", answer.kind == NeedState::met ? std::nullopt : answer.on)
        .bind("by", viewer.account())
        .bind("now", now)
        .one_integer();
    db.query("UPDATE planning_need SET state = :state WHERE id = :id").bind("state", word(answer.kind)).bind("id", id).run();
    address_letters(db, viewer, now, id, made);
    touch_need(db, now, id);
    record_need(db, viewer, now, id, word(answer.kind), answer.on ? boost::json::object{{"on", base::to_iso(*answer.on)}} : boost::json::object{}, base::trim(answer.words));
}

void take_back_letters(db::Write& db, base::Instant now, NeedId id) {
    // An answer that reached nobody was never given; one that did is followed by another.
    db.query(R"sql(
        UPDATE planning_need_answer SET taken_back_at = :now
         WHERE need_id = :id AND taken_back_at IS NULL
           AND NOT EXISTS (SELECT 1 FROM planning_need_letter l WHERE l.answer_id = planning_need_answer.id AND l.written_at IS NOT NULL)
           AND EXISTS (SELECT 1 FROM planning_need_letter l WHERE l.answer_id = planning_need_answer.id)
    )sql").bind("now", now).bind("id", id).run();
    db.query(R"sql(
        DELETE FROM planning_need_letter
         WHERE written_at IS NULL AND answer_id IN (SELECT id FROM planning_need_answer WHERE need_id = :id)
    )sql").bind("id", id).run();
}

void take_up_again(db::Write& db, const auth::Viewer& viewer, base::Instant now, NeedId id, std::int64_t seen) {
    const auto need = to_change(db, viewer, id, seen);
    if (!is_answered(need.state)) throw base::Conflict("planning.need.problem.not_answered");
    if (!may_answer(viewer, need)) throw base::Forbidden("It is taken up again by its owner or the CIO.");
    take_back_letters(db, now, id);
    db.query("UPDATE planning_need SET state = 'weighed' WHERE id = :id").bind("id", id).run();
    touch_need(db, now, id);
    record_need(db, viewer, now, id, "reopened", {{"from", word(need.state)}});
}

}  // namespace planning
