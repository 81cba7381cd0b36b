/// What of a mailbox's settings cannot be used. Pure.
#pragma once

#include <string_view>
#include <vector>

#include "mail/mailbox.h"

namespace mail {

struct MailboxProblem {
    std::string_view field;  // of the form
    std::string_view key;    // "mail.mailbox.<key>" says what was expected
};
/// `has_password` and its sisters say what there will be when it is saved.
std::vector<MailboxProblem> problems_of(const Mailbox& wanted);

}  // namespace mail
