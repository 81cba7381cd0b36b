#include "media/gate.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "media/gate_rules.h"

namespace media {

std::string_view word(Block block) {
    switch (block) {
        case Block::gone: return "gone";
        case Block::not_ready: return "not_ready";
        case Block::no_words: return "no_words";
        case Block::named_in_words: return "named_in_words";
        case Block::unmarked: return "unmarked";
        case Block::unstated: return "unstated";
        case Block::person: return "person";
        case Block::no_rights: return "no_rights";
        case Block::no_caution: return "no_caution";
        case Block::no_review: return "no_review";
    }
    return "gone";
}

static constexpr std::array<std::string_view, 6> mark_words{"", "student", "adult", "unrecognisable", "no_person", "blurred"};

std::string_view word(MarkKind kind) { return mark_words[static_cast<std::size_t>(kind)]; }

std::optional<MarkKind> parse_mark_kind(std::string_view word) {
    const auto found = std::ranges::find(mark_words, word);
    if (found == mark_words.end()) return std::nullopt;
    return static_cast<MarkKind>(found - mark_words.begin());
}

std::vector<roster::PersonId> students_of(const std::vector<GateMark>& marks) {
    std::vector<roster::PersonId> students;
    for (const auto& mark : marks) {
        if (mark.kind != MarkKind::student || !mark.student) continue;
        if (std::ranges::find(students, *mark.student) == students.end()) students.push_back(*mark.student);
    }
    return students;
}

std::vector<Block> blocks_of(const GateFacts& facts) {
    if (!facts.here) return {Block::gone};
    std::vector<Block> blocks;
    const auto block_unless = [&](bool holds, Block block) {
        if (!holds) blocks.push_back(block);
    };
    block_unless(facts.derived && facts.checked, Block::not_ready);  // clauses 5.2, 6.5
    block_unless(facts.described, Block::no_words);
    block_unless(!facts.named, Block::named_in_words);  // clause 4.5
    // Clause 6.3: each mark says something that we know.
    block_unless(std::ranges::none_of(facts.marks, [](const GateMark& mark) { return !mark.kind || *mark.kind == MarkKind::none; }), Block::unmarked);
    block_unless(facts.stated, Block::unstated);  // clause 6.4
    // Clause 4.3: all of them. A student whom the mark does not name, or of whom there is no answer, is one who may not be shown.
    const bool all_named = std::ranges::none_of(facts.marks, [](const GateMark& mark) { return mark.kind == MarkKind::student && !mark.student; });
    const bool all_answered = facts.decisions.size() == students_of(facts.marks).size();
    block_unless(all_named && all_answered && std::ranges::all_of(facts.decisions, &Decision::allowed), Block::person);
    block_unless(facts.allowed, Block::no_rights);       // clause 4.6
    block_unless(facts.cautioned, Block::no_caution);    // clause 7.1
    block_unless(!facts.needs_look || facts.looked_at, Block::no_review);  // clause 7.3
    return blocks;
}

bool is_beyond_recall(Channel channel) { return channel == Channel::social || channel == Channel::press; }

std::string address(const Clearance& clearance, int width) { return fmt::format("/pictures/{}-{}.jpg", clearance.token(), width); }

void fill_pictures(html::View& view, std::string_view section, const std::vector<Clearance>& pictures, html::Language language) {
    constexpr int shown = 800, full = 1600;
    for (const auto& picture : pictures) {
        const int width = std::min(shown, picture.width());
        const int height = picture.width() > 0 ? static_cast<int>(static_cast<std::int64_t>(picture.height()) * width / picture.width()) : 0;
        view.add(section).set("src", address(picture, shown)).set("full", address(picture, full)).set("width", width).set("height", height)
            .set("alt", picture.alt(language));
    }
}

}  // namespace media
