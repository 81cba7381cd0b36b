/// Embeds: what another company shows on our pages, such as a league platform's schedule. Each has an owner, a purpose, an allowed provider, and is
/// looked at daily. Clause numbers in embed_*.cpp refer to docs/policies/embeds.md.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "auth/viewer.h"
#include "base/time.h"
#include "html/html.h"
#include "roster/roster.h"

namespace http {
class ReadCall;
class Routes;
struct Response;
}  // namespace http
namespace jobs {
class Registry;
}

namespace site {

/// May place embeds and change them, everywhere or at their schools. Everywhere: the list of allowed providers too.
constexpr auth::Permission may_embed{"site.embeds"};

struct EmbedId {
    std::int64_t value = 0;
    auto operator<=>(const EmbedId&) const = default;
};

/// A public page on which embeds can be shown besides their own, /embeds/{slug}.
struct EmbedPlace {
    enum class Kind { district, school } kind = Kind::district;
    roster::OrgId school{};  // of a school's page
};

/// What the frames of one page may load; handed to allow_frames() once the page is made.
struct Frames {
    std::vector<std::string> origins;  // "https://league.example.org", each once, sorted
};

/// Fills `{{>embeds}}` of a public page with the embeds placed there, in the order of their names; nothing is shown when there are none. Those whose
/// provider is allowed no more, or whose address was found dead, are not framed (clauses 1.4 and 4.2).
///
///     auto frames = site::place_embeds(call, view, {site::EmbedPlace::Kind::school, school.id});
///     auto response = call.public_page("site/school", school.name, std::move(view));
///     site::allow_frames(response, frames);
Frames place_embeds(http::ReadCall& call, html::View& view, EmbedPlace place);

/// Lets the page frame those origins and no others: adds frame-src to the page's Content-Security-Policy. Nothing changes when there are none.
void allow_frames(http::Response& response, const Frames& frames);

/// /embeds/{slug} for everybody; /website/embeds for those who keep them.
void embed_routes(http::Routes& routes);
/// Looks at every embed once a day.
void embed_jobs(jobs::Registry& registry);

}  // namespace site
