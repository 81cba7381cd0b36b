#include <boost/json.hpp>

#include "base/error.h"
#include "people/catalogue.h"
#include "people/pages.h"

namespace people {

static boost::json::object words_json(const Words& words) { return {{"en", words.en}, {"es", words.es}}; }

static boost::json::object content_json(const RoleContent& content) { return boost::json::parse(to_json(content)).as_object(); }

static boost::json::object role_json(const http::ReadCall& call, const CatalogueRole& all, const std::vector<Assignment>& who) {
    const auto& role = all.role;
    boost::json::array people;
    for (const auto& one : who) {
        if (one.role != role.id || one.from > call.today()) continue;
        boost::json::object person{{"account", one.account.value}, {"name", one.name}, {"title", one.title}, {"from", base::to_iso(one.from)}};
        person["school"] = one.org ? boost::json::value(one.org->value) : boost::json::value(nullptr);
        person["to"] = one.to ? boost::json::value(base::to_iso(*one.to)) : boost::json::value(nullptr);
        person["covers"] = one.covers ? boost::json::value(one.covers->value) : boost::json::value(nullptr);
        people.push_back(std::move(person));
    }
    boost::json::array powers;
    for (const auto& power : all.authorities) powers.emplace_back(power);
    const auto* standard = find_standard(role.key);
    boost::json::object answer{{"key", role.key},
            {"name", words_json(role.name)},
            {"expertise", words_json(role.expertise)},
            {"audience", words_json(role.audience)},
            {"may_not", words_json(role.may_not)},
            {"authorities", std::move(powers)},
            {"holds_teaching_licence", role.holds_teaching_licence},
            {"standard", standard != nullptr && !all.own_content},
            {"people", std::move(people)}};
    for (auto& [name, value] : content_json(all.content)) answer[name] = std::move(value);
    return answer;
}

/// With accounts and dates, so for staff alone.
static void must_be_staff(const http::ReadCall& call) {
    if (!is_staff(call.db, call.viewer)) throw base::Forbidden("Who does what in the department, as data, is given to staff.");
}

static http::Response list_roles(http::ReadCall& call) {
    must_be_staff(call);
    const auto who = assignments(call.db, call.viewer, call.today());
    boost::json::array list;
    for (const auto& role : catalogue(call.db)) list.push_back(role_json(call, role, who));
    return call.json(boost::json::object{{"roles", std::move(list)}});
}

static http::Response one_role(http::ReadCall& call) {
    must_be_staff(call);
    const auto who = assignments(call.db, call.viewer, call.today());
    return call.json(role_json(call, catalogue_role(call.db, call.path("role")), who));
}

constexpr auto role_schema = R"({"type":"object","required":["key","name","people"],"properties":{"key":{"type":"string"},
"name":{"type":"object"},"expertise":{"type":"object"},"audience":{"type":"object"},"may_not":{"type":"object"},
"authorities":{"type":"array","items":{"type":"string"}},"holds_teaching_licence":{"type":"boolean"},
"standard":{"type":"boolean","description":"As Belltower ships it"},
"duties":{"type":"array","items":{"type":"object","properties":{"text":{"type":"object"},"share":{"type":"integer"},"essential":{"type":"boolean"}}}},
"qualifications":{"type":"array","items":{"type":"object","properties":{"text":{"type":"object"},"required":{"type":"boolean"},"kind":{"type":"string"},
"education":{"type":"string"},"months":{"type":"integer"},"years_instead":{"type":"integer"},"duties":{"type":"array","items":{"type":"integer"}}}}},
"skills":{"type":"array","items":{"type":"object","properties":{"skill":{"type":"string"},"level":{"type":"integer"}}}},
"references":{"type":"array","items":{"type":"object","properties":{"framework":{"type":"string"},"code":{"type":"string"},"name":{"type":"string"},
"url":{"type":"string"},"checked":{"type":"string","format":"date"}}}},"titles":{"type":"array","items":{"type":"string"}},"people":{"type":"array","items":{"type":"object","properties":{
"account":{"type":"integer"},"name":{"type":"string"},"title":{"type":"string"},"school":{"type":["integer","null"]},
"from":{"type":"string","format":"date"},"to":{"type":["string","null"],"format":"date"},"covers":{"type":["integer","null"]}}}}}})";

void api_routes(http::Routes& routes) {
    routes.get("/api/v1/roles", http::signed_in, list_roles)
        .describe({.summary = "Who does what: roles with the people who hold them today",
                   .scope = "roles:read",
                   .request_schema = "",
                   .response_schema = R"({"type":"object","properties":{"roles":{"type":"array","items":{"type":"object"}}}})",
                   .query_parameters = {}});
    routes.get("/api/v1/roles/{role}", http::signed_in, one_role)
        .describe({.summary = "One role by its key", .scope = "roles:read", .request_schema = "", .response_schema = role_schema, .query_parameters = {}});
}

}  // namespace people
