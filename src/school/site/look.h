/// How the jobs of this room look at addresses: one at a time, with pauses, and not again at a host that does not answer.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "http/fetch.h"

namespace site {

using Look = std::function<http::Fetched(const std::string& url)>;

/// What jobs look with in the place of the network; empty outside of tests.
Look& look_of_tests();

/// One run of a job.
class Looker {
public:
    Looker();
    ~Looker();
    Looker(const Looker&) = delete;
    Looker& operator=(const Looker&) = delete;

    /// Absent when the host gave no answer three times running in this run, or asked us to come later: it is left alone until the next.
    std::optional<http::Fetched> look(const std::string& url);

private:
    std::unique_ptr<http::PoliteFetcher> network_;
    std::map<std::string, int, std::less<>> silent_;  // looks without an answer, running, by host
};

}  // namespace site
