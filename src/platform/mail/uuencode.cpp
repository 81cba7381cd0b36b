#include "mail/uuencode.h"

#include <algorithm>

#include "base/text.h"

namespace mail {

/// "begin 644 photo.jpg": the name; empty when it is not such a line.
static std::string name_of(std::string_view line) {
    constexpr std::string_view begin = "begin ";
    if (!line.starts_with(begin)) return "";
    const auto rest = line.substr(begin.size());
    const auto space = rest.find(' ');
    const bool mode = space == 3 || space == 4;
    if (!mode || !std::ranges::all_of(rest.substr(0, space), [](char digit) { return digit >= '0' && digit <= '7'; })) return "";
    return std::string(base::trim(rest.substr(space + 1)));
}

static unsigned value_of(char letter) { return (static_cast<unsigned char>(letter) - 32u) & 63u; }

/// False when it is not a line of data. A line says first how many bytes it holds.
static bool decode_line(std::string_view line, std::string& bytes) {
    if (line.empty()) return false;
    const auto count = static_cast<std::size_t>(value_of(line[0]));
    const auto letters = (count + 2) / 3 * 4;
    line.remove_prefix(1);
    if (std::ranges::any_of(line, [](unsigned char letter) { return letter < 32 || letter > 96; })) return false;
    if (line.size() + 3 < letters || line.size() > letters + 2) return false;  // spaces at ends get lost; some add a checksum
    std::string padded(line);
    padded.resize(letters, ' ');
    std::string decoded;
    for (std::size_t at = 0; at < letters; at += 4) {
        const unsigned bits = value_of(padded[at]) << 18 | value_of(padded[at + 1]) << 12 | value_of(padded[at + 2]) << 6 | value_of(padded[at + 3]);
        for (int shift : {16, 8, 0}) decoded += static_cast<char>(bits >> shift & 255u);
    }
    bytes += decoded.substr(0, count);
    return true;
}

static std::string_view bare(std::string_view line) { return line.ends_with('\r') ? line.substr(0, line.size() - 1) : line; }

/// The line behind "end", or `begin` when there is no whole file.
static std::size_t read_file(const std::vector<std::string_view>& lines, std::size_t begin, std::string& bytes) {
    for (auto at = begin + 1; at < lines.size(); ++at) {
        const auto line = bare(lines[at]);
        if (line == "end") return at + 1;
        const bool last = line == "`" || line.empty() || line == " ";
        if (!last && !decode_line(line, bytes)) return begin;
    }
    return begin;
}

std::vector<Attachment> take_uuencoded(std::string& text, const ReadLimits& limits) {
    std::vector<Attachment> files;
    if (text.find("begin ") == text.npos) return files;
    std::string rest;
    const auto lines = base::split(text, '\n');
    for (std::size_t at = 0; at < lines.size();) {
        auto name = name_of(bare(lines[at]));
        std::string bytes;
        const auto behind = name.empty() || files.size() >= limits.most_attachments ? at : read_file(lines, at, bytes);
        if (behind > at && bytes.size() <= limits.most_attachment_bytes) {
            files.push_back({std::move(name), "", "", std::move(bytes)});
            at = behind;
            continue;
        }
        rest += std::string(lines[at]) + (at + 1 < lines.size() ? "\n" : "");
        ++at;
    }
    text = std::move(rest);
    return files;
}

}  // namespace mail
