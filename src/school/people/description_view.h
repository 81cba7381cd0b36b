/// How a job description and what is wrong with it are shown; for its own pages and for postings.
#pragma once

#include "http/routes.h"
#include "people/description.h"
#include "people/description_check.h"

namespace people {

/// Fills {{>name}} with the description in the reader's labels and its own language.
void include_description(http::Call& call, html::View& view, const Description& what);
/// "$42,000.00 to $51,000.00 a year"; empty when it is not said.
std::string pay_words(const http::Call& call, const Description& what);

/// Catalogue and titles as the rules ask for them; holds what CheckFacts points into.
struct CheckMaterial {
    std::vector<CatalogueRole> roles;
    std::vector<KnownTitle> titles;
    CheckFacts facts() const { return {roles, titles}; }
};
CheckMaterial check_material(db::Read& db);
std::vector<Finding> check_here(db::Read& db, const Description& what);
/// Sections `finding` (errors first), `no_finding`. With an id each leads to the form where it is mended.
void fill_findings(http::Call& call, html::View& view, const std::vector<Finding>& findings, std::optional<DescriptionId> edit);

void description_form_routes(http::Routes& routes);

}  // namespace people
