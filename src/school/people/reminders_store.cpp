#include "people/reminders.h"

#include <algorithm>
#include <map>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "auth/account.h"
#include "auth/event.h"
#include "db/setting.h"
#include "html/format.h"
#include "http/call.h"
#include "mail/letter.h"
#include "people/learning.h"
#include "people/licence.h"
#include "people/licence_row.h"
#include "people/renewal_rules.h"
#include "people/standing.h"

namespace people {

constexpr int keepers_from = 60;
constexpr int furthest = 365;

/// A letter to an account in its language.
class Writer {
public:
    Writer(const http::Services& services, base::Day today, std::string district) : services_(services), today_(today), district_(std::move(district)) {}

    struct Addressee {
        auth::Account account;
        html::Language language;
    };
    static Addressee addressee(db::Read& db, auth::AccountId id) {
        auto account = auth::load_account(db, auth::Viewer::system(), id);
        const auto language = html::parse_language(account.language).value_or(html::Language::en);
        return {std::move(account), language};
    }
    std::string say(html::Language language, std::string_view key, std::initializer_list<html::Argument> arguments = {}) const {
        return services_.messages->text(language, fmt::format("people.{}", key), arguments);
    }
    std::string day(html::Language language, base::Day day) const { return html::day_words(language, today_, day); }
    std::string what(html::Language language, const Licence& licence) const {
        return licence.credential.empty() ? say(language, "licence.kind." + licence.kind) : licence.credential;
    }
    void send(db::Write& db, base::Instant now, const Addressee& to, mail::Content content, std::string_view action, std::string_view path) const {
        content.greeting = say(to.language, "letter.greeting", {{"name", to.account.name}});
        content.action = mail::Content::Action{say(to.language, action), fmt::format("{}{}", services_.public_url, path)};
        content.district = district_;
        auto letter = mail::render_letter(services_, to.language, content);
        letter.to_address = to.account.email;
        letter.to_name = to.account.name;
        mail::send(db, now, letter);
    }

private:
    const http::Services& services_;
    base::Day today_;
    std::string district_;
};

struct Due {
    Licence licence;
    int days_left;
    int stage;
};

/// Those whose stage nobody was told of yet.
static std::vector<Due> due_licences(db::Read& db, base::Day today) {
    static const std::string sql = fmt::format(R"sql({}
         WHERE l.expires_on >= :today AND l.expires_on <= :last AND l.status = 'active' AND a.disabled_at IS NULL ORDER BY l.expires_on, l.id)sql", licence_select);
    const auto viewer = auth::Viewer::system();
    std::vector<Due> list;
    db.query(sql).bind("today", today).bind("last", today + std::chrono::days(furthest)).each([&](const db::Row& row) {
        auto licence = read_licence(row, viewer);
        const auto left = static_cast<int>((*licence.expires - today).count());
        if (auto stage = reminder_stage(left)) list.push_back({std::move(licence), left, *stage});
    });
    std::map<std::pair<std::int64_t, std::string>, int> told;
    db.query("SELECT licence_id, expires_on, min(days) AS days FROM people_licence_reminder GROUP BY licence_id, expires_on").each([&](const db::Row& row) {
        told[{row.integer("licence_id"), std::string(row.text("expires_on"))}] = static_cast<int>(row.integer("days"));
    });
    std::erase_if(list, [&](const Due& one) {
        auto before = told.find({one.licence.id, base::to_iso(*one.licence.expires)});
        return before != told.end() && before->second <= one.stage;
    });
    return list;
}

static void tell_holder(db::Write& db, const Writer& writer, base::Instant now, base::Day today, const Due& due) {
    const auto to = Writer::addressee(db, due.licence.account);
    const auto what = writer.what(to.language, due.licence);
    mail::Content content;
    content.title = writer.say(to.language, "letter.own_title", {{"what", what}, {"n", std::to_string(due.days_left)}});
    content.paragraphs.push_back(writer.say(to.language, "letter.own_words", {{"what", what}, {"place", place_name(due.licence.jurisdiction)}, {"number", due.licence.number},
                                                                            {"day", writer.day(to.language, *due.licence.expires)}}));
    if (auto rule = rule_for(db, due.licence, today); rule && rule->total_minutes > 0) {
        const auto progress = renewal_progress(*rule, due.licence, activities_of(db, due.licence), today);
        content.paragraphs.push_back(writer.say(to.language, "letter.own_hours", {{"done", hours_text(progress.counted)}, {"total", hours_text(progress.total)}}));
    }
    writer.send(db, now, to, std::move(content), "letter.action", fmt::format("/licences/{}", due.licence.id));
}

/// True when the stage was not told before; two processes write one letter.
static bool mark(db::Write& db, base::Instant now, const Due& due) {
    auto added = db.query("INSERT INTO people_licence_reminder (licence_id, expires_on, days) VALUES (:id, :expires, :days) ON CONFLICT DO NOTHING")
                     .bind("id", due.licence.id).bind("expires", *due.licence.expires).bind("days", due.stage).run();
    if (added == 0) return false;
    boost::json::object detail{{"days", due.stage}, {"account", due.licence.account.value}};
    auth::record(db, auth::Viewer::system(), now, {.subject_kind = "licence", .subject_id = due.licence.id, .action = "reminded", .detail = boost::json::serialize(detail)});
    return true;
}

/// All of which nobody told them, in one letter; it and the marks are one transaction, so that none is left out when the program ends between two.
static int tell_keepers(db::Write& db, const Writer& writer, base::Instant now) {
    static const std::string sql = fmt::format(R"sql({}
         WHERE a.disabled_at IS NULL
           AND EXISTS (SELECT 1 FROM people_licence_reminder r WHERE r.licence_id = l.id AND r.expires_on = l.expires_on AND r.days <= :days AND r.keepers_told = 0)
         ORDER BY l.expires_on, l.id)sql", licence_select);
    std::vector<Due> soon;
    db.query(sql).bind("days", keepers_from).each([&](const db::Row& row) { soon.push_back({read_licence(row, auth::Viewer::system()), 0, 0}); });
    if (soon.empty()) return 0;
    db.query("UPDATE people_licence_reminder SET keepers_told = 1 WHERE days <= :days AND keepers_told = 0").bind("days", keepers_from).run();
    for (auto keeper : auth::accounts_with(db, may_manage_licences, std::nullopt)) {
        const auto to = Writer::addressee(db, keeper);
        mail::Content content;
        content.title = writer.say(to.language, "letter.keeper_title", {{"n", std::to_string(soon.size())}});
        content.paragraphs.push_back(writer.say(to.language, "letter.keeper_words"));
        std::string lines;
        for (const auto& due : soon) {
            lines += writer.say(to.language, "letter.keeper_line", {{"holder", due.licence.holder}, {"what", writer.what(to.language, due.licence)}, {"place", place_name(due.licence.jurisdiction)},
                                                                   {"day", writer.day(to.language, *due.licence.expires)}}) + "\n";
        }
        content.paragraphs.push_back(lines);
        writer.send(db, now, to, std::move(content), "letter.keeper_action", "/licences/all?show=ending");
    }
    return static_cast<int>(soon.size());
}

// --- Evaluators whose evidence lapsed (clause 12) ---

/// One evaluator with all whom they can no longer evaluate: one letter, however many they are.
struct Lapsed {
    std::int64_t account;
    std::string evaluator;
    std::vector<std::int64_t> relations;
    std::vector<std::string> subjects;
};
constexpr std::size_t most_named = 20;

/// Those of whom nobody was told, and the relations of which somebody was told but whose evidence holds again.
struct Evidences {
    std::vector<Lapsed> lapsed;
    std::vector<std::int64_t> again;
};

static Evidences evidences(db::Read& db, base::Day today) {
    const auto pack = pack_on(db, today);
    const auto proofs = proofs_of_all(db, today);
    Evidences found;
    auto& list = found.lapsed;
    db.query(R"sql(
        SELECT r.id, r.from_id, r.told_on, f.name AS evaluator, t.name AS subject FROM people_relation r
          JOIN auth_account f ON f.id = r.from_id JOIN auth_account t ON t.id = r.to_id
         WHERE r.kind = 'evaluator_licensed' AND r.from_on <= :today AND (r.to_on IS NULL OR r.to_on >= :today) ORDER BY r.from_id, t.name, r.id
    )sql").bind("today", today).each([&](const db::Row& row) {
        Standing known;
        known.licensed = true;
        if (auto proof = proofs.find(row.integer("from_id")); proof != proofs.end()) known.proofs = proof->second;
        const bool told = !row.null("told_on");
        if (refusals_to_evaluate(known, pack, today).empty()) {
            if (told) found.again.push_back(row.integer("id"));
            return;
        }
        if (told) return;
        if (list.empty() || list.back().account != row.integer("from_id")) list.push_back({row.integer("from_id"), std::string(row.text("evaluator")), {}, {}});
        list.back().relations.push_back(row.integer("id"));
        list.back().subjects.emplace_back(row.text("subject"));
    });
    return found;
}

/// So that the next lapse is told too.
static void forget_told(db::Write& db, base::Instant now, const std::vector<std::int64_t>& relations) {
    for (auto relation : relations) db.query("UPDATE people_relation SET told_on = NULL WHERE id = :id").bind("id", relation).run();
    auth::record_for_all(db, auth::Viewer::system(), now, {.subject_kind = "relation", .subject_id = 0, .action = "holds_again"}, relations);
}

static void tell_lapsed(db::Write& db, const Writer& writer, base::Instant now, base::Day today, const Lapsed& one) {
    for (auto relation : one.relations) db.query("UPDATE people_relation SET told_on = :today WHERE id = :id").bind("today", today).bind("id", relation).run();
    auth::record_for_all(db, auth::Viewer::system(), now, {.subject_kind = "relation", .subject_id = 0, .action = "lapsed"}, one.relations);
    std::string names;
    for (std::size_t i = 0; i < one.subjects.size() && i < most_named; ++i) names += (i == 0 ? "" : ", ") + one.subjects[i];
    if (one.subjects.size() > most_named) names += fmt::format(" (+{})", one.subjects.size() - most_named);
    for (auto manager : auth::accounts_with(db, may_manage, std::nullopt)) {
        const auto to = Writer::addressee(db, manager);
        mail::Content content;
        content.title = writer.say(to.language, "letter.lapsed_title", {{"name", one.subjects.size() == 1 ? one.subjects.front() : fmt::format("{} (+{})", one.subjects.front(), one.subjects.size() - 1)}});
        content.paragraphs.push_back(writer.say(to.language, "letter.lapsed_words", {{"name", names}, {"evaluator", one.evaluator}}));
        writer.send(db, now, to, std::move(content), "letter.lapsed_action", "/settings/supervision/report");
    }
}

Reminded write_reminders(db::Database& database, const http::Services& services, base::Instant now) {
    struct Work {
        base::Day today;
        std::string district;
        std::vector<Due> due;
        Evidences evidences;
    };
    const auto work = database.read([&](db::Read& db) {
        const auto today = db::district_zone(db).day_of(now);
        return Work{today, db::setting_or(db, "district.name", ""), due_licences(db, today), evidences(db, today)};
    });
    const Writer writer(services, work.today, work.district);
    Reminded told;
    // One transaction for each letter, so that people's changes need not wait for all of them.
    for (const auto& due : work.due) {
        const bool written = database.write([&](db::Write& db) {
            if (!mark(db, now, due)) return false;
            tell_holder(db, writer, now, work.today, due);
            return true;
        });
        if (written) ++told.holders;
    }
    told.keepers = database.write([&](db::Write& db) { return tell_keepers(db, writer, now); });
    if (!work.evidences.again.empty()) database.write([&](db::Write& db) { forget_told(db, now, work.evidences.again); });
    for (const auto& one : work.evidences.lapsed) database.write([&](db::Write& db) { tell_lapsed(db, writer, now, work.today, one); });
    told.lapsed = static_cast<int>(work.evidences.lapsed.size());
    return told;
}

}  // namespace people
