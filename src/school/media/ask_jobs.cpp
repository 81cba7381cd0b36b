// "media.ask": letters with links to families. "media.consent_night": what ended is told, what is no longer needed is deleted.
#include <algorithm>

#include <fmt/format.h>

#include <boost/json.hpp>

#include "auth/account.h"
#include "auth/event.h"
#include "base/text.h"
#include "db/db.h"
#include "db/setting.h"
#include "html/html.h"
#include "http/call.h"
#include "jobs/jobs.h"
#include "mail/letter.h"
#include "mail/settings.h"
#include "media/answer.h"
#include "media/ask.h"
#include "media/pages.h"

namespace media {

/// "Ana, Ben and Eva", "Ana, Ben y Eva", "Ana e Inés".
static std::string names(html::Language language, const std::vector<std::string>& students) {
    if (students.size() < 2) return base::join(students, "");
    const auto last = base::fold(students.back());
    const bool spanish_i = last.starts_with("i") || (last.starts_with("hi") && !last.starts_with("hia") && !last.starts_with("hie"));
    const std::string_view before_last = language == html::Language::en ? " and " : spanish_i ? " e " : " y ";
    return base::join({students.begin(), students.end() - 1}, ", ").append(before_last).append(students.back());
}

mail::Letter link_letter(const http::Services& services, std::string_view district, const Recipient& to, std::string_view token) {
    const auto known = html::parse_language(to.language);
    const auto url = fmt::format("{}/consents/by-link/{}", services.public_url, token);
    const auto say = [&](html::Language language, std::string_view part) {
        const auto students = names(language, to.students);
        return services.messages->text(language, fmt::format("media.ask.letter.{}", part), {{"name", to.name}, {"students", students}, {"district", std::string(district)}});
    };
    const auto first = known.value_or(html::Language::en);
    mail::Content content;
    content.title = known ? say(first, "title") : fmt::format("{} / {}", say(html::Language::en, "title"), say(html::Language::es, "title"));
    content.greeting = say(first, "greeting");
    const auto add = [&](html::Language language) {
        for (const auto part : {"words", "choice", "yours"}) content.paragraphs.push_back(say(language, part));
    };
    add(first);
    if (!known) {
        content.paragraphs.emplace_back("—");
        content.paragraphs.push_back(say(html::Language::es, "greeting"));
        add(html::Language::es);
    }
    content.action = {known ? say(first, "action") : fmt::format("{} / {}", say(html::Language::en, "action"), say(html::Language::es, "action")), url};
    content.closing = known ? say(first, "closing") : fmt::format("{}\n{}", say(html::Language::en, "closing"), say(html::Language::es, "closing"));
    content.district = district;
    auto letter = mail::render_letter(services, first, content);
    letter.to_address = to.email;
    letter.to_name = to.name;
    return letter;
}

static Asking read_asking(const boost::json::object& payload) {
    Asking asking;
    if (const auto* student = payload.if_contains("student")) asking.student = roster::PersonId{student->to_number<std::int64_t>()};
    if (const auto* school = payload.if_contains("school")) asking.school = roster::OrgId{school->to_number<std::int64_t>()};
    if (const auto* grade = payload.if_contains("grade")) asking.grade = std::string(grade->as_string());
    if (const auto* all = payload.if_contains("all")) asking.silent_only = !all->as_bool();
    return asking;
}

/// With the grants that the person has when the letters are written.
static auth::Viewer asker(db::Read& db, const boost::json::object& payload) {
    const auth::AccountId by{payload.at("by").to_number<std::int64_t>()};
    return {by, auth::account_name(db, by).value_or(""), auth::grants(db, auth::Viewer::system(), by), auth::Proof::session};
}

static void send_some(jobs::Context& context, std::string_view district, const std::vector<Recipient>& some) {
    context.database().write([&](db::Write& db) {
        std::vector<std::int64_t> subjects;
        for (const auto& to : some) {
            const auto token = make_link(db, context.now(), to.person, to.language, context.id().value);
            mail::send(db, context.now(), link_letter(context.services(), district, to, token));
            subjects.push_back(to.person.value);
        }
        auth::record_for_all(db, auth::Viewer::system(), context.now(), {.subject_kind = "consent_link", .action = "sent"}, subjects);
    });
}

static void ask_families(jobs::Context& context) {
    constexpr std::size_t together = 20;
    const auto payload = boost::json::parse(context.payload()).as_object();
    std::string district;
    const auto found = context.database().read([&](db::Read& db) {
        district = db::setting_or(db, "district.name", "");
        // Clause 3.1: a link that cannot be sent is not written down.
        if (!mail::ready(mail::settings(db))) return Recipients{};
        return recipients(db, asker(db, payload), db::district_zone(db).day_of(context.now()), read_asking(payload), context.id().value);
    });
    std::size_t sent = 0, wrong = 0;
    std::vector<Recipient> some;
    const auto total = static_cast<std::int64_t>(found.with_address.size());
    const auto flush = [&] {
        if (some.empty()) return;
        send_some(context, district, some);
        sent += some.size();
        some.clear();
        context.progress(static_cast<std::int64_t>(sent + wrong), total);
    };
    for (const auto& to : found.with_address) {
        if (context.cancelled()) break;
        // An address of the roster that is none would stop everybody else's letter.
        if (!base::parse_email(to.email)) ++wrong;
        else some.push_back(to);
        if (some.size() >= together) flush();
    }
    if (!context.cancelled()) flush();
    context.result(boost::json::serialize(boost::json::object{{"asked", sent}, {"no_address", found.without_address + static_cast<std::int64_t>(wrong)}, {"see", "/consents"}}));
}

/// Clause 1.9 needs nobody's help: may_show knows the day. Here those are told who must do something about it.
static void tell_what_ended(jobs::Context& context) {
    constexpr std::size_t at_once = 50;  // on one night of the year it may be every student
    base::Day today;
    const auto ended = context.database().read([&](db::Read& db) {
        today = db::district_zone(db).day_of(context.now());
        return ended_between(db, base::parse_day(db::setting_or(db, "media.ended_told", "")).value_or(today - std::chrono::days(1)), today);
    });
    for (std::size_t from = 0; from < ended.size(); from += at_once) {
        if (context.cancelled()) return;
        context.database().write([&](db::Write& db) {
            for (std::size_t at = from; at < std::min(from + at_once, ended.size()); ++at) tell_change(db, ended[at], context.now(), Change::ended);
        });
    }
    // Last, so that a run that broke off tells everybody again.
    context.database().write([&](db::Write& db) {
        db::set_setting(db, "media.ended_told", base::to_iso(today));
        forget_links(db, context.now());
    });
}

void consent_jobs(jobs::Registry& registry) {
    registry.add("media.ask", ask_families);
    registry.add("media.consent_night", jobs::Schedule::daily_at(base::Minutes(15)), tell_what_ended);
}

}  // namespace media
