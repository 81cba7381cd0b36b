/// The words of sources for what people, places and grades are, and what they mean here.
#pragma once

#include <string>
#include <string_view>

#include "roster/roster.h"

namespace roster {

/// `known` is false when the word is not one that the format documents: it is kept raw, mapped as well as can be, and the report says so.
template <typename T>
struct Meaning {
    T value;
    bool known;
};

/// Words are compared without case. "professor" is a teacher, "parent" a guardian, "principal" an administrator.
Meaning<Role> role_of(std::string_view word);
/// "college" is a school, "ministryOfEducation" is other.
Meaning<OrgType> org_type_of(std::string_view word);
/// "gradingPeriod", "semester", "schoolYear", "term" or "other".
Meaning<std::string_view> session_type_of(std::string_view word);
/// CEDS Entry Grade Level: "3" and "03" are "03", "kg" is "KG". Empty when the word is not one of the code list.
std::string grade_of(std::string_view word);

}  // namespace roster
