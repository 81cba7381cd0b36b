/// Evaluations: one record of two people. These functions are the only door to them; no grant opens it, nor does the program itself.
/// Clause numbers refer to docs/policies/supervision-and-evaluation.md.
///
/// A draft is read by its evaluator as long as they are in office; what is signed by both, whoever is in office (clause 14). Nobody else: base::NotFound. The record of
/// events says that something was opened, saved, signed or acknowledged, never what stands in it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "people/relation.h"

namespace people {

/// "beginning", "developing", "effective", "leading"; empty: not rated. Words: people.evaluation.rating.<rating>.
std::span<const std::string_view> evaluation_ratings();

struct Criterion {
    std::string name;
    std::string rating;
    std::string words;
};

struct Evaluation {
    std::int64_t id = 0;
    auth::AccountId subject;
    std::string subject_name;
    auth::AccountId evaluator;
    std::string evaluator_name;
    std::string kind;            // evaluator_classified or evaluator_licensed
    int year = 0;                // in which the school year begins
    std::string state;           // "draft", "signed", "acknowledged"
    std::string summary;
    std::vector<Criterion> criteria;
    std::optional<base::Instant> signed_at;
    std::string signed_rule;     // the rule under which it was signed
    std::vector<std::int64_t> evidence;  // licences under which it was signed
    std::optional<base::Instant> acknowledged_at;
    std::string reply;
    std::int64_t version = 1;
};

/// The school year of the day: it begins on 1 July.
int school_year_of(base::Day day);

/// One line of a list, without what stands in it.
struct EvaluationLine {
    std::int64_t id = 0;         // 0: not opened yet
    auth::AccountId other;       // the subject in an evaluator's list, the evaluator in one's own
    std::string name;
    int year = 0;
    std::string state;           // empty: not opened yet
};
/// Those whom the viewer evaluates in office on the day, with this year's record or none yet, and earlier records; by name, at most `most`.
std::vector<EvaluationLine> evaluations_to_write(db::Read& db, const auth::Viewer& viewer, base::Day day, int most = 200);
/// The viewer's own that are signed, newest first.
std::vector<EvaluationLine> own_evaluations(db::Read& db, const auth::Viewer& viewer);

/// base::NotFound for everybody else, and for a draft of whoever is not evaluator in office on the day.
Evaluation fetch_evaluation(db::Read& db, const auth::Viewer& viewer, std::int64_t id, base::Day day);
/// The viewer wrote it, in office or not. Says so that what they typed can be handed back to them.
bool wrote_evaluation(db::Read& db, const auth::Viewer& viewer, std::int64_t id);
/// Clause 12: what keeps a draft from being changed or signed on the day; empty: nothing. Only its evaluator may ask (base::NotFound).
std::vector<Refusal> frozen_by(db::Read& db, const auth::Viewer& viewer, const Evaluation& evaluation, const Today& today);

// --- Changing (evaluation_change_store.cpp). Each asks the rules on the day and throws Refused (clause 11). ---

/// The record of this school year, made when there is none. The viewer is evaluator in office, otherwise base::Forbidden.
std::int64_t open_evaluation(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Today& today, auth::AccountId subject, const std::vector<std::string>& criteria);
struct Draft {
    std::string summary;
    std::vector<Criterion> criteria;
    std::int64_t seen = 0;
};
/// Throws base::Invalid naming the field, base::Conflict with the key of a message for an old form or a record that is signed.
void save_draft(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Today& today, std::int64_t id, const Draft& draft);
void sign_evaluation(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Today& today, std::int64_t id, std::int64_t seen);
/// By the subject, with a reply of their own if they like.
void acknowledge_evaluation(db::Write& db, const auth::Viewer& viewer, base::Instant now, std::int64_t id, std::string_view reply);
/// A draft by its evaluator in office, while nothing freezes it (clause 12); what is signed stays. Throws as save_draft does.
void discard_draft(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Today& today, std::int64_t id, std::int64_t seen);

// --- For those who manage: counts and names of people, never of records (supervision_report_store.cpp) ---

struct EvaluationCount {
    std::string kind;
    int people = 0;   // have an evaluator of this kind
    int done = 0;     // signed this school year
};
struct WithoutEvaluator {
    auth::AccountId account;
    std::string name;
    std::string evaluator;              // who is named but cannot; empty: nobody is named
    std::vector<Refusal> refusals;
};
struct EndingEvidence {
    auth::AccountId account;
    std::string name;
    base::Day until;
    int people = 0;   // whom they evaluate
};
/// A line manager of licensed educators who does not hold what the state asks for (clause 9): evidence lapsed, or those led became educators later.
struct LapsedManager {
    auth::AccountId account;
    std::string name;
    int people = 0;   // licensed educators whom they lead
    std::vector<Refusal> refusals;
};
struct SupervisionReport {
    std::vector<EvaluationCount> counts;
    int without_total = 0;
    std::vector<WithoutEvaluator> without;  // licensed staff without an evaluator whose evidence holds; by name, the first of them
    std::vector<LapsedManager> managers;    // by name, at most as many as `without`
    std::vector<EndingEvidence> ending;     // evaluators of licensed staff whose evidence ends within so many days; by day
};
/// Clause 15. Needs people.manage.
SupervisionReport supervision_report(db::Read& db, const auth::Viewer& viewer, base::Day day, int ending_within_days, int most_without);

}  // namespace people
