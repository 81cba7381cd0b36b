/// My day (R6): one ordered list of all that a person's several roles ask of them. Clauses: docs/policies/my-day.md.
///
/// Rooms to the right fill it: each knows what it asks of somebody. Nothing here is kept, counted or shown to anybody else.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/time.h"

namespace http {
class ReadCall;
}

namespace people {

/// One thing that is asked of the person who looks.
struct DayItem {
    std::string title;  // "Laptop will not charge"
    std::string path;   // of ours, where it is done
    std::string ask;    // what is asked, in the reader's words: "Solve", "Co-teach"
    std::string about;  // where, with whom; may be empty
    /// When it begins, for what has a time of its own.
    std::optional<base::Instant> begins = {};
    /// By when it must be done; of both the beginning counts. Neither: whenever there is time.
    std::optional<base::Instant> due = {};
    /// The due moment stands for its whole day.
    bool whole_day = false;
    /// Stands in an order that its source keeps, such as the queue (clause 3).
    bool in_order = false;
};

/// What one room asks of the viewer, in its own order.
using DaySource = std::vector<DayItem> (*)(http::ReadCall& call);
/// In the order in which app/wire.cpp adds them.
std::vector<DaySource>& day_sources();

/// An item with the moment at which it stands in the list; absent: at the end.
struct PlacedItem {
    DayItem item;
    std::optional<base::Instant> stands_at;
};
/// Clauses 2 to 4. The lists are those of the sources; what is equal keeps the order of the sources.
std::vector<PlacedItem> order_of_day(std::vector<std::vector<DayItem>> asked);

}  // namespace people
