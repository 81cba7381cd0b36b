#include <fmt/format.h>

#include "auth/event.h"
#include "base/error.h"
#include "base/text.h"
#include "db/db.h"
#include "db/setting.h"
#include "media/ceiling.h"
#include "media/media.h"
#include "media/review.h"

namespace media {

static std::int64_t number_setting(db::Read& db, std::string_view key, std::int64_t otherwise) {
    return base::parse_integer(db::setting_or(db, key, "")).value_or(otherwise);
}

std::string second_person_grade(db::Read& db) { return db::setting_or(db, "media.second_person", "02"); }

Ceilings ceilings(db::Read& db) {
    Ceilings found;
    db.query("SELECT channel, open FROM media_ceiling").each([&](const db::Row& row) {
        if (const auto channel = parse_channel(row.text("channel"))) found.open[static_cast<std::size_t>(*channel)] = row.flag("open");
    });
    found.second_person = second_person_grade(db);
    found.yes_ends_month = static_cast<unsigned>(number_setting(db, "media.yes_ends_month", 7));
    found.yes_ends_day = static_cast<unsigned>(number_setting(db, "media.yes_ends_day", 31));
    found.revision = number_setting(db, "media.ceilings_revision", 0);
    return found;
}

static std::string told(const Ceilings& before, const Ceilings& after) {
    std::string detail = "{";
    for (const auto channel : channels) {
        const auto at = static_cast<std::size_t>(channel);
        if (before.open[at] != after.open[at]) detail += fmt::format("\"{}\":\"{}\",", word(channel), after.open[at] ? "open" : "closed");
    }
    return detail + fmt::format("\"second_person\":\"{}\",\"yes_ends\":\"{:02}-{:02}\"}}", after.second_person, after.yes_ends_month, after.yes_ends_day);
}

Closing count_closing(db::Read& db, const Ceilings& before, const Ceilings& wanted) {
    std::string closed;
    for (const auto channel : channels) {
        const auto at = static_cast<std::size_t>(channel);
        if (before.open[at] && !wanted.open[at]) closed += fmt::format("{}'{}'", closed.empty() ? "" : ", ", word(channel));
    }
    if (closed.empty()) return {};
    constexpr std::string_view of_students = "EXISTS (SELECT 1 FROM media_mark m WHERE m.picture_id = l.picture_id AND m.kind = 'student')";
    Closing closing;
    closing.pictures = db.query(fmt::format("SELECT count(DISTINCT l.picture_id) FROM media_showing l WHERE l.state = 'approved' AND l.channel IN ({}) AND {}", closed, of_students)).one_integer();
    if (closed.find("'site'") != std::string::npos) closing.pages = db.query(fmt::format("SELECT count(DISTINCT l.path) FROM media_place l WHERE {}", of_students)).one_integer();
    return closing;
}

void set_ceilings(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Ceilings& wanted) {
    if (!viewer.may_everywhere(may_manage)) throw base::Forbidden("media.ceiling.problem.others");
    if (const auto problems = ceiling_problems(wanted); !problems.empty()) throw base::Invalid(problems.front().first, problems.front().second);
    const auto before = ceilings(db);
    if (before.revision != wanted.revision) throw base::Conflict("media.ceiling.problem.stale");
    for (const auto channel : channels) {
        db.query("UPDATE media_ceiling SET open = :open WHERE channel = :channel").bind("open", wanted.open[static_cast<std::size_t>(channel)] ? 1 : 0).bind("channel", word(channel)).run();
    }
    db::set_setting(db, "media.second_person", wanted.second_person);
    db::set_setting(db, "media.yes_ends_month", std::to_string(wanted.yes_ends_month));
    db::set_setting(db, "media.yes_ends_day", std::to_string(wanted.yes_ends_day));
    db::set_setting(db, "media.ceilings_revision", std::to_string(before.revision + 1));
    if (before.second_person != wanted.second_person) renew_looks(db);
    auth::record(db, viewer, now, {.subject_kind = "picture_rules", .subject_id = 1, .action = "changed", .detail = told(before, wanted)});
    for (const auto channel : channels) {
        const auto at = static_cast<std::size_t>(channel);
        if (!before.open[at] || wanted.open[at]) continue;
        for (const auto tell : channel_closed_subscribers()) tell(db, channel, now);
    }
}

}  // namespace media
