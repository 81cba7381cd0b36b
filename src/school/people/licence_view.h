/// Licences as pages show them.
#pragma once

#include <string>
#include <string_view>

#include "http/call.h"
#include "people/licence.h"
#include "people/renewal.h"

namespace people {

/// "Teaching licence, standard", or the name of the certificate.
std::string licence_name(const http::Call& call, const Licence& licence);
/// "Teaching licence, standard, Illinois".
std::string licence_title(const http::Call& call, const Licence& licence);
/// Values pill, icon and status of the section "state"; shows the section "verified" or "unverified".
void fill_licence_state(const http::Call& call, html::View& view, const Licence& licence);
/// "12 March, in 3 days"; that it does not expire; or that it ended.
std::string expiry_text(const http::Call& call, const Licence& licence);
/// "By our records 84 of 150 hours; the state decides."
std::string records_text(const http::Call& call, const RenewalRule& rule, const Progress& progress);
/// A category or type of activity in words.
std::string limit_word(const http::Call& call, db::Read& db, RenewalLimit::Subject subject, std::string_view word);

/// A day between 1950 and 2150; others are slips of the hand. Throws base::Invalid of the field.
base::Day plausible_day(std::string_view field, std::string_view text);

/// The evidence file of a form, stored, or the problem with it.
struct StoredEvidence {
    std::optional<Evidence> file;
    std::string problem;  // key of a message; empty when all is well
};
constexpr std::size_t most_evidence_bytes = 10 * 1024 * 1024;
constexpr std::size_t most_evidence_body = most_evidence_bytes + 512 * 1024;
/// The upload "evidence": a PDF or a picture, by its bytes.
StoredEvidence store_evidence(http::PrepareCall& call);
/// Under a policy in which nothing runs. Throws base::NotFound when there is none.
http::Response serve_evidence(const http::Call& call, const std::optional<Evidence>& evidence);

}  // namespace people
