#include "site/reach.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace site {

constexpr std::array reaches{Reach::unchecked, Reach::alive, Reach::sign_in, Reach::unknown, Reach::dead};

std::string_view word(Reach reach) {
    switch (reach) {
        case Reach::unchecked: return "unchecked";
        case Reach::alive: return "alive";
        case Reach::sign_in: return "sign_in";
        case Reach::unknown: return "unknown";
        case Reach::dead: return "dead";
    }
    return "unknown";
}

std::optional<Reach> parse_reach(std::string_view text) {
    auto found = std::ranges::find(reaches, text, static_cast<std::string_view (*)(Reach)>(word));
    return found == reaches.end() ? std::nullopt : std::optional(*found);
}

/// What stands behind "https://", to the next '/', '?' or '#'.
static std::string_view authority_of(std::string_view url) {
    const auto scheme = url.find("://");
    if (scheme == std::string_view::npos) return {};
    auto rest = url.substr(scheme + 3);
    return rest.substr(0, rest.find_first_of("/?#\\"));
}

std::string host_of(std::string_view url) {
    const auto lower = base::to_lower_ascii(url.substr(0, 8));
    if (!lower.starts_with("http://") && !lower.starts_with("https://")) return "";
    auto authority = authority_of(url);
    if (auto at = authority.rfind('@'); at != std::string_view::npos) authority.remove_prefix(at + 1);
    if (!authority.starts_with('[')) authority = authority.substr(0, authority.find(':'));
    return base::to_lower_ascii(authority);
}

bool looks_like_sign_in(std::string_view url) {
    const auto host = host_of(url);
    if (host.empty()) return false;
    const auto begin = url.find("://") + 3 + authority_of(url).size();
    const auto path = base::to_lower_ascii(url.substr(begin, url.find_first_of("?#", begin) - begin));
    // Whole words between dots, slashes and dashes: "login.example.org", "/users/sign_in", not "/blogging".
    constexpr std::array words{"login", "signin", "sign-in", "sign_in", "logon", "sso", "saml", "saml2", "oauth", "oauth2", "authenticate", "accounts", "idp"};
    const auto has_word = [&](std::string_view text, std::string_view wanted) {
        for (auto at = text.find(wanted); at != std::string_view::npos; at = text.find(wanted, at + 1)) {
            const auto is_letter = [&](std::size_t i) { return i < text.size() && ((text[i] >= 'a' && text[i] <= 'z') || (text[i] >= '0' && text[i] <= '9')); };
            if ((at == 0 || !is_letter(at - 1)) && !is_letter(at + wanted.size())) return true;
        }
        return false;
    };
    return std::ranges::any_of(words, [&](std::string_view wanted) { return has_word(host, wanted) || (wanted != std::string_view("accounts") && has_word(path, wanted)); });
}

Reach judge(std::string_view asked, const http::Fetched& answer) {
    if (answer.trouble == http::FetchTrouble::no_such_host || answer.trouble == http::FetchTrouble::address) return Reach::dead;
    if (answer.trouble != http::FetchTrouble::none) return Reach::unknown;
    if (answer.status == 404 || answer.status == 410) return Reach::dead;
    if (answer.status == 401 || answer.status == 403) return Reach::sign_in;
    if (answer.url != asked && looks_like_sign_in(answer.url)) return Reach::sign_in;
    return answer.status >= 200 && answer.status < 300 ? Reach::alive : Reach::unknown;
}

/// Says nothing about the address: it is ours that we cannot look (clause 5.6).
static bool is_our_trouble(const http::Fetched& answer) {
    return answer.trouble == http::FetchTrouble::no_name_server || answer.trouble == http::FetchTrouble::forbidden_address || answer.status == 429;
}

Reached after_look(const Reached& before, std::string_view asked, const http::Fetched& answer, base::Instant now) {
    Reached after;
    after.state = judge(asked, answer);
    after.status = answer.status;
    if (answer.trouble != http::FetchTrouble::none) after.trouble = http::word(answer.trouble);
    const bool again = before.state == Reach::unknown || before.state == Reach::dead;
    if (after.state == Reach::unknown && again && !is_our_trouble(answer)) after.state = Reach::dead;
    if (after.state == Reach::unknown && is_our_trouble(answer) && before.state != Reach::unchecked) after.state = before.state;
    after.checked_at = now;
    after.since = after.state == before.state && before.since ? before.since : now;
    return after;
}

}  // namespace site
