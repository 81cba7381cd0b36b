#include "mail/settings.h"

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include "auth/secret.h"
#include "base/text.h"
#include "db/setting.h"

namespace mail {

constexpr const char* url_key = "mail.smtp_url";
constexpr const char* user_key = "mail.smtp_user";
constexpr const char* password_key = "mail.smtp_password_sealed";
constexpr const char* address_key = "mail.from_address";
constexpr const char* name_key = "mail.from_name";
constexpr const char* trouble_key = "mail.trouble";
constexpr const char* trouble_at_key = "mail.trouble_at";

static std::string environment(const char* name) {
    const char* value = std::getenv(name);
    return value ? value : "";
}

static std::string password_of_environment() {
    if (auto password = environment("BELLTOWER_MAIL_PASSWORD"); !password.empty()) return password;
    auto path = environment("BELLTOWER_MAIL_PASSWORD_FILE");
    if (path.empty()) return "";
    std::ifstream file(path);
    if (!file) throw std::runtime_error("The file that BELLTOWER_MAIL_PASSWORD_FILE names cannot be read.");
    std::string password((std::istreambuf_iterator<char>(file)), {});
    return std::string(base::trim(password));
}

Settings settings(db::Read& db) {
    return {db::setting_or(db, url_key, ""), db::setting_or(db, user_key, ""), db::setting_or(db, address_key, ""),
            db::setting_or(db, name_key, ""), !db::setting_or(db, password_key, "").empty()};
}

bool ready(const Settings& settings) { return !settings.smtp_url.empty() && !settings.from_address.empty(); }

bool save_settings(db::Write& db, const Settings& settings, const std::optional<std::string>& sealed_password) {
    const auto before = mail::settings(db);
    const bool another = before.smtp_url != settings.smtp_url || before.smtp_user != settings.smtp_user;
    const bool forgets = another && before.has_password && !sealed_password;
    db::set_setting(db, url_key, settings.smtp_url);
    db::set_setting(db, user_key, settings.smtp_user);
    db::set_setting(db, address_key, settings.from_address);
    db::set_setting(db, name_key, settings.from_name);
    if (sealed_password || forgets) db::set_setting(db, password_key, sealed_password.value_or(""));
    forget_trouble(db);
    return forgets;
}

std::string seal_password(const auth::SecretBox& box, std::string_view password) {
    return password.empty() ? "" : base::to_base64url(box.seal(password));
}

SmtpServer smtp_server(db::Read& db, const auth::SecretBox* box) {
    auto now = settings(db);
    SmtpServer server{now.smtp_url, now.smtp_user, password_of_environment()};
    if (!server.password.empty() || !now.has_password) return server;
    auto sealed = base::from_base64url(db::setting_or(db, password_key, ""));
    auto password = sealed && box ? box->open(*sealed) : std::nullopt;
    if (!password) throw std::runtime_error("The mail password cannot be opened with this installation's key. Enter it again on the mail settings page.");
    server.password = *password;
    return server;
}

std::optional<Trouble> trouble(db::Read& db) {
    auto said = db::setting_or(db, trouble_key, "");
    auto at = base::parse_integer(db::setting_or(db, trouble_at_key, ""));
    if (said.empty() || !at) return std::nullopt;
    return Trouble{said, base::from_ms(*at)};
}

void note_trouble(db::Write& db, base::Instant now, std::string_view said) {
    db::set_setting(db, trouble_key, said);
    db::set_setting(db, trouble_at_key, std::to_string(base::to_ms(now)));
}

void forget_trouble(db::Write& db) {
    db::clear_setting(db, trouble_key);
    db::clear_setting(db, trouble_at_key);
}

}  // namespace mail
