/// From names to positions, quick when the names are asked in the same order again, as a loop over rows does. Private to this room.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace db::detail {

class NameIndex {
public:
    explicit NameIndex(std::vector<std::string> names) : names_(std::move(names)) { order_.reserve(names_.size()); }

    /// The next question is the first of a new round.
    void restart() { asked_ = 0; }

    /// The position of the name, or -1.
    int find(std::string_view name) {
        if (asked_ < order_.size()) {
            const int guess = order_[asked_];
            if (names_[static_cast<std::size_t>(guess)] == name) {
                ++asked_;
                return guess;
            }
        }
        return search(name);
    }

    int size() const { return static_cast<int>(names_.size()); }
    const std::string& name(int position) const { return names_[static_cast<std::size_t>(position)]; }

private:
    int search(std::string_view name);

    std::vector<std::string> names_;
    std::vector<int> order_;  // the positions found by the questions of the round before
    std::size_t asked_ = 0;
};

}  // namespace db::detail
