#include <iostream>

#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <fmt/format.h>

#include "app/app.h"
#include "app/password_file.h"
#include "app/presets.h"
#include "app/rooms.h"
#include "auth/account.h"
#include "auth/password.h"
#include "auth/sign_in.h"
#include "http/call.h"

namespace app {

namespace {

struct UserOptions {
    std::shared_ptr<cli::Where> where;
    std::string email;
    std::string name;
    std::string language = "en";
    std::string preset;
    std::string permission;
    std::string why;
    std::string password_file;
    std::optional<std::int64_t> school;
    bool json = false;
};

using Body = void (*)(const UserOptions&);
using Options = void (*)(CLI::App&, UserOptions&);

}  // namespace

static const auth::Viewer& viewer() {
    static const auth::Viewer person = auth::Viewer::command_line();
    return person;
}

static auth::Account account_of(db::Read& db, const UserOptions& options) {
    const auto account = auth::find_account(db, viewer(), options.email);
    if (!account) throw cli::Stop("Nobody has an account with the address " + options.email);
    return *account;
}

static std::string link_address(cli::Workplace& place, const auth::Link& link) {
    return fmt::format("{}/welcome/{}", place.services().public_url, link.token);
}

static std::vector<auth::Grant> preset_grants(const UserOptions& options) {
    if (options.preset.empty()) return {};
    const auto preset = find_preset(options.preset);
    if (preset) return grants_of(*preset, options.school);
    std::string known;
    for (const Preset& one : presets()) known += fmt::format("{}{}", known.empty() ? "" : ", ", one.name);
    throw cli::Stop(fmt::format("There is no preset {}; there are {}", options.preset, known));
}

static void add(const UserOptions& options) {
    const auto place = options.where->open();
    const auto grants = preset_grants(options);
    const std::string password = options.password_file.empty() ? "" : read_password(options.password_file, options.email, options.name);
    const std::string hash = password.empty() ? "" : auth::hash_password(password);
    const base::Instant now = base::system_now();
    const auto link = place->database().write([&](db::Write& db) -> std::optional<auth::Link> {
        const auto id = auth::create_account(db, viewer(), now, {options.email, options.name, options.language, hash});
        for (const auth::Grant& grant : grants) auth::grant(db, viewer(), now, id, grant);
        if (!hash.empty()) return std::nullopt;
        return auth::make_link(db, viewer(), now, id, auth::LinkPurpose::invitation);
    });
    std::cout << fmt::format("{} has an account.\n", options.name);
    if (link) std::cout << fmt::format("The link to choose a password works once, for 14 days:\n{}\n", link_address(*place, *link));
}

static boost::json::object as_json(const auth::Account& account) {
    return {{"id", account.id.value},
            {"email", account.email},
            {"name", account.name},
            {"language", account.language},
            {"disabled", account.disabled_at.has_value()},
            {"has_password", account.has_password},
            {"has_second_factor", account.has_second_factor}};
}

static void list(const UserOptions& options) {
    const auto place = options.where->open();
    const auto accounts = place->database().read([&](db::Read& db) {
        return auth::list_accounts(db, viewer(), {.words = {}, .with_disabled = true, .limit = 1'000'000});
    });
    if (options.json) {
        boost::json::array all;
        for (const auth::Account& account : accounts) all.push_back(as_json(account));
        std::cout << boost::json::serialize(all) << "\n";
        return;
    }
    for (const auth::Account& account : accounts) {
        const char* state = account.disabled_at ? "disabled" : account.has_password ? "" : "invited";
        std::cout << fmt::format("{:<40} {:<30} {}\n", account.email, account.name, state);
    }
}

static void disable(const UserOptions& options) {
    options.where->open()->database().write([&](db::Write& db) {
        auth::disable_account(db, viewer(), base::system_now(), account_of(db, options).id, options.why);
    });
}

static void enable(const UserOptions& options) {
    options.where->open()->database().write(
        [&](db::Write& db) { auth::enable_account(db, viewer(), base::system_now(), account_of(db, options).id); });
}

static void reset_password(const UserOptions& options) {
    const auto place = options.where->open();
    const auto link = place->database().write([&](db::Write& db) {
        return auth::make_link(db, viewer(), base::system_now(), account_of(db, options).id, auth::LinkPurpose::reset);
    });
    std::cout << fmt::format("The link to choose a new password works once, for 2 hours:\n{}\n", link_address(*place, link));
}

static void reset_second_factor(const UserOptions& options) {
    options.where->open()->database().write(
        [&](db::Write& db) { auth::remove_second_factor(db, viewer(), base::system_now(), account_of(db, options).id); });
}

static auth::Grant typed_grant(const UserOptions& options) {
    const auth::PermissionInfo* info = rooms().find_permission(options.permission);
    if (!info) throw cli::Stop("There is no permission called " + options.permission);
    if (options.school && !info->by_school) throw cli::Stop(options.permission + " holds everywhere or not at all; leave --school out");
    if (options.school) return {options.permission, auth::ScopeKind::school, *options.school};
    return {options.permission, auth::ScopeKind::everywhere, 0};
}

static void give(const UserOptions& options) {
    const auto grants = options.permission.empty() ? preset_grants(options) : std::vector{typed_grant(options)};
    options.where->open()->database().write([&](db::Write& db) {
        for (const auth::Grant& grant : grants) auth::grant(db, viewer(), base::system_now(), account_of(db, options).id, grant);
    });
}

static void take(const UserOptions& options) {
    const auth::Grant grant = typed_grant(options);
    options.where->open()->database().write(
        [&](db::Write& db) { auth::revoke(db, viewer(), base::system_now(), account_of(db, options).id, grant); });
}

static void email_option(CLI::App& app, UserOptions& options) {
    app.add_option("--email", options.email, "Whose account")->required();
}

static void add_options(CLI::App& app, UserOptions& options) {
    email_option(app, options);
    app.add_option("--name", options.name, "As shown to others")->required();
    app.add_option("--language", options.language, "en or es");
    app.add_option("--preset", options.preset, "What the person may do: technician, cio, data_specialist, webmaster, specialist, network, personnel, kitchen, teacher");
    app.add_option("--school", options.school, "The preset holds at this school only (its number)");
    app.add_option("--password-file", options.password_file, "A file with the password in its first line; without it an invitation link is printed");
}

static void grant_options(CLI::App& app, UserOptions& options) {
    email_option(app, options);
    auto* permission = app.add_option("--permission", options.permission, "Such as helpdesk.work");
    auto* preset = app.add_option("--preset", options.preset, "Instead: all of technician, cio ...");
    permission->excludes(preset);
    app.add_option("--school", options.school, "At this school only (its number)");
}

static void revoke_options(CLI::App& app, UserOptions& options) {
    email_option(app, options);
    app.add_option("--permission", options.permission, "Such as helpdesk.work")->required();
    app.add_option("--school", options.school, "The grant for this school (its number)");
}

static void disable_options(CLI::App& app, UserOptions& options) {
    email_option(app, options);
    app.add_option("--why", options.why, "For the record");
}

static void list_options(CLI::App& app, UserOptions& options) { app.add_flag("--json", options.json, "A machine-readable list"); }

void user_commands(cli::Commands& commands) {
    commands.describe("user", "People who may sign in");
    const auto command = [&commands](const char* name, const char* summary, Options declare, Body body) {
        commands.add({name, summary, [&commands, declare, body](CLI::App& app) -> std::function<void()> {
                          auto options = std::make_shared<UserOptions>();
                          options->where = commands.where(app);
                          declare(app, *options);
                          return [options, body] { body(*options); };
                      }});
    };
    command("user add", "Adds a person, with a password file or by invitation link", add_options, add);
    command("user list", "Lists all accounts", list_options, list);
    command("user disable", "Ends a person's access; nothing is deleted", disable_options, disable);
    command("user enable", "Gives access back", email_option, enable);
    command("user reset-password", "Prints a link to choose a new password", email_option, reset_password);
    command("user reset-second-factor", "For those who lost their phone and their codes", email_option, reset_second_factor);
    command("user grant", "Lets a person do something", grant_options, give);
    command("user revoke", "Takes a permission back", revoke_options, take);
}

}  // namespace app
