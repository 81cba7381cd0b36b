/// An article for those who write: its versions, which of them is read, who may publish it, until when it holds.
///
/// A version never changes. Fetching is the permission check: drafts and history are for those who may write or publish, a published article of the
/// staff for its readers (clause 1).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "auth/viewer.h"
#include "base/time.h"
#include "knowledge/knowledge.h"

namespace knowledge {

struct Version {
    std::int64_t id = 0;
    int number = 0;
    Content content;
    std::string note;
    std::optional<auth::AccountId> author_id;
    std::string author;
    base::Instant made_at;
    std::optional<base::Instant> asked_at;
    std::string asked_by;
    bool answered = false;
    std::string answer;  // "published", "returned", "replaced"
    std::string answered_by;
    std::string answer_note;
    bool alone = false;  // published by its author (clause 2.2)
    bool waits() const { return asked_at && !answered; }
};

enum class State { draft, review, published, withdrawn };
std::string_view word(State state);

struct Article {
    ArticleId id;
    std::int64_t revision = 0;
    base::Instant changed_at;
    std::string created_by;
    Version latest;
    std::optional<Version> live;  // what people read, or read until it was withdrawn
    std::optional<base::Instant> live_at;
    std::string live_by;
    std::optional<base::Day> review_by;
    std::optional<base::Instant> withdrawn_at;
    std::string withdrawn_by;
    std::string withdrawn_why;
    State state() const;
    /// The latest version is not the one that people read.
    bool has_unpublished() const { return !live || live->number != latest.number; }
    /// Should have been looked at again by now (clause 4.1).
    bool stale(base::Day today) const { return state() == State::published && review_by && *review_by < today; }
};

/// May see drafts and history.
bool may_edit(const auth::Viewer& viewer);

/// Throws base::NotFound when there is none, or none that this person may see.
Article load_article(db::Read& db, const auth::Viewer& viewer, ArticleId id);
/// Everybody could read it at some time: its address says that it is gone instead of that there never was one.
bool was_public(db::Read& db, ArticleId id);
/// Newest first, those before this number (0: from the newest). For those who may edit.
std::vector<Version> versions(db::Read& db, const auth::Viewer& viewer, ArticleId id, int before, int most);
/// base::NotFound when there is none.
Version load_version(db::Read& db, const auth::Viewer& viewer, ArticleId id, int number);

/// Who lets a version go out (clause 2): somebody who did not write it; its author where nobody else may publish; else it waits.
enum class Release { by_another, alone, needs_another };
Release release_of(bool wrote_it, int others_who_may_publish);
/// Of what the viewer would publish now. Whoever wrote any version since the one that people read has written it.
Release release_of(db::Read& db, const auth::Viewer& viewer, const Article& article);

// --- Changing. Each throws base::Forbidden, base::Invalid (field, message key), and base::Conflict (message key) when `seen` is not the article's
// --- revision any more or its state does not allow it. Each writes an event.

constexpr std::size_t longest_title = 200;
constexpr std::size_t longest_symptom = 1000;
constexpr std::size_t longest_facet = 100;
constexpr std::size_t longest_note = 300;

/// All that is wrong, as field and message key.
std::vector<std::pair<std::string, std::string>> find_problems(const Content& content, std::string_view note);

/// The next version; the same content again makes none. What waited for a second look is replaced. Returns its number.
int save_version(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Article& article, std::int64_t seen, const Content& content,
                 std::string_view note);
void ask_for_review(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Article& article, std::int64_t seen);
/// Gives it back to its author with a word why.
void give_back(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Article& article, std::int64_t seen, std::string_view why);

/// The day until which a published article holds: from tomorrow to three years ahead (clause 4.1).
struct ReviewBy {
    base::Day today;
    std::optional<base::Day> day;  // as typed; absent: not a day
};
/// Publishes the latest version. base::Conflict when another person has to look first.
void publish(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Article& article, std::int64_t seen, const ReviewBy& review_by);
/// Still right as it stands: a new day until which it holds, and no new version.
void confirm(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Article& article, std::int64_t seen, const ReviewBy& review_by);
/// Takes it away from its readers, or puts a draft aside. Whoever writes may always do that; to bring it back is to publish.
void withdraw(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Article& article, std::int64_t seen, std::string_view why);
void bring_back(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Article& article, std::int64_t seen);

}  // namespace knowledge
