/// Postings: an approved version of a job description, advertised for some days. Clause numbers refer to docs/policies/job-descriptions.md.
///
/// Everybody reads what is open, without an account; staff also what is for them first; whoever writes descriptions sees all of them.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include <boost/json/fwd.hpp>

#include "people/description.h"

namespace people {

/// Where the work is done.
struct PostalAddress {
    std::string street;
    std::string city;
    std::string region;   // "IL"
    std::string postal_code;
    std::string country = "US";
};

/// What a person says when publishing.
struct PostingTerms {
    base::Day opens;
    base::Day closes;                          // the last day
    std::optional<base::Day> internal_until;   // for staff alone through this day
    int openings = 1;
    std::string apply_words;                   // what to send, and how
    std::string apply_email;
    std::string apply_url;
    std::string contact;
    std::string accommodation;
    std::string equal_opportunity;
    PostalAddress address;
};

struct Posting {
    std::int64_t id = 0;
    std::string token;
    PostingTerms terms;
    DescriptionId of;
    int version = 0;
    Description description;
    base::Instant published_at;
    std::string published_by;
    std::optional<base::Instant> withdrawn_at;
    std::string withdrawn_by;
    std::string withdrawn_why;
};

enum class PostingState { coming, internal, open, closed, withdrawn };
std::string_view word(PostingState state);
/// On the district's clocks (clauses 23 and 24).
PostingState state_of(const Posting& posting, base::Day today);

/// Throws base::Invalid with the field.
void require_usable(const PostingTerms& terms);

/// The posting as schema.org has it (schema.org/JobPosting; what search engines ask for: developers.google.com/search/docs/appearance/structured-data/job-posting).
struct JobPostingFacts {
    std::string district;
    std::string url;             // of the page
    std::string district_url;
    base::Instant valid_through; // the end of the closing day
    std::vector<std::string> occupations;  // O*NET-SOC codes of its roles
    /// Headings of the description's HTML, in its language.
    std::string duties, required, preferred, not_part, apply;
    std::map<int, std::string> instead;  // "or 2 years of equivalent experience", by the years that the description names
};
boost::json::object job_posting(const Posting& posting, const JobPostingFacts& facts);

enum class Postings { open, all };
struct PostingPage {
    std::vector<Posting> lines;  // newest first
    bool more = false;
};
/// Those behind this id that the viewer may see; `all` counts for those who may write descriptions, and is `open` for others.
PostingPage find_postings(db::Read& db, const auth::Viewer& viewer, base::Day today, Postings which, std::int64_t after);
/// Throws base::NotFound when there is none, or when it is not yet for the viewer. A closed or withdrawn one is returned to everybody.
Posting fetch_posting(db::Read& db, const auth::Viewer& viewer, base::Day today, std::string_view token);
/// What was said when the newest posting was published; to begin the next with.
std::optional<PostingTerms> last_terms(db::Read& db, const auth::Viewer& viewer);

/// Returns the token. Throws base::Invalid: "version" with people.fault.has_errors when the check finds errors in it now (clause 22 and the errors).
std::string publish(db::Write& db, const auth::Viewer& viewer, base::Instant now, const DescriptionVersion& version, const PostingTerms& terms);
/// Throws base::Conflict with the key of a message when it is withdrawn already.
void withdraw_posting(db::Write& db, const auth::Viewer& viewer, base::Instant now, std::string_view token, std::string_view why);

}  // namespace people
