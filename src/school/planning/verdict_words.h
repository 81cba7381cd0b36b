/// A verdict in words: what to do, why, with which figures, and what would change it. Only for this room.
#pragma once

#include "planning/verdict_store.h"
#include "planning/verdict_view.h"

namespace planning {

/// "Keep until 30 June 2027", "Replace it".
std::string headline(const http::Call& call, const Judged& judged);
/// Why, in one or two sentences.
std::string reason_words(const http::Call& call, const Judged& judged);
/// headline, reason, verdict, tone, verdict_icon; #limit: words; #note: words.
void fill_verdict(const http::Call& call, html::View& view, const PlannedDevice& device, const Judged& judged);
/// #figure: name, value, #hint: words; of what the verdict rests on.
void fill_figures(const http::Call& call, html::View& view, const PlannedDevice& device, const Judged& judged, const Hazards& hazards);
/// #flip: words.
void fill_flips(const http::Call& call, html::View& view, const Judged& judged);

}  // namespace planning
