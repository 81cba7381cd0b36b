#include "search/sources.h"

#include <algorithm>

#include <fmt/format.h>

#include "auth/viewer.h"
#include "base/text.h"
#include "db/db.h"

namespace search {

/// Hits that the viewer may not see any more are left out; so often more are asked for, so that a page is not half empty.
static constexpr int most_rounds = 5;

std::vector<Source>& sources() {
    static std::vector<Source> all;
    return all;
}

std::vector<std::string> scope_keys(std::string_view prefix, const auth::Reach& reach, const auth::Viewer& viewer) {
    std::vector<std::string> keys;
    if (reach.everywhere) keys.push_back(fmt::format("{}:all", prefix));
    else for (auto school : reach.schools) keys.push_back(fmt::format("{}:{}", prefix, school));
    if (viewer.signed_in()) keys.push_back(fmt::format("account:{}", viewer.account().value));
    return keys;
}

std::vector<Piece> pieces_of(std::string_view snippet) {
    std::vector<Piece> pieces;
    bool matched = false;
    std::string text;
    auto end_piece = [&] {
        if (!text.empty()) pieces.push_back({text, matched});
        text.clear();
    };
    for (char byte : snippet) {
        if (byte != '\x02' && byte != '\x03') {
            text += byte;
            continue;
        }
        end_piece();
        matched = byte == '\x02';
    }
    end_piece();
    return pieces;
}

static std::vector<const Source*> asked_sources(const SearchFor& question) {
    std::vector<const Source*> asked;
    for (const Source& source : sources()) {
        if (question.only.empty() || question.only == source.name) asked.push_back(&source);
    }
    return asked;
}

static void append(std::vector<std::string>& list, std::vector<std::string> more) {
    for (std::string& one : more) {
        if (std::ranges::find(list, one) == list.end()) list.push_back(std::move(one));
    }
}

static Question index_question(const std::vector<const Source*>& asked, const auth::Viewer& viewer, const SearchFor& question) {
    Question ask{question.text, {}, {}, static_cast<int>(question.limit) + 1, question.before.at, question.before.document};
    for (const Source* source : asked) {
        append(ask.scopes, source->scopes(viewer));
        append(ask.kinds, source->kinds);
    }
    return ask;
}

static std::optional<Shown> fetch_again(const std::vector<const Source*>& asked, db::Read& db, const auth::Viewer& viewer, const Hit& hit) {
    for (const Source* source : asked) {
        if (std::ranges::find(source->kinds, hit.kind) != source->kinds.end()) return source->fetch(db, viewer, hit);
    }
    return std::nullopt;
}

/// "12" and "#12" are the number of something, whatever else holds these figures.
static void add_numbered(FoundPage& page, const std::vector<const Source*>& asked, db::Read& db, const auth::Viewer& viewer, const SearchFor& question) {
    std::string_view text = base::trim(question.text);
    if (text.starts_with('#')) text.remove_prefix(1);
    const auto number = base::parse_integer(text);
    if (!number || *number <= 0 || question.before.document != 0) return;
    for (const Source* source : asked) {
        auto exact = source->numbered ? source->numbered(db, viewer, *number) : std::nullopt;
        if (exact) page.found.push_back({std::move(exact->first), {}, exact->second});
    }
}

/// What a number named has no words of its own to show, and other places of it say nothing new.
static void add(FoundPage& page, Found found) {
    auto there = std::ranges::find_if(page.found, [&](const Found& one) { return one.shown.group == found.shown.group; });
    if (there == page.found.end()) page.found.push_back(std::move(found));
    else if (!there->pieces.empty()) ++there->more;
}

FoundPage find_again(db::Read& db, const auth::Viewer& viewer, const SearchFor& question) {
    FoundPage page;
    const auto asked = asked_sources(question);
    add_numbered(page, asked, db, viewer, question);
    Question ask = index_question(asked, viewer, question);
    if (ask.scopes.empty()) return page;
    for (int round = 0; round < most_rounds; ++round) {
        const auto hits = find(db, ask);
        for (const Hit& hit : hits) {
            if (page.found.size() >= question.limit) {
                page.next = FoundKey{ask.before_at, ask.before_document};
                return page;
            }
            ask.before_at = base::to_ms(hit.at);
            ask.before_document = hit.document;
            if (auto shown = fetch_again(asked, db, viewer, hit)) add(page, {std::move(*shown), pieces_of(hit.snippet), hit.at});
        }
        if (hits.size() < static_cast<std::size_t>(ask.limit)) return page;
    }
    page.next = FoundKey{ask.before_at, ask.before_document};
    return page;
}

}  // namespace search
