/// What of a mailbox's settings cannot be used.
#include "mail/mailbox_rules.h"

#include <algorithm>

#include "base/text.h"
#include "mail/imap.h"
#include "mail/token.h"

namespace mail {

static bool is_host(std::string_view text) {
    return !text.empty() && text.size() <= 253 && std::ranges::all_of(text, [](char letter) {
        return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') || (letter >= '0' && letter <= '9') || letter == '.' || letter == '-' || letter == ':';
    });
}

/// One line that is not empty.
static bool is_line(std::string_view text, std::size_t longest = 200) {
    return !text.empty() && base::count_code_points(text) <= longest && std::ranges::none_of(text, [](unsigned char byte) { return byte < ' ' || byte == 0x7f; });
}
static bool is_line_or_nothing(std::string_view text) { return text.empty() || is_line(text, 1000); }

static void check_sign_in(const Mailbox& wanted, std::vector<MailboxProblem>& problems) {
    const auto require = [&](bool holds, std::string_view field, std::string_view key) {
        if (!holds) problems.push_back({field, key});
    };
    require(is_line(wanted.user), "user", "bad_user");
    if (wanted.sign_in == SignIn::password) return require(wanted.has_password, "password", "bad_password");
    require(problem_with_token_url(wanted.token_url).empty(), "token_url", "bad_token_url");
    require(is_line(wanted.client_id), "client_id", "bad_client_id");
    require(wanted.has_refresh_token || wanted.has_client_secret, "refresh_token", "bad_token_secret");
    require(is_line_or_nothing(wanted.scope), "scope", "bad_scope");
}

bool keeps_secrets(const Mailbox& before, const Mailbox& wanted, bool of_tokens) {
    const bool same = before.host == wanted.host && before.port == wanted.port && before.tls == wanted.tls && before.user == wanted.user;
    return same && (!of_tokens || (before.token_url == wanted.token_url && before.client_id == wanted.client_id));
}

std::vector<MailboxProblem> problems_of(const Mailbox& wanted) {
    std::vector<MailboxProblem> problems;
    const auto require = [&](bool holds, std::string_view field, std::string_view key) {
        if (!holds) problems.push_back({field, key});
    };
    require(is_line(wanted.name, 100), "box_name", "bad_name");
    require(wanted.address.empty() || base::parse_email(wanted.address), "address", "bad_address");
    require(is_host(wanted.host), "host", "bad_host");
    require(wanted.port >= 1 && wanted.port <= 65535, "port", "bad_port");
    require(wanted.tls != Tls::none || is_loopback(wanted.host), "tls", "bad_tls");
    check_sign_in(wanted, problems);
    require(is_line(wanted.folder), "folder", "bad_folder");
    require(!wanted.moves || (is_line(wanted.move_to) && wanted.move_to != wanted.folder), "move_to", "bad_move_to");
    return problems;
}

}  // namespace mail
