/// The rule of the gate, pure: which blocks follow from what is known of a picture for one use. Clauses: docs/policies/images.md.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "media/gate.h"

namespace media {

/// What somebody said is in a place of the picture.
enum class MarkKind { none, student, adult, unrecognisable, no_person, blurred };
std::string_view word(MarkKind kind);  // "" for none
/// Absent for a word that is none of ours.
std::optional<MarkKind> parse_mark_kind(std::string_view word);

/// One mark as the gate sees it.
struct GateMark {
    std::optional<MarkKind> kind;  // absent: a word that we do not know, which is nobody accounted for
    std::optional<roster::PersonId> student;
};

/// What the gate knows. Its beginnings block: what was not read blocks.
struct GateFacts {
    bool here = false;      // there is one, and it was not taken down
    bool derived = false;   // renditions and an address
    bool checked = false;   // faces were looked for to the end
    bool described = false; // words, or marked as decoration
    bool named = true;      // the words name a student
    bool allowed = false;   // whoever took it allows it
    bool stated = false;
    bool cautioned = false;
    bool needs_look = true;
    bool looked_at = false;
    std::vector<GateMark> marks;
    /// Of the students among the marks: one answer each, in their order.
    std::vector<Decision> decisions;
};

/// Sorted, each once; empty: it clears.
std::vector<Block> blocks_of(const GateFacts& facts);

/// The students whose consent counts: marked as students and not blurred, each once, in the order of the marks.
std::vector<roster::PersonId> students_of(const std::vector<GateMark>& marks);

/// Clause 7.3 for the channels from which nothing can be called back: a second person looks whoever is on the picture.
bool is_beyond_recall(Channel channel);

}  // namespace media
