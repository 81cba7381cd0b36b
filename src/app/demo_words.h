/// What people of the demo district write, by category, in both languages. No real person wrote any of it.
#pragma once

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
};

std::span<const DemoStory> demo_stories();

}  // namespace app
