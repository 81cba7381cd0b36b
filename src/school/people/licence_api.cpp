// Licences and certificates as JSON: one's own, or all for whoever keeps them. What is known of a suspension is not given to programs.
#include <algorithm>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "base/text.h"
#include "people/licence.h"
#include "people/pages.h"

namespace people {

namespace json = boost::json;
constexpr int most_at_once = 200;

static json::value day_value(const std::optional<base::Day>& day) { return day ? json::value(base::to_iso(*day)) : json::value(); }

static json::object licence_json(const http::Call& call, const Licence& one) {
    return {{"id", one.id},
            {"account", one.account.value},
            {"holder", one.holder},
            {"kind", one.kind},
            {"credential", one.credential.empty() ? json::value() : json::value(one.credential)},
            {"jurisdiction", one.jurisdiction},
            {"number", one.number},
            {"areas", one.areas},
            {"grades", one.grades},
            {"issued_on", base::to_iso(one.issued)},
            {"expires_on", day_value(one.expires)},
            {"status", std::string(status_on(one, call.today()))},
            {"verified", one.verification.has_value()},
            {"evidence", is_evidence(one, call.today())}};
}

/// The viewer's own; with all=1 everybody's, by last day, for whoever keeps licences.
static http::Response list(http::ReadCall& call, bool credentials) {
    json::array rows;
    json::object answer;
    const auto& query = call.request.query;
    if (query.text("all") != "1") {
        for (const auto& one : licences_of(call.db, call.viewer, call.viewer.account())) {
            if ((one.kind == "credential") == credentials) rows.push_back(licence_json(call, one));
        }
        answer["next"] = nullptr;
    } else {
        LicenceFilter filter;
        filter.credentials = credentials;
        filter.after_id = base::parse_integer(query.text("after")).value_or(0);
        if (base::parse_day(query.text("after_day"))) filter.after_day = query.text("after_day");
        const auto limit = static_cast<int>(std::clamp<std::int64_t>(base::parse_integer(query.text("limit")).value_or(50), 1, most_at_once));
        filter.limit = limit + 1;
        auto all = all_licences(call.db, call.viewer, filter);
        const bool more = all.size() > static_cast<std::size_t>(limit);
        if (more) all.resize(static_cast<std::size_t>(limit));
        for (const auto& one : all) {
            if (credentials || one.kind != "credential") rows.push_back(licence_json(call, one));
        }
        answer["next"] = more ? json::value(fmt::format("{}?all=1&limit={}&after_day={}&after={}", call.request.path, limit,
                                                        all.back().expires ? base::to_iso(*all.back().expires) : "9999-12-31", all.back().id))
                              : json::value();
    }
    answer[credentials ? "credentials" : "licences"] = std::move(rows);
    return call.json(answer);
}

static http::Response list_licences(http::ReadCall& call) { return list(call, false); }
static http::Response list_credentials(http::ReadCall& call) { return list(call, true); }

constexpr auto schema = R"({"type":"object","properties":{"licences":{"type":"array","items":{"type":"object"}},"credentials":{"type":"array","items":{"type":"object",
"properties":{"id":{"type":"integer"},"account":{"type":"integer"},"holder":{"type":"string"},"kind":{"type":"string"},"credential":{"type":["string","null"]},
"jurisdiction":{"type":"string"},"number":{"type":"string"},"issued_on":{"type":"string","format":"date"},"expires_on":{"type":["string","null"],"format":"date"},
"status":{"type":"string"},"verified":{"type":"boolean"},"evidence":{"type":"boolean","description":"counts as proof today"}}}},
"next":{"type":["string","null"],"description":"address of the next page"}}})";

void licence_api_routes(http::Routes& routes) {
    routes.get("/api/v1/licences", http::signed_in, list_licences)
        .describe({.summary = "Your licences; with all=1 everybody's, for those who keep them",
                   .scope = "licences:read",
                   .request_schema = "",
                   .response_schema = schema,
                   .query_parameters = {"all", "limit", "after", "after_day"}});
    routes.get("/api/v1/credentials", http::signed_in, list_credentials)
        .describe({.summary = "Your certificates of the industry; with all=1 everybody's, for those who keep them",
                   .scope = "licences:read",
                   .request_schema = "",
                   .response_schema = schema,
                   .query_parameters = {"all", "limit", "after", "after_day"}});
}

}  // namespace people
