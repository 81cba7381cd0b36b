#include "db/name_index.h"

namespace db::detail {

int NameIndex::search(std::string_view name) {
    for (int position = 0; position < size(); ++position) {
        if (names_[static_cast<std::size_t>(position)] != name) continue;
        if (asked_ < order_.size()) order_[asked_++] = position;
        else if (order_.size() < 1024) order_.push_back(position), asked_ = order_.size();
        return position;
    }
    return -1;
}

}  // namespace db::detail
