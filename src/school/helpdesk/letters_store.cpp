#include "helpdesk/letters.h"

#include <algorithm>
#include <span>

#include <fmt/format.h>

#include "auth/account.h"
#include "auth/secret.h"
#include "base/log.h"
#include "base/text.h"
#include "db/setting.h"
#include "helpdesk/letter_ways.h"
#include "helpdesk/request_row.h"
#include "helpdesk/status.h"
#include "helpdesk/uploads.h"
#include "html/format.h"
#include "jobs/jobs.h"
#include "mail/letter.h"

namespace helpdesk {

struct Notice {
    std::int64_t id;
    RequestId request;
    std::string kind;
    std::string secret;
    std::string words;
    std::optional<std::int64_t> message;
    std::optional<auth::AccountId> account;
};

static std::vector<Notice> notices(db::Read& db, bool set_aside, int most) {
    return db.query(R"sql(
        SELECT id, request_id, kind, secret, words, message_id, account_id
          FROM helpdesk_notice
         WHERE (set_aside_at IS NOT NULL) = (:aside = 1)
         ORDER BY id
         LIMIT :most
    )sql").bind("aside", set_aside).bind("most", most).all([](const db::Row& row) {
        Notice notice{row.integer("id"), {row.integer("request_id")}, std::string(row.text("kind")), std::string(row.text("secret")),
                      std::string(row.text("words")), row.maybe_integer("message_id"), std::nullopt};
        if (auto account = row.maybe_integer("account_id")) notice.account = auth::AccountId{*account};
        return notice;
    });
}

struct Addressee {
    std::string address;
    std::string name;
    html::Language language;
    bool has_account;
    bool theirs = true;  // the request is the reader's own, or their own was joined with it
    std::optional<Request> own = {};  // whose request was joined with the one that the notice is about: theirs
    std::optional<auth::AccountId> watcher = {};  // who is told because they watch
};

static html::Language language_of(std::string_view code) { return html::parse_language(code).value_or(html::Language::en); }

static Addressee account_addressee(db::Read& db, auth::AccountId id) {
    auto account = auth::load_account(db, auth::Viewer::system(), id);
    return {account.email, account.name, language_of(account.language), true};
}

/// Somebody of the department.
static Addressee colleague_addressee(db::Read& db, const Request& request, auth::AccountId id) {
    auto person = account_addressee(db, id);
    person.theirs = request.requester == id;
    return person;
}

static std::optional<Addressee> requester_addressee(db::Read& db, const Request& request) {
    if (request.requester) return account_addressee(db, *request.requester);
    if (request.requester_email.empty()) return std::nullopt;
    return Addressee{request.requester_email, request.requester_name, language_of(request.language), false};
}

static bool is_among(const std::vector<Addressee>& people, const Addressee& one) {
    return std::ranges::find(people, one.address, &Addressee::address) != people.end();
}

/// Those whose own request was joined with this one; each is written to about the own.
static void add_joined(db::Read& db, std::vector<Addressee>& people, const Request& request) {
    static const std::string sql = fmt::format("SELECT {} FROM helpdesk_request r WHERE r.merged_into_id = :into AND NOT EXISTS "
                                               "(SELECT 1 FROM helpdesk_unsubscribed u WHERE u.request_id = r.id) ORDER BY r.id", request_columns);
    for (auto& own : db.query(sql).bind("into", request.id).all(read_request)) {
        auto person = requester_addressee(db, own);
        if (!person || is_among(people, *person)) continue;
        person->own = std::move(own);
        people.push_back(std::move(*person));
    }
}

/// Those of the department who follow it, while they work at its school; nobody is told what they wrote themselves.
static void add_watchers(db::Read& db, std::vector<Addressee>& people, const Request& request, std::optional<std::int64_t> message) {
    auto watchers = db.query(R"sql(
        SELECT account_id FROM helpdesk_watcher
         WHERE request_id = :request
           AND account_id <> COALESCE((SELECT author_id FROM helpdesk_message WHERE id = :message), 0)
         ORDER BY account_id
    )sql").bind("request", request.id).bind("message", message).all([](const db::Row& row) { return auth::AccountId{row.integer("account_id")}; });
    if (watchers.empty()) return;
    auto may = auth::accounts_with(db, may_work, request.school.value);
    for (auto watcher : watchers) {
        if (request.requester == watcher || std::ranges::find(may, watcher) == may.end()) continue;
        auto person = colleague_addressee(db, request, watcher);
        person.watcher = watcher;
        if (!is_among(people, person)) people.push_back(std::move(person));
    }
}

static std::vector<Addressee> everybody_told(db::Read& db, const Request& request, std::optional<std::int64_t> message) {
    std::vector<Addressee> people;
    if (auto person = requester_addressee(db, request)) people.push_back(std::move(*person));
    add_watchers(db, people, request, message);
    add_joined(db, people, request);
    return people;
}

/// Who has the request hears what a colleague answered in it.
static void add_assignee(db::Read& db, std::vector<Addressee>& people, const Request& request, std::optional<std::int64_t> message) {
    if (!request.assignee || request.assignee == request.requester) return;
    const auto author = message ? db.query("SELECT author_id FROM helpdesk_message WHERE id = :id AND author_id IS NOT NULL").bind("id", *message).maybe_integer() : std::nullopt;
    if (author == request.assignee->value) return;
    const auto may = auth::accounts_with(db, may_work, request.school.value);
    if (std::ranges::find(may, *request.assignee) == may.end()) return;
    auto person = colleague_addressee(db, request, *request.assignee);
    if (!is_among(people, person)) people.push_back(std::move(person));
}

static std::vector<Addressee> addressees(db::Read& db, const Notice& notice, const Request& request) {
    if (notice.account) return {colleague_addressee(db, request, *notice.account)};
    if (notice.kind == "requester_replied" || notice.kind == "reopened") {
        // Without somebody who has it the queue shows it; a letter to everybody would be noise.
        // Who has their own request knows what they wrote, and reads no notes of others by mail.
        return request.assignee && request.assignee != request.requester ? std::vector{colleague_addressee(db, request, *request.assignee)} : std::vector<Addressee>();
    }
    auto people = everybody_told(db, request, notice.message);
    if (notice.kind == "replied") add_assignee(db, people, request, notice.message);
    return people;
}

static std::string address_of(const http::Services& services, const Notice& notice, const Request& request, const Addressee& to) {
    if (notice.kind == "confirm") return fmt::format("{}/confirmations/{}", services.public_url, notice.secret);
    if (to.has_account) return fmt::format("{}/requests/{}", services.public_url, request.id.value);
    return fmt::format("{}/status/{}", services.public_url, request.token);
}

struct Quoted {
    std::string author;
    std::string body;
    bool note = false;
};

static std::optional<Quoted> quoted(db::Read& db, const Notice& notice) {
    if (!notice.message) return std::nullopt;
    return db.query("SELECT author_name, body, kind FROM helpdesk_message WHERE id = :id").bind("id", *notice.message).maybe([](const db::Row& row) {
        return Quoted{std::string(row.text("author_name")), std::string(row.text("body")), row.text("kind") == "note"};
    });
}

/// Named in the letter and read on the page, where the reader's rights are looked at.
static std::vector<std::string> files_of(db::Read& db, const Notice& notice) {
    if (!notice.message) return {};
    return db.query("SELECT file_name FROM helpdesk_attachment WHERE message_id = :id ORDER BY id LIMIT :most")
        .bind("id", *notice.message)
        .bind("most", static_cast<std::int64_t>(most_files))
        .all([](const db::Row& row) { return std::string(row.text("file_name")); });
}

/// Files of the message that became the request, which were too large or too many.
static std::string not_taken(db::Read& db, RequestId request) {
    return db.query("SELECT left_out_names FROM helpdesk_mail WHERE request_id = :request AND kind = 'request' AND left_out > 0 AND left_out_names <> '*' ORDER BY id LIMIT 1")
        .bind("request", request)
        .maybe_text()
        .value_or("");
}

/// The same of an answer.
static std::string not_taken_with(db::Read& db, const Notice& notice) {
    if (!notice.message) return {};
    return db.query("SELECT left_out_names FROM helpdesk_mail WHERE message_id = :message AND left_out > 0 AND left_out_names <> '*' LIMIT 1").bind("message", *notice.message).maybe_text().value_or("");
}

/// Whoever is given a request reads on the way what it is about.
static void tell_what_it_is(db::Read& db, const http::Services& services, html::Language language, base::Instant now, const Request& request, mail::Content& content) {
    constexpr std::size_t most_quoted = 1'000;
    if (!request.description.empty() && !content.quote) content.quote = {base::elide(request.description, most_quoted), request.requester_name};
    const auto school = roster::find_org(db, request.school);
    const auto place = !school ? request.room : request.room.empty() ? school->name : fmt::format("{}, {}", request.room, school->name);
    if (!place.empty()) content.facts.push_back({services.messages->text(language, "helpdesk.fact.place"), place});
    content.facts.push_back({services.messages->text(language, "helpdesk.fact.due"), html::due_words(language, db::district_zone(db), now, request.due_at)});
}

/// Under which key the words of a letter stand: what a person is told of their own request differs from what others are told.
static std::string words_key(const Notice& notice, const Addressee& to, const std::optional<Quoted>& message) {
    // Whose request was joined cannot answer on its page.
    if (to.own && (notice.kind == "resolved" || notice.kind == "scheduled")) return notice.kind + ".words_joined";
    if (notice.kind == "requester_replied" && message && message->note) return "requester_replied.words_note";
    if (notice.kind == "kept_as_note") return fmt::format("kept_as_note.words_{}", notice.words);
    if (notice.kind == "replied" && !to.theirs && !to.watcher) return "replied.words_yours";
    const bool told_to_all = notice.kind != "confirm" && notice.kind != "requester_replied" && notice.kind != "reopened" && !notice.account;
    return notice.kind + (told_to_all && !to.theirs ? ".words_watched" : ".words");
}

static mail::Letter letter_for(db::Read& db, const http::Services& services, base::Instant now, const Notice& notice, const Addressee& to,
                               const Request& request) {
    auto zone = db::district_zone(db);
    const Request& about = to.own ? *to.own : request;
    // Who was joined with it reads no word of the other person, so the state is told of a request without them.
    auto told = to.own ? *joined_with(db, about) : request;
    auto status = words_of({*services.messages, to.language, zone, now}, told, status_of(db, now, told));
    auto say = [&](std::string_view part, std::initializer_list<html::Argument> arguments = {}) {
        return services.messages->text(to.language, fmt::format("helpdesk.letter.{}", part), arguments);
    };
    mail::Content content;
    content.title = say(notice.kind + ".title", {{"title", about.title}, {"n", std::to_string(about.id.value)}});
    content.greeting = say("greeting", {{"name", to.name}});
    const auto message = quoted(db, notice);
    content.paragraphs.push_back(say(words_key(notice, to, message), {{"title", about.title}, {"n", std::to_string(about.id.value)}, {"name", about.requester_name}, {"author", message ? message->author : ""}}));
    if (message) content.quote = {message->body, message->author};
    // Why it waits is said below, with the words of whoever let it wait.
    else if (!notice.words.empty() && status.why.find(notice.words) == std::string::npos) content.paragraphs.push_back(notice.words);
    if (notice.kind == "assigned") tell_what_it_is(db, services, to.language, now, about, content);
    if (notice.kind == "scheduled" && about.scheduled_at) {
        content.facts.push_back({services.messages->text(to.language, "helpdesk.status.when_label"), html::moment_words(to.language, zone, now, *about.scheduled_at)});
    }
    if (notice.kind == "received" || notice.kind == "walk_up" || notice.kind == "waiting" || notice.kind == "handed_over") {
        content.facts.push_back({services.messages->text(to.language, "helpdesk.status.why"), status.why});
        if (!status.when.empty()) content.facts.push_back({services.messages->text(to.language, "helpdesk.status.when_label"), status.when});
    }
    // Whose request was joined sees no files of the other one, on the page either.
    if (const auto names = notice.kind == "received" ? not_taken(db, about.id) : notice.kind == "requester_replied" || notice.kind == "reopened" ? not_taken_with(db, notice) : std::string(); !names.empty()) content.facts.push_back({say("not_taken"), names});
    if (const auto files = to.own ? std::vector<std::string>() : files_of(db, notice); !files.empty()) content.facts.push_back({say("files"), base::join(files, ", ")});
    if (notice.kind == "resolved" && to.theirs && !to.own && !status.closes.empty()) content.paragraphs.push_back(status.closes);
    const bool held = notice.kind == "confirm";  // its request waits for its link
    const bool of_note = message && message->note;
    const auto ways = held ? LetterWays() : letter_ways(db, services, about, {to.address, to.language, to.watcher, notice.kind == "resolved" && to.theirs && !to.own, to.own.has_value(), of_note});
    // The link belongs to what they wrote, and is trusted where that stands.
    const auto conversation = held ? conversation_of(db, about, to.address) : LetterWays();
    if (!ways.warning.empty()) content.paragraphs.insert(content.paragraphs.begin(), ways.warning);
    if (!ways.unsubscribe_url.empty()) content.quiet_action = {services.messages->text(to.language, "helpdesk.intake.letter.stop"), ways.unsubscribe_url};
    content.district = db::setting_or(db, "district.name", "");
    content.closing = ways.closing;
    content.mark = ways.mark;
    content.action = {say(held ? "confirm.action" : to.theirs ? "action" : "action_watched"), address_of(services, notice, about, to)};
    mail::Letter letter = mail::render_letter(services, to.language, content);
    // Programs cut an answer at the sign of a signature, also where they quote without marks: what stands below, perhaps "note:", would be lost.
    content.district.clear();
    letter.text = mail::plain_text(content);
    // Under the subject of the conversation the text says what this letter is about; the HTML has it as its heading.
    if (!ways.subject.empty() || !conversation.subject.empty()) letter.text = content.title + "\n\n" + letter.text;
    letter.to_address = to.address;
    letter.to_name = to.name;
    letter.thread = fmt::format("request/{}{}", about.id.value, of_note ? "/note" : "");
    set_ways(letter, held ? conversation : ways);
    // What a technician wrote is a person's letter: other help desks throw away what machines write, and who is away tells us so.
    letter.written_by_person = notice.kind == "replied" && to.theirs && !to.own;
    letter.answers_by_itself = about.origin == Origin::mail && (held || notice.kind == "received");
    return letter;
}

static Request request_of(db::Read& db, RequestId id) { return fetch_for_work(db, auth::Viewer::system(), id); }

/// The letters of one notice, or what keeps them from being written.
struct Drafts {
    const Notice* notice;
    std::vector<mail::Letter> letters;
    std::optional<std::string> problem;
};

/// Made in a snapshot, so that the writer only stores them.
static Drafts drafts_of(db::Read& db, const http::Services& services, base::Instant now, const Notice& notice) {
    Drafts drafts{&notice, {}, {}};
    try {
        Request request = request_of(db, notice.request);
        for (const auto& to : addressees(db, notice, request)) drafts.letters.push_back(letter_for(db, services, now, notice, to, request));
    } catch (const db::Failure&) {
        throw;  // the snapshot is of no use to the others either
    } catch (const std::exception& problem) {
        drafts.problem = problem.what();
    }
    return drafts;
}

static void put_into_outbox(db::Write& db, base::Instant now, const Drafts& drafts) {
    if (drafts.problem) return;
    if (db.query("DELETE FROM helpdesk_notice WHERE id = :id").bind("id", drafts.notice->id).run() == 0) return;  // another process was first
    for (const auto& letter : drafts.letters) mail::send(db, now, letter);
}

/// False when they could not be stored together, for a reason that one of them may bear.
static bool store_together(db::Database& database, base::Instant now, const std::vector<Drafts>& all) {
    try {
        database.write([&](db::Write& db) {
            for (const auto& drafts : all) put_into_outbox(db, now, drafts);
        });
        return true;
    } catch (const db::DiskFull&) {
        throw;  // says nothing about these notices
    } catch (const db::Clash&) {
        throw;
    } catch (const std::exception&) {
        return false;
    }
}

static void store_alone(db::Database& database, base::Instant now, Drafts& drafts) {
    try {
        database.write([&](db::Write& db) { put_into_outbox(db, now, drafts); });
    } catch (const db::DiskFull&) {
        throw;
    } catch (const db::Clash&) {
        throw;
    } catch (const std::exception& problem) {
        drafts.problem = problem.what();
    }
}

/// Writes the letters of these notices, and returns what kept some of them from it, each with its notice.
static std::vector<Drafts> write_some(db::Database& database, const http::Services& services, base::Instant now, std::span<const Notice> some) {
    auto all = database.read([&](db::Read& db) {
        std::vector<Drafts> drafts;
        for (const auto& notice : some) drafts.push_back(drafts_of(db, services, now, notice));
        return drafts;
    });
    if (!store_together(database, now, all)) {
        for (auto& drafts : all) store_alone(database, now, drafts);
    }
    std::erase_if(all, [](const Drafts& drafts) { return !drafts.problem; });
    return all;
}

static std::string set_aside(db::Database& database, base::Instant now, const Notice& notice, const std::string& problem) {
    auto incident = auth::random_token().substr(0, 10);
    base::log::error("incident {}: no letter can be written of notice {} ({}) of request {}: {}", incident, notice.id, notice.kind, notice.request.value, problem);
    database.write([&](db::Write& db) {
        db.query("UPDATE helpdesk_notice SET set_aside_at = COALESCE(set_aside_at, :now), problem = :problem WHERE id = :id")
            .bind("now", now)
            .bind("problem", fmt::format("incident {}: {}", incident, problem))
            .bind("id", notice.id)
            .run();
    });
    return incident;
}

/// Few enough that the writer is not held long, and many enough that a busy day's letters do not each wait for the disk.
constexpr std::size_t notices_together = 20;

Written write_letters(db::Database& database, const http::Services& services, base::Instant now, int most) {
    Written written;
    seal_key(database);  // before letters are drafted in a snapshot
    auto waiting = database.read([&](db::Read& db) { return notices(db, false, most); });
    written.notices = static_cast<int>(waiting.size());
    for (std::span<const Notice> rest(waiting); !rest.empty(); rest = rest.subspan(std::min(notices_together, rest.size()))) {
        for (const auto& drafts : write_some(database, services, now, rest.first(std::min(notices_together, rest.size())))) {
            ++written.set_aside;
            set_aside(database, now, *drafts.notice, *drafts.problem);
        }
    }
    if (written.set_aside > 0) {
        database.write([&](db::Write& db) { jobs::enqueue(db, now, {.name = "helpdesk.set_aside_letters", .unique_key = jobs::schedule_key}); });
    }
    return written;
}

void write_set_aside_letters(db::Database& database, const http::Services& services, base::Instant now) {
    constexpr int most = 10'000;
    int left = 0;
    std::string incident;
    for (const auto& notice : database.read([&](db::Read& db) { return notices(db, true, most); })) {
        for (const auto& drafts : write_some(database, services, now, std::span(&notice, 1))) {
            ++left;
            incident = set_aside(database, now, notice, *drafts.problem);
        }
    }
    if (left > 0) throw std::runtime_error(fmt::format("{} notices cannot be written as letters; the log says why, the last under incident {}", left, incident));
}

}  // namespace helpdesk
