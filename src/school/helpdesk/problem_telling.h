/// The two parts of telling the news of a known problem: those whose request belongs to it, and those who joined. Only for problem_news_store.cpp.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "db/db.h"
#include "helpdesk/problem.h"
#include "mail/mail.h"

namespace http {
struct Services;
}

namespace helpdesk {

/// What one run tells, and as whom.
struct News {
    KnownProblem problem;
    auth::Viewer teller;
    base::Instant now;
    bool solved() const { return problem.state == ProblemState::solved; }
};

/// A request that belongs to the problem, as it was read.
struct Link {
    RequestId request;
    std::int64_t told_round = 0;
    bool ended_by_problem = false;
};
/// Few enough that people's changes need not wait long for the writer.
constexpr int requests_together = 10;
/// In order, after `last`, at most requests_together.
std::vector<Link> untold_requests(db::Read& db, const News& news, RequestId last);
/// Ends it with the answer, or brings it back; nothing when it was told since it was read.
void tell_request(db::Write& db, const News& news, const Link& link);

/// Somebody who joined, as they were read.
struct NewsReader {
    std::int64_t id = 0;
    std::int64_t told_round = 0;
    std::string name;
    std::string email;
    std::string language;
    std::string token;   // empty for an account
    bool gone = false;   // the account is not in use any more
};
struct NewsDraft {
    NewsReader to;
    std::optional<mail::Letter> letter;  // absent: nothing is to be said to them
};
constexpr int letters_together = 50;
/// The addresses to which the news goes about a request of theirs, joined ones included: they are not told a second time (clause 17).
std::set<std::string> told_by_request(db::Read& db, const News& news);
std::vector<NewsReader> untold_people(db::Read& db, const News& news, std::int64_t last);
NewsDraft draft_for(const http::Services& services, const News& news, NewsReader to, const std::set<std::string>& told_by_request);
/// Nothing when they were told since they were read.
void send_news(db::Write& db, const News& news, const NewsDraft& draft);

}  // namespace helpdesk
