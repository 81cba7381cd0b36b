// The letters of an answer: each is marked as written in the transaction that puts it into the outbox.
#include <stdexcept>

#include <fmt/format.h>

#include "auth/account.h"
#include "base/error.h"
#include "base/log.h"
#include "db/db.h"
#include "db/setting.h"
#include "html/format.h"
#include "http/call.h"
#include "mail/letter.h"
#include "planning/need.h"

namespace planning {

struct AnswerToTell {
    NeedId need;
    std::string title;
    NeedState kind;
    std::string words;
    std::optional<base::Day> on;
    std::string by;
};

static std::optional<AnswerToTell> answer_to_tell(db::Read& db, std::int64_t id) {
    return db.query(R"sql(
        SELECT n.id, n.title, w.kind, w.words, w.on_day, a.name
          FROM planning_need_answer w JOIN planning_need n ON n.id = w.need_id JOIN auth_account a ON a.id = w.by_id
         WHERE w.id = :id AND w.taken_back_at IS NULL
    )sql").bind("id", id).maybe([](const db::Row& row) {
        return AnswerToTell{{row.integer("id")}, std::string(row.text("title")), *parse_need_state(row.text("kind")), std::string(row.text("words")), row.maybe_day("on_day"),
                            std::string(row.text("name"))};
    });
}

struct HearsIt {
    auth::AccountId account;
    std::string name;
    std::string email;
    html::Language language;
};

/// An account that is disabled gets no letter, and waits for none.
static std::vector<HearsIt> still_to_tell(db::Read& db, std::int64_t answer) {
    return db.query(R"sql(
        SELECT a.id, a.name, a.email, a.language FROM planning_need_letter l JOIN auth_account a ON a.id = l.account_id
         WHERE l.answer_id = :answer AND l.written_at IS NULL AND a.disabled_at IS NULL ORDER BY a.id
    )sql").bind("answer", answer).all([](const db::Row& row) {
        return HearsIt{{row.integer("id")}, std::string(row.text("name")), std::string(row.text("email")),
                       html::parse_language(row.text("language")).value_or(html::Language::en)};
    });
}

static mail::Letter letter_to(const http::Services& services, base::Day today, const AnswerToTell& answer, const HearsIt& to) {
    auto say = [&](std::string_view part, std::initializer_list<html::Argument> arguments = {}) {
        return services.messages->text(to.language, fmt::format("planning.need.letter.{}", part), arguments);
    };
    mail::Content content;
    content.title = say(fmt::format("{}_title", word(answer.kind)), {{"title", answer.title}});
    content.greeting = say("greeting", {{"name", to.name}});
    content.paragraphs.push_back(say(word(answer.kind), {{"title", answer.title}}));
    content.quote = mail::Content::Quote{answer.words, answer.by};
    if (answer.on) content.facts.push_back({say(fmt::format("{}_on", word(answer.kind))), html::day_words(to.language, today, *answer.on)});
    content.action = {say("action"), fmt::format("{}/needs/{}", services.public_url, answer.need.value)};
    auto letter = mail::render_letter(services, to.language, content);
    letter.to_address = to.email;
    letter.to_name = to.name;
    letter.thread = fmt::format("need/{}", answer.need.value);
    return letter;
}

/// False when it was written or taken back meanwhile.
static bool write_one(db::Database& database, base::Instant now, std::int64_t answer, const HearsIt& to, const mail::Letter& letter) {
    return database.write([&](db::Write& db) {
        const auto marked = db.query("UPDATE planning_need_letter SET written_at = :now WHERE answer_id = :answer AND account_id = :account AND written_at IS NULL")
                                .bind("now", now)
                                .bind("answer", answer)
                                .bind("account", to.account)
                                .run();
        if (marked > 0) mail::send(db, now, letter);
        return marked > 0;
    });
}

int write_need_letters(db::Database& database, const http::Services& services, base::Instant now, std::int64_t answer) {
    struct Waiting {
        std::optional<AnswerToTell> answer;
        std::vector<HearsIt> people;
        base::Day today;
    };
    const auto waiting = database.read([&](db::Read& db) { return Waiting{answer_to_tell(db, answer), still_to_tell(db, answer), db::district_zone(db).day_of(now)}; });
    if (!waiting.answer) return 0;
    int written = 0;
    int failed = 0;
    for (const auto& to : waiting.people) {
        try {
            written += write_one(database, now, answer, to, letter_to(services, waiting.today, *waiting.answer, to)) ? 1 : 0;
        } catch (const base::Invalid& problem) {
            ++failed;
            base::log::warning("the answer to need {} could not be written to account {}: {}", waiting.answer->need.value, to.account.value, problem.what());
        }
    }
    // Tried again, and shown to whoever looks after the jobs; who was written to is marked as told.
    if (failed > 0) throw std::runtime_error(fmt::format("{} could not be written to; the log says why", failed));
    return written;
}

}  // namespace planning
