// Open jobs for programs; public, as the page is.
#include <boost/json.hpp>

#include "base/text.h"
#include "people/posting_view.h"

namespace people {

namespace json = boost::json;

static json::value day_json(const std::optional<base::Day>& day) { return day ? json::value(base::to_iso(*day)) : json::value(nullptr); }
static json::value cents_json(const std::optional<std::int64_t>& cents) { return cents ? json::value(*cents) : json::value(nullptr); }

static json::object posting_json(http::ReadCall& call, const Posting& posting) {
    const auto& what = posting.description;
    return {{"token", posting.token},
            {"title", what.title},
            {"language", what.language},
            {"place", what.place},
            {"opens_on", base::to_iso(posting.terms.opens)},
            {"closes_on", base::to_iso(posting.terms.closes)},
            {"internal_until", day_json(posting.terms.internal_until)},
            {"state", word(state_of(posting, call.today()))},
            {"openings", posting.terms.openings},
            {"pay", json::object{{"from_cents", cents_json(what.pay_from_cents)}, {"to_cents", cents_json(what.pay_to_cents)}, {"unit", what.pay_unit}, {"currency", what.currency}}},
            {"page", call.services.public_url + posting_path(posting)},
            {"job_posting", job_posting_of(call, posting)}};
}

/// What may be kept for five minutes, unless the answer is for one person.
static http::Response kept_for_a_while(const http::Call& call, http::Response response) {
    if (!call.viewer.signed_in()) response.header("Cache-Control", "public, max-age=300");
    return response;
}

static http::Response list_open(http::ReadCall& call) {
    const auto page = find_postings(call.db, call.viewer, call.today(), Postings::open, base::parse_integer(call.request.query.text("after")).value_or(0));
    json::array list;
    for (const auto& one : page.lines) list.push_back(posting_json(call, one));
    json::object answer{{"postings", std::move(list)}, {"next", nullptr}};
    if (page.more) answer["next"] = "/api/v1/postings?after=" + std::to_string(page.lines.back().id);
    return kept_for_a_while(call, call.json(answer));
}

static http::Response show_one(http::ReadCall& call) {
    const auto posting = fetch_posting(call.db, call.viewer, call.today(), call.path("posting"));
    const auto state = state_of(posting, call.today());
    if (state == PostingState::closed || state == PostingState::withdrawn) {
        return call.problem(http::gone, call.text("people.posting.over"), call.text("people.posting.over_words"));
    }
    return kept_for_a_while(call, call.json(posting_json(call, posting)));
}

constexpr auto posting_schema = R"({"type":"object","required":["token","title","closes_on","page"],"properties":{"token":{"type":"string"},"title":{"type":"string"},
"language":{"type":"string","enum":["en","es"]},"place":{"type":"string"},"opens_on":{"type":"string","format":"date"},"closes_on":{"type":"string","format":"date"},
"internal_until":{"type":["string","null"],"format":"date"},"state":{"type":"string","enum":["coming","internal","open"]},"openings":{"type":"integer"},
"pay":{"type":"object","properties":{"from_cents":{"type":["integer","null"]},"to_cents":{"type":["integer","null"]},"unit":{"type":"string","enum":["hour","year"]},
"currency":{"type":"string"}}},"page":{"type":"string","format":"uri"},"job_posting":{"type":"object","description":"schema.org/JobPosting"}}})";

void posting_api_routes(http::Routes& routes) {
    routes.get("/api/v1/postings", http::anyone, list_open)
        .describe({.summary = "Open jobs, newest first; public",
                   .scope = "",
                   .request_schema = "",
                   .response_schema = R"({"type":"object","properties":{"postings":{"type":"array","items":{"type":"object"}},"next":{"type":["string","null"]}}})",
                   .query_parameters = {"after"}});
    routes.get("/api/v1/postings/{posting}", http::anyone, show_one)
        .describe({.summary = "One open job by its token; 410 when it is over", .scope = "", .request_schema = "", .response_schema = posting_schema, .query_parameters = {}});
}

}  // namespace people
