/// What the pages about consent share: the twelve questions, answers read from a form, and the words for what holds.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/error.h"
#include "http/call.h"
#include "media/consent_facts.h"

namespace media {

using FieldProblems = std::vector<std::pair<std::string, std::string>>;  // field and message key
/// {{>problems}}, {{#FIELD_problem}} message and {{#FIELD_invalid}}.
void tell_problems(const http::Call& call, html::View& view, const FieldProblems& problems);

/// Does what a store may refuse, with the refusal in the reader's words: the stores' texts are message keys.
template <typename Act>
auto worded(const http::Call& call, Act act) {
    try {
        return act();
    } catch (const base::Forbidden& refused) {
        throw base::Forbidden(call.text(refused.what()));
    } catch (const base::Conflict& refused) {
        throw base::Conflict(call.text(refused.what()));
    } catch (const base::Invalid& refused) {
        throw base::Invalid(refused.field(), call.text(refused.what()));
    }
}

/// What is chosen for a use: yes, no, or nothing.
using Chosen = std::function<std::optional<bool>(Use)>;
/// {{>uses}}: a question for each purpose, by channel. `prefix` keeps ids apart where several students stand on one page. On paper a question may be missing.
void fill_uses(const http::Call& call, html::View& view, const std::vector<Channel>& asked, const std::string& prefix, const Chosen& chosen, bool on_paper = false);
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
