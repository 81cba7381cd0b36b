#include "http/openapi.h"

#include <stdexcept>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "base/text.h"

namespace http {

namespace json = boost::json;

static std::string_view word(Method method) {
    switch (method) {
        case Method::get: return "get";
        case Method::head: return "head";
        case Method::post: return "post";
        case Method::put: return "put";
        case Method::patch: return "patch";
        case Method::del: return "delete";
    }
    return "get";
}

static json::object parse_schema(const Route& route, const std::string& text) {
    boost::system::error_code broken;
    auto schema = json::parse(text, broken);
    if (broken || !schema.is_object()) throw std::logic_error("a schema of " + route.pattern + " is no JSON object");
    return schema.get_object();
}

static json::object content(std::string_view type, json::value schema) {
    return {{"content", json::object{{type, json::object{{"schema", std::move(schema)}}}}}};
}

static json::array parameters(const Route& route) {
    json::array list;
    for (auto part : base::split(route.pattern, '/')) {
        if (!part.starts_with('{')) continue;
        list.push_back(json::object{{"name", part.substr(1, part.size() - 2)}, {"in", "path"}, {"required", true}, {"schema", json::object{{"type", "string"}}}});
    }
    for (const auto& name : route.operation->query_parameters) {
        list.push_back(json::object{{"name", name}, {"in", "query"}, {"schema", json::object{{"type", "string"}}}});
    }
    return list;
}

/// "get_requests_request": unique, because a method and a pattern are.
static std::string operation_id(const Route& route) {
    std::string id(word(route.method));
    for (auto part : base::split(route.pattern, '/')) {
        if (part.empty() || part == "api" || part == "v1") continue;
        id += '_';
        for (char letter : part) {
            if (letter != '{' && letter != '}') id += letter == '.' ? '_' : letter;
        }
    }
    return id;
}

static json::object describe(const Route& route) {
    if (!route.operation) throw std::logic_error("a route of the API is not described: " + route.pattern);
    const Operation& what = *route.operation;
    json::object operation{{"operationId", operation_id(route)}, {"summary", what.summary}};
    if (auto list = parameters(route); !list.empty()) operation["parameters"] = std::move(list);
    if (!what.request_schema.empty()) {
        auto body = content("application/json", parse_schema(route, what.request_schema));
        body["required"] = true;
        operation["requestBody"] = std::move(body);
    }
    json::object good{{"description", "Done"}};
    if (!what.response_schema.empty()) good["content"] = content("application/json", parse_schema(route, what.response_schema))["content"];
    operation["responses"] = json::object{{"2XX", std::move(good)}, {"default", json::object{{"$ref", "#/components/responses/Problem"}}}};
    operation["security"] = what.scope.empty() ? json::array{} : json::array{json::object{{"token", json::array{what.scope}}}, json::object{{"session", json::array{}}}};
    return operation;
}

static json::object components() {
    json::object field{{"type", "object"}, {"properties", json::object{{"field", json::object{{"type", "string"}}}, {"message", json::object{{"type", "string"}}}}}};
    json::object problem{{"type", "object"},
                         {"required", json::array{"title", "status"}},
                         {"properties", json::object{{"type", json::object{{"type", "string"}}},
                                                     {"title", json::object{{"type", "string"}}},
                                                     {"status", json::object{{"type", "integer"}}},
                                                     {"detail", json::object{{"type", "string"}}},
                                                     {"problems", json::object{{"type", "array"}, {"items", std::move(field)}}}}}};
    auto answer = content("application/problem+json", json::object{{"$ref", "#/components/schemas/Problem"}});
    answer["description"] = "What went wrong (RFC 9457)";
    return {{"schemas", json::object{{"Problem", std::move(problem)}}},
            {"responses", json::object{{"Problem", std::move(answer)}}},
            {"securitySchemes",
             json::object{{"token", json::object{{"type", "http"}, {"scheme", "bearer"}}},
                          {"session", json::object{{"type", "apiKey"}, {"in", "cookie"}, {"name", "belltower"}}}}}};
}

json::object openapi(const Routes& routes, const ApiTitle& about) {
    json::object paths;
    for (const Route* route : routes.all()) {
        if (!route->pattern.starts_with("/api/")) continue;
        auto& path = paths[route->pattern];
        if (!path.is_object()) path = json::object{};
        path.get_object()[word(route->method)] = describe(*route);
    }
    return {{"openapi", "3.1.0"},
            {"info", json::object{{"title", about.title}, {"version", about.version}}},
            {"servers", json::array{json::object{{"url", about.server}}}},
            {"paths", std::move(paths)},
            {"components", components()}};
}

}  // namespace http
