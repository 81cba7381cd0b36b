// Which student a form names.
#include "base/text.h"
#include "media/picture_view.h"

namespace media {

std::optional<roster::PersonId> read_student(const http::Call& call, db::Read& db, std::vector<roster::PersonLine>& candidates) {
    constexpr int most = 12;
    const auto& form = call.request.form;
    if (const auto chosen = base::parse_integer(form.text("chosen")); chosen && *chosen > 0) return roster::PersonId{*chosen};
    const auto name = base::collapse_space(form.text("name"));
    if (name.empty()) return std::nullopt;
    // The hidden field counts only as long as its name stands in the other one.
    if (const auto chosen = base::parse_integer(form.text("person")); chosen && *chosen > 0) {
        const auto person = roster::find_person(db, call.viewer, {*chosen});
        if (person && base::fold(person->name()) == base::fold(name)) return person->id;
    }
    roster::PeopleQuestion question;
    question.text = name;
    question.role = roster::Role::student;
    question.limit = most;
    candidates = roster::find_people(db, call.viewer, question).lines;
    if (candidates.size() != 1) return std::nullopt;
    const auto only = candidates.front().id;
    candidates.clear();
    return only;
}

}  // namespace media
