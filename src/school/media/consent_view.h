/// What the pages about consent share: the twelve questions, answers read from a form, and the words for what holds.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "http/call.h"
#include "media/consent_facts.h"

namespace media {

using FieldProblems = std::vector<std::pair<std::string, std::string>>;  // field and message key
/// {{>problems}}, {{#FIELD_problem}} message and {{#FIELD_invalid}}.
void tell_problems(const http::Call& call, html::View& view, const FieldProblems& problems);

/// What is chosen for a use: yes, no, or nothing.
using Chosen = std::function<std::optional<bool>(Use)>;
/// {{>uses}}: a question for each purpose, by channel. `prefix` keeps ids apart where several students stand on one page.
void fill_uses(const http::Call& call, html::View& view, const std::vector<Channel>& asked, const std::string& prefix, const Chosen& chosen);
/// "use-news-site".
std::string field_of(Use use);
/// What the form answers; what it leaves out, or says in other words, is no answer.
std::vector<std::pair<Use, bool>> read_answers(const http::Fields& form);
/// The channels that the district has open.
std::vector<Channel> open_channels(db::Read& db);

/// "Website: news".
std::string use_words(const http::Call& call, Use use);
/// "Website: news, sport; print: news".
std::string uses_words(const http::Call& call, const std::vector<Use>& uses);

}  // namespace media
