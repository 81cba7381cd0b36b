/// What files of other formats may call a student or a school: the id that the roster's source gave, or the number on the card, of the state or NCES.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace db {
class Read;
}

namespace roster {

/// One name of one student or school. Of several that have the name those of the lowest rank are meant: 0 the source's id of somebody who is
/// here, 1 of somebody who has left, 2 and 3 the same by number. Two of the same rank make the name ambiguous. Where a source is asked for, 4 to 7 are
/// the same of all other sources: a package of one of two systems that number their students alike means its own.
struct Name {
    std::string_view text;
    std::int64_t rank = 0;
    std::int64_t id = 0;
};
/// Everybody who is or was a student; every school. `source` is empty when none is asked for. For imports: it tells nothing but ids.
void each_student_name(db::Read& db, std::string_view source, const std::function<void(const Name&)>& see);
void each_school_name(db::Read& db, std::string_view source, const std::function<void(const Name&)>& see);
/// By the source's id alone.
void each_class_name(db::Read& db, std::string_view source, const std::function<void(const Name&)>& see);
void each_session_name(db::Read& db, std::string_view source, const std::function<void(const Name&)>& see);

/// CEDS Entry Grade Level: "3" and "03" are "03", "kg" is "KG". Empty when the word is not one of the code list.
std::string grade_of(std::string_view word);

/// Names to look up.
class NameIndex {
public:
    void add(const Name& name);
    /// 0: nobody has the name; -1: several have it.
    std::int64_t find(std::string_view text) const;

private:
    struct Meant {
        std::int64_t rank;
        std::int64_t id;
    };
    std::unordered_map<std::string, Meant> meant_;
};

}  // namespace roster
