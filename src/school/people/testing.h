/// A small school for tests of this room: North and South; Ana the CIO, Ben a technician at North, Cho network everywhere, Dev nobody yet.
#pragma once

#include <gtest/gtest.h>

#include "auth/account.h"
#include "db/migrations.h"
#include "db/testing.h"
#include "html/html.h"
#include "http/assets.h"
#include "http/http.h"
#include "http/testing.h"
#include "people/manage.h"

namespace people {

class PeopleFixture : public testing::Test {
protected:
    template <typename Body>
    auto write(Body&& body) {
        return school->write([&](db::Write& db) { return body(db); });
    }
    template <typename Body>
    auto read(Body&& body) {
        return school->read([&](db::Read& db) { return body(db); });
    }

    PeopleFixture() : assets(bundle()) {
        messages.add("html", html::embedded());
        messages.add("people", people::embedded());
        templates.add("html", html::embedded());
        templates.add("people", people::embedded());
        services = {.database = &*school, .messages = &messages, .templates = &templates, .navigation = &navigation, .assets = &assets,
                    .public_url = "https://belltower.example"};
        people::routes(routes);
        write([&](db::Write& db) {
            const auto system = auth::Viewer::system();
            north = add_org(db, "North");
            south = add_org(db, "South");
            ana = auth::create_account(db, system, now, {"ana@school.org", "Ana Silva"});
            ben = auth::create_account(db, system, now, {"ben@school.org", "Ben Okafor"});
            cho = auth::create_account(db, system, now, {"cho@school.org", "Cho Park"});
            dev = auth::create_account(db, system, now, {"dev@school.org", "Dev Rao"});
        });
        assign_role("ana@school.org", "cio", {});
        assign_role("ben@school.org", "technician", north);
        assign_role("cho@school.org", "network", {});
    }

    void assign_role(const std::string& email, const std::string& role, std::optional<roster::OrgId> org, const std::string& title = {}) {
        write([&](db::Write& db) { return assign(db, auth::Viewer::system(), now, {email, role, org, title, base::parse_day("2026-08-01").value(), {}, ""}); });
    }
    http::TestClient client(auth::Viewer viewer, html::Language language = html::Language::en) {
        return {services, routes, [this] { return now; }, std::move(viewer), language};
    }
    auth::Viewer manager() const { return {ana, "Ana Silva", {{"people.manage"}, {"people.write_descriptions"}}, auth::Proof::session}; }
    auth::Viewer colleague() const { return {ben, "Ben Okafor", {}, auth::Proof::session}; }
    /// Dev as a student of the roster, who is no staff.
    auth::Viewer student() {
        write([&](db::Write& db) {
            db.query(R"sql(
                INSERT INTO roster_person (source, given_name, family_name, name_folded, role, account_id, changed_at)
                VALUES ('manual', 'Dev', 'Rao', 'rao dev', 'student', :account, 0)
            )sql").bind("account", dev).run();
        });
        return {dev, "Dev Rao", {}, auth::Proof::session};
    }

    base::Instant now = base::parse_instant("2026-11-23T15:00:00Z").value();
    base::Day monday = base::parse_day("2026-11-23").value();
    db::testing::FreshDatabase school{migrations()};
    html::Messages messages;
    html::Templates templates{messages};
    http::Assets assets;
    http::Navigation navigation;
    http::Services services;
    http::Routes routes;
    roster::OrgId north, south;
    auth::AccountId ana, ben, cho, dev;

private:
    static std::span<const base::EmbeddedFile> bundle() {
        static const base::EmbeddedFile files[] = {{"web/manifest.json", R"({"app.css":"app-1.css","app.js":"app-1.js","icon.svg":"icon-1.svg"})"}};
        return files;
    }
    static roster::OrgId add_org(db::Write& db, const std::string& name) {
        return {db.query("INSERT INTO roster_org (source, name, name_folded, type) VALUES ('manual', :name, :name, 'school') RETURNING id")
                    .bind("name", name)
                    .one_integer()};
    }
    static std::vector<db::Migration> migrations() {
        std::vector<db::Migration> all;
        for (auto files : {db::embedded(), auth::embedded(), http::embedded(), roster::embedded(), people::embedded()}) {
            for (auto& migration : db::migrations_of(files, db::testing::engine_under_test())) all.push_back(migration);
        }
        return all;
    }
};

}  // namespace people
