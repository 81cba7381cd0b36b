/// Letters that came back, as a person's page and the pages of their requests tell it (clause 24 of docs/policies/mail.md).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "helpdesk/request.h"

namespace html {
class View;
}
namespace http {
class Call;
class ReadCall;
}

namespace helpdesk {

/// At which letters about a request arrive: the account's, else what the requester gave; empty when there is none.
std::string requester_address(db::Read& db, const Request& request);

/// For roster::person_panels(), to those who work at a school of the person.
bool fill_returned_panel(http::ReadCall& call, roster::PersonId person, html::View& view);
/// "Letters to ... come back since ..." with its button, for the department; nothing when they arrive.
void fill_returned(const http::Call& call, db::Read& db, html::View& page, const Seen& seen);

}  // namespace helpdesk
