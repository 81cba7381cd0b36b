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

static constexpr std::string_view request_sets[] = {"unfinished", "open", "late", "waiting", "came", "walked_up", "solved", "in_time", "past_target", "open_at"};

bool is_request_set(std::string_view word) { return std::ranges::find(request_sets, word) != std::end(request_sets); }

RequestSpan span_of(base::TimeZone zone, const RequestSet& set) {
    RequestSpan span;
    if (set.from) span.from = zone.to_instant({*set.from, base::Minutes(0)});
    if (set.to) span.to = zone.to_instant({*set.to, base::Minutes(0)});
    return span;
}

static bool within(base::Instant at, const RequestSpan& span) { return (!span.from || *span.from <= at) && (!span.to || at < *span.to); }

/// Clause 7: not finished at the end of the span.
static bool open_at_end(const CioRequest& request, const RequestSpan& span) {
    const bool unfinished = request.stage != CioRequest::Stage::ended;
    if (!span.to) return unfinished;
    return request.created_at < *span.to && (unfinished || (request.solved_at && *request.solved_at >= *span.to));
}

static bool has_age(const CioRequest& request, std::string_view key) {
    if (key.empty()) return true;
    const auto span = std::ranges::find(age_spans, key, &AgeSpan::key);
    return span != age_spans.end() && span->from <= request.school_days && request.school_days <= span->to;
}

bool belongs(const CioRequest& request, const RequestSet& set, const RequestSpan& span, base::Instant now) {
    using Stage = CioRequest::Stage;
    if (set.team && request.team != *set.team) return false;
    if (set.school && request.school != *set.school) return false;
    if (set.category && request.category != *set.category) return false;
    if (set.set == "unfinished") return request.stage != Stage::ended && has_age(request, set.age);
    if (set.set == "open") return request.stage == Stage::in_queue;
    if (set.set == "late") return request.stage == Stage::in_queue && request.due_at < now;
    if (set.set == "waiting") {
        if (request.stage == Stage::scheduled) return set.reason.empty() || set.reason == "scheduled";
        return request.stage == Stage::waiting && (set.reason.empty() || set.reason == request.reason);
    }
    if (set.set == "open_at") return open_at_end(request, span);
    if (set.set == "came") return within(request.created_at, span);
    if (set.set == "walked_up") return request.walk_up && within(request.created_at, span);
    // Clause 6: by the target as it stood at the end, with all pauses in it.
    const bool solved = request.stage == Stage::ended && request.solved_at && within(*request.solved_at, span);
    if (set.set == "solved") return solved;
    if (set.set == "in_time") return solved && *request.solved_at <= request.due_at;
    return set.set == "past_target" && solved && *request.solved_at > request.due_at;
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
    static constexpr std::string_view reasons[] = {"requester", "part", "vendor", "authority", "skill", "other_work", "window", "scheduled"};
    if (std::ranges::find(reasons, query.text("reason")) != std::end(reasons)) set.reason = query.text("reason");
    if (std::ranges::find(age_spans, query.text("age"), &AgeSpan::key) != age_spans.end()) set.age = query.text("age");
    set.from = base::parse_day(query.text("from"));
    set.to = base::parse_day(query.text("to"));
    return set;
}

}  // namespace planning
