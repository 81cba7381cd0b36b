/// Who or what wrote a message, by its head.
#pragma once

#include "mail/mime.h"

namespace mail {

struct OriginSigns {
    bool own_id = false;
    bool delivery_status = false;  // a part of RFC 3464
    bool receipt = false;          // a part of RFC 8098
    bool reaction = false;         // an emoji in place of words
    bool calendar_answer = false;  // somebody accepted or declined, in their calendar
};

/// Whether the new words of a message are those by which Outlook tells of an emoji: "[👍] Leo Peña reacted to your message:".
bool tells_of_reaction(std::string_view new_words);
/// Whether nothing else stands beside the part of a mail program that carries an emoji, or the answer of a calendar: a person's words there are a person's.
bool says_only_reaction(std::string_view new_words);
bool says_only_calendar_answer(std::string_view new_words);

Origin judge_origin(const Head& head, const Address& from, const OriginSigns& signs);

/// Whether whoever wrote it asks for no answer by machines. It proves nothing about who wrote it.
bool asks_for_no_answer(const Head& head);

}  // namespace mail
