/// The pages of this room alone, over a fresh database with one school, for its tests.
#pragma once

#include <gtest/gtest.h>

#include <string_view>
#include <vector>

#include "auth/auth.h"
#include "calendar/calendar.h"
#include "db/migrations.h"
#include "db/setting.h"
#include "db/testing.h"
#include "html/html.h"
#include "http/assets.h"
#include "http/http.h"
#include "http/testing.h"

namespace calendar::testing {

inline const base::Instant now = base::parse_instant("2026-11-23T15:00:00Z").value();
inline constexpr base::EmbeddedFile bundle[] = {{"web/manifest.json", R"({"app.css":"app-1.css","app.js":"app-1.js","icon.svg":"icon-1.svg"})"}};

class CalendarPages : public ::testing::Test {
protected:
    CalendarPages() : assets(bundle) {
        messages.add("html", html::embedded());
        messages.add("calendar", calendar::embedded());
        templates.add("html", html::embedded());
        templates.add("calendar", calendar::embedded());
        services = {.database = &*school, .messages = &messages, .templates = &templates, .navigation = &navigation, .assets = &assets,
                    .public_url = "https://belltower.example"};
        calendar::routes(routes);
        school->write([&](db::Write& db) {
            db::set_setting(db, "district.time_zone", "America/Chicago");
            north = {db.query("INSERT INTO roster_org (source, name, name_folded, type) VALUES ('manual', 'North', 'north', 'school') RETURNING id")
                         .one_integer()};
        });
    }
    static std::vector<db::Migration> migrations() {
        std::vector<db::Migration> all;
        for (auto files : {db::embedded(), auth::embedded(), http::embedded(), roster::embedded(), calendar::embedded()}) {
            for (auto& migration : db::migrations_of(files, db::testing::engine_under_test())) all.push_back(migration);
        }
        return all;
    }
    http::TestClient manager(html::Language language = html::Language::en) {
        return {services, routes, [] { return now; }, {auth::AccountId{7}, "Ana Silva", {{"calendar.manage"}}, auth::Proof::session}, language};
    }
    http::TestClient manager_of_north() {
        return {services, routes, [] { return now; },
                {auth::AccountId{8}, "Ben", {{"calendar.manage", auth::ScopeKind::school, north.value}}, auth::Proof::session}};
    }
    base::Minutes open(std::string_view day) {
        return school->read([&](db::Read& db) { return calendar_of(db, north, now).open_minutes(base::parse_day(day).value()); });
    }

    db::testing::FreshDatabase school{migrations()};
    html::Messages messages;
    html::Templates templates{messages};
    http::Assets assets;
    http::Navigation navigation;
    http::Services services;
    http::Routes routes;
    roster::OrgId north;
};

}  // namespace calendar::testing
