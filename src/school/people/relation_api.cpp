// Supervision as JSON. The same rules are asked as on the page; evaluations are given to no program.
#include <algorithm>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "base/text.h"
#include "people/licence_view.h"
#include "people/pages.h"
#include "people/relation.h"
#include "people/supervision_view.h"

namespace people {

namespace json = boost::json;
constexpr int most_at_once = 200;

static json::object relation_json(const Relation& one) {
    return {{"id", one.id},
            {"kind", one.kind},
            {"from", json::object{{"account", one.from.value}, {"name", one.from_name}}},
            {"to", json::object{{"account", one.to.value}, {"name", one.to_name}}},
            {"school", one.org ? json::value(one.org->value) : json::value()},
            {"from_on", base::to_iso(one.from_on)},
            {"to_on", one.to_on ? json::value(base::to_iso(*one.to_on)) : json::value()},
            {"basis", one.basis},
            {"version", one.version}};
}

static http::Response list_relations(http::ReadCall& call) {
    const auto& query = call.request.query;
    RelationFilter filter;
    filter.kind = query.text("kind");
    filter.day = call.today();
    filter.after = base::parse_integer(query.text("after")).value_or(0);
    filter.limit = static_cast<int>(std::clamp<std::int64_t>(base::parse_integer(query.text("limit")).value_or(50), 1, most_at_once)) + 1;
    auto all = relations(call.db, call.viewer, filter);
    const bool more = all.size() == static_cast<std::size_t>(filter.limit);
    if (more) all.pop_back();
    json::array rows;
    for (const auto& one : all) rows.push_back(relation_json(one));
    json::object answer{{"relations", std::move(rows)}};
    answer["next"] = more ? json::value(fmt::format("/api/v1/relations?kind={}&limit={}&after={}", filter.kind, filter.limit - 1, all.back().id)) : json::value();
    return call.json(answer);
}

/// The fields of the body as a form has them; what is no text or number is left out and told as missing.
static http::Fields body_of(const http::WriteCall& call) {
    boost::system::error_code broken;
    const auto body = json::parse(call.request.body, broken);
    if (broken || !body.is_object()) throw base::Invalid("body", "people.supervision.problem.body");
    http::Fields fields;
    for (const auto& [name, value] : body.get_object()) {
        if (const auto* text = value.if_string()) fields.add(std::string(name), std::string(*text));
        else if (const auto* number = value.if_int64()) fields.add(std::string(name), std::to_string(*number));
        else if (!value.is_null()) throw base::Invalid(std::string(name), "people.supervision.problem.text");
    }
    return fields;
}

static std::optional<base::Day> day_in(const http::Fields& fields, std::string_view name) {
    return fields.text(name).empty() ? std::nullopt : std::optional(plausible_day(name, fields.text(name)));
}

/// 422 with the field, or with one entry for each clause.
template <typename Change>
static http::Response answer(http::WriteCall& call, http::Status status, Change change) {
    try {
        const auto id = change(body_of(call));
        return call.json(status, relation_json(fetch_relation(call.db, call.viewer, id)));
    } catch (const Refused& refused) {
        std::vector<http::FieldProblem> problems;
        for (const auto& one : refused.refusals) problems.push_back({"from_email", refusal_words(call, one, refused.source)});
        return call.invalid(problems);
    } catch (const base::Invalid& problem) {
        return call.invalid({{problem.field(), call.text(problem.what())}});
    }
}

static http::Response create_relation(http::WriteCall& call) {
    return answer(call, http::created, [&](const http::Fields& fields) {
        auto text = [&](std::string_view name) { return std::string(fields.text(name)); };
        const auto school = base::parse_integer(fields.text("school"));
        return relate(call.db, call.viewer, call.now, call,
                      {text("from_email"), text("to_email"), text("kind"), school ? std::optional(roster::OrgId{*school}) : std::nullopt,
                       plausible_day("from_on", fields.text("from_on")), day_in(fields, "to_on"), text("basis")});
    });
}

static http::Response patch_relation(http::WriteCall& call) {
    return answer(call, http::ok, [&](const http::Fields& fields) {
        const auto one = fetch_relation(call.db, call.viewer, call.id("relation"));
        change_relation(call.db, call.viewer, call.now, call, one.id,
                        {fields.has("from_on") ? plausible_day("from_on", fields.text("from_on")) : one.from_on, fields.has("to_on") ? day_in(fields, "to_on") : one.to_on,
                         fields.has("basis") ? std::string(fields.text("basis")) : one.basis, base::parse_integer(fields.text("version")).value_or(0)});
        return one.id;
    });
}

constexpr auto schema = R"({"type":"object","properties":{"id":{"type":"integer"},"kind":{"type":"string","enum":["line_manager","work_director","leave_approver",
"evaluator_classified","evaluator_licensed","related"]},"from":{"type":"object"},"to":{"type":"object"},"school":{"type":["integer","null"]},
"from_on":{"type":"string","format":"date"},"to_on":{"type":["string","null"],"format":"date"},"basis":{"type":"string"},"version":{"type":"integer"}}})";
constexpr auto new_schema = R"({"type":"object","required":["from_email","to_email","kind","from_on"],"properties":{"from_email":{"type":"string"},"to_email":{"type":"string"},
"kind":{"type":"string"},"school":{"type":"integer"},"from_on":{"type":"string","format":"date"},"to_on":{"type":"string","format":"date"},"basis":{"type":"string"}}})";
constexpr auto patch_schema = R"({"type":"object","required":["version"],"properties":{"from_on":{"type":"string","format":"date"},
"to_on":{"type":"string","format":"date"},"basis":{"type":"string"},"version":{"type":"integer"}}})";

void relation_api_routes(http::Routes& routes) {
    routes.get("/api/v1/relations", may_manage, list_relations)
        .describe({.summary = "Who supervises, directs and evaluates whom, in force today or later",
                   .scope = "supervision:read",
                   .request_schema = "",
                   .response_schema = R"({"type":"object","properties":{"relations":{"type":"array","items":{"type":"object"}},"next":{"type":["string","null"]}}})",
                   .query_parameters = {"kind", "limit", "after"}});
    routes.post("/api/v1/relations", may_manage, create_relation)
        .describe({.summary = "Record supervision; refused with the clauses of the policy where the evidence is missing",
                   .scope = "supervision:write",
                   .request_schema = new_schema,
                   .response_schema = schema,
                   .query_parameters = {}});
    routes.patch("/api/v1/relations/{relation}", may_manage, patch_relation)
        .describe({.summary = "Change the dates of a relation; the rules are asked again",
                   .scope = "supervision:write",
                   .request_schema = patch_schema,
                   .response_schema = schema,
                   .query_parameters = {}});
}

}  // namespace people
