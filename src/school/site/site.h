/// The front door of the public site: what families see without an account. The rooms to the left own their nouns (/menu, /events, /teams);
/// here is the frame around them, the front page, schools, news, pages, class links, embeds.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "auth/auth.h"
#include "files/files.h"
#include "http/routes.h"

namespace base {
struct EmbeddedFile;
}
namespace imports {
struct Kind;
}
namespace jobs {
class Registry;
}

namespace site {

/// Opens and closes the site; its sign, colours, contacts. For the whole district.
constexpr auth::Permission may_manage{"site.manage"};

std::span<const auth::PermissionInfo> permissions();
std::span<const base::EmbeddedFile> embedded();
void routes(http::Routes& routes);
/// Looks at links and embeds, and lets what was scheduled be found.
void jobs(jobs::Registry& registry);
/// Pages of classes, as a list.
std::vector<imports::Kind> import_kinds();
/// The logo.
std::vector<files::Hash> named_files(db::Read& db);

/// http::Services::public_frame: sign, colours, ways and foot of every public page.
std::optional<base::Instant> fill_frame(http::ReadCall& call, html::View& frame);

/// A way in the head of every public page, in this order. `shown` may be null: always.
struct PublicWay {
    std::string_view label_key;
    std::string_view path;
    bool (*shown)(db::Read& db) = nullptr;
};
/// Filled by app/wire.cpp.
std::vector<PublicWay>& public_ways();

/// Of the way to /staff: the district publishes its directory.
bool shows_staff(db::Read& db);

/// A place where the site is worked on, offered on /website to those for whom it opens.
struct WorkDoor {
    std::string label_key;
    std::string hint_key;
    std::string icon;
    std::string path;
    http::Access access;
};
std::vector<WorkDoor>& work_doors();
/// Whoever works on the site at all: in the menu, /website.
std::vector<http::Access> workers();
/// Fills work_doors(). Called once by wiring.
void fill_slots();

}  // namespace site
