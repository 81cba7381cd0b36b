// Who joined a known problem gets a letter, unless the news reaches them about a request of theirs.
#include <fmt/format.h>

#include "base/text.h"
#include "helpdesk/problem_telling.h"
#include "html/html.h"
#include "http/call.h"
#include "mail/letter.h"

namespace helpdesk {

std::vector<NewsReader> untold_people(db::Read& db, const News& news, std::int64_t last) {
    return db.query(R"sql(
        SELECT p.id, p.told_round, COALESCE(a.name, p.name) AS name, COALESCE(a.email, p.email) AS email, COALESCE(a.language, p.language) AS language,
               CASE WHEN p.account_id IS NULL THEN p.token ELSE '' END AS token, CASE WHEN a.disabled_at IS NULL THEN 0 ELSE 1 END AS gone
          FROM helpdesk_problem_person p LEFT JOIN auth_account a ON a.id = p.account_id
         WHERE p.problem_id = :problem AND p.state = 'joined' AND p.told_round < :round AND p.id > :last
         ORDER BY p.id LIMIT :most
    )sql")
        .bind("problem", news.problem.id)
        .bind("round", news.problem.round)
        .bind("last", last)
        .bind("most", letters_together)
        .all([](const db::Row& row) {
            return NewsReader{row.integer("id"), row.integer("told_round"), std::string(row.text("name")), std::string(row.text("email")),
                          std::string(row.text("language")), std::string(row.text("token")), row.flag("gone")};
        });
}

/// Those of this round: told already, or still to be told, because what failed is tried again.
constexpr std::string_view answered_by_request = R"sql(
    (l.told_round = :round AND l.ended_by_problem = 1)
    OR (l.told_round < :round AND (l.ended_by_problem = 1 OR r.state IN ('new', 'open', 'waiting', 'scheduled')))
)sql";
/// What tell_request brings back: see nobody_said_it_works there.
constexpr std::string_view back_by_request = R"sql(
    (l.told_round = :round AND r.state = 'waiting' AND r.reopened > 0)
    OR (l.told_round < :round AND l.ended_by_problem = 1
        AND (r.state = 'resolved'
             OR (r.state = 'closed' AND 'closed_by_itself' = (SELECT e.action FROM auth_event e
                                                               WHERE e.subject_kind = 'request' AND e.subject_id = r.id AND e.action IN ('closed', 'closed_by_itself')
                                                               ORDER BY e.id DESC LIMIT 1))))
)sql";

std::set<std::string> told_by_request(db::Read& db, const News& news) {
    auto sql = [&](std::string_view own) {
        return fmt::format(R"sql(
            SELECT COALESCE(lower(a.email), lower(o.requester_email)) AS email
              FROM helpdesk_problem_request l
              JOIN helpdesk_request r ON r.id = l.request_id
              JOIN helpdesk_request o ON {} = r.id
              LEFT JOIN auth_account a ON a.id = o.requester_id
             WHERE l.problem_id = :problem AND ({})
        )sql", own, news.solved() ? answered_by_request : back_by_request);
    };
    std::set<std::string> emails;
    for (const auto& statement : {sql("o.id"), sql("o.merged_into_id")}) {
        db.query(statement).bind("problem", news.problem.id).bind("round", news.problem.round).each([&](const db::Row& row) { emails.emplace(row.text("email")); });
    }
    return emails;
}

/// Who was never told that it is solved is not told that it is not.
static bool wants_letter(const News& news, const NewsReader& reader) {
    return !reader.gone && (news.solved() || reader.told_round == news.problem.round - 1);
}

static mail::Letter letter_for(const http::Services& services, const News& news, const NewsReader& to) {
    auto language = html::parse_language(to.language).value_or(html::Language::en);
    auto title = news.problem.title.in(html::code(language));
    std::string_view kind = news.solved() ? "solved" : "again";
    auto say = [&](std::string_view part) {
        return services.messages->text(language, fmt::format("helpdesk.problem.letter.{}_{}", kind, part), {{"title", title}});
    };
    mail::Content content;
    content.title = say("title");
    content.greeting = services.messages->text(language, "helpdesk.letter.greeting", {{"name", to.name}});
    content.paragraphs = {say("words")};
    content.paragraphs.push_back(news.solved() ? news.problem.answer.in(html::code(language)) : news.problem.words.in(html::code(language)));
    content.action = {say("action"), to.token.empty() ? fmt::format("{}/known-problems/{}", services.public_url, news.problem.id.value)
                                                      : fmt::format("{}/me-too/{}", services.public_url, to.token)};
    mail::Letter letter = mail::render_letter(services, language, content);
    letter.to_address = to.email;
    letter.to_name = to.name;
    letter.thread = fmt::format("problem/{}", news.problem.id.value);
    return letter;
}

NewsDraft draft_for(const http::Services& services, const News& news, NewsReader to, const std::set<std::string>& told_by_request) {
    bool write = wants_letter(news, to) && !told_by_request.contains(base::to_lower_ascii(to.email));
    auto letter = write ? std::optional(letter_for(services, news, to)) : std::nullopt;
    return {std::move(to), std::move(letter)};
}

void send_news(db::Write& db, const News& news, const NewsDraft& draft) {
    auto untold = db.query("UPDATE helpdesk_problem_person SET told_round = :round WHERE id = :id AND told_round = :told AND state = 'joined'")
                      .bind("round", news.problem.round)
                      .bind("id", draft.to.id)
                      .bind("told", draft.to.told_round)
                      .run();
    if (untold > 0 && draft.letter) mail::send(db, news.now, *draft.letter);
}

}  // namespace helpdesk
