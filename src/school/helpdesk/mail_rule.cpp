#include "helpdesk/mail_rule.h"

#include <algorithm>

#include "base/text.h"

namespace helpdesk {

std::string_view word(RuleAct act) {
    switch (act) {
        case RuleAct::take: return "take";
        case RuleAct::hold: return "hold";
        case RuleAct::drop: return "drop";
    }
    return "take";
}

std::optional<RuleAct> parse_rule_act(std::string_view text) {
    for (auto act : {RuleAct::take, RuleAct::hold, RuleAct::drop}) {
        if (word(act) == text) return act;
    }
    return std::nullopt;
}

/// "ana@school.org" is one sender; "school.org" and "@school.org" are all of that domain and those below it.
static bool is_from(std::string_view condition, std::string_view sender) {
    auto wanted = folded_address(condition);
    auto address = folded_address(sender);
    if (wanted.find('@') != std::string::npos && !wanted.starts_with('@')) return address == wanted;
    if (wanted.starts_with('@')) wanted.erase(0, 1);
    auto domain = address.substr(std::min(address.size(), address.find('@') + 1));
    return !wanted.empty() && (domain == wanted || domain.ends_with("." + wanted));
}

/// The words of the line stand in the text one after another.
static bool says(const std::vector<std::string>& text, std::string_view line) {
    const auto words = base::folded_words(line);
    return !words.empty() && !std::ranges::search(text, words).empty();
}

/// A rule looks at what stands at the beginning, and no message holds up the others by its length.
static std::vector<std::string> words_of_sample(const MailSample& sample) {
    constexpr std::size_t enough = std::size_t{64} << 10;
    return base::folded_words(sample.subject + "\n" + std::string(base::first_code_points(sample.text, enough)));
}

static bool fits_words(const MailRule& rule, const MailSample& sample, const std::vector<std::string>& text) {
    if (!rule.active) return false;
    if (!rule.sender.empty() && !is_from(rule.sender, sample.sender)) return false;
    auto is_mailbox = [&](const std::string& mailbox) { return folded_address(mailbox) == folded_address(rule.mailbox); };
    if (!rule.mailbox.empty() && !std::ranges::any_of(sample.mailboxes, is_mailbox)) return false;
    if (rule.words.empty()) return true;
    return std::ranges::any_of(base::split(rule.words, '\n'), [&](std::string_view line) { return says(text, line); });
}

bool fits(const MailRule& rule, const MailSample& sample) { return fits_words(rule, sample, words_of_sample(sample)); }

const MailRule* first_fitting(const std::vector<MailRule>& rules, const MailSample& sample) {
    if (rules.empty()) return nullptr;
    const auto text = words_of_sample(sample);
    auto found = std::ranges::find_if(rules, [&](const MailRule& rule) { return fits_words(rule, sample, text); });
    return found == rules.end() ? nullptr : &*found;
}

static bool is_sender(std::string_view text) {
    if (text.find('@') != std::string_view::npos && !text.starts_with('@')) return base::parse_email(text).has_value();
    if (text.starts_with('@')) text.remove_prefix(1);
    return base::parse_email("somebody@" + std::string(text)).has_value();
}

SettingProblems problems_of(const MailRule& rule) {
    SettingProblems problems;
    auto too_long = [](std::string_view text, std::size_t most) { return base::count_code_points(text) > most; };
    if (base::trim(rule.name).empty()) problems.emplace_back("name", "helpdesk.set.problem.missing");
    if (too_long(rule.name, 100)) problems.emplace_back("name", "helpdesk.set.problem.long");
    if (rule.position < 0 || rule.position > 100'000) problems.emplace_back("position", "helpdesk.set.problem.position");
    if (!rule.sender.empty() && !is_sender(rule.sender)) problems.emplace_back("sender", "helpdesk.mailrule.problem.sender");
    if (!rule.mailbox.empty() && !base::parse_email(rule.mailbox)) problems.emplace_back("mailbox", "helpdesk.mailrule.problem.mailbox");
    if (too_long(rule.words, 2000)) problems.emplace_back("words", "helpdesk.set.problem.long");
    if (!rule.words.empty() && base::folded_words(rule.words).empty()) problems.emplace_back("words", "helpdesk.mailrule.problem.words");
    const bool any = !rule.sender.empty() || !rule.mailbox.empty() || !rule.words.empty();
    if (!any) problems.emplace_back("sender", "helpdesk.mailrule.problem.condition");
    const bool sets = rule.category || rule.team || rule.school || rule.urgency;
    if (rule.act == RuleAct::take && !sets) problems.emplace_back("act", "helpdesk.mailrule.problem.nothing");
    return problems;
}

}  // namespace helpdesk
