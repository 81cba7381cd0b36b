#include "http/call.h"

#include <stdexcept>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "auth/audit.h"
#include "base/error.h"
#include "base/text.h"
#include "http/assets.h"
#include "http/notice.h"
#include "http/parse.h"
#include "http/routes.h"

namespace http {

const Store& Services::store(std::string_view room) const {
    for (const Store& one : stores) {
        if (one.room == room) return one;
    }
    throw std::logic_error("the room " + std::string(room) + " has no database of its own");
}

std::string_view Call::path(std::string_view name) const {
    for (const auto& [key, value] : circumstances_.parameters) {
        if (key == name) return value;
    }
    throw std::logic_error(fmt::format("the route has no part {{{}}}", name));
}

std::int64_t Call::id(std::string_view name) const {
    auto value = base::parse_integer(path(name));
    if (!value || *value <= 0) throw base::NotFound("not a number");
    return *value;
}

std::string Call::text(std::string_view key, std::initializer_list<html::Argument> arguments) const {
    return services.messages->text(language, key, arguments);
}

std::string Call::form_token() const { return circumstances_.form_token; }

bool Call::wants_json() const {
    return request.path.starts_with("/api/") || request.header("accept").starts_with("application/json");
}

static void fill_navigation(const Call& call, html::View& frame) {
    for (const auto& item : call.services.navigation->for_viewer(call.viewer)) {
        bool current = call.request.path == item.path || (item.with_all_below && call.request.path.starts_with(item.path + "/"));
        frame.add("navigation").set("href", item.path).set("label", call.text(item.label_key)).show_if(current, "current");
    }
}

static void fill_person(const Call& call, html::View& frame) {
    if (!call.viewer.signed_in()) {
        frame.show("guest");
        return;
    }
    frame.add("account").set("name", call.viewer.name());
    frame.show("search");
    if (const auto& action = call.services.navigation->main_action()) {
        frame.add("action").set("href", action->path).set("label", call.text(action->label_key));
    }
}

static std::string_view own_name(html::Language language) { return language == html::Language::es ? "Español" : "English"; }

html::View Call::framed(const std::string& body, std::string_view title) const {
    html::View frame;
    frame.set("lang", html::code(language))
        .set("title", title)
        .set("district", circumstances_.district)
        .set("app_css", services.assets->address("app.css"))
        .set("app_js", services.assets->address("app.js"))
        .set("icon", services.assets->address("icon.svg"))
        .set("path", request.method == Method::get ? request.target : "/")
        .set("live_version", circumstances_.live_version)
        .set("content", body);
    fill_navigation(*this, frame);
    fill_person(*this, frame);
    if (!circumstances_.notice.empty()) frame.add("notice").set("text", circumstances_.notice);
    for (html::Language other : html::languages) {
        if (other != language) frame.add("language").set("code", html::code(other)).set("name", own_name(other));
    }
    return frame;
}

Response Call::page(std::string_view template_name, std::string_view title, html::View view) const {
    return page(ok, template_name, title, std::move(view));
}

Response Call::page(Status status, std::string_view template_name, std::string_view title, html::View view) const {
    const auto body = services.templates->render(template_name, language, view, circumstances_.form_token);
    html::View frame = framed(body, title);
    Response response;
    response.status = status;
    response.body = services.templates->render("html/layout", language, frame, circumstances_.form_token);
    if (!circumstances_.notice.empty()) response.header("Set-Cookie", forget_notice());
    return response;
}

static std::string in_language(std::string_view path, html::Language language) {
    if (language == html::Language::en) return std::string(path);
    return fmt::format("/{}{}", html::code(language), path == "/" ? std::string_view() : path);
}

std::string Call::public_path(std::string_view path) const { return in_language(path, language); }

Response ReadCall::public_page(std::string_view template_name, std::string_view title, html::View view, const PublicHead& head) {
    return public_page(ok, template_name, title, std::move(view), head);
}

Response ReadCall::public_page(Status status, std::string_view template_name, std::string_view title, html::View view, const PublicHead& head) {
    html::View frame;
    frame.set("lang", html::code(language))
        .set("title", title)
        .set("district", district())
        .set("public_css", services.assets->address("public.css"))
        .set("icon", services.assets->address("icon.svg"))
        .set("home", public_path("/"))
        .set("content", services.templates->render(template_name, language, view))
        .show(head.wide ? "wide" : "column");
    if (!head.description.empty()) frame.add("description").set("text", head.description);
    if (!head.feed.empty()) frame.add("feed").set("href", head.feed);
    if (status == ok) {
        frame.add("canonical").set("href", services.public_url + public_path(request.path));
        for (html::Language each : html::languages) {
            frame.add("alternate").set("code", html::code(each)).set("href", services.public_url + in_language(request.path, each));
        }
    }
    for (html::Language other : html::languages) {
        if (other == language) continue;
        frame.add("language").set("code", html::code(other)).set("name", own_name(other)).set("href", in_language(status == ok ? std::string_view(request.path) : "/", other));
    }
    Response response;
    if (services.public_frame) response.valid_until = services.public_frame(*this, frame);
    response.status = status;
    response.body = services.templates->render("html/public", language, frame);
    return response;
}

Response ReadCall::embed_page(std::string_view template_name, std::string_view title, html::View view, std::chrono::seconds refresh) {
    html::View frame;
    frame.set("lang", html::code(language))
        .set("title", title)
        .set("public_css", services.assets->address("public.css"))
        .set("embed_js", services.assets->address("embed.js"))
        .set("content", services.templates->render(template_name, language, view));
    if (refresh.count() > 0) frame.add("refresh").set("seconds", refresh.count());
    Response response;
    response.body = services.templates->render("html/embed", language, frame);
    response.header("Content-Security-Policy",
                    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'none'; "
                    "base-uri 'none'; frame-ancestors *");
    return response;
}

Response Call::fragment(std::string_view template_name, html::View view) const {
    Response response;
    response.body = services.templates->render(template_name, language, view, circumstances_.form_token);
    return response;
}

Response Call::json(const boost::json::value& value) const { return json(ok, value); }

Response Call::json(Status status, const boost::json::value& value) const {
    Response response;
    response.status = status;
    response.content_type = "application/json";
    response.body = boost::json::serialize(value);
    return response;
}

Response Call::problem(Status status, std::string_view title, std::string_view detail) const {
    if (wants_json()) {
        Response response = json(status, boost::json::object{{"type", "about:blank"}, {"title", title}, {"status", static_cast<int>(status)}, {"detail", detail}});
        response.content_type = "application/problem+json";
        return response;
    }
    html::View view;
    view.set("title", title).set("detail", detail);
    if (status == unauthorized) view.add("sign_in").set("href", "/sign-in?next=" + percent_encode(request.target));
    return page(status, "html/error", title, std::move(view));
}

Response Call::invalid(const std::vector<FieldProblem>& problems) const {
    boost::json::array list;
    for (const auto& problem : problems) list.push_back(boost::json::object{{"field", problem.field}, {"message", problem.message}});
    Response response = json(unprocessable, boost::json::object{{"type", "about:blank"},
                                                                {"title", "Some fields cannot be used as they are"},
                                                                {"status", static_cast<int>(unprocessable)},
                                                                {"problems", std::move(list)}});
    response.content_type = "application/problem+json";
    return response;
}

Response Call::download(std::string_view file_name, std::string_view content_type, std::string body) const {
    Response response;
    response.content_type = content_type;
    response.body = std::move(body);
    // RFC 6266 with the encoded form only: every browser of this decade reads it.
    response.header("Content-Disposition", fmt::format("attachment; filename*=UTF-8''{}", percent_encode(file_name)));
    return response;
}

Response Call::redirect(std::string_view path) const {
    Response response;
    response.status = see_other;
    response.header("Location", std::string(path));
    return response;
}

Response Call::redirect_with_notice(std::string_view path, std::string_view notice) const {
    Response response = redirect(path);
    response.header("Set-Cookie", keep_notice(notice, circumstances_.form_token, request.secure));
    return response;
}

void ReadCall::note_access(std::string_view subject_kind, std::int64_t subject_id, std::string_view purpose) {
    notes_.push_back({std::string(subject_kind), subject_id, std::string(purpose)});
}

}  // namespace http
