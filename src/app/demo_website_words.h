/// The words of the demo's public site. What a real district would say here, it knows better.
#pragma once

#include <array>
#include <string_view>

namespace app {

struct DemoPage {
    std::string_view path, title_en, body_en, title_es, body_es;
    bool in_menu;
    int order;
    int days_ago;   // written
    int review_in;  // days until somebody looks at it again; in the past: it is due
};
extern const std::array<DemoPage, 5> demo_pages;

/// "{school}" in the words is the school's name.
struct DemoNews {
    std::string_view title_en, body_en, title_es, body_es;
    int hours_ago;         // written
    int begins_in_hours;   // 0: at once
    int ends_after_hours;  // 0: stays
    bool for_staff, for_students;
};
extern const std::array<DemoNews, 4> demo_district_news;
extern const std::array<DemoNews, 1> demo_school_news;

}  // namespace app
