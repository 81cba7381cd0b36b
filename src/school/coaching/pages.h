/// What the pages of this room share.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "coaching/lesson_store.h"
#include "http/call.h"

namespace http {
class Routes;
}

namespace coaching {

void list_routes(http::Routes& routes);
void new_lesson_routes(http::Routes& routes);
void lesson_routes(http::Routes& routes);
void note_routes(http::Routes& routes);
void hours_routes(http::Routes& routes);
void plan_routes(http::Routes& routes);

/// Field and message key of what cannot be used.
using Problems = std::vector<std::pair<std::string, std::string>>;
void fill_problems(const http::Call& call, html::View& view, const Problems& problems);

const auth::SecretBox* box_of(const http::Call& call);
std::string clock_text(base::Minutes minutes);
/// "8:05" as minutes of the day.
std::optional<base::Minutes> parse_clock(std::string_view text);
/// "Tuesday, 10 March, 9:00–9:50".
std::string span_words(const http::Call& call, const Span& span);
std::string person_name(const http::Call& call, db::Read& main, std::optional<auth::AccountId> who);
/// "214, North School".
std::string place_words(db::Read& main, const Lesson& lesson);
bool has_begun(const http::Call& call, const Lesson& lesson);
base::Instant instant_of(const http::Call& call, base::Day day, base::Minutes minutes);
/// "17|2026-03-10|540|590", the value of a choice; a time alone has person 0.
std::string choice_text(std::int64_t specialist, const Span& span);
std::optional<std::pair<std::int64_t, Span>> parse_choice(std::string_view text);
/// The classes that the viewer teaches.
std::vector<roster::Class> own_classes(const http::Call& call, db::Read& main);

}  // namespace coaching
