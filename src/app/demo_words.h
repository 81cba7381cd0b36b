/// What people of the demo district write, by category, in both languages. No real person wrote any of it.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace app {

struct DemoStory {
    std::string_view category;  // key of the help desk's category
    std::string_view device_kind;  // empty: about no device
    std::string_view title_en, title_es;
    std::string_view text_en, text_es;
    std::string_view reply_en, reply_es;
    std::string_view component;  // of a repair; empty: none
    int weight;
    int minutes;       // usual working minutes until it is solved
    std::int64_t cost_cents;
    std::string_view hand_to = {};      // role to which it is usually handed on; empty: none
    std::string_view hand_reason = {};  // word of helpdesk::HandOverReason
};

std::span<const DemoStory> demo_stories();

/// What a technician writes down about a repair of one component.
struct DemoRepair {
    std::string_view component;
    std::string_view cause;
    std::string_view diagnosis_en, diagnosis_es;
    std::string_view part_en, part_es;  // empty: none was needed
};
/// That of the component; of "other" when it has none.
const DemoRepair& demo_repair(std::string_view component);

/// Why something waits, in the words that the requester reads.
struct DemoWait {
    std::string_view category;
    std::string_view reason;  // word of helpdesk::WaitingReason
    std::string_view en, es;
};
std::span<const DemoWait> demo_waits();

}  // namespace app
