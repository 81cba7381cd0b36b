#include "mail/incoming_report.h"

#include <algorithm>

#include "base/text.h"
#include "mail/mime.h"

namespace mail {

constexpr std::size_t most_recipients = 100;
constexpr std::size_t longest_words = 500;

/// "rfc822; ana@example.org" and "smtp; 550 no such user": what stands behind the kind.
static std::string behind_kind(const std::string& value) {
    const auto semicolon = value.find(';');
    return std::string(base::trim(semicolon == value.npos ? std::string_view(value) : std::string_view(value).substr(semicolon + 1)));
}

static bool is_digit(char letter) { return letter >= '0' && letter <= '9'; }

/// "5.1.1" at the beginning of the text (RFC 3463); empty when there is none.
static std::string status_at(std::string_view text) {
    std::size_t end = 0;
    int dots = 0;
    while (end < text.size() && end < 10 && (is_digit(text[end]) || text[end] == '.')) dots += text[end++] == '.';
    auto status = text.substr(0, end);
    while (status.ends_with('.')) {
        status.remove_suffix(1);
        --dots;
    }
    const bool whole = dots == 2 && status.size() >= 5 && (status[0] == '2' || status[0] == '4' || status[0] == '5') && status[1] == '.';
    return whole ? std::string(status) : "";
}

static std::string first_status(std::string_view text) {
    for (std::size_t at = 0; at < text.size(); ++at) {
        const bool begins = (text[at] == '4' || text[at] == '5') && (at == 0 || (!is_digit(text[at - 1]) && text[at - 1] != '.'));
        if (!begins) continue;
        if (auto status = status_at(text.substr(at)); !status.empty()) return status;
    }
    return "";
}

static std::string short_words(std::string_view text) { return std::string(base::first_code_points(base::collapse_space(base::repair_utf8(text)), longest_words)); }

/// "<ana@example.org>" is written too.
static std::string plain_address(const std::string& written) {
    const auto plain = written.find('@') == written.npos ? written : bare_id(written);
    return short_words(base::parse_email(plain).value_or(plain));
}

static std::optional<Undelivered> read_group(std::string_view group) {
    bool changed = false;
    const auto fields = parse_message(group, changed);
    if (!fields) return std::nullopt;
    const Head head(fields.get());
    const auto action = base::to_lower_ascii(head.raw("action"));
    const auto recipient = behind_kind(head.raw("final-recipient").empty() ? head.raw("original-recipient") : head.raw("final-recipient"));
    const auto status = status_at(head.raw("status"));
    const bool failed = action.starts_with("failed") || (action.empty() && status.starts_with('5'));
    const bool delayed = action.starts_with("delayed") || (action.empty() && status.starts_with('4'));
    if (recipient.empty() || (!failed && !delayed)) return std::nullopt;
    const auto original = plain_address(behind_kind(head.raw("original-recipient")));
    auto final_one = plain_address(recipient);
    return Undelivered{.recipient = final_one, .original_recipient = original == final_one ? "" : original, .status = status,
                       .diagnostic = short_words(behind_kind(decode_words(head.raw("diagnostic-code")))), .message_id = "", .permanent = failed};
}

std::vector<Undelivered> read_delivery_status(std::string_view part) {
    std::vector<Undelivered> all;
    std::string group;
    const auto finish = [&] {
        if (auto one = group.empty() || all.size() >= most_recipients ? std::nullopt : read_group(group + "\n")) all.push_back(std::move(*one));
        group.clear();
    };
    for (auto line : base::split(part, '\n')) {
        if (base::trim(line).empty()) finish();
        else group += std::string(line) + '\n';
    }
    finish();
    return all;
}

/// What the text says of the recipient: the rest of the paragraph in which the address stands.
static std::string said_of(std::string_view text, std::string_view recipient) {
    const auto at = text.find(recipient);
    if (at == text.npos) return "";
    auto rest = text.substr(at + recipient.size());
    rest = rest.substr(0, rest.find("\n\n"));
    while (!rest.empty() && (rest[0] == '>' || rest[0] == ':' || rest[0] == ' ' || rest[0] == '\n')) rest.remove_prefix(1);
    return short_words(rest);
}

/// Reports in free words that say that the server goes on trying (Exim, qmail, Sendmail, Exchange), and none of those that say that it gave up.
static bool tells_of_delay(std::string_view text) {
    static constexpr std::string_view going_on[] = {"will be retried", "will retry", "will keep trying", "will continue to try", "will continue to be made", "warning message only",
                                                    "has been delayed", "not yet been delivered", "delivery is delayed", "no action is required on your part"};
    const auto plain = base::to_lower_ascii(base::collapse_space(text));
    return std::ranges::any_of(going_on, [&](std::string_view words) { return plain.find(words) != plain.npos; });
}

/// Without the copy of our own letter that servers put below their words, in which anything may stand.
static std::string_view without_copy(std::string_view text) {
    static constexpr std::string_view marks[] = {"this is a copy", "below this line is a copy", "original message follows", "message headers follow", "\nreceived: ", "\nreturn-path: ", "\nmessage-id: "};
    const auto plain = base::to_lower_ascii(text);
    auto end = text.size();
    for (auto mark : marks) end = std::min(end, plain.find(mark));
    return text.substr(0, end);
}

static void add_guess(std::vector<Undelivered>& all, std::string_view written, std::string_view text) {
    const auto recipient = base::parse_email(written);
    if (!recipient || all.size() >= most_recipients || std::ranges::find(all, *recipient, &Undelivered::recipient) != all.end()) return;
    auto said = said_of(text, base::trim(written));
    auto status = first_status(said.empty() ? text : std::string_view(said));
    const bool permanent = status.starts_with('5') || !tells_of_delay(text);
    all.push_back({.recipient = *recipient, .original_recipient = "", .status = std::move(status), .diagnostic = std::move(said), .message_id = "", .permanent = permanent});
}

std::vector<Undelivered> guess_undelivered(std::string_view failed, std::string_view whole) {
    std::vector<Undelivered> all;
    const auto text = without_copy(whole);
    for (auto one : base::split(failed, ',')) add_guess(all, one, text);
    if (!all.empty()) return all;
    for (auto line : base::split(text, '\n')) {
        line = base::trim(line);
        const auto end = line.find('>');
        if (line.starts_with('<') && end != line.npos) add_guess(all, line.substr(1, end - 1), text);
    }
    return all;
}

std::string message_id_in(std::string_view text) {
    for (auto line : base::split(text, '\n')) {
        while (line.starts_with('>') || line.starts_with(' ')) line.remove_prefix(1);
        constexpr std::string_view name = "message-id:";
        if (base::equal_ignoring_ascii_case(line.substr(0, name.size()), name)) return bare_id(line.substr(name.size()));
    }
    return "";
}

}  // namespace mail
