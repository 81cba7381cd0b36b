#include "site/look.h"

#include "site/reach.h"

namespace site {

constexpr int most_silent = 3;
constexpr base::Milliseconds pause = std::chrono::milliseconds(1500);

Look& look_of_tests() {
    static Look look;
    return look;
}

Looker::Looker() : network_(look_of_tests() ? nullptr : std::make_unique<http::PoliteFetcher>(pause)) {}
Looker::~Looker() = default;

std::optional<http::Fetched> Looker::look(const std::string& url) {
    int& silent = silent_[host_of(url)];
    if (silent >= most_silent) return std::nullopt;
    auto answer = network_ ? network_->fetch(url) : look_of_tests()(url);
    const bool too_many = answer.status == 429 || answer.status == 503;
    if (too_many) silent = most_silent;
    else silent = answer.trouble == http::FetchTrouble::none || answer.trouble == http::FetchTrouble::address ? 0 : silent + 1;
    return answer;
}

}  // namespace site
