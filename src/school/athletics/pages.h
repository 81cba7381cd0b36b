/// What the pages of this room share.
#pragma once

#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "athletics/game_view.h"
#include "http/call.h"

namespace athletics {

/// Field and message key of what cannot be used.
using Problems = std::vector<std::pair<std::string, std::string>>;
void fill_problems(http::Call& call, html::View& view, const Problems& problems);
/// An option for each word, in the reader's words; `messages` is the section of them.
void fill_options(const http::Call& call, html::View& view, const std::string& section, std::string_view messages, std::span<const std::string_view> words, std::string_view chosen);
/// The team in the path, when the viewer may change its games; base::NotFound, base::Forbidden.
Team fetch_team(const http::Call& call, db::Read& db);
/// "/athletics/12".
std::string desk_path(const Team& team);

/// An <iframe> that shows a schedule on somebody else's page, safe to paste; `address` is the team's, with our origin in front.
std::string frame_code(const Team& team, html::Language language, std::string_view address, std::string_view width, std::int64_t height);
/// A link, a frame and a script, each on a line: what another site takes over. The link and the frame work without the script (web/embed/frames.ts).
std::string code_to_paste(const http::Call& call, const Team& team);
/// Where programs ask how to embed the page at that address (oembed.com).
std::string oembed_address(const http::Call& call, std::string_view address);

/// Games as they are typed, for the form and for pasted schedules.
GameDraft understand_game(const http::Fields& fields, Problems& problems);

void team_routes(http::Routes& routes);
void game_routes(http::Routes& routes);
void paste_routes(http::Routes& routes);
void public_routes(http::Routes& routes);
void embed_routes(http::Routes& routes);

}  // namespace athletics
