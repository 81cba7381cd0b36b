#include <boost/json.hpp>

#include "base/error.h"
#include "people/pages.h"

namespace people {

static boost::json::object words_json(const Words& words) { return {{"en", words.en}, {"es", words.es}}; }

static boost::json::object role_json(http::ReadCall& call, const Role& role, const std::vector<Assignment>& who) {
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
    for (const auto& power : authorities_of_role(call.db, role.id)) powers.emplace_back(power.key);
    return {{"key", role.key},
            {"name", words_json(role.name)},
            {"expertise", words_json(role.expertise)},
            {"audience", words_json(role.audience)},
            {"may_not", words_json(role.may_not)},
            {"authorities", std::move(powers)},
            {"people", std::move(people)}};
}

/// With accounts and dates, so for staff alone.
static void must_be_staff(const http::ReadCall& call) {
    if (!is_staff(call.db, call.viewer)) throw base::Forbidden("Who does what in the department, as data, is given to staff.");
}

static http::Response list_roles(http::ReadCall& call) {
    must_be_staff(call);
    const auto who = assignments(call.db, call.viewer, call.today());
    boost::json::array list;
    for (const auto& role : roles(call.db)) list.push_back(role_json(call, role, who));
    return call.json(boost::json::object{{"roles", std::move(list)}});
}

static http::Response one_role(http::ReadCall& call) {
    must_be_staff(call);
    const auto who = assignments(call.db, call.viewer, call.today());
    return call.json(role_json(call, role(call.db, call.path("role")), who));
}

constexpr auto role_schema = R"({"type":"object","required":["key","name","people"],"properties":{"key":{"type":"string"},
"name":{"type":"object"},"expertise":{"type":"object"},"audience":{"type":"object"},"may_not":{"type":"object"},
"authorities":{"type":"array","items":{"type":"string"}},"people":{"type":"array","items":{"type":"object","properties":{
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
