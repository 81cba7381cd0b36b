/// Who or what wrote a message, by its head.
#pragma once

#include "mail/mime.h"

namespace mail {

struct OriginSigns {
    bool own_id = false;
    bool delivery_status = false;  // a part of RFC 3464
    bool receipt = false;          // a part of RFC 8098
};

Origin judge_origin(const Head& head, const Address& from, const OriginSigns& signs);

/// Whether whoever wrote it asks for no answer by machines. It proves nothing about who wrote it.
bool asks_for_no_answer(const Head& head);

}  // namespace mail
