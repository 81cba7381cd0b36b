/// Relations and refusals as pages show them.
#pragma once

#include <string>
#include <vector>

#include "http/call.h"
#include "people/relation.h"

namespace people {

/// "Clause 7: ..." with the state's rule named.
std::string refusal_words(const http::Call& call, const Refusal& refusal, const std::string& source);
/// Sections refused { refusal { text } } of a form.
void fill_refusals(const http::Call& call, html::View& view, const std::vector<Refusal>& refusals, const std::string& source);
/// A page of its own for what is refused outside a form; 409.
http::Response refused_page(const http::Call& call, const Refused& refused, std::string_view back);
/// "since 3 March", "from ... to ...".
std::string period_words(const http::Call& call, const Relation& relation);
/// What a pack asks, in one sentence a line.
std::vector<std::string> pack_words(const http::Call& call, const JurisdictionPack& pack);
/// The section "relation" of a person's settings page.
void fill_relations(http::Call& call, db::Read& db, html::View& view, auth::AccountId account);

}  // namespace people
