#include "people/licence.h"

#include <gtest/gtest.h>

#include "auth/audit.h"
#include "auth/event.h"
#include "people/credential.h"
#include "people/learning.h"
#include "people/manage.h"
#include "people/renewal_rules.h"
#include "world/world.h"

using namespace people;

static base::Day day(std::string_view text) { return base::parse_day(text).value(); }
static const base::Day today = day("2026-03-09");

static LicenceFacts teaching(std::string_view state = "US-TX") {
    LicenceFacts facts;
    facts.kind = "teacher_standard";
    facts.jurisdiction = state;
    facts.number = "T-100";
    facts.issued = day("2022-01-01");
    facts.expires = day("2026-12-31");
    return facts;
}

namespace {

class Licences : public World {
protected:
    std::int64_t add(std::string_view who, const LicenceFacts& facts) {
        return write([&](db::Write& db) { return add_licence(db, viewer(who), now, account(who), facts); });
    }
    void verify(std::string_view by, std::int64_t id) {
        auto seen = get(by, id).version;
        write([&](db::Write& db) { verify_licence(db, viewer(by), now, id, {"state_lookup", "https://state.example/T-100", {}, now}, seen); });
    }
    Licence get(std::string_view who, std::int64_t id) {
        return read([&](db::Read& db) { return fetch_licence(db, viewer(who), id); });
    }
    LicenceFacts certificate(std::string_view key) {
        LicenceFacts facts;
        facts.kind = "credential";
        facts.number = "C-1";
        facts.issued = day("2024-05-01");
        facts.expires = day("2027-04-30");
        for (const auto& kind : read([](db::Read& db) { return credential_kinds(db); })) {
            if (kind.key == key) facts.credential_kind = kind.id;
        }
        return facts;
    }
};

}  // namespace

TEST_ON_EVERY_BACKEND(LicenceStore, OnlyVerifiedCurrentLicencesProve, Licences) {
    auto id = add("coach", teaching());
    EXPECT_FALSE(is_evidence(get("coach", id), today)) << "what somebody says";
    verify("cio", id);
    EXPECT_TRUE(is_evidence(get("coach", id), today));
    EXPECT_FALSE(is_evidence(get("coach", id), day("2027-01-01")));
    EXPECT_EQ(status_on(get("coach", id), day("2027-01-01")), "expired");
    EXPECT_FALSE(is_evidence(get("coach", id), day("2021-12-31")));
}

TEST_ON_EVERY_BACKEND(LicenceStore, AreTheHoldersAndTheKeepersAlone, Licences) {
    auto id = add("coach", teaching());
    EXPECT_EQ(get("cio", id).number, "T-100");
    for (auto who : {"tech", "data", "teacher", "student"}) EXPECT_THROW(get(who, id), base::NotFound) << who;
    EXPECT_THROW(read([&](db::Read& db) { return licences_of(db, viewer("tech"), account("coach")); }), base::Forbidden);
    EXPECT_THROW(read([&](db::Read& db) { return all_licences(db, viewer("tech"), {}); }), base::Forbidden);
    EXPECT_THROW(add("student", teaching()), base::Forbidden) << "a student is no staff";
}

TEST_ON_EVERY_BACKEND(LicenceStore, NobodyVerifiesTheirOwn, Licences) {
    auto id = add("cio", teaching());
    EXPECT_THROW(verify("cio", id), base::Forbidden);
    auto other = add("coach", teaching());
    EXPECT_THROW(verify("coach", other), base::Forbidden);
}

TEST_ON_EVERY_BACKEND(LicenceStore, WhatTheHolderChangesIsNoLongerVerified, Licences) {
    auto id = add("coach", teaching());
    verify("cio", id);
    auto facts = teaching();
    facts.expires = day("2036-12-31");
    auto seen = get("coach", id).version;
    write([&](db::Write& db) { change_licence(db, viewer("coach"), now, id, facts, seen); });
    EXPECT_FALSE(get("coach", id).verification);
    EXPECT_THROW(write([&](db::Write& db) { change_licence(db, viewer("coach"), now, id, facts, seen); }), base::Conflict) << "an old form";
    verify("cio", id);
    facts.number = "T-101";
    write([&](db::Write& db) { change_licence(db, viewer("cio"), now, id, facts, get("cio", id).version); });
    EXPECT_TRUE(get("coach", id).verification) << "a keeper who corrects it has looked";
}

TEST_ON_EVERY_BACKEND(LicenceStore, ASuspensionIsToldToKeepersAlone, Licences) {
    auto id = add("coach", teaching());
    auto facts = teaching();
    facts.status = "suspended";
    facts.suspension_note = "until the hearing of 3 April";
    write([&](db::Write& db) { change_licence(db, viewer("cio"), now, id, facts, get("cio", id).version); });
    EXPECT_EQ(get("cio", id).suspension_note, "until the hearing of 3 April");
    EXPECT_EQ(get("coach", id).suspension_note, "");
    EXPECT_FALSE(is_evidence(get("coach", id), today));
    for (const auto& event : read([&](db::Read& db) { return auth::history(db, "licence", id); })) {
        EXPECT_EQ(event.detail.find("hearing"), std::string::npos);
        EXPECT_EQ(event.detail.find("suspended"), std::string::npos) << event.detail;
    }
    facts.status = "active";
    facts.suspension_note = "";
    write([&](db::Write& db) { change_licence(db, viewer("coach"), now, id, facts, get("coach", id).version); });
    EXPECT_EQ(get("cio", id).suspension_note, "until the hearing of 3 April") << "a holder cannot wipe it";
}

TEST_ON_EVERY_BACKEND(LicenceStore, WhatCannotBeIsRefusedByItsField, Licences) {
    auto field_of = [&](LicenceFacts facts) {
        try {
            add("coach", facts);
        } catch (const base::Invalid& problem) {
            return problem.field();
        }
        return std::string("none");
    };
    auto facts = teaching("Atlantis");
    EXPECT_EQ(field_of(facts), "jurisdiction");
    facts = teaching();
    facts.number = "  ";
    EXPECT_EQ(field_of(facts), "number");
    facts = teaching();
    facts.expires = day("2021-01-01");
    EXPECT_EQ(field_of(facts), "expires");
    facts = teaching();
    facts.kind = "wizard";
    EXPECT_EQ(field_of(facts), "kind");
    facts = teaching();
    facts.kind = "credential";
    EXPECT_EQ(field_of(facts), "credential");
    EXPECT_EQ(field_of(teaching("tx")), "none") << "as people write it";
}

TEST_ON_EVERY_BACKEND(LicenceStore, TheRuleIsThatOfTheStateAndOfTheTime, Licences) {
    auto id = add("coach", teaching());
    auto rule = read([&](db::Read& db) { return rule_for(db, fetch_licence(db, viewer("coach"), id), today); });
    ASSERT_TRUE(rule);
    EXPECT_EQ(rule->total_minutes, 150 * 60);
    EXPECT_EQ(rule->limits.size(), 5u);
    auto old = *rule;
    old.valid_to = day("2026-06-30");
    auto next = *rule;
    next.id = 0;
    next.name = "Texas from 2026";
    next.total_minutes = 100 * 60;
    next.valid_from = day("2026-07-01");
    write([&](db::Write& db) {
        save_renewal_rule(db, viewer("cio"), now, old);
        save_renewal_rule(db, viewer("cio"), now, next);
    });
    auto at = [&](std::string_view when) {
        return read([&](db::Read& db) { return rule_for(db, fetch_licence(db, viewer("coach"), id), day(when)); })->total_minutes / 60;
    };
    EXPECT_EQ(at("2026-06-30"), 150);
    EXPECT_EQ(at("2026-07-01"), 100);
    EXPECT_THROW(write([&](db::Write& db) { save_renewal_rule(db, viewer("cio"), now, old); }), base::Conflict);
    EXPECT_THROW(write([&](db::Write& db) { save_renewal_rule(db, viewer("tech"), now, next); }), base::Forbidden);
}

TEST_ON_EVERY_BACKEND(LicenceStore, RulesShipWithTheirSourceOrSayThatTheyWereNotChecked, Licences) {
    auto rules = read([](db::Read& db) { return renewal_rules(db); });
    EXPECT_GE(rules.size(), 35u);
    for (const auto& rule : rules) {
        EXPECT_FALSE(rule.source.empty()) << rule.name;
        EXPECT_EQ(rule.from_source, rule.checked.has_value()) << rule.name;
        EXPECT_TRUE(rule.family == "credential" || state_code(rule.jurisdiction)) << rule.name;
    }
    for (const auto& kind : read([](db::Read& db) { return credential_kinds(db); })) EXPECT_TRUE(kind.rule) << kind.name;
}

TEST_ON_EVERY_BACKEND(LicenceStore, AnActivityCountsOnceItIsConfirmedBySomebodyElse, Licences) {
    auto id = add("coach", teaching());
    Activity what;
    what.account = account("coach");
    what.title = "Accessible documents";
    what.on = day("2025-10-01");
    what.amount = 600;
    what.provider = "Region 4";
    what.categories = {"related"};
    auto counted = [&] {
        return read([&](db::Read& db) {
            auto licence = fetch_licence(db, viewer("coach"), id);
            return renewal_progress(*rule_for(db, licence, today), licence, activities_of(db, licence), today).counted;
        });
    };
    auto activity = write([&](db::Write& db) { return add_activity(db, viewer("coach"), now, what, {{id, false}}); });
    EXPECT_EQ(counted(), 0);
    EXPECT_THROW(write([&](db::Write& db) { confirm_activity(db, viewer("coach"), now, activity, {}, 1); }), base::Forbidden);
    EXPECT_THROW(write([&](db::Write& db) { confirm_activity(db, viewer("cio"), now, activity, {}, 0); }), base::Conflict) << "another version than was looked at";
    write([&](db::Write& db) { confirm_activity(db, viewer("cio"), now, activity, {}, 1); });
    EXPECT_EQ(counted(), 360);
    EXPECT_THROW(write([&](db::Write& db) { return add_activity(db, viewer("coach"), now, what, {{id, true}}); }), base::Invalid) << "one activity counts once";
    EXPECT_THROW(read([&](db::Read& db) { return fetch_activity(db, viewer("tech"), activity); }), base::NotFound);
    what.id = activity;
    what.amount = 6000;
    what.version = read([&](db::Read& db) { return fetch_activity(db, viewer("coach"), activity); }).version;
    write([&](db::Write& db) { change_activity(db, viewer("coach"), now, what, {{id, false}}); });
    EXPECT_EQ(counted(), 0) << "a change by the holder waits to be confirmed again";
    EXPECT_THROW(write([&](db::Write& db) { change_activity(db, viewer("coach"), now, what, {{id, false}}); }), base::Conflict);
    auto own = add("tech", teaching());
    EXPECT_THROW(write([&](db::Write& db) { what.title = "Other"; what.id = 0; return add_activity(db, viewer("coach"), now, what, {{own, false}}); }), base::NotFound)
        << "not for somebody else's licence";
}

// --- Certificates and skills ---

static int level(const std::vector<Colleague>& people, auth::AccountId who, std::string_view skill) {
    for (const auto& one : people) {
        if (one.account != who) continue;
        for (const auto& known : one.skills) {
            if (known.skill == skill) return known.level;
        }
    }
    return 0;
}

TEST_ON_EVERY_BACKEND(Credentials, ACurrentVerifiedOneGivesItsSkill, Licences) {
    write([&](db::Write& db) { assign(db, auth::Viewer::system(), now, {"dana@riverbend.example", "technician", {}, "", day("2025-08-01"), {}, ""}); });
    auto hardware = [&](std::string_view when) {
        return level(read([&](db::Read& db) { return colleagues(db, viewer("tech"), north, day(when)); }), account("tech"), "hardware");
    };
    auto id = add("tech", certificate("aplus"));
    EXPECT_EQ(hardware("2026-03-09"), 0) << "not verified";
    verify("cio", id);
    EXPECT_EQ(hardware("2026-03-09"), 2);
    EXPECT_EQ(hardware("2027-05-01"), 0) << "ended";
    auto skill = read([](db::Read& db) { return skills(db).at(0).id; });
    write([&](db::Write& db) { set_skill(db, viewer("cio"), now, account("tech"), {skill, 3}); });
    EXPECT_EQ(hardware("2026-03-09"), 3) << "what was recorded is higher";
    write([&](db::Write& db) { set_skill(db, viewer("cio"), now, account("tech"), {skill, 1}); });
    EXPECT_EQ(hardware("2026-03-09"), 2) << "what is certified is higher";
    EXPECT_EQ(hardware("2027-05-01"), 1);
}

TEST_ON_EVERY_BACKEND(Credentials, KindsAreTheDistrictsOwn, Licences) {
    CredentialKind kind;
    kind.name = "Riverbend cart course";
    kind.issuer = "The district";
    kind.skill = read([](db::Read& db) { return skills(db).at(0).id; });
    EXPECT_THROW(write([&](db::Write& db) { return save_credential_kind(db, viewer("cio"), now, kind); }), base::Invalid) << "a skill needs its level";
    kind.level = 1;
    auto id = write([&](db::Write& db) { return save_credential_kind(db, viewer("cio"), now, kind); });
    EXPECT_EQ(read([&](db::Read& db) { return fetch_credential_kind(db, id); }).level, 1);
    EXPECT_THROW(write([&](db::Write& db) { return save_credential_kind(db, viewer("cio"), now, kind); }), base::Invalid) << "the same name again";
    EXPECT_THROW(write([&](db::Write& db) { return save_credential_kind(db, viewer("tech"), now, kind); }), base::Forbidden);
}
