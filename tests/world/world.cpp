#include "world/world.h"

#include <filesystem>

#include "app/presets.h"
#include "auth/password.h"
#include "auth/secret.h"
#include "db/setting.h"
#include "jobs/jobs.h"

static std::string new_folder() {
    const auto folder = std::filesystem::temp_directory_path() / ("belltower-world-" + auth::random_token());
    std::filesystem::create_directory(folder);
    return folder;
}

World::World() : folder_(new_folder()), fresh_(app::rooms().migrations(db::testing::engine_under_test())) {
    house_ = std::make_unique<app::House>(fresh_.open_again(), app::House::Places{folder_ + "/files", folder_ + "/secret.key", "http://localhost"});
    fresh_.close();
    write([](db::Write& db) {
        db::set_setting(db, "district.name", "Riverbend Schools");
        db::set_setting(db, "district.time_zone", "America/Chicago");
    });
    add_person("cio", {"ruth@riverbend.example", "Ruth Adler"}, "cio");
    add_person("tech", {"dana@riverbend.example", "Dana Reyes"}, "technician");
    add_person("tech2", {"omar@riverbend.example", "Omar Haddad"}, "technician");
    add_person("data", {"ines@riverbend.example", "Ines Costa"}, "data_specialist");
    add_person("web", {"paul@riverbend.example", "Paul Meyer"}, "webmaster");
    add_person("coach", {"nora@riverbend.example", "Nora Lind"}, "specialist");
    add_person("teacher", {"leo@riverbend.example", "Leo Peña", "es"}, "teacher");
    add_person("student", {"ana@riverbend.example", "Ana Silva"}, "teacher");
}

World::~World() {
    house_.reset();
    std::filesystem::remove_all(folder_);
}

void World::add_person(std::string_view who, const auth::NewAccount& account, std::string_view preset) {
    static const std::string hash = auth::hash_password(password, auth::Effort::least);
    auth::NewAccount with_password = account;
    with_password.password_hash = hash;
    const auth::Viewer system = auth::Viewer::system();
    const auto grants = who == "cio" ? app::all_grants() : app::grants_of(app::find_preset(preset).value(), std::nullopt);
    people_[std::string(who)] = write([&](db::Write& db) {
        const auto id = auth::create_account(db, system, now, with_password);
        for (const auth::Grant& grant : grants) auth::grant(db, system, now, id, grant);
        return id;
    });
}

auth::AccountId World::account(std::string_view who) const {
    const auto found = people_.find(who);
    if (found == people_.end()) throw std::invalid_argument("nobody in the small world is called " + std::string(who));
    return found->second;
}

auth::Viewer World::viewer(std::string_view who) {
    if (who == "nobody") return {};
    const auth::AccountId id = account(who);
    return read([&](db::Read& db) {
        return auth::Viewer(id, auth::account_name(db, id).value(), auth::grants(db, auth::Viewer::system(), id), auth::Proof::session);
    });
}

http::TestClient World::as(std::string_view who, html::Language language) {
    return {services(), app::rooms().routes, [this] { return now; }, viewer(who), language};
}

void World::run_jobs() { jobs::run_due(database(), services(), app::rooms().jobs, now); }

testing::AssertionResult shows(const http::Response& response, std::string_view words) {
    if (response.body.find(words) != std::string::npos) return testing::AssertionSuccess();
    return testing::AssertionFailure() << "status " << response.status << ", no \"" << words << "\" in:\n" << response.body;
}
