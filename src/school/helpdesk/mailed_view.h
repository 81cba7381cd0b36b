/// What came by mail, in the story of a request (clauses 14, 18, 19 of docs/policies/mail.md).
#pragma once

#include <optional>
#include <vector>

#include "helpdesk/intake.h"
#include "http/call.h"

namespace helpdesk {

/// The message of the request itself (no message), or that became this one; null when it was written on a page.
const Mailed* mailed_as(const std::vector<Mailed>& all, std::optional<std::int64_t> message);

/// "by mail", with what was quoted folded away, and what was left out; for the department also whether the sender is not proved.
void fill_mailed(const http::Call& call, html::View& item, const Mailed* mailed, bool to_department);
/// An entry of its own, folded.
void fill_automatic(const http::Call& call, html::View& story, const Mailed& mailed);
/// The older request that this one takes up again.
void fill_followed(const http::Call& call, db::Read& db, html::View& page, const Seen& seen);
/// The letter of ours that the message answered which became the request; for the department with the page that it was about.
void fill_answered(const http::Call& call, db::Read& db, html::View& page, const Seen& seen);
/// For the department: that answers of people whom nobody knows wait for a decision (clause 13).
void fill_held_answers(const http::Call& call, db::Read& db, html::View& page, const Seen& seen);

}  // namespace helpdesk
