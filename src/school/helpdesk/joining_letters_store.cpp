#include <fmt/format.h>

#include "auth/event.h"
#include "db/db.h"
#include "helpdesk/change.h"
#include "helpdesk/joining.h"
#include "html/html.h"
#include "http/call.h"
#include "mail/letter.h"

namespace helpdesk {

constexpr base::Milliseconds kept_after_expiry = std::chrono::hours(7 * 24);
constexpr base::Milliseconds kept_after_solution = std::chrono::hours(90 * 24);

struct Waiting {
    std::int64_t id;
    std::string kind;
    std::string secret;
    std::string name;
    std::string email;
    std::string language;
    std::int64_t problem;
    people::Words title;
};

static std::vector<Waiting> waiting(db::Read& db, int most) {
    return db.query(R"sql(
        SELECT w.id, w.letter, w.secret, w.name, w.email, w.language, w.problem_id, p.title_en, p.title_es
          FROM helpdesk_problem_person w JOIN helpdesk_problem p ON p.id = w.problem_id
         WHERE w.letter <> '' ORDER BY w.id LIMIT :most
    )sql").bind("most", most).all([](const db::Row& row) {
        return Waiting{row.integer("id"), std::string(row.text("letter")), std::string(row.text("secret")), std::string(row.text("name")),
                       std::string(row.text("email")), std::string(row.text("language")), row.integer("problem_id"),
                       {std::string(row.text("title_en")), std::string(row.text("title_es"))}};
    });
}

static mail::Letter letter_for(const http::Services& services, const Waiting& to) {
    auto language = html::parse_language(to.language).value_or(html::Language::en);
    auto say = [&](std::string_view part) {
        return services.messages->text(language, fmt::format("helpdesk.joining.letter.{}", part), {{"name", to.name}, {"title", to.title.in(html::code(language))}});
    };
    mail::Content content;
    content.title = say(to.kind + "_title");
    content.greeting = services.messages->text(language, "helpdesk.letter.greeting", {{"name", to.name}});
    content.paragraphs = {say(to.kind + "_words"), say("not_you")};
    content.action = {say(to.kind + "_action"), fmt::format("{}/me-too/confirmations/{}", services.public_url, to.secret)};
    mail::Letter letter = mail::render_letter(services, language, content);
    letter.to_address = to.email;
    letter.to_name = to.name;
    letter.thread = fmt::format("problem/{}", to.problem);
    return letter;
}

int write_joining_letters(db::Database& database, const http::Services& services, base::Instant now, int most) {
    auto some = database.read([&](db::Read& db) { return waiting(db, most); });
    std::vector<mail::Letter> letters;
    for (const auto& to : some) letters.push_back(letter_for(services, to));
    database.write([&](db::Write& db) {
        for (std::size_t i = 0; i < some.size(); ++i) {
            // Somebody who asked again meanwhile has a newer link, for which another letter is written.
            auto mine = db.query("UPDATE helpdesk_problem_person SET letter = '', secret = '' WHERE id = :id AND secret = :secret")
                            .bind("id", some[i].id)
                            .bind("secret", some[i].secret)
                            .run();
            if (mine > 0) mail::send(db, now, letters[i]);
        }
    });
    return static_cast<int>(some.size());
}

int forget_unconfirmed_joinings(db::Database& database, base::Instant now) {
    return static_cast<int>(database.write([&](db::Write& db) {
        return db.query("DELETE FROM helpdesk_problem_person WHERE state = 'held' AND expires_at < :before").bind("before", now - kept_after_expiry).run();
    }));
}

static std::vector<ProblemId> solved_long_ago(db::Read& db, base::Instant now) {
    return db.query(R"sql(
        SELECT p.id FROM helpdesk_problem p
         WHERE p.state = 'solved' AND p.solved_at < :before
           AND EXISTS (SELECT 1 FROM helpdesk_problem_person w WHERE w.problem_id = p.id AND w.account_id IS NULL)
         ORDER BY p.id
    )sql").bind("before", now - kept_after_solution).all([](const db::Row& row) { return ProblemId{row.integer("id")}; });
}

/// Who is still known by a request or an account was counted once and is counted on; the others are a number from now on.
static std::size_t forget_strangers_of(db::Write& db, base::Instant now, ProblemId problem) {
    auto told = count_people(db, problem);
    auto people = db.query("DELETE FROM helpdesk_problem_person WHERE problem_id = :problem AND account_id IS NULL RETURNING id")
                      .bind("problem", problem)
                      .all([](const db::Row& row) { return row.integer("id"); });
    db.query("UPDATE helpdesk_problem SET forgotten = forgotten + :less WHERE id = :problem")
        .bind("less", told - count_people(db, problem))
        .bind("problem", problem)
        .run();
    for (auto person : people) {
        auth::record(db, auth::Viewer::system(), now,
                     {.subject_kind = "joining", .subject_id = person, .action = "forgotten", .detail = detail({{"problem", std::to_string(problem.value)}})});
    }
    return people.size();
}

int forget_strangers_who_joined(db::Database& database, base::Instant now) {
    return static_cast<int>(database.write([&](db::Write& db) {
        std::size_t forgotten = 0;
        for (auto problem : solved_long_ago(db, now)) forgotten += forget_strangers_of(db, now, problem);
        return forgotten;
    }));
}

}  // namespace helpdesk
