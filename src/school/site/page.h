/// Pages of the site that editors write: an address, words in both languages, a place in the navigation.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/time.h"
#include "html/html.h"
#include "roster/roster.h"
#include "site/words.h"

namespace db {
class Read;
}
namespace http {
class ReadCall;
struct Response;
}

namespace site {

/// A page in the navigation.
struct NavigationPage {
    std::int64_t id = 0;
    std::string path;         // "/health", without the language
    html::Language language;  // of the title
    std::string title;
    std::vector<NavigationPage> below;
};

/// The live pages that stand in the navigation, in its order; what hangs below a page that is not live is left out with it.
std::vector<NavigationPage> navigation_pages(db::Read& db, base::Instant now, html::Language language);

/// The answer for a path that no route has: a page, a redirect of an address that was, 410 for a page that was taken away. Absent: nothing was ever
/// there, and the frame answers 404.
std::optional<http::Response> answer_page(http::ReadCall& call);

}  // namespace site
