/// What the pages of extracts share.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "data/extract_store.h"
#include "http/call.h"

namespace data {

std::string extract_address(std::string_view name);
std::string run_address(const Run& run);
/// The definition that the address names. Throws base::NotFound.
ExtractDefinition extract_here(const http::Call& call);
/// The run that the address names. Throws base::NotFound.
Run extract_run_here(const http::Call& call, db::Read& db);

/// How far a run is on its way to being filed.
enum class FilingState { waiting, running, refused, cancelled, expired, draft, validated, certified };
std::string_view word(FilingState state);
/// label, tone and icon.
void show_filing_state(const http::Call& call, html::View& view, FilingState state);
/// A rule's result in words.
std::string words_of(const http::Call& call, const ExtractDefinition& definition, const RuleResult& result);

/// All that a page of one run is made of.
struct Filing {
    ExtractDefinition definition;
    Run run;
    FilingState state = FilingState::waiting;
    std::optional<Found> found;              // absent while there is none, or when it has expired
    std::optional<Certified> certified;
    std::optional<Certified> earlier;        // certified before, of the same period
    std::vector<RecordChange> changes;       // against it
    std::vector<RuleResult> results;         // of the run and against the year before
    std::optional<std::int64_t> year_before; // the period that the comparison was with
};
Filing filing_of(const http::Services& services, db::Read& db, const auth::Viewer& viewer, ExtractDefinition definition, Run run);
/// The bytes: of a certified one those that were certified. Throws base::NotFound when there is nothing (any more).
std::string filed_bytes(const http::Services& services, const Filing& filing, ExtractFormat format);

struct CertifyForm {
    std::vector<std::pair<std::string, std::string>> explanations;  // by rule
    bool confirmed = false;
};
http::Response filing_page(http::Call& call, const Filing& filing, const CertifyForm& form, const base::Invalid* problem);

}  // namespace data
