#include "helpdesk/hand_over_view.h"

#include <fmt/format.h>

#include "base/text.h"
#include "html/format.h"
#include "people/people.h"

namespace helpdesk {

static std::string skill_name(const http::Call& call, db::Read& db, std::string_view key) {
    for (const auto& skill : people::skills(db)) {
        if (skill.key == key) return skill.name.in(html::code(call.language));
    }
    return std::string(key);
}

static std::string authority_name(const http::Call& call, db::Read& db, std::string_view key) {
    for (const auto& authority : people::authorities(db)) {
        if (authority.key == key) return authority.name.in(html::code(call.language));
    }
    return std::string(key);
}

std::string needs_words(const http::Call& call, db::Read& db, const Receivers& receivers) {
    std::vector<std::string> needs;
    if (receivers.skill) needs.push_back(skill_name(call, db, *receivers.skill));
    if (receivers.authority) needs.push_back(authority_name(call, db, *receivers.authority));
    return base::join(needs, ", ");
}

std::string waits_words(const http::Call& call, const Receiver& person) {
    if (person.waits.count() == 0) return call.text("helpdesk.hand_over.free");
    return call.text("helpdesk.hand_over.waits", {{"time", html::minutes_words(call.language, person.waits)}});
}

void fill_missing(const http::Call& call, db::Read& db, html::View& view, const MissingHelp& missing) {
    auto name = missing.key.empty() ? std::string()
                : missing.gap == Gap::authority ? authority_name(call, db, missing.key)
                                                : skill_name(call, db, missing.key);
    auto part = view.add("missing");
    part.set("words", call.text(fmt::format("helpdesk.gap.{}", word(missing.gap)), {{"name", name}}));
    if (!missing.holders.empty()) part.add("holders").set("holders", call.text("helpdesk.gap.holders", {{"names", base::join(missing.holders, ", ")}}));
    if (missing.next) part.add("next").set("next", call.text("helpdesk.gap.next", {{"day", html::day_words(call.language, call.today(), *missing.next)}}));
}

}  // namespace helpdesk
