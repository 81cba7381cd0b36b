/// A district with classes, a guardian, and people who keep the links of one school, for tests of this room.
#pragma once

#include "site/class_link.h"
#include "site/look.h"
#include "world/world.h"

namespace site::testing {

/// Leo teaches "Algebra" (code ALG, id c-1) and "Botany" (code BOT, id c-2) at North; Ana learns in both, and Nora ("coach") is her guardian. "Choir" at
/// South has neither. Omar ("tech2") keeps the links of North alone.
struct Classes : World {
    Classes() {
        write([&](db::Write& db) {
            const auto system = auth::Viewer::system();
            algebra = add_class(db, "Algebra", north, "ALG", "c-1");
            botany = add_class(db, "Botany", north, "BOT", "c-2");
            choir = add_class(db, "Choir", south, "", "");
            auto mother = roster::create_person(db, system, now, {.given_name = "Nora", .family_name = "Lind", .role = roster::Role::guardian});
            roster::link_account(db, system, now, mother, account("coach"));
            db.query("INSERT INTO roster_guardian (source, student_id, guardian_id, relation) VALUES ('manual', :student, :guardian, 'guardian')").bind("student", person("student")).bind("guardian", mother).run();
            auth::grant(db, system, now, account("tech2"), {"site.classes", auth::ScopeKind::school, north.value});
        });
    }
    ~Classes() override { look_of_tests() = {}; }

    roster::ClassId add_class(db::Write& db, std::string_view title, roster::OrgId school, std::string_view code, std::string_view id) {
        auto made = roster::create_class(db, auth::Viewer::system(), now, {.title = std::string(title), .school = school, .teacher = person("teacher"), .students = {person("student")}});
        db.query("UPDATE roster_class SET code = :code, external_id = :id WHERE id = :class").bind("code", code).bind("id", id.empty() ? std::nullopt : std::optional(std::string(id))).bind("class", made).run();
        return made;
    }
    void link(roster::ClassId id, std::string url) {
        write([&](db::Write& db) { set_link(db, auth::Viewer::system(), now, id, {std::move(url), "", "person"}); });
    }
    /// What the network answers from now on.
    void answer(std::function<http::Fetched(const std::string&)> look) { look_of_tests() = std::move(look); }
    static http::Fetched page(long status, std::string url = "") {
        http::Fetched fetched;
        fetched.status = status;
        fetched.url = std::move(url);
        return fetched;
    }
    std::string state(roster::ClassId id) {
        return read([&](db::Read& db) { return db.query("SELECT state FROM site_class_link WHERE class_id = :id").bind("id", id).maybe_text().value_or("none"); });
    }
    std::string url(roster::ClassId id) {
        return read([&](db::Read& db) { return db.query("SELECT url FROM site_class_link WHERE class_id = :id").bind("id", id).maybe_text().value_or("none"); });
    }
    std::int64_t count(const std::string& sql) {
        return read([&](db::Read& db) { return db.query(sql).one_integer(); });
    }

    roster::ClassId algebra, botany, choir;
};

}  // namespace site::testing
