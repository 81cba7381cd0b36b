/// A posting for programs and search engines, with what the district and its catalogue add.
#pragma once

#include "http/routes.h"
#include "people/posting.h"

namespace people {

std::string posting_path(const Posting& posting);
/// schema.org/JobPosting of an open posting.
boost::json::object job_posting_of(http::ReadCall& call, const Posting& posting);

void posting_form_routes(http::Routes& routes);
void posting_api_routes(http::Routes& routes);

}  // namespace people
