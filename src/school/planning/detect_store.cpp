#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "base/text.h"
#include "calendar/calendar.h"
#include "db/db.h"
#include "db/setting.h"
#include "planning/detect.h"
#include "planning/look.h"

namespace planning {

/// A year, so that the same week of term is known, and the baseline and the longest window before it.
constexpr auto read_back = std::chrono::days(365 + 130);

/// School days of every school that has requests, up to today.
static Axis read_axis(db::Read& db, base::Instant now, base::TimeZone zone) {
    const auto today = zone.day_of(now);
    std::vector<std::int64_t> schools = db.query("SELECT DISTINCT school_id FROM helpdesk_request WHERE created_at >= :from")
                                            .bind("from", now - read_back)
                                            .all([](const db::Row& row) { return row.integer("school_id"); });
    std::ranges::sort(schools);
    std::map<std::int64_t, std::set<base::Day>> open;
    std::set<base::Day> days;
    for (const auto school : schools) {
        const auto& calendar = calendar::calendar_of(db, {school}, now);
        for (auto day = today - read_back; day <= today; day += std::chrono::days(1)) {
            if (!calendar.is_school_day(day)) continue;
            open[school].insert(day);
            days.insert(day);
        }
    }
    Axis axis{.days = {days.begin(), days.end()}, .open = {}};
    for (const auto& [school, on] : open) {
        if (on.size() == days.size()) continue;
        auto& bits = axis.open[school];
        for (const auto day : axis.days) bits.push_back(on.contains(day));
    }
    return axis;
}

/// Clause 7: the same number for the same person, whether they signed in, were found in the roster by whoever wrote the request, or gave an address.
/// The account stands for its person of the roster, by the roster's link or the same address; an address that several people share stands for itself.
class People {
public:
    explicit People(db::Read& db) {
        db.query("SELECT id, email_folded FROM auth_account").each([&](const db::Row& row) {
            account_of_mail_.emplace(std::string(row.text("email_folded")), row.integer("id"));
        });
        db.query("SELECT id, account_id, email_folded FROM roster_person WHERE account_id IS NOT NULL OR email_folded <> ''").each([&](const db::Row& row) {
            const auto person = row.integer("id");
            std::string mail(row.text("email_folded"));
            if (const auto account = row.maybe_integer("account_id")) account_of_person_.emplace(person, *account);
            else if (const auto same = account_of_mail_.find(mail); same != account_of_mail_.end()) account_of_person_.emplace(person, same->second);
            if (mail.empty()) return;
            const auto [known, first] = person_of_mail_.try_emplace(std::move(mail), person);
            if (!first) known->second = shared;
        });
    }

    std::int64_t number(const db::Row& row) { return numbers_.try_emplace(key_of(row), static_cast<std::int64_t>(numbers_.size()) + 1).first->second; }

private:
    static constexpr std::int64_t shared = 0;

    std::string key_of(const db::Row& row) const {
        if (const auto account = row.maybe_integer("requester_id")) return by_account(*account);
        if (const auto person = row.maybe_integer("requester_person_id")) return by_person(*person);
        const auto mail = base::fold(base::trim(row.text("requester_email")));
        if (mail.empty()) return "n" + base::fold(base::collapse_space(row.text("requester_name")));
        if (const auto account = account_of_mail_.find(mail); account != account_of_mail_.end()) return by_account(account->second);
        if (const auto person = person_of_mail_.find(mail); person != person_of_mail_.end() && person->second != shared) return by_person(person->second);
        return "e" + mail;
    }
    static std::string by_account(std::int64_t account) { return "a" + std::to_string(account); }
    std::string by_person(std::int64_t person) const {
        const auto account = account_of_person_.find(person);
        return account == account_of_person_.end() ? "p" + std::to_string(person) : by_account(account->second);
    }

    std::map<std::string, std::int64_t> numbers_;
    std::map<std::string, std::int64_t> account_of_mail_;
    std::map<std::string, std::int64_t> person_of_mail_;
    std::map<std::int64_t, std::int64_t> account_of_person_;
};

/// Clauses 1 and 2. Further requests about the same device, or a person's without one in the same category, within the longest window are the
/// same matter.
static std::vector<Sighting> read_sightings(db::Read& db, base::Instant now, base::TimeZone zone, const Axis& axis) {
    std::vector<Sighting> sightings;
    People people(db);
    std::map<std::tuple<std::int64_t, std::int64_t, std::int64_t>, int> last;
    db.query(R"sql(
        SELECT r.id, r.category_id, r.school_id, r.device_id, d.model_id, r.requester_id, r.requester_person_id, r.requester_email, r.requester_name, r.created_at
          FROM helpdesk_request r
          LEFT JOIN inventory_device d ON d.id = r.device_id
         WHERE r.created_at >= :from AND r.created_at <= :now AND r.state <> 'held'
           AND NOT EXISTS (SELECT 1 FROM helpdesk_problem_request p WHERE p.request_id = r.id)
         ORDER BY r.created_at, r.id
    )sql")
        .bind("from", now - read_back)
        .bind("now", now)
        .each([&](const db::Row& row) {
            // What comes on a closed day is counted on the next school day.
            const auto at = std::ranges::lower_bound(axis.days, zone.day_of(row.instant("created_at")));
            if (at == axis.days.end()) return;
            const Cell leaf{row.maybe_integer("model_id").value_or(0), row.integer("school_id"), row.integer("category_id")};
            Sighting sighting{static_cast<int>(at - axis.days.begin()), leaf, row.maybe_integer("device_id").value_or(0), people.number(row), row.integer("id")};
            const bool of_device = sighting.device != 0;
            const std::tuple matter(sighting.device, of_device ? 0 : sighting.requester, of_device ? 0 : leaf.category);
            const auto [known, first] = last.try_emplace(matter, sighting.day);
            if (!first && sighting.day - known->second < windows.back()) return;
            known->second = sighting.day;
            sightings.push_back(sighting);
        });
    return sightings;
}

/// Clause 3. A device is in service since it was bought, or, when nobody wrote that down, since it is listed.
static std::vector<Cohort> read_fleet(db::Read& db, base::TimeZone zone, const Axis& axis) {
    std::map<std::tuple<std::int64_t, std::int64_t, int>, std::int64_t> counted;
    db.query(R"sql(
        SELECT model_id, school_id, purchased_on, created_at FROM inventory_device
         WHERE school_id IS NOT NULL AND status NOT IN ('ordered', 'lost', 'stolen', 'parts_donor', 'retired', 'disposed')
    )sql").each([&](const db::Row& row) {
        auto since = zone.day_of(row.instant("created_at"));
        if (const auto bought = row.maybe_day("purchased_on")) since = std::min(since, *bought);
        const int day = since < axis.days.front() ? -1 : static_cast<int>(std::ranges::lower_bound(axis.days, since) - axis.days.begin());
        ++counted[{row.integer("model_id"), row.integer("school_id"), day}];
    });
    std::vector<Cohort> fleet;
    fleet.reserve(counted.size());
    for (const auto& [key, devices] : counted) fleet.push_back({std::get<0>(key), std::get<1>(key), std::get<2>(key), devices});
    return fleet;
}

std::optional<Reading> read_ledger(db::Read& db, base::Instant now) {
    const auto zone = db::district_zone(db);
    auto axis = read_axis(db, now, zone);
    if (axis.days.empty()) return std::nullopt;
    const auto starts = db.query("SELECT DISTINCT start_on FROM roster_session WHERE active = 1 AND type IN ('term', 'semester', 'schoolYear')")
                            .all([](const db::Row& row) { return row.day("start_on"); });
    auto terms = terms_of(axis, starts);
    auto sightings = read_sightings(db, now, zone, axis);
    const auto fleet = read_fleet(db, zone, axis);
    const int today = static_cast<int>(axis.days.size()) - 1;
    return Reading{Ledger(std::move(axis), std::move(sightings), fleet), std::move(terms), today};
}

}  // namespace planning
