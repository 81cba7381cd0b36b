#include <span>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "auth/account.h"
#include "base/log.h"
#include "helpdesk/change.h"
#include "helpdesk/problem_news.h"
#include "helpdesk/problem_telling.h"
#include "http/live.h"
#include "jobs/jobs.h"

namespace helpdesk {

void tell_later(db::Write& db, const auth::Viewer& viewer, base::Instant now, ProblemId id) {
    auto payload = fmt::format(R"({{"problem":{}}})", id.value);
    auto key = fmt::format("problem-{}", id.value);
    jobs::NewJob job{.name = "helpdesk.problem_news", .payload = payload, .unique_key = key};
    if (viewer.signed_in()) job.owner = viewer.account();
    jobs::enqueue(db, now, job);
}

Telling telling_of(db::Read& db, const KnownProblem& problem) {
    return db.query(R"sql(
        SELECT COALESCE(SUM(CASE WHEN told_round = :round THEN 1 ELSE 0 END), 0) AS told, COALESCE(SUM(CASE WHEN told_round < :round THEN 1 ELSE 0 END), 0) AS untold
          FROM (SELECT told_round FROM helpdesk_problem_request WHERE problem_id = :problem
                UNION ALL
                SELECT told_round FROM helpdesk_problem_person WHERE problem_id = :problem AND state = 'joined') everybody
    )sql")
        .bind("round", problem.round)
        .bind("problem", problem.id)
        .one([](const db::Row& row) { return Telling{row.integer("told"), row.integer("untold")}; });
}

/// False when it was solved or opened again since this run began: what it has to tell is not true any more, and the job of that change does.
static bool still_true(db::Read& db, const News& news) {
    return db.query("SELECT round FROM helpdesk_problem WHERE id = :id").bind("id", news.problem.id).one_integer() == news.problem.round;
}

namespace {
struct Count {
    std::int64_t done = 0;
    std::int64_t failed = 0;
    bool overtaken = false;
};
}  // namespace

template <typename Item, typename F>
static void write_some(jobs::Context& context, const News& news, std::span<const Item> some, Count& count, F& tell) {
    bool told = context.database().write([&](db::Write& db) {
        if (!still_true(db, news)) return false;
        for (const auto& item : some) tell(db, item);
        http::touch(db, news.now, problem_topic);
        return true;
    });
    if (told) count.done += static_cast<std::int64_t>(some.size());
    else count.overtaken = true;
}

/// All in one transaction; when one of them makes it fail, each in its own, so that the others are told.
template <typename Item, typename F>
static void together_or_alone(jobs::Context& context, const News& news, const std::vector<Item>& items, Count& count, F tell) {
    try {
        return write_some(context, news, std::span(items), count, tell);
    } catch (const db::DiskFull&) {
        throw;  // says nothing about these
    } catch (const db::Clash&) {
        throw;
    } catch (const std::exception&) {
        // One of them bears it; which one is seen below.
    }
    for (const auto& item : items) {
        try {
            write_some(context, news, std::span(&item, 1), count, tell);
        } catch (const db::DiskFull&) {
            throw;
        } catch (const std::exception& problem) {
            ++count.failed;
            base::log::error("problem {}: somebody could not be told: {}", news.problem.id.value, problem.what());
        }
    }
}

static bool goes_on(const jobs::Context& context, const Count& count) { return !context.cancelled() && !count.overtaken; }

static void tell_requests(jobs::Context& context, const News& news, Count& count, std::int64_t total) {
    RequestId last;
    while (goes_on(context, count)) {
        auto some = context.database().read([&](db::Read& db) { return untold_requests(db, news, last); });
        if (some.empty()) return;
        last = some.back().request;
        together_or_alone(context, news, some, count, [&](db::Write& db, const Link& link) { tell_request(db, news, link); });
        context.progress(count.done, total);
    }
}

static void tell_people(jobs::Context& context, const News& news, Count& count, std::int64_t total) {
    auto by_request = context.database().read([&](db::Read& db) { return told_by_request(db, news); });
    std::int64_t last = 0;
    while (goes_on(context, count)) {
        auto some = context.database().read([&](db::Read& db) { return untold_people(db, news, last); });
        if (some.empty()) return;
        last = some.back().id;
        std::vector<NewsDraft> drafts;
        for (auto& to : some) drafts.push_back(draft_for(context.services(), news, std::move(to), by_request));
        together_or_alone(context, news, drafts, count, [&](db::Write& db, const NewsDraft& draft) { send_news(db, news, draft); });
        context.progress(count.done, total);
    }
}

static News news_of(db::Read& db, ProblemId id, base::Instant now) {
    auto problem = find_problem(db, id);
    // News comes from whoever wrote the answer or opened it again; what they may do is not asked again.
    auto turned_by = db.query("SELECT COALESCE(turned_by_id, 0) FROM helpdesk_problem WHERE id = :id").bind("id", id).one_integer();
    auto name = turned_by ? auth::account_name(db, {turned_by}) : std::nullopt;
    auto teller = name ? auth::Viewer({turned_by}, *name, {}, auth::Proof::session) : auth::Viewer::system();
    return {std::move(problem), std::move(teller), now};
}

void tell_of_problem(jobs::Context& context) {
    ProblemId id{boost::json::parse(context.payload()).at("problem").as_int64()};
    auto news = context.database().read([&](db::Read& db) { return news_of(db, id, context.now()); });
    auto total = context.database().read([&](db::Read& db) { return telling_of(db, news.problem).untold; });
    Count count;
    tell_requests(context, news, count, total);
    tell_people(context, news, count, total);
    context.result(fmt::format(R"({{"told":{},"see":"/queue/problems/{}"}})", count.done, id.value));
    if (count.failed > 0) throw std::runtime_error(fmt::format("{} could not be told; the log says why", count.failed));
}

}  // namespace helpdesk
