/// Texts of many records in few allocations.
#pragma once

#include <cstring>
#include <memory>
#include <string_view>
#include <vector>

namespace imports {

/// Keeps copies of texts for as long as it lives. An import of a million rows holds its texts here, without the columns nobody wants.
class Texts {
public:
    std::string_view keep(std::string_view text) {
        if (text.empty()) return {};
        if (text.size() > left_) grow(text.size());
        char* place = next_;
        std::memcpy(place, text.data(), text.size());
        next_ += text.size();
        left_ -= text.size();
        return {place, text.size()};
    }

private:
    static constexpr std::size_t block = std::size_t{256} << 10;

    void grow(std::size_t needed) {
        left_ = needed > block ? needed : block;
        blocks_.push_back(std::make_unique<char[]>(left_));
        next_ = blocks_.back().get();
    }

    std::vector<std::unique_ptr<char[]>> blocks_;
    char* next_ = nullptr;
    std::size_t left_ = 0;
};

}  // namespace imports
