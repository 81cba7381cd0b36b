#include <iostream>

#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <fmt/format.h>

#include "app/app.h"
#include "auth/account.h"
#include "auth/session.h"
#include "base/text.h"
#include "db/db.h"

namespace app {

namespace {

struct TokenOptions {
    std::shared_ptr<cli::Where> where;
    std::string email;
    std::string name = "made at the command line";
    std::vector<std::string> scopes;
    int days = 0;
    std::int64_t id = 0;
    bool json = false;
};

}  // namespace

static void create(const TokenOptions& options) {
    const auth::Viewer viewer = auth::Viewer::command_line();
    const base::Instant now = base::system_now();
    const std::string secret = options.where->open()->database().write([&](db::Write& db) {
        const auto account = auth::find_account(db, viewer, options.email);
        if (!account) throw cli::Stop("Nobody has an account with the address " + options.email);
        auth::NewApiToken token{account->id, options.name, options.scopes};
        if (options.days > 0) token.expires_at = now + std::chrono::hours(24) * options.days;
        return auth::create_api_token(db, viewer, now, token);
    });
    std::cout << secret << "\n";
    std::cerr << "This is the only time that the token is shown.\n";
}

static void list(const TokenOptions& options) {
    const auto tokens = options.where->open()->database().read(
        [](db::Read& db) { return auth::api_tokens(db, auth::Viewer::command_line(), std::nullopt); });
    boost::json::array all;
    for (const auth::ApiToken& token : tokens) {
        const std::string scopes = base::join(token.scopes, " ");
        const std::string used = token.used_at ? base::to_iso(*token.used_at) : "never";
        if (options.json) {
            all.push_back(boost::json::object{{"id", token.id}, {"name", token.name}, {"account", token.account_name}, {"scopes", scopes}, {"used", used}});
        } else {
            std::cout << fmt::format("{:>6}  {:<30} {:<25} {:<40} last used {}\n", token.id, token.name, token.account_name, scopes, used);
        }
    }
    if (options.json) std::cout << boost::json::serialize(all) << "\n";
}

static void revoke(const TokenOptions& options) {
    options.where->open()->database().write(
        [&](db::Write& db) { auth::revoke_api_token(db, auth::Viewer::command_line(), base::system_now(), options.id); });
}

static std::shared_ptr<TokenOptions> options_for(cli::Commands& commands, CLI::App& app) {
    auto options = std::make_shared<TokenOptions>();
    options->where = commands.where(app);
    return options;
}

void token_commands(cli::Commands& commands) {
    commands.describe("token", "Secrets that let programs use the API in a person's name");
    commands.add({"token create", "Prints a new token once", [&commands](CLI::App& app) -> std::function<void()> {
                      auto options = options_for(commands, app);
                      app.add_option("--user", options->email, "Whose rights it has")->required();
                      app.add_option("--scope", options->scopes, "What it opens, such as requests:read; may be repeated")->required();
                      app.add_option("--name", options->name, "What it is for");
                      app.add_option("--days", options->days, "How long it works; without it until it is revoked");
                      return [options] { create(*options); };
                  }});
    commands.add({"token list", "Lists the tokens that were not revoked", [&commands](CLI::App& app) -> std::function<void()> {
                      auto options = options_for(commands, app);
                      app.add_flag("--json", options->json, "A machine-readable list");
                      return [options] { list(*options); };
                  }});
    commands.add({"token revoke", "Ends a token", [&commands](CLI::App& app) -> std::function<void()> {
                      auto options = options_for(commands, app);
                      app.add_option("--id", options->id, "Its number in the list")->required();
                      return [options] { revoke(*options); };
                  }});
}

}  // namespace app
