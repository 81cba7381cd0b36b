/// What the pages of the workbench share. Only for this room.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "data/data.h"
#include "data/run.h"
#include "http/routes.h"

namespace data {

/// A way from the front page of the room, for those to whom it opens.
struct FrontDoor {
    std::string title_key, hint_key, icon, path;
    http::Access access;
};
/// In the order in which they stand. Filled by the front page; what lies beside the workbench adds its own at wiring.
std::vector<FrontDoor>& front_doors();

/// Whoever may ask some tier.
std::span<const auth::Permission> askers();
/// Who may look at runs: their own, or that others had some.
std::span<const auth::Permission> watchers();

std::string tier_words(const http::Call& call, Tier tier);
/// What a code of Refused means, in a few words.
std::string refusal_title(const http::Call& call, std::string_view code);
/// Sets what data/run_state shows: label, tone, icon.
void show_state(const http::Call& call, html::View& view, RunState state);
/// The first line of what was asked, shortened; the title of a report.
std::string name_of(const Run& run);

void workbench_routes(http::Routes& routes);
void run_routes(http::Routes& routes);
void front_routes(http::Routes& routes);

}  // namespace data
