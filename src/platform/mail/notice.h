/// What servers and mail programs add to a message: banners, legal footers, tags in the subject. Known by its words, in English and Spanish.
#pragma once

#include <string>
#include <string_view>

namespace mail {

/// A paragraph that a server put below: "CONFIDENTIALITY NOTICE: ... intended recipient ...", "Virus-free.www...". In doubt it is a person's.
bool is_legal_notice(std::string_view paragraph);
/// "CAUTION: This email originated from outside of the organization", the first line of what a gateway puts above.
bool is_banner(std::string_view line);
/// A further line of a banner: "Do not click links ...".
bool goes_on_as_banner(std::string_view line);

/// A subject without tags that gateways put before or behind it ("[EXTERNAL] ", "[SPAM?]"), as often as they did.
std::string_view without_tags(std::string_view subject);
/// "Fwd:", "FW:", "RV:" and their like, also behind "Re:" and tags.
bool is_forward(std::string_view subject);

}  // namespace mail
