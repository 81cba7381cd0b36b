/// What the pages of this room share.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/error.h"
#include "http/call.h"
#include "knowledge/article.h"
#include "knowledge/list.h"

namespace http {
class Routes;
}

namespace knowledge {

void list_routes(http::Routes& routes);
void article_routes(http::Routes& routes);
void write_routes(http::Routes& routes);
void history_routes(http::Routes& routes);
void public_routes(http::Routes& routes);
/// For people::day_sources().
void fill_day_slots();

/// "/knowledge/12"
std::string desk_path(ArticleId id);
/// "/articles/12-printer-jams"
std::string public_path_of(ArticleId id, std::string_view title);

/// Throws base::Forbidden unless the viewer reads what is for the staff.
void require_reader(const http::Call& call);

/// Fields and message keys.
using Problems = std::vector<std::pair<std::string, std::string>>;
/// #problems with #problem: field, message; and #<field>_error: message beside each field.
void fill_problems(const http::Call& call, html::View& view, const Problems& problems);

/// What a change was refused with: 422 with its field, or 409 when the page was old or the state does not allow it.
struct Refusal {
    http::Status status = http::unprocessable;
    Problems problems;
};
template <typename F>
std::optional<Refusal> refused(F&& change) {
    try {
        change();
        return std::nullopt;
    } catch (const base::Invalid& problem) {
        return Refusal{http::unprocessable, {{problem.field(), problem.what()}}};
    } catch (const base::Conflict& problem) {
        return Refusal{http::conflict, {{"state", problem.what()}}};
    }
}

/// "Printing", of its key; the key itself when no room names it; empty for none.
std::string category_words(db::Read& db, html::Language language, const std::string& key);
/// #<part>: value, label, #chosen for each category.
void fill_categories(const http::Call& call, db::Read& db, html::View& view, std::string_view part, const std::string& chosen);
/// #kind_option: value, label, #chosen.
void fill_kinds(const http::Call& call, html::View& view, std::optional<Kind> chosen);

/// The page of an article for the staff, with what a change was refused with.
http::Response article_page(const http::Call& call, db::Read& db, const Article& article, const std::vector<std::string>& panels, const Refusal& refusal);

}  // namespace knowledge
