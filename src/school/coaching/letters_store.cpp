#include "coaching/letters.h"

#include <fmt/format.h>

#include "auth/account.h"
#include "base/error.h"
#include "base/log.h"
#include "calendar/calendar.h"
#include "coaching/coaching.h"
#include "coaching/lesson_row.h"
#include "db/setting.h"
#include "html/format.h"
#include "http/call.h"
#include "mail/mail.h"

namespace coaching {

namespace {

struct Notice {
    std::int64_t id;
    LessonId lesson;
    auth::AccountId to;
    std::string kind;
    Span span;
    roster::OrgId school;
    std::string place;
};

std::vector<Notice> unsent(db::Read& db) {
    return db.query(R"sql(
        SELECT id, lesson_id, account_id, kind, day_on, starts_minute, ends_minute, school_id, place FROM coaching_notice WHERE sent_at IS NULL ORDER BY id LIMIT 200
    )sql").all([](const db::Row& row) {
        return Notice{row.integer("id"), {row.integer("lesson_id")}, {row.integer("account_id")}, std::string(row.text("kind")), read_span(row),
                      {row.integer("school_id")}, std::string(row.text("place"))};
    });
}

std::string clock(base::Minutes minutes) { return fmt::format("{}:{:02}", minutes.count() / 60, minutes.count() % 60); }

void send(db::Write& main, const http::Services& services, base::Instant now, const Notice& notice) {
    const auto account = auth::load_account(main, auth::Viewer::system(), notice.to);
    const auto language = html::parse_language(account.language).value_or(html::Language::en);
    const auto zone = base::TimeZone::find(db::setting_or(main, "district.time_zone", "UTC")).value_or(base::TimeZone::utc());
    const auto school = roster::find_org(main, notice.school);
    auto text = [&](std::string_view key, std::initializer_list<html::Argument> arguments = {}) { return services.messages->text(language, key, arguments); };
    mail::Letter letter;
    letter.to_address = account.email;
    letter.to_name = account.name;
    letter.thread = fmt::format("lesson/{}", notice.lesson.value);
    letter.subject = text(fmt::format("coaching.letter.{}", notice.kind));
    letter.text = text("coaching.letter.body", {{"name", account.name},
                                                {"what", letter.subject},
                                                {"day", html::day_words(language, zone.day_of(now), notice.span.day)},
                                                {"from", clock(notice.span.starts)},
                                                {"to", clock(notice.span.ends)},
                                                {"place", school && !notice.place.empty() ? fmt::format("{}, {}", notice.place, school->name) : school ? school->name : notice.place},
                                                {"link", fmt::format("{}/lessons/{}", services.public_url, notice.lesson.value)}});
    mail::send(main, now, letter);
}

}  // namespace

int write_letters(const http::Services& services, base::Instant now) {
    auto& store = *services.store(store_name).database;
    int written = 0;
    for (const auto& notice : store.read(unsent)) {
        try {
            services.database->write([&](db::Write& main) { send(main, services, now, notice); });
            ++written;
        } catch (const base::NotFound&) {
            // The account is gone: nobody is left to write to.
        } catch (const base::Invalid&) {
            base::log::warning("a letter about a lesson has no address to go to");
        }
        store.write([&](db::Write& db) { db.query("UPDATE coaching_notice SET sent_at = :now WHERE id = :id").bind("now", now).bind("id", notice.id).run(); });
    }
    return written;
}

}  // namespace coaching
