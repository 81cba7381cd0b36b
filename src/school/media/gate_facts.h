/// What the gate asks the database, for this room.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "media/gate_rules.h"

namespace media {

std::vector<GateMark> gate_marks(db::Read& db, PictureId picture);
/// Clause 7.3: a second person looks before these are shown on that channel.
bool needs_look(db::Read& db, Channel channel, const std::vector<GateMark>& marks);

/// Clause 4.5: the words name a student who is on the picture, by any part of the name, or any student who is at school now, by given and family name
/// near each other. Pure part: `names_in`.
bool words_name_a_student(db::Read& db, PictureId picture, const std::vector<std::string>& texts);

struct StudentNames {
    std::vector<std::string> given, family;  // folded words
};
/// Any part of the name that could not be another word by accident ("de", "la").
bool names_part_of(const std::vector<std::string>& words, const StudentNames& names);
/// Both parts within a few words of each other, in either order.
bool names_in_full(const std::vector<std::string>& words, const StudentNames& names);

}  // namespace media
