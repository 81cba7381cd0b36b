/// What the pages of roles show of the catalogue.
#pragma once

#include "base/line_diff.h"
#include "http/routes.h"
#include "people/catalogue.h"

namespace people {

using base::compare_lines;
using base::Mark;
using base::MarkedLine;

/// Sections `duty`, `required`, `preferred`, `skill_wanted`, `reference`, or `no_content`.
void fill_content(http::ReadCall& call, html::View& view, const CatalogueRole& all);
/// Section `differs` with the parts that are not as shipped, `as_shipped`, or `own_role`.
void fill_differences(http::ReadCall& call, html::View& view, const CatalogueRole& all);
/// The section `search` with what was typed, and who may be meant by it.
void fill_candidates(http::ReadCall& call, html::View& view, const std::vector<Role>& all);
/// Lines as `line` with `added`, `removed` or `same`, in `into`.
void fill_marked(html::View& into, const std::vector<MarkedLine>& lines);
/// "or 2 years of equivalent experience"; empty when there are none.
std::string instead_words(const http::Call& call, int years);

}  // namespace people
