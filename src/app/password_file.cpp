#include "app/password_file.h"

#include <fstream>
#include <iostream>

#include "app/rooms.h"
#include "auth/password.h"
#include "cli/cli.h"

namespace app {

std::string_view verdict_key(std::string_view password, std::string_view email, std::string_view name) {
    switch (auth::judge_password(password, email, name)) {
        case auth::PasswordVerdict::good: return "";
        case auth::PasswordVerdict::too_short: return "app.password.too_short";
        case auth::PasswordVerdict::too_long: return "app.password.too_long";
        case auth::PasswordVerdict::too_common: return "app.password.too_common";
        case auth::PasswordVerdict::like_the_person: return "app.password.like_the_person";
    }
    return "";
}

std::string read_password(const std::string& file, std::string_view email, std::string_view name) {
    std::string password;
    std::ifstream in(file);
    if (!std::getline(file == "-" ? std::cin : in, password)) throw cli::Stop("There is no password in " + file);
    if (password.ends_with('\r')) password.pop_back();
    const std::string_view problem = verdict_key(password, email, name);
    if (!problem.empty()) throw cli::Stop(file + ": " + rooms().messages.text(html::Language::en, problem));
    return password;
}

}  // namespace app
