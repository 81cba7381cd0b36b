// Raising, joining, owning, weighing, withdrawing and merging. What was answered: need_answer_store.cpp.
#include <fmt/format.h>

#include "auth/account.h"
#include "base/error.h"
#include "base/text.h"
#include "db/db.h"
#include "planning/need_change.h"
#include "planning/planning.h"

namespace planning {

void record_need(db::Write& db, const auth::Viewer& viewer, base::Instant now, NeedId id, std::string_view action, const boost::json::object& detail, std::string_view why) {
    auth::record(db, viewer, now, {.subject_kind = "need", .subject_id = id.value, .action = action, .why = why, .detail = boost::json::serialize(detail)});
}

Need to_change(db::Write& db, const auth::Viewer& viewer, NeedId id, std::int64_t seen) {
    auto need = fetch_need(db, viewer, id);
    if (need.version != seen) throw base::Conflict("planning.need.problem.stale");
    return need;
}

void require_live(const Need& need) {
    if (!is_live(need.state)) throw base::Conflict("planning.need.problem.not_live");
}

void touch_need(db::Write& db, base::Instant now, NeedId id) {
    db.query(R"sql(
        UPDATE planning_need
           SET version = version + 1, changed_at = :now,
               people = (SELECT count(*) FROM planning_need_voice v WHERE v.need_id = planning_need.id),
               schools = (SELECT count(*) FROM (SELECT v.school_id FROM planning_need_voice v WHERE v.need_id = :id AND v.school_id IS NOT NULL
                                                 UNION
                                                SELECT r.school_id FROM planning_need_request q JOIN helpdesk_request r ON r.id = q.request_id WHERE q.need_id = :id) heard_at)
         WHERE id = :id
    )sql").bind("now", now).bind("id", id).run();
    const auto need = fetch_need(db, auth::Viewer::system(), id);
    db.query("UPDATE planning_need SET standing = :rank WHERE id = :id").bind("rank", need.standing.rank).bind("id", id).run();
}

static void check_words(db::Read& db, const NeedWords& words) {
    if (base::trim(words.title).empty()) throw base::Invalid("title", "planning.need.problem.title");
    if (base::count_code_points(words.title) > most_title) throw base::Invalid("title", "planning.need.problem.long_title");
    if (base::count_code_points(words.words) > most_need_words) throw base::Invalid("words", "planning.need.problem.long_words");
    if (!words.category) return;
    if (!db.query("SELECT id FROM helpdesk_category WHERE id = :id").bind("id", *words.category).maybe_integer()) throw base::Invalid("category", "planning.need.problem.category");
}

static std::string folded(std::string_view title, std::string_view words) { return base::fold(fmt::format("{}\n{}", title, words)); }

static void check_school(db::Read& db, std::optional<roster::OrgId> school) {
    if (school && !roster::find_org(db, *school)) throw base::Invalid("school", "planning.need.problem.school");
}

/// True when the viewer had not linked it before; others may have.
static bool link(db::Write& db, const auth::Viewer& viewer, base::Instant now, NeedId id, helpdesk::RequestId request) {
    return db.query("INSERT INTO planning_need_request (need_id, request_id, linked_by_id, at) VALUES (:need, :request, :by, :now) ON CONFLICT DO NOTHING")
               .bind("need", id)
               .bind("request", request)
               .bind("by", viewer.account())
               .bind("now", now)
               .run() > 0;
}

/// True when the viewer was not counted before (clause 2), or says only now at which school.
static bool add_voice(db::Write& db, const auth::Viewer& viewer, base::Instant now, NeedId id, std::optional<roster::OrgId> school) {
    return db.query(R"sql(
        INSERT INTO planning_need_voice (need_id, account_id, school_id, at) VALUES (:need, :account, :school, :now)
        ON CONFLICT (need_id, account_id) DO UPDATE SET school_id = excluded.school_id
         WHERE planning_need_voice.school_id IS NULL AND excluded.school_id IS NOT NULL
    )sql").bind("need", id).bind("account", viewer.account()).bind("school", school).bind("now", now).run() > 0;
}

NeedId raise_need(db::Write& db, const auth::Viewer& viewer, base::Instant now, const NewNeed& what) {
    require_need_reader(viewer);
    const NeedWords words{base::collapse_space(what.title), std::string(base::trim(what.words)), what.category};
    check_words(db, words);
    check_school(db, what.school);
    if (what.request) heard_in(db, viewer, *what.request);
    const NeedId id{db.query(R"sql(
        INSERT INTO planning_need (title, words, folded, category_id, raised_by_id, created_at, changed_at)
        VALUES (:title, :words, :folded, :category, :by, :now, :now) RETURNING id
    )sql")
        .bind("title", words.title)
        .bind("words", words.words)
        .bind("folded", folded(words.title, words.words))
        .bind("category", words.category)
        .bind("by", viewer.account())
        .bind("now", now)
        .one_integer()};
    add_voice(db, viewer, now, id, what.school);
    if (what.request) link(db, viewer, now, id, *what.request);
    touch_need(db, now, id);
    record_need(db, viewer, now, id, "raised", {});
    return id;
}

void join_need(db::Write& db, const auth::Viewer& viewer, base::Instant now, NeedId id, std::optional<roster::OrgId> school, std::optional<helpdesk::RequestId> request) {
    const auto need = fetch_need(db, viewer, id);
    require_live(need);
    check_school(db, school);
    if (request) heard_in(db, viewer, *request);
    const bool counted = add_voice(db, viewer, now, id, school);
    const bool linked = request && link(db, viewer, now, id, *request);
    if (!counted && !linked) return;
    touch_need(db, now, id);
    record_need(db, viewer, now, id, "joined", request ? boost::json::object{{"request", request->value}} : boost::json::object{});
}

void leave_need(db::Write& db, const auth::Viewer& viewer, base::Instant now, NeedId id) {
    const auto need = fetch_need(db, viewer, id);
    require_live(need);
    if (need.raised_by == viewer.account()) throw base::Conflict("planning.need.problem.own");
    if (db.query("DELETE FROM planning_need_voice WHERE need_id = :id AND account_id = :account").bind("id", id).bind("account", viewer.account()).run() == 0) return;
    db.query("DELETE FROM planning_need_request WHERE need_id = :id AND linked_by_id = :account").bind("id", id).bind("account", viewer.account()).run();
    touch_need(db, now, id);
    record_need(db, viewer, now, id, "left", {});
}

static bool raised_and_alone(const auth::Viewer& viewer, const Need& need) {
    return need.raised_by == viewer.account() && need.touch.people <= 1 && need.state == NeedState::heard;
}

void change_words(db::Write& db, const auth::Viewer& viewer, base::Instant now, NeedId id, std::int64_t seen, const NeedWords& typed) {
    const auto need = to_change(db, viewer, id, seen);
    require_live(need);
    if (!may_answer(viewer, need) && need.raised_by != viewer.account()) throw base::Forbidden("Its words are changed by whoever raised it, its owner, or the CIO.");
    const NeedWords words{base::collapse_space(typed.title), std::string(base::trim(typed.words)), typed.category};
    check_words(db, words);
    if (words.title == need.title && words.words == need.words && words.category == need.category) return;
    db.query("UPDATE planning_need SET title = :title, words = :words, folded = :folded, category_id = :category WHERE id = :id")
        .bind("title", words.title)
        .bind("words", words.words)
        .bind("folded", folded(words.title, words.words))
        .bind("category", words.category)
        .bind("id", id)
        .run();
    touch_need(db, now, id);
    // What was typed and taken out again, such as a name, is in no record.
    record_need(db, viewer, now, id, "worded", {{"title", words.title != need.title}, {"words", words.words != need.words}, {"category", words.category != need.category}});
}

void set_owner(db::Write& db, const auth::Viewer& viewer, base::Instant now, NeedId id, std::int64_t seen, std::optional<auth::AccountId> owner) {
    const auto need = to_change(db, viewer, id, seen);
    require_live(need);
    if (!viewer.may_everywhere(may_plan)) throw base::Forbidden("Who owns a need is said by the CIO.");
    if (need.owner == owner) return;
    std::string name;
    if (owner) {
        const auto known = auth::account_name(db, *owner);
        if (!known) throw base::Invalid("owner", "planning.need.problem.owner");
        name = *known;
    }
    db.query("UPDATE planning_need SET owner_id = :owner WHERE id = :id").bind("owner", owner).bind("id", id).run();
    touch_need(db, now, id);
    record_need(db, viewer, now, id, "owned", {{"from", need.owner_name}, {"to", name}});
}

void weigh(db::Write& db, const auth::Viewer& viewer, base::Instant now, NeedId id, std::int64_t seen, const Weighing& weighing) {
    const auto need = to_change(db, viewer, id, seen);
    require_live(need);
    if (!may_answer(viewer, need)) throw base::Forbidden("A need is weighed by its owner or the CIO.");
    if (weighing.learning < 0 || weighing.learning > 2) throw base::Invalid("learning", "planning.need.problem.choose");
    if (weighing.safety < 0 || weighing.safety > 2) throw base::Invalid("safety", "planning.need.problem.choose");
    if (base::trim(weighing.words).empty()) throw base::Invalid("weighing_words", "planning.need.problem.weighing_words");
    if (base::count_code_points(weighing.words) > most_need_words) throw base::Invalid("weighing_words", "planning.need.problem.long_words");
    if (need.weighing == weighing) return;
    db.query(R"sql(
        UPDATE planning_need SET learning = :learning, safety = :safety, law = :law, effort = :effort, weighing_words = :words,
               state = CASE WHEN state = 'heard' THEN 'weighed' ELSE state END
         WHERE id = :id
    )sql")
        .bind("learning", weighing.learning)
        .bind("safety", weighing.safety)
        .bind("law", weighing.law)
        .bind("effort", word(weighing.effort))
        .bind("words", base::trim(weighing.words))
        .bind("id", id)
        .run();
    touch_need(db, now, id);
    record_need(db, viewer, now, id, "weighed",
                {{"learning", weighing.learning}, {"safety", weighing.safety}, {"law", weighing.law}, {"effort", word(weighing.effort)}}, base::trim(weighing.words));
}

void withdraw_need(db::Write& db, const auth::Viewer& viewer, base::Instant now, NeedId id, std::int64_t seen) {
    const auto need = to_change(db, viewer, id, seen);
    require_live(need);
    if (!viewer.may_everywhere(may_plan) && !raised_and_alone(viewer, need)) throw base::Forbidden("Others hear it too, or it was weighed: the CIO can withdraw it.");
    db.query("UPDATE planning_need SET state = 'withdrawn' WHERE id = :id").bind("id", id).run();
    take_back_letters(db, now, id);
    touch_need(db, now, id);
    record_need(db, viewer, now, id, "withdrawn", {{"from", word(need.state)}});
}

void restore_need(db::Write& db, const auth::Viewer& viewer, base::Instant now, NeedId id, std::int64_t seen) {
    const auto need = to_change(db, viewer, id, seen);
    if (need.state != NeedState::withdrawn) throw base::Conflict("planning.need.problem.not_withdrawn");
    if (!may_restore(db, viewer, need)) throw base::Forbidden("It is brought back by whoever withdrew it, or the CIO.");
    db.query("UPDATE planning_need SET state = :state WHERE id = :id").bind("state", word(need.weighing ? NeedState::weighed : NeedState::heard)).bind("id", id).run();
    touch_need(db, now, id);
    record_need(db, viewer, now, id, "restored", {});
}

void merge_need(db::Write& db, const auth::Viewer& viewer, base::Instant now, NeedId id, std::int64_t seen, NeedId into) {
    const auto need = to_change(db, viewer, id, seen);
    require_live(need);
    if (!viewer.may_everywhere(may_plan) && !raised_and_alone(viewer, need)) throw base::Forbidden("Others hear it too, or it was weighed: the CIO can join it with another.");
    if (id == into) throw base::Invalid("into", "planning.need.problem.itself");
    require_live(fetch_need(db, viewer, into));
    db.query(R"sql(
        INSERT INTO planning_need_voice (need_id, account_id, school_id, at)
        SELECT :into, account_id, school_id, at FROM planning_need_voice WHERE need_id = :id ON CONFLICT DO NOTHING
    )sql").bind("into", into).bind("id", id).run();
    db.query(R"sql(
        INSERT INTO planning_need_request (need_id, request_id, linked_by_id, at)
        SELECT :into, request_id, linked_by_id, at FROM planning_need_request WHERE need_id = :id ON CONFLICT DO NOTHING
    )sql").bind("into", into).bind("id", id).run();
    db.query("UPDATE planning_need SET state = 'merged', merged_into_id = :into WHERE id = :id").bind("into", into).bind("id", id).run();
    take_back_letters(db, now, id);
    // What was merged into it before leads straight to the one that lives on.
    db.query("UPDATE planning_need SET merged_into_id = :into WHERE merged_into_id = :id").bind("into", into).bind("id", id).run();
    touch_need(db, now, id);
    touch_need(db, now, into);
    record_need(db, viewer, now, id, "merged", {{"into", into.value}});
    record_need(db, viewer, now, into, "received", {{"from", id.value}});
}

}  // namespace planning
