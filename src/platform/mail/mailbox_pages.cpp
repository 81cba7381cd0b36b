/// Mailboxes: add, change, stop, remove, try.
#include "mail/pages.h"

#include <fmt/format.h>

#include "auth/secret.h"
#include "base/text.h"
#include "html/format.h"
#include "http/confirm.h"
#include "jobs/jobs.h"
#include "mail/fetching.h"
#include "mail/mail.h"
#include "mail/mailbox_rules.h"
#include "mail/received.h"
#include "mail/settings.h"

namespace mail {

static std::string address_of(MailboxId id) { return fmt::format("/settings/mail/boxes/{}", id.value); }

void set_moment(const http::Call& call, html::View& view, base::Instant at) {
    view.set("iso", base::to_iso(at)).set("moment", html::moment_words(call.language, call.zone, call.now, at));
}

/// What stands in the way, in plain words; the server's own behind it.
static void show_trouble(const http::Call& call, html::View& view, const Mailbox& mailbox) {
    auto trouble = view.add("trouble");
    trouble.set("text", call.text("mail.mailbox.trouble." + mailbox.problem, {{"host", mailbox.host}, {"folder", mailbox.problem == "no_move_folder" ? mailbox.move_to : mailbox.folder}}));
    if (!mailbox.problem_said.empty()) trouble.add("words").set("said", mailbox.problem_said);
    if (mailbox.problem_at) set_moment(call, trouble, *mailbox.problem_at);
}

static std::string_view state_of(const Mailbox& mailbox) {
    if (!mailbox.active) return "stopped";
    if (!mailbox.problem.empty()) return "bad";
    return mailbox.fetched_at ? "good" : "fresh";
}

void show_mail_in(const http::Call& call, db::Read& db, html::View& view) {
    const auto all = mailboxes(db, call.viewer);
    view.show_if(all.empty(), "no_boxes");
    std::optional<html::View> list;
    for (const auto& mailbox : all) {
        if (!list) list.emplace(view.add("boxes"));
        auto row = list->add("box");
        row.set("href", address_of(mailbox.id)).set("name", mailbox.name).set("address", mailbox.address.empty() ? mailbox.user : mailbox.address);
        row.include("pill", "mail/mailbox_pill").show(state_of(mailbox));
        if (mailbox.fetched_at) {
            auto fetched = row.add("fetched");
            set_moment(call, fetched, *mailbox.fetched_at);
        }
        if (!mailbox.problem.empty()) show_trouble(call, row, mailbox);
    }
    if (const auto held = count_received(db, ReceivedState::held); held > 0) view.add("held").set("text", call.text("mail.inbox.held_count", {{"n", std::to_string(held)}}));
    const auto& rules = rules_page();
    if (!rules.path.empty() && call.viewer.may_everywhere(rules.needed)) view.add("rules").set("href", rules.path).set("label", call.text(rules.title_key));
}

static void add_choice(const http::Call& call, html::View& view, std::string_view section, std::string_view value, bool chosen) {
    view.add(section).set("value", value).set("label", call.text(fmt::format("mail.mailbox.{}_{}", section, value))).show_if(chosen, "selected");
}

static void show_secret(const http::Call& call, html::View& view, std::string_view name, bool kept) {
    view.set(fmt::format("{}_hint", name), call.text(kept ? "mail.mailbox.secret_kept" : "mail.mailbox.secret_none"));
}

static html::View form_view(const http::Call& call, const Mailbox& shown, const std::vector<http::FieldProblem>& problems) {
    html::View view;
    const bool fresh = shown.id.value == 0;
    view.set("action", fresh ? "/settings/mail/boxes" : address_of(shown.id)).set("revision", shown.revision);
    view.set("box_name", shown.name).set("address", shown.address).set("host", shown.host).set("port", shown.port ? std::to_string(shown.port) : "").set("user", shown.user);
    view.set("token_url", shown.token_url).set("client_id", shown.client_id).set("scope", shown.scope).set("folder", shown.folder).set("move_to", shown.move_to);
    for (auto tls : {Tls::tls, Tls::starttls, Tls::none}) add_choice(call, view, "tls", word(tls), tls == shown.tls);
    for (auto how : {SignIn::password, SignIn::xoauth2}) add_choice(call, view, "sign_in", word(how), how == shown.sign_in);
    add_choice(call, view, "after", "mark", !shown.moves);
    add_choice(call, view, "after", "move", shown.moves);
    show_secret(call, view, "password", shown.has_password);
    show_secret(call, view, "client_secret", shown.has_client_secret);
    show_secret(call, view, "refresh_token", shown.has_refresh_token);
    view.show_if(shown.sign_in == SignIn::xoauth2, "with_tokens");
    show_problems(view, problems);
    return view;
}

static http::Response form_page(const http::Call& call, const Mailbox& shown, const std::vector<http::FieldProblem>& problems) {
    auto title = shown.id.value == 0 ? call.text("mail.mailbox.add") : shown.name;
    auto view = form_view(call, shown, problems);
    view.set("title", title);
    return call.page(problems.empty() ? http::ok : http::unprocessable, "mail/mailbox_form", title, std::move(view));
}

static http::Response new_mailbox(http::ReadCall& call) {
    Mailbox fresh;
    fresh.address = settings(call.db).from_address;
    return form_page(call, fresh, {});
}

static http::Response edit_mailbox(http::ReadCall& call) { return form_page(call, find_mailbox(call.db, call.viewer, call.id_as<MailboxId>("mailbox")), {}); }

/// One mailbox: how it goes, and what can be done.
static http::Response show_mailbox(http::ReadCall& call) {
    const auto mailbox = find_mailbox(call.db, call.viewer, call.id_as<MailboxId>("mailbox"));
    html::View view;
    view.set("name", mailbox.name).set("href", address_of(mailbox.id)).set("user", mailbox.user).set("address", mailbox.address).set("folder", mailbox.folder);
    view.include("pill", "mail/mailbox_pill").show(state_of(mailbox));
    view.show_if(!mailbox.fetched_at, "not_fetched");
    view.set("server", fmt::format("{}:{}", mailbox.host, mailbox.port)).set("tls", call.text(fmt::format("mail.mailbox.tls_{}", word(mailbox.tls))));
    view.set("sign_in", call.text(fmt::format("mail.mailbox.sign_in_{}", word(mailbox.sign_in))));
    view.set("after", mailbox.moves ? call.text("mail.mailbox.moved_to", {{"folder", mailbox.move_to}}) : call.text("mail.mailbox.after_mark"));
    view.show_if(mailbox.active, "active").show_if(!mailbox.active, "inactive").show_if(!mailbox.address.empty(), "has_address");
    if (mailbox.fetched_at) {
        auto fetched = view.add("fetched");
        set_moment(call, fetched, *mailbox.fetched_at);
    }
    if (!mailbox.problem.empty()) {
        show_trouble(call, view, mailbox);
        if (mailbox.active) view.add("again").set("text", call.text("mail.mailbox.again", {{"when", html::moment_words(call.language, call.zone, call.now, mailbox.due_at)}}));
    }
    if (const auto waiting = count_wanted(call.db, mailbox.id); waiting > 0) view.add("waiting").set("text", call.text("mail.mailbox.waiting", {{"n", std::to_string(waiting)}}));
    view.set("topic", fmt::format("mailbox/{}", mailbox.id.value)).set("received", fmt::format("/settings/mail/received?mailbox={}", mailbox.id.value));
    return call.page("mail/mailbox", mailbox.name, std::move(view));
}

// --- Saving ---

static Mailbox mailbox_of_form(const http::Fields& form, const Mailbox& saved) {
    auto wanted = saved;
    wanted.name = base::collapse_space(form.text("box_name"));
    wanted.address = base::parse_email(form.text("address")).value_or(std::string(form.text("address")));
    wanted.host = base::to_lower_ascii(form.text("host"));
    wanted.port = base::parse_integer(form.text("port")).value_or(0);
    wanted.tls = parse_tls(form.text("tls")).value_or(Tls::tls);
    wanted.user = form.text("user");
    wanted.sign_in = parse_sign_in(form.text("sign_in")).value_or(SignIn::password);
    wanted.token_url = form.text("token_url");
    wanted.client_id = form.text("client_id");
    wanted.scope = form.text("scope");
    wanted.folder = form.text("folder");
    wanted.moves = form.text("after") == "move";
    wanted.move_to = form.text("move_to");
    wanted.revision = base::parse_integer(form.text("revision")).value_or(0);
    wanted.has_password = (saved.has_password && keeps_secrets(saved, wanted, false)) || !form.text("password").empty();
    wanted.has_client_secret = (saved.has_client_secret && keeps_secrets(saved, wanted, true)) || !form.text("client_secret").empty();
    wanted.has_refresh_token = (saved.has_refresh_token && keeps_secrets(saved, wanted, true)) || !form.text("refresh_token").empty();
    return wanted;
}

/// Sealed again in every run of the body, which does no harm.
static std::optional<std::string> typed_secret(const http::WriteCall& call, std::string_view field) {
    const auto typed = call.request.form.find(field).value_or("");
    if (typed.empty() || !call.services.secrets) return std::nullopt;
    return seal_password(*call.services.secrets, typed);
}

static bool types_secret(const http::WriteCall& call) {
    const auto& form = call.request.form;
    return !form.text("password").empty() || !form.text("client_secret").empty() || !form.text("refresh_token").empty();
}

static http::Response keep(http::WriteCall& call, const Mailbox& before) {
    const auto wanted = mailbox_of_form(call.request.form, before);
    std::vector<http::FieldProblem> problems;
    for (const auto& [field, key] : problems_of(wanted)) problems.push_back({std::string(field), call.text(fmt::format("mail.mailbox.{}", key))});
    if (types_secret(call) && !call.services.secrets) problems.push_back({"password", call.text("mail.settings.no_key")});
    if (!problems.empty()) {
        auto shown = wanted;
        // What was typed is not sent back, so it is not there yet.
        shown.has_password = before.has_password;
        shown.has_client_secret = before.has_client_secret;
        shown.has_refresh_token = before.has_refresh_token;
        return form_page(call, shown, problems);
    }
    const auto id = save_mailbox(call.db, call.viewer, call.now, wanted, {typed_secret(call, "password"), typed_secret(call, "client_secret"), typed_secret(call, "refresh_token")});
    jobs::enqueue(call.db, call.now, {.name = "mail.ask_mailboxes", .unique_key = jobs::schedule_key});
    return call.redirect_with_notice(address_of(id), call.text(wanted.active ? "mail.mailbox.saved" : "mail.mailbox.saved_stopped"));
}

static http::Response create_mailbox(http::WriteCall& call) { return keep(call, {}); }
static http::Response change_mailbox(http::WriteCall& call) { return keep(call, find_mailbox(call.db, call.viewer, call.id_as<MailboxId>("mailbox"))); }

/// Stops it, or starts it again.
static http::Response set_active(http::WriteCall& call) {
    auto mailbox = find_mailbox(call.db, call.viewer, call.id_as<MailboxId>("mailbox"));
    mailbox.active = call.request.form.text("active") == "1";
    save_mailbox(call.db, call.viewer, call.now, mailbox, {});
    if (mailbox.active) jobs::enqueue(call.db, call.now, {.name = "mail.ask_mailboxes", .unique_key = jobs::schedule_key});
    return call.redirect_with_notice(address_of(mailbox.id), call.text(mailbox.active ? "mail.mailbox.started" : "mail.mailbox.stopped_now"));
}

static http::Response remove(http::WriteCall& call) {
    const auto mailbox = find_mailbox(call.db, call.viewer, call.id_as<MailboxId>("mailbox"));
    auto question = http::ask_first(call, call.text("mail.mailbox.remove_question", {{"name", mailbox.name}}), call.text("mail.mailbox.remove"), address_of(mailbox.id),
                                    call.text("mail.mailbox.remove_detail"));
    if (question) return std::move(*question);
    remove_mailbox(call.db, call.viewer, call.now, mailbox.id);
    return call.redirect_with_notice("/settings/mail", call.text("mail.mailbox.removed", {{"name", mailbox.name}}));
}

/// Signs in while the person waits, half a minute at most; the note of how it went is on the mailbox's page.
static Visit try_it(http::PrepareCall& call) { return try_mailbox(*call.services.database, call.services, call.now, call.id_as<MailboxId>("mailbox")); }

static http::Response show_trial(http::WriteCall& call, Visit& visit) {
    const auto address = address_of(call.id_as<MailboxId>("mailbox"));
    if (!visit.ok()) return call.redirect(address);
    return call.redirect_with_notice(address, call.text("mail.mailbox.works", {{"n", std::to_string(visit.messages_in_folder)}}));
}

void mailbox_routes(http::Routes& routes) {
    routes.get("/settings/mail/boxes/new", http::everywhere(may_manage), new_mailbox);
    routes.post("/settings/mail/boxes", http::everywhere(may_manage), create_mailbox);
    routes.get("/settings/mail/boxes/{mailbox}", http::everywhere(may_manage), show_mailbox);
    routes.get("/settings/mail/boxes/{mailbox}/edit", http::everywhere(may_manage), edit_mailbox);
    routes.post("/settings/mail/boxes/{mailbox}", http::everywhere(may_manage), change_mailbox);
    routes.post("/settings/mail/boxes/{mailbox}/activity", http::everywhere(may_manage), set_active);
    routes.post("/settings/mail/boxes/{mailbox}/removal", http::everywhere(may_manage), remove);
    routes.post("/settings/mail/boxes/{mailbox}/trial", http::everywhere(may_manage), try_it, show_trial);
}

}  // namespace mail
