/// Writing news: whom an item is for, beside its words (piece.h). For the files of this room.
#pragma once

#include "site/news.h"
#include "site/piece.h"

namespace site {

struct NewsSettings {
    std::vector<roster::OrgId> schools;  // none: the whole district
    Audience audience;
};
NewsSettings news_settings(db::Read& db, PieceId id);

/// `public_url` is where the site is now: it becomes part of the item's permanent name. Throws as create_piece does.
PieceId create_news(db::Write& db, const Editor& editor, base::Instant now, const NewsSettings& settings, const Bilingual& words, std::string_view note, std::string_view public_url);
/// Words and settings together. Whose item is public changes its schools only with the right to publish there and where it goes.
void change_news(db::Write& db, const Editor& editor, base::Instant now, const Piece& piece, std::int64_t seen, const NewsSettings& settings, const Bilingual& words, std::string_view note);

/// The name of the whole feed, written down with the first item of news.
std::string feed_tag(db::Read& db, std::string_view public_url);

/// The name of an item in feeds, for ever: "tag:riverbend.example,2026-03-09:news/Xy..." (RFC 4151). Pure.
std::string tag_of(std::string_view public_url, base::Day day, std::string_view token);

}  // namespace site
