// What becomes of a message (docs/policies/mail.md), decided without a look into the database.
#include "helpdesk/intake.h"

namespace helpdesk {

using Kind = Course::Kind;

/// What comes in although it is not a person's, or says nothing. Absent: a person's words.
static std::optional<Course> not_a_person(const Situation& is) {
    // A person has read it, and knows better than any header.
    if (is.let_in) return std::nullopt;
    const bool of_its_people = is.about_request && is.author != Author::outsider;
    switch (is.origin) {
        case mail::Origin::own: return Course{Kind::drop, "own"};
        case mail::Origin::bounce: return Course{Kind::note_return, "bounce", false};
        case mail::Origin::auto_reply: return Course{of_its_people ? Kind::keep_quietly : Kind::drop, "auto_reply", false};  // Clauses 13, 19
        case mail::Origin::list:
            if (of_its_people) return std::nullopt;
            // Of somebody whom the district knows nothing is dropped unseen.
            return Course{is.lists == Lists::hold || is.vouched ? Kind::hold : Kind::drop, "list"};  // Clause 20
        case mail::Origin::person: return std::nullopt;
    }
    return std::nullopt;
}

static Course stranger(const Situation& is) {
    switch (is.strangers) {
        case Strangers::drop: return {Kind::drop, "stranger"};
        case Strangers::hold: return {Kind::hold, "stranger"};
        case Strangers::confirm: break;
    }
    // Without a letter there is no link, so a person decides.
    if (is.brake != Brake::none || is.wants_no_answer) return {Kind::hold, "stranger"};
    return {Kind::ask_to_confirm, "confirm"};
}

static Course answer_of(const Situation& is) {
    const bool letters = is.brake == Brake::none;  // Clause 21
    if (is.empty && !is.let_in) return {Kind::drop, "empty"};
    switch (is.author) {
        case Author::outsider:
            if (is.let_in) return {Kind::outside_note, "outsider", false};
            return {Kind::hold, "outsider"};  // Clause 13
        case Author::worker:
            if (is.begins_as_note || (is.sealed && is.about_note)) return {Kind::note, "note", letters};  // Clause 12
            if (is.marked_as_note) return {Kind::note, "note", letters, "paragraph"};
            if (is.forwarded) return {Kind::note, "note", letters, "forward"};
            if (is.repeats_hidden) return {Kind::note, "note", letters, "hidden"};
            if (!is.sealed) return {Kind::note, "note", letters, "unsealed"};  // Clause 4
            if (is.unclear) return {Kind::note, "note", letters, "unclear"};
            return {Kind::reply, "answer"};
        case Author::joined:
        case Author::requester: break;
    }
    if (is.only_thanks && !is.let_in) return {Kind::thanks, "thanks", false};  // Clause 10
    if (is.closed_too_long) {
        if (is.brake == Brake::hold && !is.let_in) return {Kind::hold, "loop"};
        // It becomes a request of its own, and a number in a subject proves nothing (clauses 5, 8).
        if (!is.vouched && !is.sealed && !is.let_in) return is.strangers == Strangers::drop ? stranger(is) : Course{Kind::hold, "stranger"};
        return {Kind::follow_up, "new", letters && !is.wants_no_answer};  // Clause 8
    }
    return {is.author == Author::joined ? Kind::words_of_joined : Kind::reply, "answer", letters};
}

static Course new_request(const Situation& is) {
    if (is.empty && !is.has_subject && !is.let_in) return {Kind::drop, "empty"};
    if (!is.let_in) {
        if (is.about_unconfirmed) return {Kind::hold, "unconfirmed"};  // Clause 7: a second link for one matter helps nobody
        if (is.rule == RuleAct::drop) return {Kind::drop, "rule"};
        if (is.rule == RuleAct::hold) return {Kind::hold, "rule"};
        if (is.brake == Brake::hold) return {Kind::hold, "loop"};
        if (!is.placed) return {Kind::hold, "no_school"};
        if (!is.vouched) return stranger(is);
    }
    const bool letters = is.brake == Brake::none && !is.wants_no_answer && is.origin == mail::Origin::person;  // Clauses 21, 22
    return {Kind::new_request, "new", letters};
}

Course decide(const Situation& situation) {
    const bool reports = situation.origin == mail::Origin::bounce || situation.origin == mail::Origin::own;
    if (!situation.has_sender && !reports && !situation.let_in) return {situation.strangers == Strangers::drop ? Kind::drop : Kind::hold, "no_sender"};
    if (auto course = not_a_person(situation)) return *course;
    return situation.about_request ? answer_of(situation) : new_request(situation);
}

}  // namespace helpdesk
