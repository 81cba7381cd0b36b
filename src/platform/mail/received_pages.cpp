/// Messages that came in: the list, one of them, and what a person decides about one that is held.
#include "mail/pages.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "auth/event.h"
#include "base/error.h"
#include "base/megabytes.h"
#include "base/text.h"
#include "files/files.h"
#include "html/format.h"
#include "http/parse.h"
#include "mail/facts.h"
#include "mail/mail.h"
#include "mail/mailbox.h"
#include "mail/received.h"

namespace mail {

static std::string address_of(ReceivedId id) { return fmt::format("/settings/mail/received/{}", id.value); }

static std::string people_words(const Address& one) {
    if (one.name.empty()) return one.address;
    return one.address.empty() ? one.name : one.name + " <" + one.address + '>';
}

/// What became of it, in words; a reason of a room that we have no words for is shown as it is.
static std::string why_words(const http::Call& call, std::string_view why) {
    if (why.empty()) return "";
    auto words = call.services.messages->find(call.language, fmt::format("mail.inbox.why_{}", why));
    return words.value_or(std::string(why));
}

static std::string came_by(const http::Call& call, const ReceivedEntry& entry) {
    if (!entry.mailbox_name.empty()) return entry.mailbox_name;
    // Of a mailbox that was removed nothing is left but the address.
    return entry.recipient.empty() ? call.text("mail.inbox.by_pipe") : entry.by_pipe ? fmt::format("{}, {}", call.text("mail.inbox.by_pipe"), entry.recipient) : entry.recipient;
}

// --- The list ---

constexpr std::string_view pipe_value = "pipe";

static void add_row(const http::Call& call, html::View& list, const ReceivedEntry& entry, bool picked) {
    auto row = list.add("message");
    const bool bare = entry.subject.empty();
    row.set("href", address_of(entry.id)).set("subject", !bare ? entry.subject : call.text(entry.kept ? "mail.inbox.no_subject" : "mail.inbox.forgotten_subject"));
    row.set("from", people_words(entry.from)).set("by", came_by(call, entry)).set("why", why_words(call, entry.why));
    row.include("pill", "mail/received_pill").show(word(entry.state));
    set_moment(call, row, entry.at);
    if (entry.state != ReceivedState::held) return;
    row.add("pick").set("id", entry.id.value).set("label", call.text("mail.inbox.choose", {{"subject", bare ? call.text("mail.inbox.no_subject") : entry.subject}})).show_if(picked, "picked");
}

static void add_state_choice(const http::Call& call, html::View& view, std::optional<ReceivedState> state, std::optional<ReceivedState> chosen) {
    const auto value = state ? std::string(word(*state)) : "";
    view.add("state").set("value", value).set("label", call.text(state ? "mail.inbox.state_" + value : "mail.inbox.all")).show_if(state == chosen, "selected");
}

static void add_mailbox_choices(const http::Call& call, db::Read& db, html::View& view, const ReceivedFilter& filter) {
    view.add("mailbox").set("value", "").set("label", call.text("mail.inbox.all"));
    for (const auto& [id, name] : mailbox_names(db, call.viewer)) view.add("mailbox").set("value", id.value).set("label", name).show_if(filter.mailbox == id, "selected");
    view.add("mailbox").set("value", pipe_value).set("label", call.text("mail.inbox.by_pipe")).show_if(filter.by_pipe, "selected");
}

/// What waits for a decision is what the page is opened for, unless something else is asked for.
static ReceivedFilter filter_of(db::Read& db, const http::Fields& query) {
    ReceivedFilter filter;
    filter.state = parse_received_state(query.text("state"));
    const bool asks_for_nothing = std::ranges::none_of(std::array{"state", "mailbox", "words", "about", "before"}, [&](const char* name) { return query.has(name); });
    if (asks_for_nothing && count_held(db) > 0) filter.state = ReceivedState::held;
    if (const auto mailbox = base::parse_integer(query.text("mailbox")); mailbox && *mailbox > 0) filter.mailbox = MailboxId{*mailbox};
    filter.by_pipe = query.text("mailbox") == pipe_value;
    constexpr std::size_t longest = 100;
    filter.words = base::first_code_points(base::collapse_space(query.text("words")), longest);
    filter.link = query.text("about");
    filter.before = base::parse_integer(query.text("before")).value_or(0);
    return filter;
}

static std::string list_address(const ReceivedFilter& filter) {
    const auto mailbox = filter.by_pipe ? std::string(pipe_value) : filter.mailbox ? std::to_string(filter.mailbox->value) : "";
    return fmt::format("/settings/mail/received?state={}&mailbox={}&words={}&about={}", filter.state ? word(*filter.state) : "", mailbox, http::percent_encode(filter.words),
                       http::percent_encode(filter.link));
}

static void add_pager(const http::Call& call, html::View& view, const ReceivedFilter& filter, const std::vector<ReceivedEntry>& entries) {
    auto pager = view.include("pager", "html/pager");
    pager.set("summary", call.text("mail.inbox.summary", {{"n", std::to_string(entries.size())}}));
    const auto address = list_address(filter);
    if (filter.before) pager.add("previous").set("href", address);
    if (static_cast<int>(entries.size()) == filter.most) pager.add("next").set("href", fmt::format("{}&before={}", address, entries.back().id.value));
}

/// How long messages are kept; with what was typed when that cannot be.
static void fill_keeping(const http::Call& call, db::Read& db, html::View& view, std::string_view bad_days) {
    auto keeping = view.add("keeping");
    keeping.set("days", bad_days.empty() ? std::to_string(keep_received_days(db)) : std::string(bad_days));
    if (bad_days.empty()) return;
    keeping.add("days_problem").set("message", call.text("mail.inbox.bad_days"));
    show_problems(view, {{"days", call.text("mail.inbox.bad_days")}});
}

/// All of the page at once, without script.
static void add_choice_of_all(html::View& list, const ReceivedFilter& filter, bool all_picked) {
    auto address = list_address(filter);
    if (filter.before) address += fmt::format("&before={}", filter.before);
    list.show("some_held");
    list.add("deciding").add(all_picked ? "choose_none" : "choose_all").set("href", address + (all_picked ? "" : "&pick=all"));
}

static html::View list_view(const http::Call& call, db::Read& db, const ReceivedFilter& filter, std::string_view bad_days = {}) {
    html::View view;
    add_state_choice(call, view, std::nullopt, filter.state);
    for (auto state : {ReceivedState::fresh, ReceivedState::taken, ReceivedState::held, ReceivedState::dropped}) add_state_choice(call, view, state, filter.state);
    add_mailbox_choices(call, db, view, filter);
    const auto entries = received(db, call.viewer, filter);
    const bool asks_for_held = filter.state == ReceivedState::held && filter.words.empty();
    if (entries.empty()) view.add("empty").set("title", call.text(!filter.words.empty() ? "mail.outbox.nothing_found" : asks_for_held ? "mail.inbox.nothing_held" : "mail.inbox.empty")).show_if(!asks_for_held && filter.words.empty(), "hint");
    if (!entries.empty()) {
        auto list = view.add("list");
        const bool all_picked = call.request.query.text("pick") == "all";
        for (const auto& entry : entries) add_row(call, list, entry, all_picked);
        if (std::ranges::any_of(entries, [](const ReceivedEntry& entry) { return entry.state == ReceivedState::held; })) add_choice_of_all(list, filter, all_picked);
        add_pager(call, view, filter, entries);
    }
    view.set("words", filter.words);
    const bool manages = call.viewer.may_everywhere(may_manage);
    view.set("back", manages ? "/settings/mail" : "/settings").set("back_label", call.text(manages ? "mail.settings.title" : "mail.to_settings"));
    if (manages) fill_keeping(call, db, view, bad_days);
    return view;
}

static http::Response show_list(http::ReadCall& call) {
    auto view = list_view(call, call.db, filter_of(call.db, call.request.query));
    return call.page("mail/received_list", call.text("mail.inbox.title"), std::move(view));
}

/// How long messages are kept.
static http::Response save_keeping(http::WriteCall& call) {
    const auto typed = call.request.form.text("days");
    try {
        set_keep_received_days(call.db, base::parse_integer(typed).value_or(0));
    } catch (const base::Invalid&) {
        auto view = list_view(call, call.db, {}, typed.empty() ? "-" : typed);
        return call.page(http::unprocessable, "mail/received_list", call.text("mail.inbox.title"), std::move(view));
    }
    auth::record(call.db, call.viewer, call.now, {.subject_kind = "setting", .action = "mail_changed"});
    return call.redirect_with_notice("/settings/mail/received", call.text("mail.inbox.days_saved"));
}

// --- One message ---

static std::string size_words(const http::Call& call, std::int64_t bytes) {
    constexpr std::int64_t kilobyte = 1024, megabyte = 1024 * kilobyte;
    if (bytes < megabyte) return call.text("mail.inbox.kb", {{"n", html::number_words(call.language, (bytes + kilobyte - 1) / kilobyte)}});
    return call.text("mail.inbox.mb", {{"n", base::megabytes(bytes)}});
}

static void add_fact(const http::Call& call, html::View& view, std::string_view key, const std::string& value) {
    if (!value.empty()) view.add("fact").set("label", call.text(fmt::format("mail.inbox.{}", key))).set("value", value);
}

static std::string all_of(const std::vector<Address>& people) {
    std::string words;
    for (const auto& one : people) words += (words.empty() ? "" : ", ") + people_words(one);
    return std::string(base::first_code_points(words, 500));
}

static std::string repairs_words(const http::Call& call, const Incoming& message) {
    std::string words;
    for (const auto& repair : message.repairs) {
        const auto one = call.services.messages->find(call.language, fmt::format("mail.inbox.repair_{}", repair));
        words += (words.empty() ? "" : " ") + one.value_or(repair);
    }
    return words;
}

static void show_facts(const http::Call& call, html::View& view, const ReceivedEntry& entry, const Incoming& message) {
    add_fact(call, view, "from", people_words(entry.from));
    if (message.reply_to && message.reply_to->address != entry.from.address) add_fact(call, view, "reply_to", people_words(*message.reply_to));
    add_fact(call, view, "to", all_of(message.to));
    add_fact(call, view, "cc", all_of(message.cc));
    add_fact(call, view, "by", came_by(call, entry));
    add_fact(call, view, "came", html::moment_words(call.language, call.zone, call.now, entry.at));
    if (message.date) add_fact(call, view, "date", html::moment_words(call.language, call.zone, call.now, *message.date));
    if (entry.kept) add_fact(call, view, "origin", call.text(fmt::format("mail.inbox.origin_{}", word(message.origin))));
    // The id of a letter of ours is a seal, and not for whoever decides.
    add_fact(call, view, "answers", cleaned(message.in_reply_to));
    add_fact(call, view, "message_id", cleaned(message.message_id));
    if (entry.size_bytes > 0) add_fact(call, view, "size", size_words(call, entry.size_bytes));
    add_fact(call, view, "repairs", repairs_words(call, message));
    add_fact(call, view, "problem", entry.problem);
    if (entry.decided_at && !entry.decided_by.empty()) {
        add_fact(call, view, "decided", call.text("mail.inbox.decided_by", {{"name", entry.decided_by}, {"when", html::moment_words(call.language, call.zone, call.now, *entry.decided_at)}}));
    }
}

static void show_parts(const http::Call& call, db::Read& db, html::View& view, const ReceivedEntry& entry, const Incoming& message) {
    for (const auto& one : message.undelivered) {
        view.add("undelivered").set("recipient", one.recipient).set("said", base::collapse_space(one.status + ' ' + one.diagnostic));
    }
    std::optional<html::View> list;
    for (const auto& file : attachments_of(db, entry.id)) {
        if (!list) list.emplace(view.add("files"));
        list->add("file").set("name", file.name).set("size", size_words(call, file.size_bytes));
    }
}

/// What letting it in will do.
static std::string_view decide_key(const ReceivedEntry& entry) {
    if (!entry.link.empty()) return "mail.inbox.decide_answer";
    return entry.from.address.empty() ? "mail.inbox.decide_no_address" : "mail.inbox.decide_new";
}

static html::View message_view(const http::Call& call, db::Read& db, const ReceivedEntry& entry, bool shows_text) {
    const auto message = read_facts(entry.facts);
    html::View view;
    view.set("subject", entry.subject.empty() ? call.text(entry.kept ? "mail.inbox.no_subject" : "mail.inbox.forgotten_subject") : entry.subject);
    view.include("pill", "mail/received_pill").show(word(entry.state));
    view.set("href", address_of(entry.id)).set("why", why_words(call, entry.why)).show_if(!entry.why.empty(), "has_why");
    if (!entry.link.empty() && may_open_links(call.viewer)) view.add(entry.state == ReceivedState::held ? "answers" : "link").set("path", entry.link);
    if (entry.state == ReceivedState::held) view.add("decide").set("hint", call.text(decide_key(entry))).show_if(may_be_let_in(entry), "can_let_in").show_if(may_be_let_in(entry) && !entry.link.empty(), "can_be_new");
    view.show_if(entry.state == ReceivedState::dropped && may_be_let_in(entry), "again").show_if(!entry.kept, "forgotten");
    if (entry.kept) {
        auto kept = view.add("kept");
        kept.set("href", address_of(entry.id)).show_if(!shows_text, "unseen");
        if (call.viewer.may_everywhere(may_manage)) kept.add("raw").set("href", address_of(entry.id));
    }
    view.set("back", entry.state == ReceivedState::held ? "/settings/mail/received?state=held" : "/settings/mail/received");
    const auto waiting = count_held(db);
    if (entry.state != ReceivedState::held && waiting > 0) view.add("more").set("words", call.text("mail.inbox.more_wait", {{"n", std::to_string(waiting)}}));
    show_facts(call, view, entry, message);
    show_parts(call, db, view, entry, message);
    return view;
}

static http::Response show_message(http::ReadCall& call) {
    const auto entry = find_received(call.db, call.viewer, call.id_as<ReceivedId>("message"));
    return call.page("mail/received", call.text("mail.inbox.message"), message_view(call, call.db, entry, false));
}

static std::string bytes_of(const http::Call& call, const ReceivedEntry& entry) {
    auto raw = entry.kept && call.services.files ? call.services.files->read({entry.raw_hash}) : std::nullopt;
    if (!raw) throw base::NotFound("the message is not kept any more");
    return std::move(*raw);
}

/// The text, which can tell about students: whoever looks is noted.
static http::Response show_text(http::ReadCall& call) {
    const auto entry = find_received(call.db, call.viewer, call.id_as<ReceivedId>("message"));
    const auto raw = bytes_of(call, entry);
    call.note_access("mail", entry.id.value, "text");
    auto view = message_view(call, call.db, entry, true);
    std::string text;
    try {
        text = read_message(raw).whole_text;
    } catch (const base::Invalid&) {
        text = base::repair_utf8(std::string_view(raw).substr(0, 20'000));
    }
    view.add("text").set("words", text.empty() ? call.text("mail.inbox.no_text") : cleaned(text));
    return call.page("mail/received", call.text("mail.inbox.message"), std::move(view));
}

static http::Response download_raw(http::ReadCall& call) {
    const auto entry = find_received(call.db, call.viewer, call.id_as<ReceivedId>("message"));
    auto raw = bytes_of(call, entry);
    call.note_access("mail", entry.id.value, "download");
    return call.download(fmt::format("message-{}.eml", entry.id.value), "application/octet-stream", std::move(raw));
}

// --- Decisions ---

/// Read again from its bytes before the transaction; whoever may not decide is refused there.
static Prepared read_again(http::PrepareCall& call) {
    auto& database = *call.services.database;
    const auto entry = database.read([&](db::Read& db) { return find_received(db, call.viewer, call.id_as<ReceivedId>("message")); });
    return prepare(*call.services.files, database, bytes_of(call, entry));
}

static http::Response release(http::WriteCall& call, Prepared& prepared) {
    const auto id = call.id_as<ReceivedId>("message");
    try {
        const auto arrived = let_in(call.db, call.viewer, call.now, id, prepared, call.request.form.text("as") == "new");
        return call.redirect_with_notice(address_of(id), call.text(arrived.state == ReceivedState::taken ? "mail.inbox.let_in_done" : "mail.inbox.let_in_not_taken"));
    } catch (const base::Conflict&) {
        return call.redirect_with_notice(address_of(id), call.text("mail.inbox.decided_already"));
    } catch (const TakingFailed& failure) {
        return call.problem(http::unprocessable, call.text("mail.inbox.let_in_failed"), failure.what());
    }
}

static http::Response refuse(http::WriteCall& call) {
    const auto id = call.id_as<ReceivedId>("message");
    try {
        leave_out(call.db, call.viewer, call.now, id);
    } catch (const base::Conflict&) {
        return call.redirect_with_notice(address_of(id), call.text("mail.inbox.decided_already"));
    }
    return call.redirect_with_notice(address_of(id), call.text("mail.inbox.left_out_done"));
}

// --- Decisions about several ---

namespace {
struct Chosen {
    ReceivedId id;
    Prepared prepared;    // read again; of what is left out nothing is read
    std::string trouble;  // why it cannot be read
};
}  // namespace

static std::vector<ReceivedId> chosen_ids(const http::Request& request) {
    constexpr std::size_t most = 50;  // as many as a page shows
    std::vector<ReceivedId> ids;
    // Without one of the two buttons nobody has decided.
    const auto wish = request.form.text("do");
    if (wish != "let_in" && wish != "leave_out") return ids;
    for (auto text : request.form.all("pick")) {
        if (const auto id = base::parse_integer(text); id && *id > 0 && ids.size() < most) ids.push_back({*id});
    }
    return ids;
}

static bool lets_in(const http::Request& request) { return request.form.text("do") == "let_in"; }

static Chosen read_one(const http::PrepareCall& call, const ReceivedEntry& entry) {
    Chosen one{entry.id, {}, ""};
    try {
        one.prepared = prepare(*call.services.files, *call.services.database, bytes_of(call, entry));
    } catch (const std::exception& error) {
        one.trouble = error.what();
    }
    return one;
}

/// What somebody has decided about meanwhile is passed over, and what would keep everybody waiting stays for another time.
static std::vector<Chosen> read_chosen(http::PrepareCall& call) {
    constexpr std::int64_t most_bytes = std::int64_t{50} << 20;
    std::vector<Chosen> chosen;
    std::int64_t bytes = 0;
    for (const auto id : chosen_ids(call.request)) {
        const auto entry = call.services.database->read([&](db::Read& db) { return find_received(db, call.viewer, id); });
        if (entry.state != ReceivedState::held) continue;
        if (!lets_in(call.request)) {
            chosen.push_back({id, {}, ""});
            continue;
        }
        bytes += entry.size_bytes;
        const bool too_much = bytes > most_bytes && !chosen.empty();
        if (too_much || !may_be_let_in(entry) || !call.services.files) continue;
        chosen.push_back(read_one(call, entry));
    }
    return chosen;
}

static std::string told(const http::Call& call, int done) {
    const auto asked = chosen_ids(call.request).size();
    if (asked == 0) return call.text("mail.inbox.none_chosen");
    const bool all = static_cast<std::size_t>(done) == asked;
    const auto key = fmt::format("mail.inbox.{}_{}", all ? "all" : "some", lets_in(call.request) ? "let_in" : "left_out");
    return call.text(key, {{"n", std::to_string(done)}, {"of", std::to_string(asked)}});
}

/// All of them or none: a message that cannot be let in is named.
static http::Response decide_chosen(http::WriteCall& call, std::vector<Chosen>& chosen) {
    int done = 0;
    for (auto& one : chosen) {
        const auto entry = find_received(call.db, call.viewer, one.id);
        if (entry.state != ReceivedState::held) continue;
        try {
            if (!one.trouble.empty()) throw TakingFailed(one.trouble);
            if (lets_in(call.request)) {
                done += let_in(call.db, call.viewer, call.now, one.id, one.prepared).state == ReceivedState::taken ? 1 : 0;
            } else {
                leave_out(call.db, call.viewer, call.now, one.id);
                ++done;
            }
        } catch (const TakingFailed& failure) {
            return call.problem(http::unprocessable, call.text("mail.inbox.none_decided", {{"subject", entry.subject}}), failure.what());
        }
    }
    return call.redirect_with_notice("/settings/mail/received?state=held", told(call, done));
}

void received_routes(http::Routes& routes) {
    const auto deciders = http::any_of(deciding);
    routes.get("/settings/mail/received", deciders, show_list);
    routes.post("/settings/mail/received/keeping", http::everywhere(may_manage), save_keeping);
    routes.post("/settings/mail/received/decisions", deciders, read_chosen, decide_chosen);
    routes.get("/settings/mail/received/{message}", deciders, show_message);
    routes.get("/settings/mail/received/{message}/text", deciders, show_text);
    // The whole message holds seals and links that open doors.
    routes.get("/settings/mail/received/{message}/raw", http::everywhere(may_manage), download_raw);
    routes.post("/settings/mail/received/{message}/let-in", deciders, read_again, release);
    routes.post("/settings/mail/received/{message}/leave-out", deciders, refuse);
}

}  // namespace mail
