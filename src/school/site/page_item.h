/// A page with its place on the site; for the files of this room.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "site/page.h"
#include "site/piece.h"

namespace site {

/// What belongs to a page beside its words.
struct PageSettings {
    std::string path;
    std::vector<roster::OrgId> schools;
    std::optional<auth::AccountId> owner;
    std::optional<base::Day> review_on;
    bool in_menu = false;
    std::optional<PieceId> parent;
    int menu_order = 100;
};
PageSettings page_settings(db::Read& db, PieceId id);

/// Each throws base::Invalid (field, message key), base::Forbidden, base::Conflict. That no route has the path was looked at before.
PieceId create_page(db::Write& db, const Editor& editor, base::Instant now, const PageSettings& settings, const Bilingual& words, std::string_view note);
/// A page that gets another address leaves a redirect at the one it had. Who changes a live page's place must be allowed to publish there.
void change_page_settings(db::Write& db, const Editor& editor, base::Instant now, const Piece& piece, std::int64_t seen, const PageSettings& settings);
/// Says that a page is still right, and when to look again.
void review_page(db::Write& db, const Editor& editor, base::Instant now, const Piece& piece, std::int64_t seen, base::Day next);

/// A page as the public reads it.
struct LivePage {
    PieceId id;
    std::string path;
    Bilingual words;
    base::Instant updated;
    std::vector<roster::OrgId> schools;
};
std::optional<LivePage> live_page(db::Read& db, base::Instant now, std::string_view path);
/// A page was there and was taken away or has expired.
bool page_is_gone(db::Read& db, base::Instant now, std::string_view path);
/// Whether something written stands at this path or will: for the check of links.
bool page_exists(db::Read& db, base::Instant now, std::string_view path);

/// A row in the list of those who write.
struct PieceRow {
    PieceId id;
    std::string path;
    std::string title;
    State state = State::draft;
    bool waits = false;        // the latest version waits for a second look
    bool unpublished = false;  // the latest version is not public
    std::optional<base::Instant> from;
    base::Instant ordered_at;  // since when it is or will be public; of a draft, when it was last changed
    std::optional<base::Instant> expires_at;
    base::Instant changed_at;
    std::string owner;
    std::optional<base::Day> review_on;
    std::vector<roster::OrgId> schools;
};
enum class Showing { all, waiting, stale, withdrawn };
struct PieceQuestion {
    PieceKind kind = PieceKind::page;
    Showing showing = Showing::all;
    std::string after;              // pages: those after this path
    std::int64_t before = 0;        // news: those that come after this piece, which is of before_at
    base::Instant before_at;
    int most = 50;
    base::Day today;
};
/// Pages by address, news newest first by ordered_at; those that the editor may write or publish. Withdrawn ones only when they are asked for.
struct PieceList {
    std::vector<PieceRow> rows;
    bool more = false;
};
PieceList list_pieces(db::Read& db, const Editor& editor, base::Instant now, const PieceQuestion& question);

}  // namespace site
