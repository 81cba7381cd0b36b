// Answers as they are given. A row is never changed but for when and how it ended.
#include "media/answer.h"

#include <algorithm>

#include <fmt/format.h>

#include "auth/event.h"
#include "base/error.h"
#include "db/db.h"
#include "db/setting.h"
#include "media/ceiling.h"
#include "media/media.h"

namespace media {

bool keeps_consents_of(db::Read& db, const auth::Viewer& viewer, roster::PersonId student) {
    if (viewer.may_everywhere(may_keep_consents)) return true;
    const auto reach = viewer.reach(may_keep_consents);
    return !reach.nowhere() && std::ranges::any_of(roster::schools_of(db, student), [&](roster::OrgId school) { return reach.covers(school.value); });
}

roster::Person fetch_student(db::Read& db, const auth::Viewer& viewer, roster::PersonId student) {
    auto person = roster::find_person(db, auth::Viewer::system(), student);
    if (!person || person->role != roster::Role::student || !keeps_consents_of(db, viewer, student)) throw base::NotFound("no such student");
    return *person;
}

namespace {

/// A row that counts now.
struct Standing {
    std::int64_t id = 0;
    bool yes = false;
    std::optional<base::Day> until;
    std::string version;
    base::Day given_on;
};

}  // namespace

static std::optional<Standing> standing(db::Read& db, const NewAnswers& given, Use use) {
    return db.query(R"sql(
        SELECT id, yes, until_on, form_version, given_on FROM media_answer
         WHERE student_id = :student AND giver_id = :giver AND channel = :channel AND purpose = :purpose AND ended_at IS NULL
    )sql")
        .bind("student", given.student)
        .bind("giver", given.giver)
        .bind("channel", word(use.channel))
        .bind("purpose", word(use.purpose))
        .maybe([](const db::Row& row) { return Standing{row.integer("id"), row.flag("yes"), row.maybe_day("until_on"), std::string(row.text("form_version")), row.day("given_on")}; });
}

static void end_answer(db::Write& db, base::Instant now, std::int64_t id, std::string_view how) {
    db.query("UPDATE media_answer SET ended_at = :now, ended_how = :how WHERE id = :id AND ended_at IS NULL").bind("now", now).bind("how", how).bind("id", id).run();
}

static void insert_answer(db::Write& db, const auth::Viewer& viewer, base::Instant now, const NewAnswers& given, Use use, std::optional<base::Day> until, bool over) {
    const bool office = given.how == How::paper || given.how == How::telephone;
    db.query(R"sql(
        INSERT INTO media_answer (student_id, giver_id, purpose, channel, yes, given_on, until_on, form_version, words_hash, language, how, paper_id, entered_by, at, ended_at, ended_how)
        VALUES (:student, :giver, :purpose, :channel, :yes, :given, :until, :version, :hash, :language, :how, :paper, :by, :now, :ended, :ended_how)
    )sql")
        .bind("student", given.student)
        .bind("giver", given.giver)
        .bind("purpose", word(use.purpose))
        .bind("channel", word(use.channel))
        .bind("yes", until ? 1 : 0)
        .bind("given", given.given_on)
        .bind("until", until)
        .bind("version", given.shown.version)
        .bind("hash", given.shown.hash)
        .bind("language", html::code(given.shown.language))
        .bind("how", word(given.how))
        .bind("paper", given.paper)
        .bind("by", office && viewer.signed_in() ? std::optional(viewer.account().value) : std::nullopt)
        .bind("now", now)
        .bind("ended", over ? std::optional(now) : std::nullopt)
        .bind("ended_how", over ? "replaced" : "")
        .run();
}

/// A paper that is entered late does not replace what its giver said after it was signed.
static bool said_since(const Standing& before, const NewAnswers& given) { return given.given_on < before.given_on; }

/// Clause 1.8: first day on which a yes of this giving no longer holds.
static base::Day end_of_yes(db::Read& db, const NewAnswers& given) {
    if (given.last_day) return *given.last_day + std::chrono::days(1);
    const auto rules = ceilings(db);
    return last_day_of_yes(given.given_on, rules.yes_ends_month, rules.yes_ends_day) + std::chrono::days(1);
}

static int put(db::Write& db, const auth::Viewer& viewer, base::Instant now, const NewAnswers& given) {
    const auto until_of_yes = end_of_yes(db, given);
    int yes = 0, no = 0;
    for (const auto& [use, says_yes] : given.answers) {
        const auto until = says_yes ? std::optional(until_of_yes) : std::nullopt;
        const auto before = standing(db, given, use);
        if (before && before->yes == says_yes && before->until == until && before->version == given.shown.version) continue;
        const bool over = before && said_since(*before, given);
        if (before && !over) end_answer(db, now, before->id, before->yes && !says_yes ? "withdrawn" : "replaced");
        insert_answer(db, viewer, now, given, use, until, over);
        ++(says_yes ? yes : no);
    }
    if (yes + no == 0) return 0;
    auth::record(db, viewer, now,
                 {.subject_kind = "consent", .subject_id = given.student.value, .action = "answered",
                  .detail = fmt::format("{{\"yes\":{},\"no\":{},\"how\":\"{}\"}}", yes, no, word(given.how))});
    tell_change(db, given.student, now, Change::answered);
    return yes + no;
}

static bool is_guardian(const ConsentFacts& facts, roster::PersonId giver) { return std::ranges::find(facts.guardians, giver) != facts.guardians.end(); }

static ConsentFacts facts_of(db::Read& db, roster::PersonId student) { return load_known(db, std::span(&student, 1)).students.front().facts; }

/// Clause 1.4: whom an import dropped is still heard when they say no.
static bool was_linked(db::Read& db, roster::PersonId student, roster::PersonId giver) {
    return db.query(R"sql(
        SELECT 1 FROM roster_guardian WHERE student_id = :student AND guardian_id = :giver
        UNION SELECT 1 FROM media_answer WHERE student_id = :student AND giver_id = :giver
    )sql").bind("student", student).bind("giver", giver).maybe_integer().has_value();
}

static bool any_yes(const NewAnswers& given) {
    return std::ranges::any_of(given.answers, [](const auto& answer) { return answer.second; });
}

int take_answers(db::Write& db, const auth::Viewer& viewer, base::Instant now, const NewAnswers& given) {
    const auto facts = facts_of(db, given.student);
    const bool own = given.giver == given.student;
    if (!own && !is_guardian(facts, given.giver) && (any_yes(given) || !was_linked(db, given.student, given.giver))) throw base::Forbidden("media.family.problem.no_guardian");
    if (!facts.at_school) throw base::Conflict("media.family.problem.left");
    if (!own && age_group(facts.birth, facts.grade, given.given_on) == AgeGroup::adult) throw base::Forbidden("media.family.problem.adult");
    return put(db, viewer, now, given);
}

static void check_entry(db::Read& db, base::Day today, const NewAnswers& given) {
    if (given.giver != given.student && !is_guardian(facts_of(db, given.student), given.giver)) {
        if (!was_linked(db, given.student, given.giver)) throw base::Invalid("giver", "media.paper.problem.giver");
        if (any_yes(given)) throw base::Invalid("giver", "media.paper.problem.only_no");
    }
    if (given.answers.empty()) throw base::Invalid("answers", "media.paper.problem.answers");
    if (given.given_on > today || given.given_on < today - longest_yes) throw base::Invalid("given_on", "media.paper.problem.given_on");
    if (given.last_day && (*given.last_day < given.given_on || *given.last_day > given.given_on + longest_yes)) throw base::Invalid("last_day", "media.paper.problem.last_day");
    // Clause 3.5: a voice on the telephone is believed when it says no.
    if (any_yes(given) && given.how == How::telephone) throw base::Invalid("how", "media.paper.problem.telephone");
}

int enter_answers(db::Write& db, const auth::Viewer& viewer, base::Instant now, const NewAnswers& given) {
    fetch_student(db, viewer, given.student);
    check_entry(db, db::district_zone(db).day_of(now), given);
    return put(db, viewer, now, given);
}

void set_aside(db::Write& db, const auth::Viewer& viewer, base::Instant now, roster::PersonId student, roster::PersonId giver) {
    fetch_student(db, viewer, student);
    if (giver == student || is_guardian(facts_of(db, student), giver)) throw base::Conflict("media.consent.problem.counts");
    const auto ended = db.query("UPDATE media_answer SET ended_at = :now, ended_how = 'set_aside' WHERE student_id = :student AND giver_id = :giver AND ended_at IS NULL")
                           .bind("now", now)
                           .bind("student", student)
                           .bind("giver", giver)
                           .run();
    if (ended == 0) return;
    // In the same words as a protection, so that the record tells nobody which of the two it was.
    auth::record(db, viewer, now, {.subject_kind = "consent", .subject_id = student.value, .action = "noted"});
    tell_change(db, student, now, Change::answered);
}

}  // namespace media
