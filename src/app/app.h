/// What this room brings to its own house: start page, sign-in, account, access, audit, settings.
#pragma once

#include <span>

#include "base/embedded.h"
#include "cli/cli.h"
#include "http/routes.h"
#include "jobs/jobs.h"

namespace app {

std::span<const base::EmbeddedFile> embedded();

void start_routes(http::Routes& routes);
void search_routes(http::Routes& routes);
void sign_in_routes(http::Routes& routes);
void password_routes(http::Routes& routes);
void account_routes(http::Routes& routes);
void second_factor_routes(http::Routes& routes);
void access_routes(http::Routes& routes);
void audit_routes(http::Routes& routes);
void api_routes(http::Routes& routes);

void add_jobs(jobs::Registry& jobs);

void district_commands(cli::Commands& commands);
void serve_commands(cli::Commands& commands);
void user_commands(cli::Commands& commands);
void token_commands(cli::Commands& commands);
void check_commands(cli::Commands& commands);
void backup_commands(cli::Commands& commands);

}  // namespace app
