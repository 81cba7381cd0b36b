#include "coaching/conflict.h"

namespace coaching {

base::Day conflict_until(base::Day last_lesson) {
    const std::chrono::year_month_day day{last_lesson};
    auto later = day + std::chrono::months(months_apart);
    if (!later.ok()) later = later.year() / later.month() / std::chrono::last;
    return base::Day(later);
}

}  // namespace coaching
