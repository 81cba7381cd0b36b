#include "planning/cio.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "http/message.h"

namespace planning {

std::vector<CioProvider>& cio_providers() {
    static std::vector<CioProvider> providers;
    return providers;
}

static base::Day monday_of(base::Day day) { return day - (std::chrono::weekday(day) - std::chrono::Monday); }

static int weeks_of(std::string_view key) { return key == "4w" ? 4 : key == "52w" ? 52 : 12; }

CioPeriod cio_period(base::TimeZone zone, base::Instant now, std::string_view key, std::optional<base::Day> term_begins) {
    const auto this_monday = monday_of(zone.day_of(now));
    CioPeriod period;
    period.key = key == "term" && term_begins ? "term" : key == "4w" || key == "52w" ? std::string(key) : "12w";
    // A term of more than a year is no term.
    const auto earliest = this_monday - std::chrono::weeks(52);
    period.first = period.key == "term" ? std::max(earliest, monday_of(*term_begins)) : this_monday - std::chrono::weeks(weeks_of(period.key) - 1);
    for (auto monday = period.first; monday <= this_monday; monday += std::chrono::days(7)) {
        CioWeek week{monday, zone.to_instant({monday, base::Minutes(0)}), {}, {}};
        if (monday < this_monday) {
            week.next = monday + std::chrono::days(7);
            week.to = zone.to_instant({*week.next, base::Minutes(0)});
        }
        period.weeks.push_back(week);
    }
    period.from = period.weeks.front().from;
    return period;
}

/// In the order of RequestRule::Kind.
static constexpr std::string_view request_sets[] = {"unfinished", "open", "late", "waiting", "came", "walked_up", "solved", "in_time", "past_target", "open_at"};

bool is_request_set(std::string_view word) { return std::ranges::find(request_sets, word) != std::end(request_sets); }

RequestSpan span_of(base::TimeZone zone, const RequestSet& set) {
    RequestSpan span;
    if (set.from) span.from = zone.to_instant({*set.from, base::Minutes(0)});
    if (set.to) span.to = zone.to_instant({*set.to, base::Minutes(0)});
    return span;
}

RequestRule::Kind RequestRule::kind_of(std::string_view word) {
    const auto found = std::ranges::find(request_sets, word);
    return static_cast<Kind>(found - std::begin(request_sets));
}

RequestRule::RequestRule(base::TimeZone zone, const RequestSet& set, base::Instant now) : set_(set), kind_(kind_of(set.set)), span_(span_of(zone, set)), now_(now) {
    if (const auto age = std::ranges::find(age_spans, set.age, &AgeSpan::key); age != age_spans.end()) {
        youngest_ = age->from;
        oldest_ = age->to;
    }
}

bool RequestRule::waits(const CioRequest& request) const {
    if (request.stage == CioRequest::Stage::scheduled) return set_.reason.empty() || set_.reason == "scheduled";
    return request.stage == CioRequest::Stage::waiting && (set_.reason.empty() || set_.reason == request.reason);
}

/// Clause 7: not finished at the end of the span.
bool RequestRule::open_at_end(const CioRequest& request) const {
    const bool unfinished = request.stage != CioRequest::Stage::ended;
    if (!span_.to) return unfinished;
    return request.created_at < *span_.to && (unfinished || (request.solved_at && *request.solved_at >= *span_.to));
}

bool RequestRule::holds(const CioRequest& request) const {
    using Stage = CioRequest::Stage;
    if (set_.team && request.team != *set_.team) return false;
    if (set_.school && request.school != *set_.school) return false;
    if (set_.category && request.category != *set_.category) return false;
    // Clause 6: by the target as it stood at the end, with all pauses in it.
    const bool solved = request.stage == Stage::ended && request.solved_at && within(*request.solved_at);
    switch (kind_) {
        case Kind::unfinished: return request.stage != Stage::ended && youngest_ <= request.school_days && request.school_days <= oldest_;
        case Kind::open: return request.stage == Stage::in_queue;
        // Clause 6: the target goes on while a request waits for a known problem.
        case Kind::late: return request.due_at < now_ && (request.stage == Stage::in_queue || (request.stage == Stage::waiting && request.reason == "known_problem"));
        case Kind::waiting: return waits(request);
        case Kind::came: return within(request.created_at);
        case Kind::walked_up: return request.walk_up && within(request.created_at);
        case Kind::solved: return solved;
        case Kind::in_time: return solved && *request.solved_at <= request.due_at;
        case Kind::past_target: return solved && *request.solved_at > request.due_at;
        case Kind::open_at: return open_at_end(request);
        case Kind::none: return false;
    }
    return false;
}

std::string address_of(const RequestSet& set) {
    std::string address = "/planning/requests?set=" + set.set;
    if (set.from) address += "&from=" + base::to_iso(*set.from);
    if (set.to) address += "&to=" + base::to_iso(*set.to);
    if (set.team) address += fmt::format("&team={}", *set.team);
    if (set.school) address += fmt::format("&school={}", *set.school);
    if (set.category) address += fmt::format("&category={}", *set.category);
    if (!set.reason.empty()) address += "&reason=" + set.reason;
    if (!set.age.empty()) address += "&age=" + set.age;
    return address;
}

RequestSet request_set_of(const http::Fields& query) {
    RequestSet set;
    if (is_request_set(query.text("set"))) set.set = query.text("set");
    set.team = base::parse_integer(query.text("team"));
    set.school = base::parse_integer(query.text("school"));
    set.category = base::parse_integer(query.text("category"));
    static constexpr std::string_view reasons[] = {"requester", "part", "vendor", "authority", "skill", "known_problem", "other_work", "window", "scheduled"};
    if (std::ranges::find(reasons, query.text("reason")) != std::end(reasons)) set.reason = query.text("reason");
    if (std::ranges::find(age_spans, query.text("age"), &AgeSpan::key) != age_spans.end()) set.age = query.text("age");
    set.from = base::parse_day(query.text("from"));
    set.to = base::parse_day(query.text("to"));
    return set;
}

}  // namespace planning
