#include "mail/harmless.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace mail {

constexpr std::size_t longest_field = 64 * 1024;
constexpr int most_colons = 200;
constexpr int most_boundaries = 20'000;
constexpr int most_fields = 200'000;

static bool continues(std::string_view line) { return line.starts_with(' ') || line.starts_with('\t'); }

/// The name before the colon; empty when the line is not like a field.
static std::string_view field_name(std::string_view line) {
    constexpr std::size_t longest_name = 100;
    const auto colon = line.substr(0, longest_name).find(':');
    if (colon == line.npos || colon == 0) return {};
    const auto name = base::trim(line.substr(0, colon));
    const bool plain = std::ranges::all_of(name, [](unsigned char byte) { return byte > ' ' && byte < 0x7f; });
    return plain ? name : std::string_view();
}

/// Those that GMime reads while it parses.
static bool is_read_at_once(std::string_view name) {
    constexpr std::array<std::string_view, 13> names{"sender", "from",    "reply-to",   "to",           "cc",          "bcc",        "subject",
                                                     "date",   "message-id", "references", "in-reply-to", "content-type", "content-disposition"};
    return std::ranges::any_of(names, [&](std::string_view one) { return base::equal_ignoring_ascii_case(one, name); });
}

namespace {

/// One pass over the lines.
class Pass {
public:
    explicit Pass(std::string_view raw) : left_(raw) { out_.reserve(raw.size()); }

    bool run() {
        while (!left_.empty()) {
            const auto line = left_.substr(0, std::min(left_.find('\n'), left_.size() - 1) + 1);
            left_.remove_prefix(line.size());
            if (!see(line)) {
                changed_ = true;
                break;
            }
        }
        return changed_;
    }
    std::string take() { return std::move(out_); }

private:
    /// False when no more is to be read.
    bool see(std::string_view line) {
        if (line.starts_with("--") && ++boundaries_ > most_boundaries) return false;
        if (!continues(line)) {
            const auto name = field_name(line);
            if (!name.empty() && ++fields_ > most_fields) return false;
            guarded_ = is_read_at_once(name);
            bytes_ = 0;
            colons_ = 0;
        }
        if (guarded_) add_guarded(line);
        else out_ += line;
        return true;
    }

    void add_guarded(std::string_view line) {
        for (char byte : line) {
            const bool end = byte == '\n';
            if (++bytes_ > longest_field && !end) {
                changed_ = true;
                continue;
            }
            const bool too_many = byte == ':' && ++colons_ > most_colons;
            if (too_many) changed_ = true;
            out_ += too_many ? ' ' : byte;
        }
    }

    std::string_view left_;
    std::string out_;
    int boundaries_ = 0, fields_ = 0, colons_ = 0;
    std::size_t bytes_ = 0;
    bool guarded_ = false, changed_ = false;
};

}  // namespace

std::string harmless(std::string_view raw, bool& changed) {
    Pass pass(raw);
    if (pass.run()) changed = true;
    return pass.take();
}

}  // namespace mail
