/// Articles that may answer what somebody asks (F2), and what becomes of them. Clauses: docs/policies/knowledge.md.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "helpdesk/request.h"
#include "http/call.h"
#include "knowledge/knowledge.h"

namespace helpdesk {

/// More are a list to read instead of an answer.
constexpr std::size_t most_answers = 5;

/// What the form for a request says of articles.
struct Answers {
    std::vector<knowledge::Found> found;
    std::vector<knowledge::Published> opened;
    bool looked = false;  // somebody asked for them, so that "nothing found" is an answer
};
/// What may answer this, and which were opened already: only what the viewer may read.
Answers answers_for(const http::Call& call, db::Read& db, const http::Fields& typed);
/// Only those that were opened, so that a form which is shown again keeps them.
Answers opened_answers(const http::Call& call, db::Read& db, const http::Fields& typed);
void fill_answers(const http::Call& call, html::View& view, const Answers& answers);

/// Who counts once a day: the account, or the address that a stranger comes from (clause 5.3).
knowledge::Occasion occasion_of(const http::Call& call);
/// The address of a stranger as it counts: of IPv6 the network of 64 bits.
std::string counted_address(const std::string& peer);

/// A request was sent by somebody who had opened these articles first: counted against them, and kept with the request.
void keep_opened(http::WriteCall& call, RequestId request, const http::Fields& typed);

// --- The store. ---

/// The department solved the request with this article. Throws base::Invalid ("article") when the viewer may not read it.
void solve_with(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Request& request, knowledge::ArticleId article);
/// What it was solved with did not hold: counts against each of them once.
void count_came_back(db::Write& db, base::Instant now, RequestId request);

struct LinkedArticle {
    knowledge::ArticleId article;
    std::string link;  // "drafted", "opened", "solved"
    base::Instant at;
    bool came_back = false;
};
/// Newest first. The request was fetched through the viewer.
std::vector<LinkedArticle> articles_of(db::Read& db, RequestId request);
void link_article(db::Write& db, const auth::Viewer& viewer, base::Instant now, RequestId request, knowledge::ArticleId article, std::string_view link);

struct ArticleRequest {
    RequestId id;
    std::string title;
    State state = State::fresh;
    std::string link;
    base::Instant at;
    bool came_back = false;
};
/// Requests that it was begun from or that it solved, newest first: those that the viewer works on.
std::vector<ArticleRequest> requests_of(db::Read& db, const auth::Viewer& viewer, knowledge::ArticleId article, int limit);

/// Who reads articles of the staff, what articles are about, and the requests on an article's page. Called once by wiring.
void fill_knowledge_slots();
/// For the request's page: which article may have solved it (those of the request; with "articles" in the address also those that fit its words), where to write one, which it has.
void fill_solving(const http::Call& call, db::Read& db, html::View& view, const Request& request, const std::vector<LinkedArticle>& linked);
void fill_articles(const http::Call& call, db::Read& db, html::View& view, const Request& request, const std::vector<LinkedArticle>& linked);

}  // namespace helpdesk
