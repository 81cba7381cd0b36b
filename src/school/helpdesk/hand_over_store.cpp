#include "helpdesk/hand_over.h"

#include <algorithm>

#include <fmt/format.h>

#include "auth/account.h"
#include "base/text.h"
#include "db/setting.h"
#include "helpdesk/category.h"
#include "helpdesk/change.h"
#include "helpdesk/load.h"
#include "helpdesk/routed.h"
#include "people/people.h"

namespace helpdesk {

static constexpr std::size_t most_note_points = 2000;

static base::Day today(db::Read& db, base::Instant now) {
    return db::district_zone(db).day_of(now);
}

/// Those who could be given requests of this school. Whoever does not serve it stays in the list, to be named when nobody else can.
static std::vector<Helper> helpers_of(db::Read& db, base::Instant now, const Request& request, const Category& about,
                                      const std::vector<people::Colleague>& colleagues) {
    auto known = teams(db);
    auto may = auth::accounts_with(db, may_work, request.school.value);
    auto work = loads(db, now);
    std::vector<Helper> helpers;
    for (const auto& colleague : colleagues) {
        if (request.assignee == colleague.account) continue;
        Helper helper;
        helper.account = colleague.account.value;
        for (const auto& skill : colleague.skills) helper.skills.push_back({skill.skill, skill.level});
        helper.authorities = colleague.authorities;
        bool serves = colleague.serves && std::ranges::find(may, colleague.account) != may.end();
        if (!serves) helper.schools.push_back(-1);  // no school has this number
        helper.on_duty = colleague.present;
        helper.usual = std::ranges::any_of(known, [&](const Team& team) {
            return (team.id == request.team || team.id == about.team) && std::ranges::find(colleague.role_keys, team.role_key) != colleague.role_keys.end();
        });
        if (colleague.present_at) helper.present_at = colleague.present_at->value;
        if (colleague.next_day) helper.next_on_duty = base::Instant(*colleague.next_day);
        if (auto found = work.find(helper.account); found != work.end()) helper.work_waiting = found->second.work;
        helpers.push_back(std::move(helper));
    }
    return helpers;
}

/// Of the teams that a person is in: the one that has the request, else that of its category, else the first by name.
static TeamId team_for(const Request& request, const Category& about, const people::Colleague& person, const std::vector<Team>& known) {
    std::vector<TeamId> own;
    for (const auto& team : known) {
        if (std::ranges::find(person.role_keys, team.role_key) != person.role_keys.end()) own.push_back(team.id);
    }
    for (auto wanted : {request.team, about.team}) {
        if (std::ranges::find(own, wanted) != own.end()) return wanted;
    }
    return own.empty() ? request.team : own.front();
}

static const people::Colleague& find_colleague(const std::vector<people::Colleague>& colleagues, std::int64_t account) {
    return *std::ranges::find(colleagues, account, [](const auto& one) { return one.account.value; });
}

static MissingHelp named(const MissingElement& missing, const std::vector<people::Colleague>& colleagues) {
    MissingHelp help{missing.gap, missing.key, {}, {}};
    for (auto holder : missing.holders) help.holders.push_back(find_colleague(colleagues, holder).name);
    if (missing.next) help.next = std::chrono::floor<std::chrono::days>(*missing.next);
    return help;
}

static Receivers find_receivers(db::Read& db, const auth::Viewer& viewer, base::Instant now, const Request& request, auth::AccountId except) {
    auto about = category(db, request.category);
    auto colleagues = people::colleagues(db, viewer, request.school, today(db, now));
    Receivers found{about.skill_key, about.authority_key, {}, {}};
    Need need;
    if (about.skill_key) need.skills.push_back({*about.skill_key, 1});
    if (about.authority_key) need.authorities.push_back(*about.authority_key);
    need.school = request.school.value;
    auto handover = find_helpers(need, helpers_of(db, now, request, about, colleagues), except.value);
    auto known = teams(db);
    for (const auto& candidate : handover.candidates) {
        const auto& person = find_colleague(colleagues, candidate.account);
        found.people.push_back({person.account, person.name, team_for(request, about, person, known), candidate.waits, candidate.travels});
    }
    if (handover.missing) found.missing = named(*handover.missing, colleagues);
    return found;
}

Receivers receivers(db::Read& db, const auth::Viewer& viewer, base::Instant now, const Request& request) {
    return find_receivers(db, viewer, now, request, viewer.account());
}

Receivers candidates(db::Read& db, const auth::Viewer& viewer, base::Instant now, const Request& request) {
    return find_receivers(db, viewer, now, request, {});
}

static void check(db::Read& db, const auth::Viewer& viewer, base::Instant now, const Request& request, const HandOver& what) {
    if (!unfinished(request.state)) throw base::Conflict("The request has ended. Reopen it before you hand it on.");
    if (base::trim(what.note).empty()) throw base::Invalid("note", "Say in a sentence what was found so far; who gets it begins there.");
    if (base::count_code_points(what.note) > most_note_points) throw base::Invalid("note", "At most 2,000 characters. Put the rest into a note.");
    auto known = teams(db);
    if (std::ranges::find(known, what.to_team, &Team::id) == known.end()) throw base::Invalid("to", "Choose a team or a person.");
    if (request.team == what.to_team && request.assignee == what.to_account) throw base::Invalid("to", "It is there already. Choose another.");
    if (!what.to_account) return;
    auto able = receivers(db, viewer, now, request).people;
    if (std::ranges::find(able, *what.to_account, &Receiver::account) == able.end()) {
        throw base::Invalid("to", "This person cannot take it now. Choose one of those who are shown.");
    }
}

static std::string joined_needs(const Category& about) {
    return fmt::format("{} {}", about.skill_key.value_or(""), about.authority_key.value_or(""));
}

static void insert_hand_over(db::Write& db, base::Instant now, const Request& request, const HandOver& what) {
    db.query(R"sql(
        INSERT INTO helpdesk_hand_over (request_id, from_team_id, to_team_id, from_account_id, to_account_id, reason, needs, note, at)
        VALUES (:request, :from_team, :to_team, :from_account, :to_account, :reason, :needs, :note, :now)
    )sql")
        .bind("request", request.id)
        .bind("from_team", request.team)
        .bind("to_team", what.to_team)
        .bind("from_account", request.assignee)
        .bind("to_account", what.to_account)
        .bind("reason", word(what.reason))
        .bind("needs", base::trim(joined_needs(category(db, request.category))))
        .bind("note", base::trim(what.note))
        .bind("now", now)
        .run();
}

static void move(db::Write& db, const Request& request, const HandOver& what) {
    db.query(R"sql(
        UPDATE helpdesk_request
           SET team_id = :to_team, assignee_id = :to_account, routing_reason = 'chosen', routing_confidence = 1
         WHERE id = :id
    )sql")
        .bind("to_team", what.to_team)
        .bind("to_account", what.to_account)
        .bind("id", request.id)
        .run();
}

/// A team has a name for each reader, a person has one.
static std::string receiver_name(db::Read& db, const HandOver& what, std::string_view language) {
    if (what.to_account) return auth::account_name(db, *what.to_account).value_or("");
    auto known = teams(db);
    return std::ranges::find(known, what.to_team, &Team::id)->name(language);
}

void hand_over(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Request& request, const HandOver& what) {
    check(db, viewer, now, request, what);
    // Before the team changes, because the lesson compares with what would be suggested now.
    if (what.reason == HandOverReason::wrong_team && request.team != what.to_team) learn_routing(db, request.id, what.to_team, RoutingLesson::corrected);
    insert_hand_over(db, now, request, what);
    move(db, request, what);
    note_change(db, viewer, now, request,
                {.action = "handed_over",
                 .detail = detail({{"to", receiver_name(db, what, "en")}, {"to_es", receiver_name(db, what, "es")}, {"reason", std::string(word(what.reason))}}),
                 .why = base::trim(what.note)});
    notify(db, now, {.request = request.id, .kind = NoticeKind::handed_over, .words = what.courtesy});
    if (what.to_account) notify(db, now, {.request = request.id, .kind = NoticeKind::assigned, .account = what.to_account});
}

}  // namespace helpdesk
