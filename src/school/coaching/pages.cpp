#include "coaching/pages.h"

#include <fmt/format.h>

#include "auth/account.h"
#include "base/text.h"
#include "coaching/coaching.h"
#include "html/format.h"
#include "http/routes.h"

namespace coaching {

void fill_problems(const http::Call& call, html::View& view, const Problems& problems) {
    if (problems.empty()) return;
    auto box = view.add("problems");
    for (const auto& [field, key] : problems) {
        box.add("problem").set("field", field).set("message", call.text(key));
        view.add(field + "_error").set("message", call.text(key));
    }
}

const auth::SecretBox* box_of(const http::Call& call) { return call.services.store(store_name).secrets; }

std::string clock_text(base::Minutes minutes) { return fmt::format("{}:{:02}", minutes.count() / 60, minutes.count() % 60); }

std::optional<base::Minutes> parse_clock(std::string_view text) {
    const auto parts = base::split(base::trim(text), ':');
    if (parts.size() < 2 || parts.size() > 3) return std::nullopt;  // some browsers send seconds
    const auto hours = base::parse_integer(parts[0]);
    const auto minutes = base::parse_integer(parts[1]);
    if (!hours || !minutes || *hours < 0 || *hours > 23 || *minutes < 0 || *minutes > 59) return std::nullopt;
    return base::Minutes(*hours * 60 + *minutes);
}

std::string span_words(const http::Call& call, const Span& span) {
    return fmt::format("{}, {}–{}", html::day_words(call.language, call.today(), span.day), clock_text(span.starts), clock_text(span.ends));
}

std::string person_name(const http::Call& call, db::Read& main, std::optional<auth::AccountId> who) {
    if (!who) return call.text("coaching.nobody_yet");
    return auth::account_name(main, *who).value_or(call.text("coaching.somebody"));
}

std::string place_words(db::Read& main, const Lesson& lesson) {
    const auto org = roster::find_org(main, lesson.school);
    const auto school = org ? org->name : "";
    return lesson.place.empty() ? school : fmt::format("{}, {}", lesson.place, school);
}

base::Instant instant_of(const http::Call& call, base::Day day, base::Minutes minutes) { return call.zone.to_instant({day, minutes}); }

bool has_begun(const http::Call& call, const Lesson& lesson) { return lesson.span && instant_of(call, lesson.span->day, lesson.span->starts) <= call.now; }

std::string choice_text(std::int64_t specialist, const Span& span) {
    return fmt::format("{}|{}|{}|{}", specialist, base::to_iso(span.day), span.starts.count(), span.ends.count());
}

std::optional<std::pair<std::int64_t, Span>> parse_choice(std::string_view text) {
    const auto parts = base::split(text, '|');
    if (parts.size() != 4) return std::nullopt;
    const auto who = base::parse_integer(parts[0]);
    const auto day = base::parse_day(parts[1]);
    const auto starts = base::parse_integer(parts[2]);
    const auto ends = base::parse_integer(parts[3]);
    if (!who || !day || !starts || !ends) return std::nullopt;
    return std::pair(*who, Span{*day, base::Minutes(*starts), base::Minutes(*ends)});
}

std::vector<roster::Class> own_classes(const http::Call& call, db::Read& main) {
    const auto me = roster::person_of(main, call.viewer.account());
    if (!me) return {};
    return roster::classes_of(main, call.viewer, *me, call.today());
}

void routes(http::Routes& routes) {
    list_routes(routes);
    new_lesson_routes(routes);
    hours_routes(routes);
    plan_routes(routes);
    lesson_routes(routes);
    note_routes(routes);
}

}  // namespace coaching
