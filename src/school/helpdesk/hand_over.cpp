#include "helpdesk/hand_over.h"

namespace helpdesk {

std::string_view word(HandOverReason reason) {
    switch (reason) {
        case HandOverReason::skill: return "skill";
        case HandOverReason::authority: return "authority";
        case HandOverReason::other_work: return "other_work";
        case HandOverReason::place: return "place";
        case HandOverReason::wrong_team: return "wrong_team";
    }
    return "skill";
}

std::optional<HandOverReason> parse_hand_over_reason(std::string_view text) {
    for (auto reason : hand_over_reasons) {
        if (word(reason) == text) return reason;
    }
    return std::nullopt;
}

Courtesy courtesy_of(HandOverReason reason) {
    switch (reason) {
        case HandOverReason::authority: return Courtesy::authority;
        case HandOverReason::other_work:
        case HandOverReason::place: return Courtesy::other_work;  // somebody else can be there sooner
        case HandOverReason::skill:
        case HandOverReason::wrong_team: break;                   // somebody else knows it better
    }
    return Courtesy::skill;
}

}  // namespace helpdesk
