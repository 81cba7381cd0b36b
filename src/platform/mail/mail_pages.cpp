#include <algorithm>
#include <cstdlib>

#include <fmt/format.h>

#include "auth/account.h"
#include "auth/event.h"
#include "auth/secret.h"
#include "base/text.h"
#include "db/setting.h"
#include "html/format.h"
#include "http/call.h"
#include "http/parse.h"
#include "http/routes.h"
#include "jobs/jobs.h"
#include "mail/letter.h"
#include "mail/mail.h"
#include "mail/outbox.h"
#include "mail/pages.h"
#include "mail/settings.h"
#include "mail/stopped.h"

namespace mail {

static constexpr auth::PermissionInfo all_permissions[] = {{may_manage}, {may_decide}};
std::span<const auth::PermissionInfo> permissions() { return all_permissions; }

bool decides(const auth::Viewer& viewer) {
    return std::ranges::any_of(deciding, [&](const auth::Permission& needed) { return viewer.may_everywhere(needed); });
}

static void say_when_not_ready(const http::Call& call, db::Read& db, html::View& view) {
    if (ready(settings(db))) return;
    auto waiting = count_letters(db, LetterState::waiting);
    view.add("not_ready").set("text", call.text("mail.settings.not_ready", {{"n", std::to_string(waiting)}}));
}

static void show_trouble(const http::Call& call, db::Read& db, html::View& view) {
    auto last = trouble(db);
    if (!last) return;
    view.add("trouble").set("said", last->said).set("iso", base::to_iso(last->at)).set("moment",
        html::moment_words(call.language, call.zone, call.now, last->at));
}

static std::string_view password_section(const Settings& now) {
    bool elsewhere = std::getenv("BELLTOWER_MAIL_PASSWORD") || std::getenv("BELLTOWER_MAIL_PASSWORD_FILE");
    if (elsewhere) return "password_elsewhere";
    return now.has_password ? "password_kept" : "password_none";
}

void show_problems(html::View& view, const std::vector<http::FieldProblem>& problems) {
    if (problems.empty()) return;
    auto summary = view.include("problems", "html/problems");
    for (const auto& problem : problems) {
        summary.add("problem").set("field", problem.field).set("message", problem.message);
        view.add(problem.field + "_problem").set("message", problem.message);
    }
}

static html::View settings_view(const http::Call& call, db::Read& db, const Settings& shown, const std::vector<http::FieldProblem>& problems) {
    html::View view;
    view.set("url", shown.smtp_url).set("user", shown.smtp_user).set("address", shown.from_address).set("name", shown.from_name);
    view.show(password_section(settings(db)));
    say_when_not_ready(call, db, view);
    show_trouble(call, db, view);
    show_problems(view, problems);
    show_mail_in(call, db, view);
    if (ready(settings(db)) && call.viewer.account().value != 0) {
        auto own = auth::load_account(db, call.viewer, call.viewer.account());
        view.add("ready").set("text", call.text("mail.settings.test_explained", {{"address", own.email}}));
    }
    return view;
}

/// How mail goes out.
static http::Response show_settings(http::ReadCall& call) {
    return call.page("mail/settings", call.text("mail.settings.title"), settings_view(call, call.db, settings(call.db), {}));
}

static Settings settings_of_form(const http::Fields& form) {
    return {std::string(form.text("url")), std::string(form.text("user")), std::string(form.text("address")), std::string(form.text("name"))};
}

static std::vector<http::FieldProblem> problems_of(const http::Call& call, const Settings& wanted) {
    std::vector<http::FieldProblem> problems;
    if (!wanted.smtp_url.empty() && !problem_with(wanted.smtp_url).empty()) problems.push_back({"url", call.text("mail.settings.bad_url")});
    bool good_address = wanted.from_address.empty() || base::parse_email(wanted.from_address);
    if (!good_address) problems.push_back({"address", call.text("mail.settings.bad_address")});
    return problems;
}

/// Absent: as it was. Sealed again in every run of the body, which does no harm.
static std::optional<std::string> new_password(const http::WriteCall& call) {
    if (call.request.form.has("forget_password")) return "";
    auto typed = call.request.form.find("password").value_or("");
    if (typed.empty()) return std::nullopt;
    return seal_password(*call.services.secrets, typed);
}

/// Saves how mail goes out.
static http::Response save(http::WriteCall& call) {
    auto wanted = settings_of_form(call.request.form);
    // A bare name is what other programs ask for.
    if (!wanted.smtp_url.empty() && wanted.smtp_url.find("://") == wanted.smtp_url.npos) wanted.smtp_url = "smtp://" + wanted.smtp_url;
    auto problems = problems_of(call, wanted);
    bool no_key = !call.services.secrets && !call.request.form.text("password").empty();
    if (no_key) problems.push_back({"password", call.text("mail.settings.no_key")});
    if (!problems.empty()) {
        return call.page(http::unprocessable, "mail/settings", call.text("mail.settings.title"), settings_view(call, call.db, wanted, problems));
    }
    const bool forgot = save_settings(call.db, wanted, new_password(call));
    auth::record(call.db, call.viewer, call.now, {.subject_kind = "setting", .action = "mail_changed"});
    jobs::enqueue(call.db, call.now, {.name = "mail.deliver", .unique_key = jobs::schedule_key});
    return call.redirect_with_notice("/settings/mail", call.text(forgot ? "mail.settings.saved_without_password" : ready(wanted) ? "mail.settings.saved" : "mail.settings.saved_not_ready"));
}

/// Sends a letter to the one who asks for it.
static http::Response send_test(http::WriteCall& call) {
    auto own = auth::load_account(call.db, call.viewer, call.viewer.account());
    auto letter = render_letter(call.services, call.language, {.title = call.text("mail.test.title"), .paragraphs = {call.text("mail.test.text")},
                                                               .district = call.district()});
    letter.to_address = own.email;
    letter.to_name = own.name;
    send(call.db, call.now, letter);
    return call.redirect_with_notice("/settings/mail/outbox", call.text("mail.settings.test_sent", {{"address", own.email}}));
}

static void add_state_choice(html::View& view, std::string_view value, const std::string& label, bool chosen) {
    view.add("state").set("value", value).set("label", label).show_if(chosen, "selected");
}

static std::string problem_words(const http::Call& call, const std::string& problem) {
    if (!problem.starts_with(stopped_prefix)) return problem;
    return call.text("mail.outbox.not_sent", {{"said", problem.substr(stopped_prefix.size())}});
}

constexpr std::string_view came_back_value = "came_back";

static void add_letter(const http::Call& call, html::View& list, const Entry& entry) {
    auto row = list.add("letter");
    row.set("to", entry.to_name.empty() ? entry.to_address : entry.to_name + " <" + entry.to_address + '>');
    const auto page = page_of_thread(entry.thread);
    if (page.empty()) row.add("alone").set("subject", entry.subject);
    else row.add("about").set("subject", entry.subject).set("href", page);
    row.set("iso", base::to_iso(entry.created_at)).set("moment", html::moment_words(call.language, call.zone, call.now, entry.created_at));
    if (!entry.came_back_at) row.show(word(entry.state));
    if (!entry.problem.empty()) row.add("problem").set("text", problem_words(call, entry.problem));
    if (entry.came_back_at) row.add(entry.delayed ? "delayed" : "came_back").set("text", entry.came_back);
}

static void add_pager(const http::Call& call, html::View& view, const OutboxFilter& filter, const std::vector<Entry>& entries) {
    auto pager = view.include("pager", "html/pager");
    pager.set("summary", call.text("mail.outbox.summary", {{"n", std::to_string(entries.size())}}));
    const auto address = fmt::format("/settings/mail/outbox?state={}&words={}", filter.came_back ? came_back_value : filter.state ? word(*filter.state) : "", http::percent_encode(filter.words));
    if (filter.before) pager.add("previous").set("href", address);
    bool more = static_cast<int>(entries.size()) == filter.most;
    if (more) pager.add("next").set("href", address + "&before=" + std::to_string(entries.back().id.value));
}

/// What became of letters.
static http::Response show_outbox(http::ReadCall& call) {
    const auto wanted = call.request.query.text("state");
    constexpr std::size_t longest = 100;
    const OutboxFilter filter{parse_letter_state(wanted), wanted == came_back_value, std::string(base::first_code_points(base::collapse_space(call.request.query.text("words")), longest)),
                              base::parse_integer(call.request.query.text("before")).value_or(0)};
    auto entries = outbox(call.db, call.viewer, filter);
    html::View view;
    say_when_not_ready(call, call.db, view);
    show_trouble(call, call.db, view);
    view.set("words", filter.words);
    add_state_choice(view, "", call.text("mail.outbox.all"), !filter.state && !filter.came_back);
    for (auto state : {LetterState::waiting, LetterState::sent, LetterState::failed}) {
        add_state_choice(view, word(state), call.text(fmt::format("mail.state.{}", word(state))), filter.state == state);
    }
    add_state_choice(view, came_back_value, call.text("mail.outbox.came_back_or_late"), filter.came_back);
    if (entries.empty()) view.add("empty").set("title", call.text(filter.words.empty() ? "mail.outbox.empty" : "mail.outbox.nothing_found")).show_if(filter.words.empty(), "hint");
    if (!entries.empty()) {
        auto list = view.add("list");
        for (const auto& entry : entries) add_letter(call, list, entry);
        add_pager(call, view, filter, entries);
    }
    return call.page("mail/outbox", call.text("mail.outbox.title"), std::move(view));
}

void routes(http::Routes& routes) {
    routes.get("/settings/mail", may_manage, show_settings);
    routes.post("/settings/mail", may_manage, save);
    routes.post("/settings/mail/test", may_manage, send_test);
    routes.get("/settings/mail/outbox", may_manage, show_outbox);
    mailbox_routes(routes);
    received_routes(routes);
    stopped_routes(routes);
}

}  // namespace mail
