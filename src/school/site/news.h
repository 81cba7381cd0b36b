/// News of the district and its schools as the public reads it: only what is live at that moment.
///
/// Everything here is public; who may write what is in piece.h. Clause numbers refer to docs/policies/publishing.md.
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

namespace site {

/// Whom an item is meant for: labels for the reader, no lock.
struct Audience {
    bool families = true;
    bool staff = false;
    bool students = false;
    bool operator==(const Audience&) const = default;
};

/// An item in a list.
struct NewsLine {
    std::int64_t id = 0;
    std::string path;         // "/news/12-school-closed", without the language
    html::Language language;  // of title and summary; not the reader's when only the other one was written
    std::string title;
    std::string summary;      // the first words as plain text, at most 200 characters
    base::Instant at;         // since when it is live
    std::vector<roster::OrgId> schools;  // none: the whole district
    Audience audience;
};

/// Newest first. With a school: its items and those of the whole district.
std::vector<NewsLine> latest_news(db::Read& db, base::Instant now, std::optional<roster::OrgId> school, int most, html::Language language);

/// What stands on top of every public page.
struct Banner {
    std::int64_t id = 0;
    std::string level;        // "notice", "closing" or "danger": a look and a word, never the colour alone
    html::Language language;  // of the text
    std::string text;
    std::string path;         // more about it: a path of ours or an https address; empty: none
    std::optional<roster::OrgId> school;
    base::Instant until;
};

/// The banners that a page shows at this moment: the district's, and on a page of one school that school's too; none hides another. The gravest
/// first, then the newest.
std::vector<Banner> banners_of_page(db::Read& db, base::Instant now, std::optional<roster::OrgId> school, html::Language language);
/// All that stand at this moment, of the district and every school, gravest first: for a front page that tells of closed schools.
std::vector<Banner> current_banners(db::Read& db, base::Instant now, html::Language language);

/// The next moment at which something of news, pages or banners appears or goes by the clock alone; a public answer that shows any of it is valid
/// until then (Response::valid_until).
std::optional<base::Instant> next_change(db::Read& db, base::Instant now);

}  // namespace site
