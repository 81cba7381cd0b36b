/// The list of articles: for the staff on /knowledge, and for everybody on /articles.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/time.h"
#include "knowledge/article.h"
#include "knowledge/measure.h"

namespace knowledge {

/// What a list may be narrowed to. Each of these is a word of the address.
enum class Show { all, draft, review, published, stale, doubtful, withdrawn };
constexpr Show shows[] = {Show::all, Show::draft, Show::review, Show::published, Show::stale, Show::doubtful, Show::withdrawn};
std::string_view word(Show show);
std::optional<Show> parse_show(std::string_view word);

struct Question {
    std::string text;  // ranked when it has words; else newest change first
    Show show = Show::all;
    std::optional<Kind> kind;
    std::optional<Audience> audience;
    std::string category;
    base::Day today;
    base::TimeZone zone;
    std::int64_t before_at = 0;  // paging without words: what was changed before this (moment, id)
    std::int64_t before_id = 0;
    int page = 1;  // paging of what was ranked
    int limit = 50;
    bool theirs_to_release = false;  // Show::review: only what the viewer may let go out
};

struct Line {
    ArticleId id;
    Content content;  // of the version that is listed: title, symptom, kind, audience, category; no bodies
    State state = State::draft;
    bool unpublished = false;  // published, with a newer version
    bool waits = false;        // for a second look
    bool stale = false;
    Doubt doubt = Doubt::none;
    base::Instant changed_at;
};
struct Page {
    std::vector<Line> lines;
    bool more = false;
};
/// For readers of the staff; who may not edit gets what is published alone. base::NotFound for everybody else.
Page list_articles(db::Read& db, const auth::Viewer& viewer, const Question& question);
/// What everybody may read, whoever asks.
Page list_public(db::Read& db, const Question& question);

}  // namespace knowledge
