// Requests as JSON, for programs that come with a token: the same stores as the pages, so the same permissions.
#include <algorithm>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "auth/account.h"
#include "base/error.h"
#include "base/text.h"
#include "helpdesk/api_key.h"
#include "helpdesk/category.h"
#include "helpdesk/my_requests.h"
#include "helpdesk/pages.h"
#include "helpdesk/problem.h"
#include "helpdesk/queue_address.h"
#include "helpdesk/request_api_schemas.h"
#include "http/routes.h"

namespace helpdesk {

namespace json = boost::json;
constexpr std::int64_t most_at_once = 200;
constexpr std::int64_t usual_at_once = 50;

template <typename Id>
static json::value or_null(const std::optional<Id>& id) {
    return id ? json::value(id->value) : json::value();
}
static json::value or_null(const std::optional<base::Instant>& at) { return at ? json::value(base::to_iso(*at)) : json::value(); }

static json::object message_json(const Message& message) {
    return {{"id", message.id},
            {"kind", message.kind == MessageKind::note ? "note" : "reply"},
            {"author", message.author_name},
            {"from_requester", message.from_requester},
            {"body", message.body},
            {"at", base::to_iso(message.at)}};
}

/// Waiting for a known problem is kept as waiting for other work; programs are told what it is.
static json::value waiting_reason_json(const std::optional<WaitingReason>& reason, bool of_problem) {
    if (!reason) return nullptr;
    return json::value(of_problem && *reason == WaitingReason::other_work ? "known_problem" : word(*reason));
}

static json::object request_json(const http::Call& call, db::Read& db, const Seen& seen) {
    const Request& request = seen.request;
    json::array written;
    for (const auto& message : messages(db, seen)) written.push_back(message_json(message));
    auto about = category(db, request.category);
    auto problem = problem_of(db, request.id);
    if (problem && problem->state != ProblemState::open) problem.reset();
    return {{"id", request.id.value},
            {"title", request.title},
            {"description", request.description},
            {"category", about.key},
            {"team", request.team.value},
            {"state", word(request.state)},
            {"waiting_reason", waiting_reason_json(request.waiting_reason, problem.has_value())},
            {"known_problem", problem ? json::value(problem->id.value) : json::value()},
            {"waiting_words", request.waiting_words},
            {"scheduled_at", or_null(request.scheduled_at)},
            {"school", request.school.value},
            {"room", request.room},
            {"device", or_null(request.device)},
            {"requester_name", request.requester_name},
            {"assignee", or_null(request.assignee)},
            {"class_waiting", request.class_waiting},
            {"priority", request.priority},
            {"created_at", base::to_iso(request.created_at)},
            {"updated_at", base::to_iso(request.updated_at)},
            {"response_due_at", base::to_iso(request.response_due_at)},
            {"due_at", base::to_iso(request.due_at)},
            {"resolved_at", or_null(request.resolved_at)},
            {"merged_into", or_null(request.merged_into)},
            {"messages", std::move(written)},
            {"page", fmt::format("{}/requests/{}", call.services.public_url, request.id.value)}};
}

static int limit_of(const http::Call& call) {
    return static_cast<int>(std::clamp<std::int64_t>(base::parse_integer(call.request.query.text("limit")).value_or(usual_at_once), 1, most_at_once));
}

/// The viewer's own requests and those they watch, newest first.
static http::Response list_requests(http::ReadCall& call) {
    bool ended = call.request.query.text("state") == "ended";
    auto before = base::parse_integer(call.request.query.text("before")).value_or(0);
    int limit = limit_of(call);
    auto found = my_requests(call.db, call.viewer, ended ? Mine::ended : Mine::unfinished, before, limit + 1);
    json::object answer{{"requests", json::array()}, {"next", nullptr}};
    if (found.size() > static_cast<std::size_t>(limit)) {
        found.pop_back();
        answer["next"] = fmt::format("/api/v1/requests?state={}&limit={}&before={}", ended ? "ended" : "unfinished", limit, found.back().id.value);
    }
    for (const auto& one : found) {
        answer["requests"].as_array().push_back(json::object{{"id", one.id.value},
                                                             {"title", one.title},
                                                             {"state", word(one.state)},
                                                             {"school_name", one.school},
                                                             {"room", one.room},
                                                             {"created_at", base::to_iso(one.created_at)}});
    }
    return call.json(answer);
}

static http::Response show_request(http::ReadCall& call) {
    return call.json(request_json(call, call.db, fetch(call.db, call.viewer, call.id_as<RequestId>("request"))));
}

/// The order of work, as /queue shows it.
static http::Response list_queue(http::ReadCall& call) {
    auto asked = asked_of(call);
    int limit = limit_of(call);
    auto page = queue(call.db, call.viewer, asked.filter, parse_key(call.request.query.text("after")), limit);
    json::object answer{{"requests", json::array()}, {"next", nullptr}};
    for (const auto& row : page.rows) {
        answer["requests"].as_array().push_back(
            json::object{{"id", row.id.value},
                         {"title", row.title},
                         {"state", word(row.state)},
                         {"waiting_reason", waiting_reason_json(row.waiting_reason, !row.problem.en.empty())},
                         {"priority", row.priority},
                         {"class_waiting", row.class_waiting},
                         {"school_name", row.school},
                         {"room", row.room},
                         {"device_tag", row.device_tag},
                         {"requester_name", row.requester_name},
                         {"assignee_name", row.assignee_name},
                         {"due_at", base::to_iso(row.due_at)},
                         {"at_risk", at_risk(row, call.now)},
                         {"created_at", base::to_iso(row.created_at)}});
    }
    if (page.next) answer["next"] = fmt::format("/api/v1/queue?{}&limit={}&after={}", query_of(asked), limit, key_text(*page.next));
    return call.json(answer);
}

static json::object category_json(db::Read& db, const Category& about) {
    static constexpr std::string_view kinds[] = {"text", "yes_no", "choice", "date"};
    json::array asked;
    for (const auto& question : questions(db, about.id)) {
        json::array choices;
        for (const auto& choice : question.choices) choices.emplace_back(choice);
        asked.push_back(json::object{{"id", question.id},
                                     {"label", json::object{{"en", question.label_en}, {"es", question.label_es}}},
                                     {"kind", kinds[static_cast<std::size_t>(question.kind)]},
                                     {"choices", std::move(choices)},
                                     {"required", question.required}});
    }
    return {{"key", about.key},
            {"name", json::object{{"en", about.name_en}, {"es", about.name_es}}},
            {"hint", json::object{{"en", about.hint_en}, {"es", about.hint_es}}},
            {"team", about.team.value},
            {"asks_device", about.asks_device},
            {"asks_room", about.asks_room},
            {"asks_class_waiting", about.asks_class_waiting},
            {"questions", std::move(asked)}};
}

static http::Response list_categories(http::ReadCall& call) {
    json::array list;
    for (const auto& about : categories(call.db)) list.push_back(category_json(call.db, about));
    return call.json(json::object{{"categories", std::move(list)}});
}

/// JSON can say a zero character (u0000 behind a backslash), which no text of ours holds.
static bool holds_zero(const json::value& value) {
    if (const auto* text = value.if_string()) return text->find('\0') != json::string::npos;
    if (const auto* list = value.if_array()) return std::ranges::any_of(*list, holds_zero);
    const auto* object = value.if_object();
    return object && std::ranges::any_of(*object, [](const auto& pair) { return holds_zero(pair.value()); });
}

/// The body as an object; throws base::Invalid when it is none.
static json::object body_of(const http::WriteCall& call) {
    boost::system::error_code broken;
    auto body = json::parse(call.request.body, broken);
    if (broken || !body.is_object()) throw base::Invalid("body", "A JSON object is expected.");
    if (holds_zero(body)) throw base::Invalid("body", "Texts without zero characters are expected.");
    return std::move(body.get_object());
}

/// A field of one kind; a field of another kind is a problem, an absent one is empty.
class BodyReader {
public:
    BodyReader(const json::object& body, std::vector<http::FieldProblem>& problems) : body_(body), problems_(problems) {}
    std::string text(std::string_view name) const {
        const auto* value = body_.if_contains(name);
        if (!value || value->is_null()) return {};
        if (const auto* text = value->if_string()) return std::string(*text);
        return wrong<std::string>(name, "a text");
    }
    std::int64_t number(std::string_view name) const {
        const auto* value = body_.if_contains(name);
        if (!value || value->is_null()) return 0;
        if (const auto* number = value->if_int64()) return *number;
        return wrong<std::int64_t>(name, "a whole number");
    }
    bool flag(std::string_view name) const {
        const auto* value = body_.if_contains(name);
        if (!value || value->is_null()) return false;
        if (const auto* flag = value->if_bool()) return *flag;
        return wrong<bool>(name, "true or false");
    }

private:
    template <typename T>
    T wrong(std::string_view name, std::string_view expected) const {
        problems_.push_back({std::string(name), fmt::format("Expected {}.", expected)});
        return T{};
    }
    const json::object& body_;
    std::vector<http::FieldProblem>& problems_;
};

using Problems = std::vector<http::FieldProblem>;

static void read_answers(const http::WriteCall& call, const json::object& body, NewRequest& what, Problems& problems) {
    const auto* given = body.if_contains("answers");
    const auto* answers = given ? given->if_object() : nullptr;
    if (given && !answers) problems.push_back({"answers", "Expected an object of question numbers with texts."});
    for (const auto& question : questions(call.db, what.category)) {
        const auto* value = answers ? answers->if_contains(std::to_string(question.id)) : nullptr;
        const auto* text = value ? value->if_string() : nullptr;
        if (text && !text->empty()) what.answers.emplace_back(question.id, base::first_code_points(*text, 500));
        else if (question.required) {
            auto label = question.label(html::code(call.language));
            problems.push_back({fmt::format("answers.{}", question.id), call.text("helpdesk.form.answer_missing", {{"label", label}})});
        }
    }
}

static NewRequest read_new(http::WriteCall& call, const json::object& body, Problems& problems) {
    BodyReader read(body, problems);
    NewRequest what;
    what.title = read.text("title");
    what.description = read.text("description");
    what.room = base::first_code_points(read.text("room"), 60);
    what.class_waiting = read.flag("class_waiting");
    what.language = html::code(call.language);
    what.origin = Origin::api;
    auto key = read.text("category");
    auto known = categories(call.db);
    auto about = std::ranges::find(known, key, &Category::key);
    if (about == known.end()) problems.push_back({"category", "Expected a key of /api/v1/categories."});
    else what.category = about->id;
    auto schools = roster::schools(call.db);
    auto school = std::ranges::find(schools, roster::OrgId{read.number("school")}, &roster::Org::id);
    if (school == schools.end()) problems.push_back({"school", call.text("helpdesk.form.choose_school")});
    else what.school = school->id;
    if (auto tag = read.text("device"); !tag.empty()) {
        auto card = inventory::find_device_by_tag(call.db, call.viewer, tag);
        if (card) what.device = card->id;
        else problems.push_back({"device", call.text("helpdesk.form.unknown_device")});
    }
    if (about != known.end()) read_answers(call, body, what, problems);
    what.requester = call.viewer.account();
    what.requester_person = roster::person_of(call.db, call.viewer.account());
    what.requester_name = call.viewer.name();
    what.requester_email = auth::load_account(call.db, call.viewer, call.viewer.account()).email;
    for (const auto& [field, word] : find_problems(what)) problems.push_back({std::string(field), call.text(word)});
    return what;
}

static http::Response made(const http::WriteCall& call, RequestId id) {
    auto response = call.json(http::created, request_json(call, call.db, fetch(call.db, call.viewer, id)));
    response.header("Location", fmt::format("/api/v1/requests/{}", id.value));
    return response;
}

static http::Response create_request(http::WriteCall& call) {
    ApiKey key{call.request.header("idempotency-key"), call.request.body};
    if (key.key.size() > most_api_key_bytes) return call.invalid({{"Idempotency-Key", "At most 255 characters."}});
    if (!key.key.empty()) {
        if (auto before = made_with(call.db, call.viewer, call.now, key)) return made(call, *before);
    }
    Problems problems;
    auto what = read_new(call, body_of(call), problems);
    if (!problems.empty()) return call.invalid(problems);
    RequestId id = create(call.db, call.viewer, call.now, what).id;
    if (!key.key.empty()) keep_key(call.db, call.viewer, call.now, key, id);
    return made(call, id);
}

static http::Response create_message(http::WriteCall& call) {
    Seen seen = fetch(call.db, call.viewer, call.id_as<RequestId>("request"));
    auto body = body_of(call);
    Problems problems;
    BodyReader read(body, problems);
    auto words = read.text("body");
    auto kind = read.text("kind");
    if (!kind.empty() && kind != "reply" && kind != "note") problems.push_back({"kind", "Expected reply or note."});
    if (!problems.empty()) return call.invalid(problems);
    add_message(call.db, call.viewer, call.now, seen, kind == "note" ? MessageKind::note : MessageKind::reply, words, {});
    return call.json(http::created, message_json(messages(call.db, seen).back()));
}

void request_api_routes(http::Routes& routes) {
    constexpr auto reads = "requests:read";
    constexpr auto writes = "requests:write";
    routes.get("/api/v1/categories", http::signed_in, list_categories).describe({"What requests can be about, and what each asks", reads, "", categories_schema, {}});
    routes.get("/api/v1/requests", http::signed_in, list_requests)
        .describe({"Own requests and those that one watches, newest first", reads, "", list_schema, {"state", "limit", "before"}});
    routes.post("/api/v1/requests", http::signed_in, create_request)
        .describe({"Ask for help. With the header Idempotency-Key the same words make one request within a day", writes, new_request_schema, request_schema, {}});
    routes.get("/api/v1/requests/{request}", http::signed_in, show_request).describe({"One request with its messages", reads, "", request_schema, {}});
    routes.post("/api/v1/requests/{request}/messages", http::signed_in, create_message)
        .describe({"Write a reply, or a note for the department", writes, new_message_schema, message_schema, {}});
    routes.get("/api/v1/queue", may_work, list_queue)
        .describe({"The order of work", reads, "", list_schema, {"view", "team", "school", "category", "late", "risk", "age", "limit", "after"}});
}

}  // namespace helpdesk
