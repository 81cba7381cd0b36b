/// Plain text as it comes, and as it is kept.
#include <algorithm>

#include "base/text.h"
#include "mail/incoming_body.h"

namespace mail {

struct FlowedLine {
    std::size_t depth = 0;
    std::string_view words;
};

static FlowedLine read_flowed(std::string_view line) {
    const auto marks = std::min(line.find_first_not_of('>'), line.size());
    line.remove_prefix(marks);
    if (line.starts_with(' ')) line.remove_prefix(1);  // stuffed
    return {marks, line};
}

std::string unflow(std::string_view text, bool delete_space) {
    std::string all;
    std::size_t open_depth = 0;
    bool open = false;
    for (auto line : base::split(text, '\n')) {
        if (line.ends_with('\r')) line.remove_suffix(1);
        auto [depth, words] = read_flowed(line);
        const bool signature = words == "-- ";
        if (open && depth == open_depth && !signature) {
            all.pop_back();
            if (delete_space && all.ends_with(' ')) all.pop_back();
        } else if (depth > 0) {
            all += std::string(depth, '>') + ' ';
        }
        all += std::string(words) + '\n';
        open = words.ends_with(' ') && !signature;
        open_depth = depth;
    }
    if (all.ends_with('\n')) all.pop_back();
    return all;
}

std::string clean_text(std::string_view text) {
    std::string all;
    for (auto line : base::split(text, '\n')) {
        std::string clean;
        for (char byte : line) {
            const auto code = static_cast<unsigned char>(byte);
            if (code == '\t' || (code >= ' ' && code != 0x7f)) clean += byte;
        }
        // "-- " begins a signature.
        if (clean != "-- ") clean.resize(clean.find_last_not_of(" \t") + 1);
        all += clean + '\n';
    }
    const auto begin = std::min(all.find_first_not_of('\n'), all.size());
    all.erase(0, begin);
    all.resize(all.find_last_not_of('\n') + 1);
    return all;
}

}  // namespace mail
