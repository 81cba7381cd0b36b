/// The small world with a principal who may evaluate, for the tests of supervision and evaluation.
#pragma once

#include <gtest/gtest.h>

#include "people/evaluation.h"
#include "people/licence.h"
#include "people/manage.h"
#include "people/relation.h"
#include "world/world.h"

namespace people {

/// "tech2" is the licensed principal here, "coach" has the role that asks for a teaching licence, "cio" holds every grant and no licence.
class Supervised : public World {
protected:
    Supervised() {
        write([&](db::Write& db) { assign(db, auth::Viewer::system(), now, {"nora@riverbend.example", "integration_specialist", {}, "", base::parse_day("2025-08-01").value(), {}, ""}); });
        licence = add("tech2", "administrator", "2027-06-30");
        training = add("tech2", "evaluator_training", "2026-12-31");
    }
    static base::Day day(std::string_view text) { return base::parse_day(text).value(); }
    base::Day today() const { return base::TimeZone::find("America/Chicago")->day_of(now); }
    static std::string mail(std::string_view who) {
        return who == "cio" ? "ruth@riverbend.example" : who == "tech" ? "dana@riverbend.example" : who == "tech2" ? "omar@riverbend.example" : who == "coach" ? "nora@riverbend.example"
             : who == "teacher" ? "leo@riverbend.example" : who == "data" ? "ines@riverbend.example" : "paul@riverbend.example";
    }
    std::int64_t add(std::string_view who, std::string_view kind, std::string_view expires) {
        LicenceFacts facts;
        facts.kind = kind;
        facts.jurisdiction = "US-IL";
        facts.number = std::string(who) + "-1";
        facts.issued = day("2022-07-01");
        facts.expires = day(expires);
        return write([&](db::Write& db) {
            auto id = add_licence(db, auth::Viewer::system(), now, account(who), facts);
            verify_licence(db, auth::Viewer::system(), now, id, {"state_lookup", "", "", now}, 1);
            return id;
        });
    }
    std::int64_t name(std::string_view from, std::string_view to, std::string_view kind, std::string_view first = "2026-01-01", std::string_view last = "") {
        NewRelation what{mail(from), mail(to), std::string(kind), {}, day(first), {}, "the board"};
        if (!last.empty()) what.to_on = day(last);
        return write([&](db::Write& db) { return relate(db, viewer("cio"), now, {today(), services()}, what); });
    }
    /// The form of the page that names somebody.
    static http::TestClient::FormFields form(std::string_view from, std::string_view to, std::string_view kind, std::string_view first = "2026-01-01", std::string_view last = "") {
        return {{"from_email", mail(from)}, {"to_email", mail(to)}, {"kind", std::string(kind)}, {"from", std::string(first)}, {"to", std::string(last)}, {"basis", "the board"}};
    }
    /// The evaluator's draft of this year with every criterion rated.
    std::int64_t draft(std::string_view evaluator, std::string_view subject) {
        return write([&](db::Write& db) {
            auto id = open_evaluation(db, viewer(evaluator), now, {today(), services()}, account(subject), {"Planning"});
            save_draft(db, viewer(evaluator), now, {today(), services()}, id, {"A secret summary", {{"Planning", "effective", "Secret words"}}, 1});
            return id;
        });
    }
    void sign(std::string_view evaluator, std::int64_t id) {
        write([&](db::Write& db) { sign_evaluation(db, viewer(evaluator), now, {today(), services()}, id, 0); });
    }
    Evaluation get(std::string_view who, std::int64_t id) {
        return read([&](db::Read& db) { return fetch_evaluation(db, viewer(who), id, today()); });
    }

    std::int64_t licence = 0;
    std::int64_t training = 0;
};

}  // namespace people
