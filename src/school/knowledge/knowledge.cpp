#include "knowledge/knowledge.h"

#include <algorithm>
#include <array>

#include "http/routes.h"
#include "knowledge/found.h"
#include "knowledge/pages.h"

namespace knowledge {

std::span<const auth::PermissionInfo> permissions() {
    static constexpr auth::PermissionInfo list[] = {{.permission = may_write, .by_school = false}, {.permission = may_publish, .by_school = false}};
    return list;
}

void routes(http::Routes& routes) {
    list_routes(routes);
    article_routes(routes);
    write_routes(routes);
    history_routes(routes);
    public_routes(routes);
}

void fill_slots() {
    search::sources().push_back(search_source());
    fill_day_slots();
}

static constexpr std::array<std::string_view, 4> kind_words{"how_to", "known_error", "question", "reference"};
std::string_view word(Kind kind) { return kind_words[static_cast<std::size_t>(kind)]; }
std::optional<Kind> parse_kind(std::string_view word) {
    const auto found = std::ranges::find(kind_words, word);
    if (found == kind_words.end()) return std::nullopt;
    return static_cast<Kind>(found - kind_words.begin());
}

std::string_view word(Audience audience) { return audience == Audience::staff ? "staff" : "public"; }
std::optional<Audience> parse_audience(std::string_view word) {
    if (word == "staff") return Audience::staff;
    if (word == "public") return Audience::everybody;
    return std::nullopt;
}

static constexpr std::array<std::string_view, 6> step_words{"shown", "opened", "solved", "sent", "used", "came_back"};
std::string_view word(Step step) { return step_words[static_cast<std::size_t>(step)]; }

html::Language shown_language(const Content& content, html::Language asked) {
    if (!content.in(asked).title.empty()) return asked;
    return asked == html::Language::en ? html::Language::es : html::Language::en;
}

// Clause 1.2.
bool is_reader(const auth::Viewer& viewer) {
    if (viewer.may(may_write) || viewer.may(may_publish)) return true;
    return std::ranges::any_of(staff_readers(), [&](auth::Permission permission) { return viewer.may(permission); });
}

std::vector<auth::Permission>& staff_readers() {
    static std::vector<auth::Permission> list;
    return list;
}

std::function<std::vector<CategoryName>(db::Read&, html::Language)>& category_names() {
    static std::function<std::vector<CategoryName>(db::Read&, html::Language)> names;
    return names;
}

std::vector<ArticlePanel>& article_panels() {
    static std::vector<ArticlePanel> panels;
    return panels;
}

}  // namespace knowledge
