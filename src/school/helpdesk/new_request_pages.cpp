// The one form for everybody who needs help: first what it is about, then only the questions of that.
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "auth/account.h"
#include "base/error.h"
#include "base/text.h"
#include "helpdesk/category.h"
#include "helpdesk/pages.h"
#include "helpdesk/problem_view.h"
#include "helpdesk/stranger.h"
#include "helpdesk/uploads.h"
#include "http/parse.h"
#include "http/routes.h"
#include "mail/settings.h"

namespace helpdesk {

static std::string_view icon_of(std::string_view key) {
    using Entry = std::pair<std::string_view, std::string_view>;
    static constexpr std::array<Entry, 13> icons{{{"device", "device-laptop"},
                                                  {"classroom", "device-projector"},
                                                  {"printing", "printer"},
                                                  {"sign_in", "key"},
                                                  {"network", "wifi"},
                                                  {"software", "package"},
                                                  {"student_records", "school"},
                                                  {"data_question", "chart-bar"},
                                                  {"website", "world"},
                                                  {"try_in_class", "bulb"},
                                                  {"new_person", "user-plus"},
                                                  {"purchase", "tag"},
                                                  {"safety", "shield-check"}}};
    auto found = std::ranges::find(icons, key, &Entry::first);
    return found == icons.end() ? "help-circle" : found->second;
}

using Problems = std::vector<http::FieldProblem>;

static void show_error(html::View& view, const Problems& problems, std::string_view field, std::string_view section) {
    for (const auto& problem : problems) {
        if (problem.field == field) view.add(section).set("message", problem.message);
    }
}

/// What the form knows before anything is typed.
struct FormStart {
    std::optional<inventory::DeviceCard> device;
    std::string label_token;
    std::optional<roster::PersonId> person;
    std::optional<roster::OrgId> school;
};

static FormStart start_of(const http::Call& call, db::Read& db, const http::Fields& typed) {
    FormStart start;
    start.label_token = typed.text("label");
    if (!start.label_token.empty()) start.device = inventory::device_of_label(db, start.label_token);
    if (call.viewer.signed_in()) start.person = roster::person_of(db, call.viewer.account());
    if (start.device && start.device->school) start.school = start.device->school;
    if (!start.school && start.person) {
        auto schools = roster::schools_of(db, *start.person);
        if (!schools.empty()) start.school = schools.front();
    }
    return start;
}

static void show_known_device(html::View& part, const inventory::DeviceCard& card) {
    auto known = part.add("known_device");
    known.set("tag", card.asset_tag.empty() ? card.serial : card.asset_tag).set("model", card.model);
    if (!card.room.empty()) known.add("place").set("place", card.room);
}

static void fill_device(const http::Call& call, db::Read& db, html::View& write, const Category& about, const FormStart& start, const http::Fields& typed,
                        const Problems& problems) {
    if (start.device) {
        write.add("label").set("label_token", start.label_token);
        show_known_device(write, *start.device);
        return;
    }
    if (!about.asks_device) return;
    auto asks = write.add("asks_device");
    asks.set("device_value", typed.text("device")).show_if(call.viewer.signed_in(), "signed_in");
    show_error(asks, problems, "device", "device_error");
    if (!start.person) return;
    auto own = inventory::devices_of_person(db, call.viewer, *start.person);
    if (own.empty()) return;
    auto list = asks.add("own_devices");
    for (const auto& device : own) {
        list.add("own_device")
            .set("id", device.id.value)
            .set("model", device.model)
            .set("tag", device.asset_tag.empty() ? device.serial : device.asset_tag)
            .show_if(typed.text("own_device") == std::to_string(device.id.value), "selected");
    }
}

static void fill_question(html::View& write, const CategoryQuestion& question, std::string_view language, const http::Fields& typed,
                          const Problems& problems) {
    auto name = fmt::format("q{}", question.id);
    auto item = write.add("question");
    static constexpr std::array<std::string_view, 4> sections{"text", "yes_no", "choice", "date"};
    auto part = item.add(sections[static_cast<std::size_t>(question.kind)]);
    part.set("id", question.id).set("label", question.label(language)).set("value", typed.text(name)).show_if(typed.has(name), "checked");
    show_error(part, problems, name, "error");
    for (const auto& choice : question.choices) part.add("option").set("name", choice).show_if(typed.text(name) == choice, "selected");
}

/// What was typed wins over what is known of the person.
static std::optional<roster::OrgId> known_school(const http::Fields& typed, const FormStart& start) {
    auto id = base::parse_integer(typed.text("school"));
    return id ? std::optional(roster::OrgId{*id}) : start.school;
}

static void fill_write(const http::Call& call, db::Read& db, html::View& view, const Category& about, const http::Fields& typed, const Problems& problems) {
    auto language = html::code(call.language);
    FormStart start = start_of(call, db, typed);
    auto write = view.add("write");
    write.set("category_id", about.id.value)
        .set("category_name", about.name(language))
        .set("change_href", start.label_token.empty() ? "/requests/new" : "/requests/new?label=" + http::percent_encode(start.label_token))
        .set("title_value", typed.text("title"))
        .set("description_value", typed.text("description"));
    show_error(write, problems, "title", "title_error");
    show_error(write, problems, "description", "description_error");
    show_error(write, problems, "school", "school_error");
    show_error(write, problems, "photos", "photos_error");
    fill_device(call, db, write, about, start, typed, problems);
    show_known(call, db, view, {about.id, known_school(typed, start), start.device ? std::optional(start.device->id) : std::nullopt});
    auto chosen = typed.has("school") ? std::string(typed.text("school")) : start.school ? std::to_string(start.school->value) : "";
    for (const auto& school : roster::schools(db)) {
        write.add("school_option").set("id", school.id.value).set("name", school.name).show_if(chosen == std::to_string(school.id.value), "selected");
    }
    if (about.asks_room) write.add("asks_room").set("room_value", typed.has("room") ? typed.text("room") : start.device ? start.device->room : "");
    for (const auto& question : questions(db, about.id)) fill_question(write, question, language, typed, problems);
    if (about.asks_class_waiting) write.add("asks_class_waiting").show_if(typed.has("class_waiting"), "class_waiting_checked");
    if (!call.viewer.signed_in()) {
        auto stranger = write.add("stranger");
        stranger.set("name_value", typed.text("requester_name")).set("email_value", typed.text("requester_email"));
        show_error(stranger, problems, "requester_name", "name_error");
        show_error(stranger, problems, "requester_email", "email_error");
    }
}

static http::Response form_page(const http::Call& call, db::Read& db, const Category& about, const http::Fields& typed, const Problems& problems,
                                http::Status refused = http::unprocessable) {
    html::View view;
    if (!problems.empty()) {
        auto list = view.add("problems");
        for (const auto& problem : problems) list.add("problem").set("field", problem.field).set("message", problem.message);
    }
    fill_write(call, db, view, about, typed, problems);
    return call.page(problems.empty() ? http::ok : refused, "helpdesk/new_request", call.text("helpdesk.new.title"), std::move(view));
}

/// What is it about? Then the form of that.
static http::Response show_form(http::ReadCall& call) {
    const auto& query = call.request.query;
    html::View view;
    if (roster::schools(call.db).empty()) {
        view.add("no_school").show_if(http::opens(roster::may_edit_schools, call.viewer), "may_enter");
        return call.page("helpdesk/new_request", call.text("helpdesk.new.title"), std::move(view));
    }
    if (auto about = find_category(call.db, query.text("category"))) return form_page(call, call.db, *about, query, {});
    auto start = start_of(call, call.db, query);
    show_known(call, call.db, view, {std::nullopt, start.school, start.device ? std::optional(start.device->id) : std::nullopt});
    auto choose = view.add("choose");
    if (auto card = inventory::device_of_label(call.db, query.text("label"))) show_known_device(choose, *card);
    auto language = html::code(call.language);
    std::string label = query.has("label") ? "&label=" + http::percent_encode(query.text("label")) : "";
    for (const auto& known : categories(call.db)) {
        choose.add("category")
            .set("href", fmt::format("/requests/new?category={}{}", known.key, label))
            .set("icon", icon_of(known.key))
            .set("name", known.name(language))
            .set("hint", known.hint(language));
    }
    return call.page("helpdesk/new_request", call.text("helpdesk.new.title"), std::move(view));
}

/// What the QR code of a label opens.
static http::Response show_label(http::ReadCall& call) {
    auto token = call.path("label");
    if (!inventory::device_of_label(call.db, token)) throw base::NotFound("no such label");
    return call.redirect("/requests/new?label=" + http::percent_encode(token));
}

static std::optional<inventory::DeviceId> device_of_form(const http::Call& call, db::Read& db, Problems& problems) {
    const auto& form = call.request.form;
    if (form.has("label")) {
        auto card = inventory::device_of_label(db, form.text("label"));
        if (card) return card->id;
    }
    if (auto own = base::parse_integer(form.text("own_device"))) {
        if (auto card = inventory::find_device(db, call.viewer, {*own})) return card->id;
    }
    if (form.text("device").empty() || !call.viewer.signed_in()) return std::nullopt;
    auto card = inventory::find_device_by_tag(db, call.viewer, form.text("device"));
    if (!card) problems.push_back({"device", call.text("helpdesk.form.unknown_device")});
    return card ? std::optional(card->id) : std::nullopt;
}

static void read_answers(const http::Call& call, db::Read& db, NewRequest& what, Problems& problems) {
    auto language = html::code(call.language);
    for (const auto& question : questions(db, what.category)) {
        auto value = std::string(call.request.form.text(fmt::format("q{}", question.id)));
        if (value.empty()) {
            if (question.required) {
                problems.push_back({fmt::format("q{}", question.id), call.text("helpdesk.form.answer_missing", {{"label", question.label(language)}})});
            }
            continue;
        }
        what.answers.emplace_back(question.id, base::first_code_points(value, 500));
    }
}

static void read_place(const http::Call& call, db::Read& db, NewRequest& what, Problems& problems) {
    auto id = base::parse_integer(call.request.form.text("school"));
    auto schools = roster::schools(db);
    auto known = std::ranges::find_if(schools, [&](const auto& school) { return id && school.id.value == *id; });
    if (known == schools.end()) {
        problems.push_back({"school", call.text("helpdesk.form.choose_school")});
    } else {
        what.school = known->id;
    }
    what.room = base::first_code_points(call.request.form.text("room"), 60);
}

static void read_requester(const http::Call& call, db::Read& db, NewRequest& what) {
    if (call.viewer.signed_in()) {
        what.requester = call.viewer.account();
        what.requester_person = roster::person_of(db, call.viewer.account());
        what.requester_name = call.viewer.name();
        what.requester_email = auth::load_account(db, call.viewer, call.viewer.account()).email;
        return;
    }
    what.requester_name = call.request.form.text("requester_name");
    what.requester_email = call.request.form.text("requester_email");
}

static http::Response after(http::WriteCall& call, const Created& created) {
    if (!created.confirmation.empty()) return call.redirect("/requests/sent");
    return call.redirect_with_notice(fmt::format("/requests/{}", created.id.value), call.text("helpdesk.new.received"));
}

namespace {
/// What the form asks for, with what is wrong with it.
struct Asked {
    std::optional<Category> about;
    NewRequest what;
    Problems problems;
    Stranger stranger(const http::Call& call) const { return {call.request.peer, what.requester_email}; }
};

struct Brought {
    StoredUploads uploads;
    bool turned_away = false;  // nothing was stored, because it could not be taken as it was
};
}  // namespace

static Asked read_form(const http::Call& call, db::Read& db) {
    const auto& form = call.request.form;
    Asked asked;
    asked.about = find_category(db, form.text("category"));
    if (!asked.about) return asked;
    NewRequest& what = asked.what;
    what.category = asked.about->id;
    what.title = form.text("title");
    what.description = form.text("description");
    what.language = html::code(call.language);
    what.origin = form.has("label") ? Origin::label : Origin::web;
    what.class_waiting = form.has("class_waiting");
    what.device = device_of_form(call, db, asked.problems);
    read_place(call, db, what, asked.problems);
    read_answers(call, db, what, asked.problems);
    read_requester(call, db, what);
    for (const auto& [field, key] : find_problems(what)) asked.problems.push_back({std::string(field), call.text(key)});
    return asked;
}

/// Of somebody whom nobody vouches for, files are kept only when the request itself can be taken.
static Brought bring_uploads(http::PrepareCall& call) {
    if (call.viewer.signed_in()) return {store_uploads(call)};
    bool welcome = call.services.database->read([&](db::Read& db) {
        Asked asked = read_form(call, db);
        return asked.about && asked.problems.empty() && !asks_too_much(db, call.now, asked.stranger(call));
    });
    if (!welcome) return {{}, true};
    return {store_uploads(call)};
}

static http::Response create_request(http::WriteCall& call, Brought& brought) {
    const auto& form = call.request.form;
    Asked asked = read_form(call, call.db);
    if (!asked.about) return call.redirect("/requests/new");
    auto& problems = asked.problems;
    if (brought.uploads.problem) problems.insert(problems.begin(), *brought.uploads.problem);
    if (!problems.empty()) return form_page(call, call.db, *asked.about, form, problems);
    if (!call.viewer.signed_in()) {
        if (asks_too_much(call.db, call.now, asked.stranger(call))) {
            problems.push_back({"title", call.text("helpdesk.form.too_many_asked")});
            return form_page(call, call.db, *asked.about, form, problems, http::too_many_requests).header("Retry-After", "3600");
        }
        // What was wrong a moment ago is right now, and the files were not kept.
        if (brought.turned_away) throw base::Conflict(call.text("html.error.conflict.detail"));
        note_asking(call.db, call.now, asked.stranger(call));
    }
    asked.what.attachments = brought.uploads.files;
    return after(call, create(call.db, call.viewer, call.now, asked.what));
}

static http::Response show_sent(http::ReadCall& call) {
    html::View view;
    bool letters_go = mail::ready(mail::settings(call.db));
    view.show(letters_go ? "letters_go" : "letters_wait");
    return call.page("helpdesk/sent", call.text(letters_go ? "helpdesk.sent.title" : "helpdesk.sent.wait_title"), std::move(view));
}

/// The mailed link: whoever opens it has the address, so the request enters the queue. A button, because mail scanners open links.
static http::Response show_confirmation(http::ReadCall& call) {
    html::View view;
    view.set("action", "/confirmations/" + http::percent_encode(call.path("secret")));
    return call.page("helpdesk/confirm", call.text("helpdesk.confirm.title"), std::move(view));
}

static http::Response confirm_request(http::WriteCall& call) {
    auto request = confirm(call.db, call.now, call.path("secret"));
    return call.redirect("/status/" + request.token);
}

void new_request_routes(http::Routes& routes) {
    routes.get("/requests/new", http::anyone, show_form);
    routes.get("/requests/sent", http::anyone, show_sent);
    routes.get("/l/{label}", http::anyone, show_label);
    routes.post("/requests", http::anyone, bring_uploads, create_request).body_limit(most_upload_body);
    routes.get("/confirmations/{secret}", http::anyone, show_confirmation);
    routes.post("/confirmations/{secret}", http::anyone, confirm_request).with_own_secret();
}

}  // namespace helpdesk
