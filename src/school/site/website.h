/// What the staff's pages of news and pages share. Only for this room.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "http/routes.h"
#include "site/check.h"
#include "site/form.h"
#include "site/page_item.h"
#include "site/piece.h"

namespace site {

/// Field and message key of what cannot be used.
using FormProblems = std::vector<std::pair<std::string, std::string>>;
void fill_form_problems(http::Call& call, html::View& view, const FormProblems& problems);
/// Only what stands beside the fields, for a part of the form that is a template of its own.
void fill_field_problems(http::Call& call, html::View& view, const FormProblems& problems);

/// 409 in the reader's words; `key` names the message.
http::Response clash_page(http::Call& call, std::string_view key);

/// "2026-03-09T14:30" of <input type="datetime-local">, on the district's clocks; absent when it is empty. Throws base::Invalid(field).
std::optional<base::Instant> read_moment(const http::Call& call, std::string_view field);
/// The same for a form that names all its problems at once: absent, and noted, when it cannot be used.
std::optional<base::Instant> read_moment(const http::Call& call, std::string_view field, FormProblems& problems);
std::string moment_field(const http::Call& call, std::optional<base::Instant> at);
std::optional<base::Day> read_day_field(const http::Call& call, std::string_view field);

/// title_en, body_en, title_es, body_es; line ends as the browser sends them become '\n'.
Bilingual read_words(const http::Fields& form);
void fill_words(html::View& view, const Bilingual& words);

/// Section `school`: id, name, #selected; those where the person holds it. `district` when they hold it for the whole district.
void fill_school_choice(const http::Call& call, db::Read& db, html::View& view, auth::Permission permission, const std::vector<roster::OrgId>& chosen);
/// The names of schools by their numbers, read once for all rows of a list.
using SchoolNames = std::map<std::int64_t, std::string>;
SchoolNames school_names(db::Read& db);
std::string schools_words(const http::Call& call, const SchoolNames& names, const std::vector<roster::OrgId>& schools);
inline std::string schools_words(const http::Call& call, db::Read& db, const std::vector<roster::OrgId>& schools) { return schools_words(call, school_names(db), schools); }

/// pill, icon, state: what a pill needs.
void fill_state(const http::Call& call, html::View& view, State state);

/// What this district's pages know about links and paragraphs.
Surroundings surroundings(const http::Call& call, db::Read& db, PieceKind kind);
/// Sections `held` and `advice` with #problem: where, what, mend; `clear` when there is none.
void fill_checks(const http::Call& call, html::View& view, std::span<const Problem> problems);

/// Sections of the row of links on top of every page of the room, and which is current.
void fill_website_tabs(const http::Call& call, const Editor& editor, html::View& view, std::string_view current);

/// What a link in a text to a path of ours shall say: with the language where the public reads, as it is written where people sign in.
std::string link_address(const http::Call& call, std::string_view path);
/// Whether a route of any room answers GET there: known once the routes are declared.
bool route_takes(std::string_view path);
/// Whether it begins with a noun of the program ("/kitchen/anything"): what stands there is a room's, now or later.
bool is_of_program(std::string_view path);
/// "/website/pages/12".
std::string address_of(const Piece& piece);
std::string address_of(PieceKind kind, PieceId id);

void todo_routes(http::Routes& routes);
void news_write_routes(http::Routes& routes);
void page_write_routes(http::Routes& routes);
void piece_routes(http::Routes& routes);
void piece_picture_routes(http::Routes& routes);
void history_routes(http::Routes& routes);
void banner_routes(http::Routes& routes);
void redirect_routes(http::Routes& routes);
void section_routes(http::Routes& routes);
void news_routes(http::Routes& routes);
void feed_routes(http::Routes& routes);
void map_routes(http::Routes& routes);
void find_routes(http::Routes& routes);
/// All of the above: what this part of the room serves.
void writing_routes(http::Routes& routes);

}  // namespace site
