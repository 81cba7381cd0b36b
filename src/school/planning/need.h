/// Unmet needs (P4): what people keep asking for and the department does not have, who hears it, how it was weighed, and what was answered.
///
/// Clause numbers in the need_* files refer to docs/policies/needs.md.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "auth/viewer.h"
#include "base/time.h"
#include "helpdesk/helpdesk.h"
#include "roster/roster.h"

namespace db {
class Database;
class Read;
class Write;
}  // namespace db
namespace http {
struct Services;
}

namespace planning {

struct NeedId {
    std::int64_t value = 0;
    auto operator<=>(const NeedId&) const = default;
};

enum class NeedState { heard, weighed, planned, not_now, met, withdrawn, merged };
std::string_view word(NeedState state);
std::optional<NeedState> parse_need_state(std::string_view word);
/// Nothing was answered yet.
constexpr bool waits_for_answer(NeedState state) { return state == NeedState::heard || state == NeedState::weighed; }
constexpr bool is_answered(NeedState state) { return state == NeedState::planned || state == NeedState::not_now || state == NeedState::met; }
/// Can be joined, weighed and answered.
constexpr bool is_live(NeedState state) { return state != NeedState::withdrawn && state != NeedState::merged; }

/// Days of work, as whoever weighs it judges: up to 2, up to 10, more (clause 10).
enum class Effort { small, middle, large };
std::string_view word(Effort effort);
std::optional<Effort> parse_effort(std::string_view word);

/// What a person judged (clause 10).
struct Weighing {
    int learning = 0;  // 0 none, 1 some, 2 much
    int safety = 0;
    bool law = false;  // a law, a regulation or a plan for one student asks for it
    Effort effort = Effort::middle;
    std::string words; // why, for everybody who reads it
    bool operator==(const Weighing&) const = default;
};

/// What is counted.
struct Touch {
    std::int64_t people = 0;   // who hear it
    std::int64_t schools = 0;  // at which they hear it, or from which its requests came
    bool operator==(const Touch&) const = default;
};

/// Why a need stands where it does. Message key: planning.need.because.<word>.
enum class Because { law, safety, learning_much, learning_schools, rest, not_weighed };
std::string_view word(Because because);

/// Clauses 11 and 12: first what must be, then what teaching misses, then the rest; 4: not weighed yet.
struct Standing {
    int rank = 4;
    Because because = Because::not_weighed;
    bool operator==(const Standing&) const = default;
};
Standing stand(const std::optional<Weighing>& weighing, const Touch& touch);

/// The beginnings of the words by which two needs are compared: those of three letters and more, at most six letters of each.
std::vector<std::string> telling_words(std::string_view text);

struct NeedLine {
    NeedId id;
    std::string title;
    NeedState state = NeedState::heard;
    std::optional<std::int64_t> category;
    Standing standing;
    Touch touch;
    std::string owner;  // empty: nobody yet
    base::Instant created_at;
    bool mine = false;  // the viewer hears it
};

/// Clause 4: those that may be the same, the most alike first: two telling words in common, or one within the same category.
std::vector<NeedLine> similar_of(std::string_view text, std::optional<std::int64_t> category, const std::vector<NeedLine>& among, std::size_t most);

// --- Reading (need_store.cpp). Everything is for the department: base::Forbidden without helpdesk.work anywhere or planning.plan. ---

bool may_read_needs(const auth::Viewer& viewer);
/// Throws base::Forbidden when not.
void require_need_reader(const auth::Viewer& viewer);

struct NeedAnswer {
    std::int64_t id = 0;
    NeedState kind = NeedState::planned;
    std::string words;
    std::optional<base::Day> on;
    std::string by;
    base::Instant at;
    bool taken_back = false;
    std::int64_t letters = 0;  // written
    std::int64_t waiting = 0;  // still to be written; disabled accounts wait for none
};

struct NeedVoice {
    auth::AccountId account;
    std::string name;
    std::string school;  // empty: not said
    base::Instant at;
};

struct NeedRequest {
    helpdesk::RequestId id;
    std::string title;   // empty: the viewer does not work at its school
    std::string school;
    base::Instant created_at;
};

/// At one school, or where none was said.
struct NeedPlace {
    std::string school;  // empty: not said
    std::int64_t people = 0;
    std::int64_t requests = 0;
};

struct Need {
    NeedId id;
    std::string title;
    std::string words;
    NeedState state = NeedState::heard;
    std::optional<std::int64_t> category;
    std::string category_en, category_es;
    std::optional<NeedId> merged_into;
    std::optional<auth::AccountId> owner;
    std::string owner_name;
    auth::AccountId raised_by;
    std::string raiser;
    std::optional<Weighing> weighing;
    Standing standing;
    Touch touch;
    std::int64_t version = 1;
    base::Instant created_at;
};
/// Throws base::NotFound, base::Forbidden.
Need fetch_need(db::Read& db, const auth::Viewer& viewer, NeedId id);
std::vector<NeedVoice> voices_of(db::Read& db, const auth::Viewer& viewer, NeedId id);
/// Newest first, at most `most`; how many there are in all.
std::vector<NeedRequest> requests_of_need(db::Read& db, const auth::Viewer& viewer, NeedId id, int most);
std::int64_t count_requests_of_need(db::Read& db, const auth::Viewer& viewer, NeedId id);
std::vector<NeedPlace> places_of(db::Read& db, const auth::Viewer& viewer, NeedId id);
/// Oldest first.
std::vector<NeedAnswer> answers_of(db::Read& db, const auth::Viewer& viewer, NeedId id);

/// Which needs: those that wait for an answer, of one state, or all that live.
struct NeedFilter {
    std::string state = "waiting";  // "waiting", "all", or the word of a state
    std::string text;               // beginnings and parts of words, case and accents ignored; all of them must fit
    std::optional<roster::OrgId> school;
    bool mine = false;              // that the viewer owns
};
/// Where the next page begins: after this need of the order.
struct NeedKey {
    std::int64_t standing = 0;
    std::int64_t people = 0;
    std::int64_t id = 0;
};
struct NeedPage {
    std::vector<NeedLine> lines;  // by rank, then who hears it (the most first), then the oldest (clause 12)
    std::optional<NeedKey> next;
};
NeedPage find_needs(db::Read& db, const auth::Viewer& viewer, const NeedFilter& filter, std::optional<NeedKey> after, int limit);
std::int64_t count_needs(db::Read& db, const auth::Viewer& viewer, const NeedFilter& filter);
/// Those to compare with, withdrawn and merged ones left out: the newest 500.
std::vector<NeedLine> needs_to_compare(db::Read& db, const auth::Viewer& viewer);
/// The needs that name this request, withdrawn and merged ones left out.
std::vector<NeedLine> needs_of_request(db::Read& db, const auth::Viewer& viewer, helpdesk::RequestId request);

/// What a request says for a need: its title without names, its category and school. Throws base::NotFound unless the viewer works at its school
/// and its sender has confirmed it.
struct HeardIn {
    helpdesk::RequestId request;
    std::string title;
    std::int64_t category = 0;
    roster::OrgId school;
};
HeardIn heard_in(db::Read& db, const auth::Viewer& viewer, helpdesk::RequestId request);

struct NeedOwner {
    auth::AccountId account;
    std::string name;
};
/// Who holds a role of the department on the day and may read needs, by name.
std::vector<NeedOwner> possible_owners(db::Read& db, const auth::Viewer& viewer, base::Day day);

/// Kinds of request, in the order of the help desk's page; those out of use too.
struct NeedCategory {
    std::int64_t id = 0;
    std::string name_en, name_es;
    bool active = true;
};
std::vector<NeedCategory> need_categories(db::Read& db);
/// The viewer is counted among those who hear it.
bool hears_it(db::Read& db, const auth::Viewer& viewer, NeedId id);
/// Clause 6: how many requests of the kind came since `from`, by school. Needs planning.plan (base::Forbidden).
std::vector<std::pair<roster::OrgId, std::int64_t>> requests_of_kind(db::Read& db, const auth::Viewer& viewer, std::int64_t category, base::Instant from);

/// Clause 13: planning.plan, or the owner.
bool may_answer(const auth::Viewer& viewer, const Need& need);
/// Clause 17: it is withdrawn, and the viewer holds planning.plan or raised it and withdrew it themselves.
bool may_restore(db::Read& db, const auth::Viewer& viewer, const Need& need);

// --- Changing (need_change_store.cpp, need_answer_store.cpp). Each writes an event; `seen` is the version that the page showed: base::Conflict
// with the key of a message when it is another by now. base::Invalid names the field and says the key of a message. ---

struct NewNeed {
    std::string title;
    std::string words = {};
    std::optional<std::int64_t> category = {};
    std::optional<roster::OrgId> school = {};
    std::optional<helpdesk::RequestId> request = {};
};
NeedId raise_need(db::Write& db, const auth::Viewer& viewer, base::Instant now, const NewNeed& what);
/// Counts the viewer once; a second time only links the request and remembers the school when none was said.
void join_need(db::Write& db, const auth::Viewer& viewer, base::Instant now, NeedId id, std::optional<roster::OrgId> school, std::optional<helpdesk::RequestId> request);
/// Takes back the viewer's own voice with the requests that they linked. Whoever raised it withdraws it instead.
void leave_need(db::Write& db, const auth::Viewer& viewer, base::Instant now, NeedId id);

struct NeedWords {
    std::string title;
    std::string words;
    std::optional<std::int64_t> category;
};
/// For whoever raised it, and whoever may answer it.
void change_words(db::Write& db, const auth::Viewer& viewer, base::Instant now, NeedId id, std::int64_t seen, const NeedWords& words);
/// Needs planning.plan. Absent: nobody.
void set_owner(db::Write& db, const auth::Viewer& viewer, base::Instant now, NeedId id, std::int64_t seen, std::optional<auth::AccountId> owner);
void weigh(db::Write& db, const auth::Viewer& viewer, base::Instant now, NeedId id, std::int64_t seen, const Weighing& weighing);
/// By whoever raised it while nobody else hears it and nothing was answered, or with planning.plan. It can be restored.
void withdraw_need(db::Write& db, const auth::Viewer& viewer, base::Instant now, NeedId id, std::int64_t seen);
void restore_need(db::Write& db, const auth::Viewer& viewer, base::Instant now, NeedId id, std::int64_t seen);
/// Its voices and requests go to the other one, where each person still counts once. By whoever raised it while nobody else hears it, or with
/// planning.plan.
void merge_need(db::Write& db, const auth::Viewer& viewer, base::Instant now, NeedId id, std::int64_t seen, NeedId into);

struct NewAnswer {
    NeedState kind = NeedState::planned;  // planned, not_now or met
    std::string words;
    std::optional<base::Day> on = {};
};
/// Until so long after an answer it can be taken back before anybody is written to (clause 15).
constexpr std::chrono::minutes letters_wait{10};
/// Answers everybody who hears it by then, exactly once each. `today`: of the district.
void answer_need(db::Write& db, const auth::Viewer& viewer, base::Instant now, base::Day today, NeedId id, std::int64_t seen, const NewAnswer& answer);
/// The need waits for an answer again; letters that are not written yet are not written.
void take_up_again(db::Write& db, const auth::Viewer& viewer, base::Instant now, NeedId id, std::int64_t seen);

// --- Letters (need_letters_store.cpp) ---

/// Queues the letters of one answer that are still to be written; returns how many. When some cannot be written, the others are, and then it
/// throws std::runtime_error; a second run writes only those that are missing.
int write_need_letters(db::Database& database, const http::Services& services, base::Instant now, std::int64_t answer);

}  // namespace planning
