// Where a family answers: by the link of a letter, or signed in. The same page for both.
#include <algorithm>

#include <fmt/format.h>

#include "auth/attempt.h"
#include "auth/secret.h"
#include "base/error.h"
#include "base/text.h"
#include "html/format.h"
#include "http/parse.h"
#include "http/routes.h"
#include "media/ask.h"
#include "media/consent_view.h"
#include "media/family.h"
#include "media/pages.h"
#include "media/picture_family.h"
#include "people/people.h"

namespace media {

namespace {

/// Who reads, and how they proved it.
struct Reading {
    roster::PersonId reader;
    std::string base;                // "/consents/mine", "/consents/by-link/TOKEN"
    How how = How::account;
    std::optional<FamilyLink> link;
};

}  // namespace

static Reading by_account(const http::Call& call, db::Read& db) {
    const auto person = roster::person_of(db, call.viewer.account());
    return {person.value_or(roster::PersonId{}), "/consents/mine", How::account, std::nullopt};
}

static Reading by_link(http::Call& call, db::Read& db) {
    auto link = open_link(db, call.now, call.path("token"));
    // The language of the letter, unless this browser or the account asked for another.
    const auto written = html::parse_language(link.language);
    if (written && !call.viewer.signed_in() && !call.request.cookies.has("belltower_language")) call.language = *written;
    const auto reader = link.person;
    return {reader, "/consents/by-link/" + http::percent_encode(call.path("token")), How::link, std::move(link)};
}

static http::Response ended_link(const http::Call& call) { return call.page(http::not_found, "media/family_ended", call.text("media.family.ended_title"), {}); }

/// Nobody keeps a page that is somebody's own, and no search engine lists it.
static http::Response of_family(http::Response response) {
    response.header("Cache-Control", "private, no-store");
    response.header("X-Robots-Tag", "noindex, nofollow");
    return response;
}

/// What the reader said, and until when.
static void fill_said(const http::Call& call, html::View& view, const FamilyStudent& student, const std::vector<Channel>& asked) {
    std::vector<Use> yes, no;
    std::optional<base::Day> until;
    bool open = false;
    for (const auto use : all_uses()) {
        const auto answer = answer_to(student.mine, use, call.today());
        if (answer) (*answer ? yes : no).push_back(use);
        open |= !answer && std::ranges::find(asked, use.channel) != asked.end();
    }
    for (const auto& [use, said] : student.mine) {
        if (said.yes && said.until && call.today() < *said.until) until = until ? std::min(*until, *said.until) : *said.until;
    }
    if (!yes.empty()) view.add("said_yes").set("words", uses_words(call, yes));
    if (!no.empty()) view.add("said_no").set("words", uses_words(call, no));
    if (until) view.add("until").set("day", html::day_words(call.language, call.today(), *until - std::chrono::days(1)));
    view.show_if(open, "not_yet");
    view.show_if(!yes.empty() || !no.empty(), "has_said");
}

static void fill_student(const http::Call& call, html::View view, const Reading& reading, const FamilyStudent& student, const std::vector<Channel>& asked) {
    view.set("name", student.name).set("id", student.id.value);
    if (!student.school.empty()) view.add("school").set("name", student.school);
    if (student.former) {
        view.show("may_only_refuse");
        auto form = view.add("answers");
        form.set("action", reading.base + "/answers").set("id", student.id.value).set("name", student.name);
        form.show_if(student.mine.size() == all_uses().size(), "no_stands");
        return;
    }
    if (student.group == AgeGroup::adult && !student.own) {
        view.show("decides_alone");
        return;
    }
    if (student.opted_out) view.show("opted_out");
    auto form = view.add("answers");
    form.set("action", reading.base + "/answers").set("id", student.id.value).set("name", student.name);
    fill_said(call, form, student, asked);
    form.show_if(!asked.empty(), "may_say_yes");
    if (student.own) view.show(student.group == AgeGroup::adult ? "own_adult" : student.group == AgeGroup::teen ? "own_teen" : "own_child");
    else if (student.group == AgeGroup::teen) form.add("theirs_needed").set("name", student.name);
    // Clause 3.3: that the child answered, and not what.
    if (!student.own && !student.theirs.empty()) form.add("theirs_given").set("name", student.name);
    if (!student.own) form.add("ask_child").set("href", fmt::format("{}/children/{}", reading.base, student.id.value)).set("name", student.name);
    if (asked.empty()) return;
    auto each = form.add("each");
    fill_uses(call, each, asked, fmt::format("s{}-", student.id.value), [&](Use use) { return answer_to(student.mine, use, call.today()); });
}

static http::Response show(http::ReadCall& call, const Reading& reading) {
    const auto asked = open_channels(call.db);
    html::View view;
    view.set("district", call.district());
    const auto family = family_of(call.db, reading.reader, call.today());
    for (const auto& student : family) {
        auto one = view.add("student");
        fill_student(call, std::move(one), reading, student, asked);
    }
    // Clause 10.5 and whatever else rooms add, after the answers of all.
    for (const auto& student : family) {
        if (student.former) continue;
        for (const auto& part : family_parts()) {
            html::View filled;
            if (!part.fill(call, student.id, reading.reader, filled)) continue;
            const auto heading = student.own ? call.text("media.family.own_part") : call.text("media.family.part", {{"name", student.name}});
            view.add("part").set("heading", heading).set("html", call.fragment(part.template_name, std::move(filled)).body);
        }
    }
    view.show(family.size() == 1 && family.front().own ? "for_own" : "for_children");
    view.show(family.empty() ? "nobody" : "somebody").show_if(asked.empty() && !family.empty(), "nowhere");
    view.show_if(reading.link.has_value(), "by_link").show_if(!reading.link, "by_account");
    return of_family(call.page("media/family", call.text("media.family.title"), std::move(view)));
}

/// Of the reader's family, whom the form or the address names; base::NotFound for everybody else.
static FamilyStudent fetch_own(const http::Call& call, db::Read& db, const Reading& reading, std::int64_t id) {
    auto family = family_of(db, reading.reader, call.today());
    const auto found = std::ranges::find(family, roster::PersonId{id}, &FamilyStudent::id);
    if (found == family.end()) throw base::NotFound("not of this family");
    return *found;
}

/// For the child's own page: who can only refuse opens it with nobody.
static FamilyStudent fetch_child(const http::Call& call, db::Read& db, const Reading& reading) {
    auto student = fetch_own(call, db, reading, call.id("student"));
    if (student.former) throw base::NotFound("no guardian now");
    return student;
}

/// One press answers everything, or each question has its own.
static std::vector<std::pair<Use, bool>> answers_in(const http::Call& call, db::Read& db) {
    const auto all = call.request.form.text("all");
    if (all != "yes" && all != "no") return read_answers(call.request.form);
    std::vector<std::pair<Use, bool>> answers;
    const auto asked = open_channels(db);
    for (const auto use : all_uses()) {
        // A yes is to what is asked; a no is to whatever may be asked later too.
        if (all == "no" || std::ranges::find(asked, use.channel) != asked.end()) answers.emplace_back(use, all == "yes");
    }
    return answers;
}

/// On how many pages of ours the student is seen now.
static std::size_t places_of(http::WriteCall& call, roster::PersonId student) {
    constexpr int most = 30;
    std::size_t places = 0;
    for (const auto& picture : pictures_now(call.db, student, call.now, most)) places += picture.paths.size();
    return places;
}

static http::Response take(http::WriteCall& call, const Reading& reading, const FamilyStudent& student, roster::PersonId giver) {
    const auto readers = giver == reading.reader ? Readers::adults : Readers::children;
    auto answers = answers_in(call, call.db);
    if (answers.empty()) return call.redirect_with_notice(reading.base, call.text("media.family.nothing_chosen"));
    const bool any_no = std::ranges::any_of(answers, [](const auto& answer) { return !answer.second; });
    const auto shown_before = any_no && !student.former ? places_of(call, student.id) : 0;
    const NewAnswers given{.student = student.id, .giver = giver, .answers = std::move(answers), .how = reading.how, .shown = shown_words(*call.services.messages, call.language, readers), .given_on = call.today()};
    worded(call, [&] { return take_answers(call.db, call.viewer, call.now, given); });
    if (reading.link) note_opened(call.db, call.now, *reading.link);
    // Clause 11.1, where somebody withdraws.
    const auto saved = !any_no ? "media.family.saved_yes" : shown_before > 0 && places_of(call, student.id) < shown_before ? "media.family.saved_no_shown" : "media.family.saved_no";
    return of_family(call.redirect_with_notice(reading.base, call.text(saved, {{"name", student.name}})));
}

static http::Response save(http::WriteCall& call, const Reading& reading) {
    const auto student = fetch_own(call, call.db, reading, base::parse_integer(call.request.form.text("student")).value_or(0));
    return take(call, reading, student, reading.reader);
}

// --- The child's own word (clause 3.4) ---

/// From 13 on a yes unlocks something: who has an account says it there, and nobody who holds the guardian's link says it for them.
static bool says_yes_elsewhere(const Reading& reading, const FamilyStudent& student) {
    return student.group == AgeGroup::teen && student.has_account && reading.reader != student.id;
}

static http::Response show_child(http::ReadCall& call, const Reading& reading) {
    const auto student = fetch_child(call, call.db, reading);
    auto asked = open_channels(call.db);
    html::View view;
    if (says_yes_elsewhere(reading, student)) {
        view.show("signs_in");
        asked.clear();
    }
    view.set("name", student.name).set("back", reading.base).set("action", fmt::format("{}/children/{}", reading.base, student.id.value));
    view.show(student.little ? "little" : student.group == AgeGroup::child ? "middle" : "teen").show_if(!asked.empty(), "may_say_yes");
    auto places = asked.empty() ? std::optional<html::View>() : std::optional(view.add("places"));
    for (const auto channel : asked) places->add("place").set("words", call.text(fmt::format("media.family.place.{}", word(channel))));
    bool yes = false, no = false;
    for (const auto use : all_uses()) {
        const auto answer = answer_to(student.theirs, use, call.today());
        yes |= answer == true;
        no |= answer == false;
    }
    if (yes || no) view.show(yes && no ? "said_both" : yes ? "said_yes" : "said_no");
    if (student.group != AgeGroup::child && !asked.empty()) {
        auto each = view.add("each");
        each.set("action", fmt::format("{}/children/{}", reading.base, student.id.value));
        fill_uses(call, each, asked, "own-", [&](Use use) { return answer_to(student.theirs, use, call.today()); });
    }
    return of_family(call.page("media/family_child", call.text("media.family.child_title", {{"name", student.name}}), std::move(view)));
}

static http::Response save_child(http::WriteCall& call, const Reading& reading) {
    const auto student = fetch_child(call, call.db, reading);
    // Who is 18 is asked by a letter or page of their own.
    if (student.group == AgeGroup::adult && !student.own) throw base::NotFound("they decide alone");
    if (says_yes_elsewhere(reading, student) && std::ranges::any_of(answers_in(call, call.db), [](const auto& answer) { return answer.second; })) {
        throw base::Forbidden(call.text("media.family.teen_signs_in", {{"name", student.name}}));
    }
    // Clause 1.5: whoever holds a guardian's page cannot turn the child's no into a yes.
    if (reading.reader != student.id && std::ranges::any_of(answers_in(call, call.db), [&](const auto& answer) {
            return answer.second && answer_to(student.theirs, answer.first, call.today()) == false;
        })) {
        throw base::Forbidden(call.text("media.family.child_no_stands", {{"name", student.name}}));
    }
    return take(call, reading, student, student.id);
}

// --- The two ways in ---

constexpr int most_yes_an_hour = 60;

/// Clause 1.10: a form that only says no is never made to wait.
static bool says_yes(const http::Fields& form) {
    if (form.text("all") == "no") return false;
    const auto answers = read_answers(form);
    return form.text("all") == "yes" || std::ranges::any_of(answers, [](const auto& answer) { return answer.second; });
}

static http::Response limited(http::WriteCall& call, http::Response (*then)(http::WriteCall&, const Reading&)) {
    const auto key = "picture link " + auth::hash_token(call.path("token"));
    const auth::Limit limit{"ask", key, most_yes_an_hour};
    std::optional<Reading> reading;
    try {
        reading = by_link(call, call.db);
    } catch (const base::NotFound&) {
        return ended_link(call);
    }
    if (!says_yes(call.request.form)) return then(call, *reading);
    if (auth::blocked_until(call.db, call.now, limit)) {
        return call.problem(http::too_many_requests, call.text("media.family.too_many_title"), call.text("media.family.too_many")).header("Retry-After", "3600");
    }
    auth::note_failure(call.db, call.now, limit, std::chrono::hours(1));
    return then(call, *reading);
}

static http::Response read_by_link(http::ReadCall& call, http::Response (*then)(http::ReadCall&, const Reading&)) {
    std::optional<Reading> reading;
    try {
        reading = by_link(call, call.db);
    } catch (const base::NotFound&) {
        return ended_link(call);
    }
    return then(call, *reading);
}

static http::Response show_linked(http::ReadCall& call) { return read_by_link(call, show); }
static http::Response show_linked_child(http::ReadCall& call) { return read_by_link(call, show_child); }
static http::Response save_linked(http::WriteCall& call) { return limited(call, save); }
static http::Response save_linked_child(http::WriteCall& call) { return limited(call, save_child); }
static http::Response show_mine(http::ReadCall& call) { return show(call, by_account(call, call.db)); }
static http::Response show_my_child(http::ReadCall& call) { return show_child(call, by_account(call, call.db)); }
static http::Response save_mine(http::WriteCall& call) { return save(call, by_account(call, call.db)); }
static http::Response save_my_child(http::WriteCall& call) { return save_child(call, by_account(call, call.db)); }

/// Clause 3.4: students and guardians with an account are asked in their day until they have said something of each.
static std::vector<people::DayItem> to_answer(http::ReadCall& call) {
    std::vector<people::DayItem> items;
    const auto asked = open_channels(call.db);
    if (asked.empty() || !call.viewer.signed_in()) return items;
    for (const auto& student : family_of(call.db, by_account(call, call.db).reader, call.today())) {
        if (student.former || (student.group == AgeGroup::adult && !student.own)) continue;
        const bool heard = std::ranges::any_of(all_uses(), [&](Use use) { return answer_to(student.mine, use, call.today()).has_value(); });
        if (!heard) items.push_back({.title = call.text("media.family.day_title", {{"name", student.name}}), .path = "/consents/mine", .ask = call.text("media.family.day_ask"), .about = student.school});
    }
    return items;
}

void fill_family_slots() {
    auto& sources = people::day_sources();
    // A test wires several houses in one process.
    if (std::ranges::find(sources, people::DaySource(to_answer)) == sources.end()) sources.push_back(to_answer);
}

void family_routes(http::Routes& routes) {
    routes.get("/consents/by-link/{token}", http::anyone, show_linked);
    routes.post("/consents/by-link/{token}/answers", http::anyone, save_linked).with_own_secret();
    routes.get("/consents/by-link/{token}/children/{student}", http::anyone, show_linked_child);
    routes.post("/consents/by-link/{token}/children/{student}", http::anyone, save_linked_child).with_own_secret();
    routes.get("/consents/mine", http::signed_in, show_mine);
    routes.post("/consents/mine/answers", http::signed_in, save_mine);
    routes.get("/consents/mine/children/{student}", http::signed_in, show_my_child);
    routes.post("/consents/mine/children/{student}", http::signed_in, save_my_child);
}

}  // namespace media
