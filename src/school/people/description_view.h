/// How a job description and what is wrong with it are shown; for its own pages and for postings.
#pragma once

#include "http/routes.h"
#include "people/description.h"
#include "people/check_here.h"

namespace people {

/// Fills {{>name}} with the description in the reader's labels and its own language.
void include_description(http::Call& call, html::View& view, const Description& what);
/// "$42,000.00 to $51,000.00 a year"; empty when it is not said.
std::string pay_words(const http::Call& call, const Description& what);

/// Sections `finding` (errors first), `no_finding`. With an id each leads to the form where it is mended.
void fill_findings(http::Call& call, html::View& view, const std::vector<Finding>& findings, std::optional<DescriptionId> edit);

void description_form_routes(http::Routes& routes);

}  // namespace people
