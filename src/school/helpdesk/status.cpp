#include "helpdesk/status.h"

#include <fmt/format.h>

#include "helpdesk/reason.h"
#include "html/format.h"

namespace helpdesk {

static std::string say(const Reader& reader, std::string_view key, std::initializer_list<html::Argument> arguments = {}) {
    return reader.messages.text(reader.language, fmt::format("helpdesk.{}", key), arguments);
}

static std::string count(std::int64_t number) { return std::to_string(number); }

/// Waits for nothing but its known problem.
static bool waits_for_problem(const Request& request, const Status& status) {
    return status.problem && request.waiting_reason == WaitingReason::other_work;
}

static WaitFacts facts_of(const Request& request, const Status& status) {
    WaitFacts facts;
    facts.ended = !unfinished(request.state);
    if (status.problem) facts.known_problem = status.problem->id.value;
    if (request.waiting_reason) {
        switch (*request.waiting_reason) {
            case WaitingReason::requester: facts.asked_requester_at = request.updated_at; break;
            case WaitingReason::part:
                facts.part_is_ordered = true;
                facts.part_comes_on = request.waiting_until;
                break;
            case WaitingReason::vendor: facts.vendor_has_it = true; break;
            case WaitingReason::authority: facts.missing_authority = ""; break;
            case WaitingReason::skill: facts.missing_skill = ""; break;
            case WaitingReason::other_work:
            case WaitingReason::window: break;
        }
    }
    facts.appointment_at = request.scheduled_at;
    facts.somebody_has_it = request.assignee.has_value() && request.state != State::fresh;  // given to somebody is not begun
    if (status.position) {
        facts.ahead = static_cast<int>(status.position->ahead_here + status.position->ahead_elsewhere);
        facts.more_pressing_ahead = static_cast<int>(status.position->class_waiting_ahead);
    }
    return facts;
}

static std::string problem_title(const Reader& reader, const Status& status) {
    return status.problem ? status.problem->title.in(html::code(reader.language)) : std::string();
}

/// What a person wrote is added to the derived reason, never put in its place (clause 31 of docs/policies/order-of-work.md).
static std::string why_words(const Reader& reader, const Request& request, const Status& status) {
    std::string words;
    bool other_reason = (request.waiting_reason == WaitingReason::other_work && !waits_for_problem(request, status)) || request.waiting_reason == WaitingReason::window;
    if (request.state == State::held) {
        words = say(reader, "why.held");
    } else if (request.state == State::merged) {
        words = say(reader, "why.merged");
    } else if (!unfinished(request.state)) {
        words = say(reader, request.state == State::resolved ? "why.resolved" : "why.ended");
    } else if (other_reason) {
        words = say(reader, fmt::format("why.waits_{}", word(*request.waiting_reason)));
    } else {
        auto facts = facts_of(request, status);
        auto reason = find_reason(facts);
        auto key = fmt::format("why.{}", word(reason.why));
        std::string at = reason.at ? html::moment_words(reader.language, reader.zone, reader.now, *reason.at) : "";
        bool in_line = reason.why == Why::not_started && facts.ahead > 0;
        words = say(reader, in_line ? "why.in_line" : key, {{"at", at}, {"n", count(facts.ahead)}, {"pressing", count(reason.more_pressing_ahead)}, {"problem", problem_title(reader, status)}});
    }
    if (!request.waiting_words.empty()) words += " " + request.waiting_words;
    if (request.waiting_until) {
        auto day = html::day_words(reader.language, reader.zone.day_of(reader.now), *request.waiting_until);
        words += " " + say(reader, "why.until", {{"day", day}});
    }
    return words;
}

static std::string who_words(const Reader& reader, const Status& status) {
    if (status.assignee.empty()) return say(reader, "status.nobody_yet", {{"team", status.team.in(html::code(reader.language))}, {"school", status.school}});
    if (!status.taken_at) return say(reader, "status.somebody", {{"name", status.assignee}, {"team", status.team.in(html::code(reader.language))}});
    auto since = html::moment_words(reader.language, reader.zone, reader.now, *status.taken_at);
    return say(reader, "status.somebody_since", {{"name", status.assignee}, {"team", status.team.in(html::code(reader.language))}, {"since", since}});
}

/// Working time as people plan: hours below a school day, school days above. A school day is taken as eight working hours.
static std::string length_words(const Reader& reader, base::Minutes length) {
    constexpr base::Minutes school_day = std::chrono::hours(8);
    if (length < school_day) return html::minutes_words(reader.language, base::Minutes((length.count() + 14) / 15 * 15));
    return html::school_days_words(reader.language, (length.count() + school_day.count() - 1) / school_day.count());
}

static void say_when(const Reader& reader, const Request& request, const Status& status, StatusWords& words) {
    if (!unfinished(request.state)) return;
    if (status.problem) {
        auto today = reader.zone.day_of(reader.now);
        const auto& expected = status.problem->expected_on;
        if (!expected) words.when = say(reader, "problem.expected_unknown");
        else words.when = say(reader, *expected < today ? "problem.expected_past" : "problem.expected", {{"day", html::day_words(reader.language, today, *expected)}});
        words.how_when = say(reader, "status.how_problem");
        return;
    }
    if (!status.outlook) {
        words.when = say(reader, "status.no_forecast");
        words.how_when = say(reader, "status.how_no_forecast");
        return;
    }
    const auto& outlook = *status.outlook;
    bool past = outlook.likely_by <= reader.now;
    words.when = say(reader, past ? "status.forecast_past" : "status.forecast",
                     {{"median", length_words(reader, outlook.median)},
                      {"most", length_words(reader, outlook.eight_in_ten)},
                      {"day", html::day_words(reader.language, reader.zone.day_of(reader.now), reader.zone.day_of(outlook.likely_by))}});
    words.how_when = say(reader, "status.how_forecast",
                         {{"n", count(outlook.ended)}, {"similar", say(reader, fmt::format("similar.{}", word(outlook.similar)))}});
}

static void say_place(const Reader& reader, const Status& status, StatusWords& words) {
    if (!status.position) return;
    const auto& position = *status.position;
    words.place = say(reader, "status.place", {{"place", html::ordinal_words(reader.language, position.ahead_here + 1)},
                                               {"total", count(position.total_here)},
                                               {"school", status.school}});
    if (position.ahead_elsewhere > 0) words.elsewhere = say(reader, "status.elsewhere", {{"n", count(position.ahead_elsewhere)}});
    words.how_place = say(reader, "status.how_place", {{"n", count(position.class_waiting_ahead)}});
}

StatusWords words_of(const Reader& reader, const Request& request, const Status& status) {
    StatusWords words;
    words.why = why_words(reader, request, status);
    if (status.last_day_to_answer) {
        auto day = html::day_words(reader.language, reader.zone.day_of(reader.now), *status.last_day_to_answer);
        words.closes = say(reader, "status.closes", {{"day", day}});
        words.why += " " + words.closes;
    }
    words.who = who_words(reader, status);
    say_when(reader, request, status, words);
    say_place(reader, status, words);
    return words;
}

}  // namespace helpdesk
