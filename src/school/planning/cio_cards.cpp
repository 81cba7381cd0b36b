// What alerts and verdicts put on the CIO's page.
#include "html/format.h"
#include "http/call.h"
#include "planning/alert.h"
#include "planning/cio.h"
#include "planning/pages.h"
#include "planning/planning.h"
#include "planning/verdict_store.h"

namespace planning {

static std::vector<CioCard> alert_cards(http::ReadCall& call) {
    if (!call.viewer.may_everywhere(may_watch)) return {};
    const auto open = open_alerts(call.db, call.viewer);
    if (open == 0) return {};
    return {{call.text("planning.cio.card.alerts"), html::number_words(call.language, open), call.text("planning.cio.card.alerts_words"), "/alerts"}};
}

static std::vector<CioCard> device_cards(http::ReadCall& call) {
    const auto past = devices_past_sense(call.db, call.viewer);
    if (!past || past->devices == 0) return {};
    return {{call.text("planning.cio.card.devices"), html::number_words(call.language, past->devices), call.text("planning.cio.card.devices_words"), "/planning/devices?verdict=replace"}};
}

void fill_cio_cards() {
    cio_providers().push_back(alert_cards);
    cio_providers().push_back(device_cards);
}

}  // namespace planning
