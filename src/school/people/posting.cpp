#include "people/posting.h"

#include "base/error.h"
#include "base/text.h"

namespace people {

std::string_view word(PostingState state) {
    switch (state) {
        case PostingState::coming: return "coming";
        case PostingState::internal: return "internal";
        case PostingState::open: return "open";
        case PostingState::closed: return "closed";
        case PostingState::withdrawn: return "withdrawn";
    }
    return "closed";
}

PostingState state_of(const Posting& posting, base::Day today) {
    if (posting.withdrawn_at) return PostingState::withdrawn;   // clause 24
    if (today < posting.terms.opens) return PostingState::coming;
    if (today > posting.terms.closes) return PostingState::closed;  // clause 23
    if (posting.terms.internal_until && today <= *posting.terms.internal_until) return PostingState::internal;
    return PostingState::open;
}

static void require_text(std::string_view field, const std::string& text, std::size_t most) {
    if (base::trim(text).empty()) throw base::Invalid(std::string(field), "people.problem.words");
    if (base::count_code_points(text) > most) throw base::Invalid(std::string(field), "people.fault.long_text");
}

static void require_address(const PostalAddress& address) {
    require_text("city", address.city, 100);
    require_text("region", address.region, 100);
    const auto letter = [](char c) { return c >= 'A' && c <= 'Z'; };
    if (address.country.size() != 2 || !letter(address.country[0]) || !letter(address.country[1])) throw base::Invalid("country", "people.fault.country");
    if (base::count_code_points(address.street) > 200) throw base::Invalid("street", "people.fault.long_text");
    if (base::count_code_points(address.postal_code) > 20) throw base::Invalid("postal_code", "people.fault.long_text");
}

void require_usable(const PostingTerms& terms) {
    if (terms.closes < terms.opens) throw base::Invalid("closes", "people.problem.order");
    if (terms.internal_until && (*terms.internal_until < terms.opens || *terms.internal_until >= terms.closes)) throw base::Invalid("internal_until", "people.fault.internal");
    if (terms.openings < 1 || terms.openings > 99) throw base::Invalid("openings", "people.fault.openings");
    if (terms.apply_email.empty() && terms.apply_url.empty()) throw base::Invalid("apply_email", "people.fault.apply");
    if (!terms.apply_email.empty() && !base::parse_email(terms.apply_email)) throw base::Invalid("apply_email", "people.fault.email");
    if (!terms.apply_url.empty() && !terms.apply_url.starts_with("https://")) throw base::Invalid("apply_url", "people.fault.url");
    if (terms.apply_url.size() > 500) throw base::Invalid("apply_url", "people.fault.long_text");
    if (base::count_code_points(terms.apply_words) > 1000) throw base::Invalid("apply_words", "people.fault.long_text");
    require_text("contact", terms.contact, 300);
    require_text("accommodation", terms.accommodation, 1000);
    require_text("equal_opportunity", terms.equal_opportunity, 2000);
    require_address(terms.address);
}

}  // namespace people
