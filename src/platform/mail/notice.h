/// What servers and mail programs add to a message: banners, legal footers, tags in the subject. Known by its words, in English and Spanish.
#pragma once

#include <string>
#include <string_view>

namespace mail {

/// A paragraph that a server put below ("CONFIDENTIALITY NOTICE: ...", "Virus-free"), or that says so much of confidentiality and the law that no person wrote it.
bool is_legal_notice(std::string_view paragraph);
/// "CAUTION: This email originated from outside of the organization ...", put above.
bool is_banner(std::string_view paragraph);

/// A subject without tags that gateways put before it ("[EXTERNAL] ", "[SPAM?]"), as often as they did.
std::string_view without_tags(std::string_view subject);
/// "Fwd:", "FW:", "RV:" and their like, also behind "Re:" and tags.
bool is_forward(std::string_view subject);

}  // namespace mail
