/// How mail goes out: settings of the district. The password is sealed in the database, or comes from the environment variable
/// BELLTOWER_MAIL_PASSWORD or the file that BELLTOWER_MAIL_PASSWORD_FILE names, which win.
#pragma once

#include <optional>
#include <string>

#include "db/db.h"
#include "mail/smtp.h"

namespace auth {
class SecretBox;
}

namespace mail {

struct Settings {
    std::string smtp_url;
    std::string smtp_user;
    std::string from_address;
    std::string from_name;
    bool has_password = false;
};

Settings settings(db::Read& db);
/// Letters can go out: there is a server and a sender.
bool ready(const Settings& settings);

/// `password`: absent keeps the one there is, empty forgets it. Sealing is done before the transaction (seal_password). A password that was entered for one
/// server and user is handed to no other: it is forgotten when these change and none is given. True when that happened.
bool save_settings(db::Write& db, const Settings& settings, const std::optional<std::string>& sealed_password);
std::string seal_password(const auth::SecretBox& box, std::string_view password);

/// With the password opened. Throws std::runtime_error with what to do when it cannot be.
SmtpServer smtp_server(db::Read& db, const auth::SecretBox* box);

/// The last trouble with the server as a whole, for the settings page; absent after the next success.
struct Trouble {
    std::string said;
    base::Instant at;
};
std::optional<Trouble> trouble(db::Read& db);
void note_trouble(db::Write& db, base::Instant now, std::string_view said);
void forget_trouble(db::Write& db);

}  // namespace mail
