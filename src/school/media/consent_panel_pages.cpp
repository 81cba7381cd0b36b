// What holds for pictures, on the page of a student in the roster: for those who keep consents.
#include <algorithm>

#include <fmt/format.h>

#include "http/call.h"
#include "media/answer.h"
#include "media/media.h"
#include "media/pages.h"

namespace media {

static bool fill_person_consents(http::ReadCall& call, roster::PersonId person, html::View& view) {
    if (!call.viewer.may(may_keep_consents) || !keeps_consents_of(call.db, call.viewer, person)) return false;
    const auto known = load_known(call.db, std::span(&person, 1));
    const auto& one = known.students.front();
    if (!one.facts.at_school) return false;
    view.set("href", consent_path(person)).set("label", call.text("media.consent.panel_open")).show_if(one.facts.withheld, "withheld");
    for (const auto channel : channels) {
        std::string allowed;
        for (const auto purpose : purposes) {
            if (known.decide(one, {purpose, channel}, call.today()).allowed()) allowed += (allowed.empty() ? "" : ", ") + call.text(fmt::format("media.consent.purpose.{}", word(purpose)));
        }
        view.add("channel").set("name", call.text(fmt::format("media.consent.channel.{}", word(channel)))).set("words", allowed.empty() ? call.text("media.consent.no") : allowed);
    }
    return true;
}

void fill_consent_slots() {
    auto& panels = roster::person_panels();
    // A test wires several houses in one process.
    if (std::ranges::find(panels, "media/person_consents", &roster::PersonPanel::template_name) == panels.end()) panels.push_back({"media/person_consents", fill_person_consents});
    fill_family_slots();
}

}  // namespace media
