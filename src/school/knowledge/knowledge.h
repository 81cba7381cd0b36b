/// The front door of the knowledge base: articles that say what helps, for the staff or for everybody, in English and Spanish (H7).
/// Clause numbers in this folder refer to docs/policies/knowledge.md.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "auth/auth.h"
#include "base/embedded.h"
#include "base/time.h"
#include "html/html.h"

namespace db {
class Read;
class Write;
}  // namespace db
namespace http {
class ReadCall;
class Routes;
}  // namespace http

namespace knowledge {

struct ArticleId {
    std::int64_t value = 0;
    auto operator<=>(const ArticleId&) const = default;
};

/// Write articles and ask for their review.
constexpr auth::Permission may_write{"knowledge.write"};
/// Review what others wrote, publish it and take it away.
constexpr auth::Permission may_publish{"knowledge.publish"};

std::span<const base::EmbeddedFile> embedded();
std::span<const auth::PermissionInfo> permissions();
void routes(http::Routes& routes);
/// Articles on the page /search, and what asks for a look in the day of those who publish. Called once, by app/wire.cpp.
void fill_slots();

// --- What an article says ---

enum class Kind { how_to, known_error, question, reference };
constexpr Kind kinds[] = {Kind::how_to, Kind::known_error, Kind::question, Kind::reference};
std::string_view word(Kind kind);
std::optional<Kind> parse_kind(std::string_view word);

/// Who may read it once it is published (clause 1).
enum class Audience { staff, everybody };
std::string_view word(Audience audience);  // "staff", "public"
std::optional<Audience> parse_audience(std::string_view word);

struct Words {
    std::string title;
    std::string symptom;  // what a person sees or asks, in their words
    std::string body;     // Markdown
    bool empty() const { return title.empty() && symptom.empty() && body.empty(); }
    bool operator==(const Words&) const = default;
};

struct Content {
    Kind kind = Kind::how_to;
    Audience audience = Audience::staff;
    std::string category;     // a key of category_names(), or empty
    std::string device_kind;  // plain text: "Chromebook"
    std::string model;        // plain text: "HP Chromebook 11 G9"
    Words en, es;
    const Words& in(html::Language language) const { return language == html::Language::es ? es : en; }
    bool operator==(const Content&) const = default;
};

/// The language in which it is shown to somebody who reads `asked`: that one, unless it has no title in it.
html::Language shown_language(const Content& content, html::Language asked);

/// A new draft. Needs may_write. Throws base::Invalid (field, message key).
ArticleId create_article(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Content& content, std::string_view note);

// --- Finding what is published ---

/// May read what is for the staff.
bool is_reader(const auth::Viewer& viewer);

struct Found {
    ArticleId id;
    Audience audience = Audience::staff;
    html::Language language = html::Language::en;  // of the words
    std::string title;
    std::string symptom;
    double score = 0;
};
/// Best first: published articles that may answer what somebody writes, only those that the viewer may read (clauses 7 and 8).
std::vector<Found> suggest(db::Read& db, const auth::Viewer& viewer, html::Language language, std::string_view text, std::size_t most);

struct Published {
    ArticleId id;
    Audience audience = Audience::staff;
    html::Language language = html::Language::en;
    Words words;
};
/// Absent when there is none, it is not published, or the viewer may not read it.
std::optional<Published> find_published(db::Read& db, const auth::Viewer& viewer, html::Language language, ArticleId id);

// --- Counting what became of it (clause 5) ---

enum class Step { shown, opened, solved, sent, used, came_back };
std::string_view word(Step step);

/// Whose step it was, on which day. `who` is hashed and forgotten after the day.
struct Occasion {
    base::Day day;
    std::string who;
};
/// Counts shown, opened, solved or sent, once for each `who`, article and day (clause 5.3). True when it was counted now.
bool count_once(db::Write& db, const Occasion& occasion, ArticleId article, Step step);
/// Counts one more; for what a request says of itself: used and came_back.
void count(db::Write& db, base::Day day, ArticleId article, Step step);

// --- What rooms to the right add. Filled once, when the house is wired. ---

/// Who else works with what is for the staff: reads published articles of the staff.
std::vector<auth::Permission>& staff_readers();

struct CategoryName {
    std::string key;
    std::string name;
};
/// What articles can be about, for the choice in forms and filters. Empty while no room has given it.
std::function<std::vector<CategoryName>(db::Read&, html::Language)>& category_names();

/// HTML of a fragment template for the article's page for staff, or nothing.
using ArticlePanel = std::function<std::optional<std::string>(http::ReadCall&, ArticleId)>;
std::vector<ArticlePanel>& article_panels();

}  // namespace knowledge
