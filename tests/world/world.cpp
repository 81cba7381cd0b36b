#include "world/world.h"

#include <filesystem>

#include "app/presets.h"
#include "auth/password.h"
#include "calendar/calendar.h"
#include "auth/secret.h"
#include "db/setting.h"
#include "helpdesk/helpdesk.h"
#include "jobs/jobs.h"

static std::string new_folder() {
    const auto folder = std::filesystem::temp_directory_path() / ("belltower-world-" + auth::random_token());
    std::filesystem::create_directory(folder);
    return folder;
}

static std::vector<db::testing::FreshDatabase::Beside> stores() {
    std::vector<db::testing::FreshDatabase::Beside> all;
    for (const app::Room* room : app::rooms().with_own_store()) {
        all.push_back({std::string(room->name), app::rooms().migrations_of(*room, db::testing::engine_under_test())});
    }
    return all;
}

World::World() : folder_(new_folder()), fresh_(app::rooms().migrations(db::testing::engine_under_test()), stores()) {
    app::Databases databases{fresh_.open_again(), {}};
    for (const app::Room* room : app::rooms().with_own_store()) databases.stores.push_back({room, fresh_.open_beside(room->name)});
    house_ = std::make_unique<app::House>(std::move(databases), app::House::Places{folder_ + "/files", folder_ + "/secret.key", "http://localhost", folder_});
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
    add_person("director", {"marta@riverbend.example", "Marta Quinn"}, "athletic_director");
    add_person("teacher", {"leo@riverbend.example", "Leo Peña", "es"}, "teacher");
    add_person("kitchen", {"carmen@riverbend.example", "Carmen Vega"}, "kitchen");
    add_person("student", {"ana@riverbend.example", "Ana Silva"}, "");
    add_schools();
    add_roster_person("teacher", roster::Role::teacher, "Leo", "Peña");
    add_roster_person("student", roster::Role::student, "Ana", "Silva");
    add_device();
    write(helpdesk::seed);
}

void World::add_schools() {
    const auth::Viewer system = auth::Viewer::system();
    write([&](db::Write& db) {
        north = roster::create_school(db, system, now, {.name = "North School"});
        south = roster::create_school(db, system, now, {.name = "South School"});
        calendar::Week week{.valid_from = *base::parse_day("2024-08-01"), .days = {}};
        for (std::size_t day = 0; day < 5; ++day) week.days[day] = calendar::Hours{std::chrono::hours(8), std::chrono::hours(16)};
        calendar::save_hours(db, system, now, {std::nullopt, week});
    });
}

void World::add_roster_person(std::string_view who, roster::Role role, std::string_view given, std::string_view family) {
    const auth::Viewer system = auth::Viewer::system();
    persons_[std::string(who)] = write([&](db::Write& db) {
        auto id = roster::create_person(db, system, now, {.given_name = std::string(given), .family_name = std::string(family), .role = role, .school = north});
        roster::link_account(db, system, now, id, account(who));
        return id;
    });
}

void World::add_device() {
    write([&](db::Write& db) {
        auto model = db.query("INSERT INTO inventory_model (kind, manufacturer, name, name_folded) VALUES ('chromebook', 'HP', '11 G9', '11 g9') RETURNING id").one_integer();
        chromebook = {db.query(R"sql(
            INSERT INTO inventory_device (label_token, asset_tag, asset_tag_folded, model_id, status, school_id, room, holder_id, created_at, updated_at)
            VALUES ('label-of-cb-0412', 'CB-0412', 'cb-0412', :model, 'assigned', :school, '7B', :holder, :now, :now) RETURNING id
        )sql").bind("model", model).bind("school", north).bind("holder", person("student")).bind("now", now).one_integer()};
    });
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
    const auto grants = who == "cio" ? app::all_grants() : preset.empty() ? std::vector<auth::Grant>() : app::grants_of(app::find_preset(preset).value(), std::nullopt);
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
    if (response.content().find(words) != std::string::npos) return testing::AssertionSuccess();
    return testing::AssertionFailure() << "status " << response.status << ", no \"" << words << "\" in:\n" << response.content();
}
