/// The CIO's page (P5): what the department's own records say about its work, and the rows behind every number.
///
/// Clause numbers in the cio_* and staffing* files refer to docs/policies/cio-figures.md. A number on the page and the list that it opens are
/// made by the same rule: RequestRule for requests, the functions of staffing.h for the rest.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "auth/viewer.h"
#include "base/time.h"

namespace db {
class Read;
}
namespace http {
class Fields;
class ReadCall;
}

namespace planning {

// --- What other subjects put on the page ---

/// A number that wants a decision. All in the reader's words.
struct CioCard {
    std::string title;   // "Devices past sense"
    std::string number;  // "31", "$12,400 a year"
    std::string words;   // one sentence: what it is and what it cannot say
    std::string href;    // of ours: its rows
};
/// Empty when there is nothing to say, or the viewer may not see it.
using CioProvider = std::vector<CioCard> (*)(http::ReadCall& call);
/// In the order in which fill_slots() adds them.
std::vector<CioProvider>& cio_providers();

// --- The period ---

/// From a Monday to the next, or to now.
struct CioWeek {
    base::Day monday;
    base::Instant from;
    std::optional<base::Day> next;   // absent: the week that runs
    std::optional<base::Instant> to;
};
struct CioPeriod {
    std::string key;             // "4w", "12w", "term", "52w"
    base::Day first;             // a Monday
    base::Instant from;
    std::vector<CioWeek> weeks;  // oldest first; the last one runs
};
/// Clause 2. An unknown key, or "term" when no term runs, is twelve weeks.
CioPeriod cio_period(base::TimeZone zone, base::Instant now, std::string_view key, std::optional<base::Day> term_begins);
/// The first day of the latest term (or semester) that runs today, from the roster.
std::optional<base::Day> term_begins(db::Read& db, base::Day today);

// --- Requests ---

/// What a request is counted by. Merged and unconfirmed ones are none (clause 3).
struct CioRequest {
    std::int64_t id = 0;
    std::int64_t team = 0;
    std::int64_t school = 0;
    std::int64_t category = 0;
    enum class Stage { in_queue, waiting, scheduled, ended } stage = Stage::in_queue;
    std::string reason;  // of waiting ones: "part", "skill" ...
    bool walk_up = false;
    base::Instant created_at;
    std::optional<base::Instant> solved_at;
    base::Instant due_at;
    int school_days = 0;  // old, by its school's calendar; of those that are not finished
};

/// School days of age (clause 5): from, and to with it.
struct AgeSpan {
    std::string_view key;
    int from;
    int to;
};
constexpr std::array<AgeSpan, 5> age_spans{{{"0-1", 0, 1}, {"2-5", 2, 5}, {"6-10", 6, 10}, {"11-20", 11, 20}, {"21-", 21, 1'000'000}}};

/// Which requests. The words of an address: /planning/requests?set=came&from=2026-03-02&to=2026-03-09&team=3.
struct RequestSet {
    std::string set = "unfinished";  // one of request_sets()
    std::optional<std::int64_t> team = {};
    std::optional<std::int64_t> school = {};
    std::optional<std::int64_t> category = {};
    std::string reason = {};         // for "waiting": a reason, or "scheduled"
    std::string age = {};            // for "unfinished": key of age_spans
    std::optional<base::Day> from = {};
    std::optional<base::Day> to = {};  // the first day that is not meant; absent: until now
};
bool is_request_set(std::string_view word);
/// Its first and last moment as the district's clocks say.
struct RequestSpan {
    std::optional<base::Instant> from;
    std::optional<base::Instant> to;
};
RequestSpan span_of(base::TimeZone zone, const RequestSet& set);

/// What makes a request belong to a set: understood once, asked of each request. The set outlives it.
class RequestRule {
public:
    RequestRule(base::TimeZone zone, const RequestSet& set, base::Instant now);
    bool holds(const CioRequest& request) const;

private:
    enum class Kind { unfinished, open, late, waiting, came, walked_up, solved, in_time, past_target, open_at, none };
    static Kind kind_of(std::string_view word);
    bool waits(const CioRequest& request) const;
    bool within(base::Instant at) const { return (!span_.from || *span_.from <= at) && (!span_.to || at < *span_.to); }
    bool open_at_end(const CioRequest& request) const;

    const RequestSet& set_;
    Kind kind_;
    RequestSpan span_;
    base::Instant now_;
    int youngest_ = 0, oldest_ = 1'000'000;
};

std::string address_of(const RequestSet& set);
/// What is no such word, number or day is not asked for.
RequestSet request_set_of(const http::Fields& query);

/// All that are not finished, and those that ended since `from`: every set of a period that begins then is among them. One statement. Needs
/// planning.plan (base::Forbidden).
std::vector<CioRequest> cio_requests(db::Read& db, const auth::Viewer& viewer, base::TimeZone zone, base::Instant now, base::Instant from);

struct CioTeam {
    std::int64_t id = 0;
    std::string name_en, name_es;
    std::string role_key;
};
std::vector<CioTeam> cio_teams(db::Read& db);

/// What a list shows of a request.
struct CioRequestLine {
    std::int64_t id = 0;
    std::string title;  // empty: the viewer does not work at its school
    std::string state;
    std::string reason;
    std::string category_en, category_es;
    std::string school;
    std::string team_en, team_es;
    base::Instant created_at;
    base::Instant due_at;
    std::optional<base::Instant> solved_at;
};
/// Of these requests, in this order.
std::vector<CioRequestLine> request_lines(db::Read& db, const auth::Viewer& viewer, const std::vector<std::int64_t>& ids);

}  // namespace planning
