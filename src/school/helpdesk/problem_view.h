/// What is said of a known problem, and where: above the form of a request, on the page of a request, on its own page.
#pragma once

#include <optional>
#include <string>

#include "helpdesk/problem.h"
#include "http/call.h"

namespace helpdesk {

/// "Printing, at North School and South School, HP LaserJet", or "Everywhere".
std::string scope_words(const http::Call& call, db::Read& db, const KnownProblem& problem);
/// Until when, as honestly as it is known; empty when it is solved.
std::string expected_words(const http::Call& call, const KnownProblem& problem);
/// "42 people have told us".
std::string told_words(const http::Call& call, db::Read& db, ProblemId id);

/// {{#known_problems}} html: the banner "We know about it" for somebody who is about to ask; nothing when none fits.
void show_known(const http::Call& call, db::Read& db, html::View& view, const AskedAbout& about);

/// What the page of a request says of its known problem and offers: belonging to one, taking that back, "is it this one?", and the suspicion.
/// `address` is that of the request for this reader.
void fill_problem_parts(const http::Call& call, db::Read& db, html::View& view, const Seen& seen, const Request& shown, const std::string& address);

/// The page that says that the problem was changed since the form was shown, as 409 and with the words that were typed; absent when it was not.
std::optional<http::Response> require_unchanged(const http::WriteCall& call, const KnownProblem& problem);

}  // namespace helpdesk
