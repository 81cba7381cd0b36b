/// What a family sees and answers: the students for whom somebody may speak. Clauses 3 and 1 of docs/policies/images.md.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "media/answer.h"

namespace media {

struct FamilyStudent {
    roster::PersonId id;
    std::string name;    // given name, as people use it
    std::string school;  // empty: none is known
    bool own = false;    // the reader is the student
    bool former = false; // the reader is no guardian now, and can only say no: nothing else is told to them than the given name
    AgeGroup group = AgeGroup::teen;
    bool opted_out = false;    // of directory information: nothing is shown whatever is answered
    bool has_account = false;  // says yes with it from 13 on
    bool little = false; // under 7, or not yet in grade 2: asked in the plainest words
    std::vector<std::pair<Use, Answer>> mine;    // what the reader said and counts now
    std::vector<std::pair<Use, Answer>> theirs;  // what the student said
};

/// The reader, when they are a student at school, and the students at school to whom they are linked or were once; by name. The caller has proved who reads.
std::vector<FamilyStudent> family_of(db::Read& db, roster::PersonId reader, base::Day today);

/// An answer to one use, when it counts on that day: a yes that ended does not.
std::optional<bool> answer_to(const std::vector<std::pair<Use, Answer>>& answers, Use use, base::Day today);

}  // namespace media
