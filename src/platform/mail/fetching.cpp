#include "mail/fetching.h"

#include <algorithm>
#include <cstdlib>
#include <optional>

#include "auth/secret.h"
#include "base/error.h"
#include "base/log.h"
#include "base/text.h"
#include "http/call.h"
#include "mail/received.h"
#include "mail/taking.h"
#include "mail/token.h"

namespace mail {

using namespace std::chrono_literals;
using SteadyClock = std::chrono::steady_clock;

namespace {

struct Account {
    Mailbox mailbox;
    MailboxSecrets secrets;
};

Visit trouble(std::string_view what, std::string_view said) {
    Visit visit;
    visit.trouble = what;
    visit.said = said;
    return visit;
}

Visit trouble(const ImapAnswer& answer) { return trouble(word(answer.trouble), answer.said); }

/// Those whom this machine does not know: the CA of a district's own servers.
std::string ca_file() {
    const char* path = std::getenv("BELLTOWER_MAIL_CA_FILE");
    return path ? path : "";
}

Account account_of(db::Database& database, const http::Services& services, MailboxId id) {
    return database.read([&](db::Read& db) { return Account{find_mailbox(db, auth::Viewer::system(), id), secrets_of(db, id, services.secrets)}; });
}

std::string sealed(const auth::SecretBox& box, const std::string& secret) { return base::to_base64url(box.seal(secret)); }

/// A visit that goes on with what somebody has changed meanwhile would mix the numbers of two folders.
bool is_unchanged(db::Read& db, const Mailbox& mailbox) { return revision_of(db, mailbox.id) == mailbox.revision; }

/// A refresh token that was given out anew is the only one that still works: it is kept also when somebody has only renamed or stopped the mailbox meanwhile.
bool asks_for_tokens_alike(db::Read& db, const http::Services& services, const Account& account) {
    if (!revision_of(db, account.mailbox.id)) return false;
    return keeps_secrets(account.mailbox, find_mailbox(db, auth::Viewer::system(), account.mailbox.id), true) &&
           secrets_of(db, account.mailbox.id, services.secrets).refresh_token == account.secrets.refresh_token;
}

/// A token that is good for some minutes more; asked for when there is none. Empty, with the reason in `said`, when none is given out.
std::string access_token(db::Database& database, const http::Services& services, base::Instant now, const Account& account, std::string& said) {
    constexpr auto at_least = 5min;
    const auto& secrets = account.secrets;
    if (!secrets.access_token.empty() && secrets.access_token_until && *secrets.access_token_until > now + at_least) return secrets.access_token;
    const auto& mailbox = account.mailbox;
    auto answer = ask_token({mailbox.token_url, mailbox.client_id, secrets.client_secret, secrets.refresh_token, mailbox.scope});
    said = answer.said;
    if (answer.access_token.empty() || !services.secrets) return answer.access_token;
    const auto kept = sealed(*services.secrets, answer.access_token);
    const bool renewed = !answer.refresh_token.empty() && answer.refresh_token != secrets.refresh_token;
    const auto refresh = renewed ? std::optional(sealed(*services.secrets, answer.refresh_token)) : std::nullopt;
    database.write([&](db::Write& db) {
        if (asks_for_tokens_alike(db, services, account)) keep_token(db, mailbox.id, kept, now + answer.lasts, refresh);
    });
    return answer.access_token;
}

/// One visit, step by step.
class Visitor {
public:
    Visitor(db::Database& database, const http::Services& services, base::Instant now, Account account, const VisitLimits& limits, const VisitHooks& hooks)
        : database_(database), services_(services), now_(now), account_(std::move(account)), limits_(limits), hooks_(hooks) {}

    std::optional<Visit> connect() {
        const auto& mailbox = account_.mailbox;
        ImapServer server{mailbox.host, mailbox.port, mailbox.tls, mailbox.user, account_.secrets.password, "", ca_file()};
        if (mailbox.sign_in == SignIn::xoauth2) {
            std::string said;
            server.access_token = access_token(database_, services_, now_, account_, said);
            if (server.access_token.empty()) return trouble("token", said);
            token_ = server.access_token;
        }
        imap_ = std::make_unique<ImapConnection>(std::move(server), limits_.imap);
        const auto opened = imap_->open(mailbox.folder, folder_);
        if (!opened.ok()) return opened.trouble == ImapTrouble::refused && !token_.empty() ? refused_token(opened) : trouble(opened);
        visit_.messages_in_folder = folder_.messages;
        return std::nullopt;
    }

    std::optional<Visit> look_for_other_folder() {
        if (!account_.mailbox.moves) return std::nullopt;
        const auto found = imap_->has_folder(account_.mailbox.move_to);
        if (found.ok()) return std::nullopt;
        return found.trouble == ImapTrouble::no_folder ? trouble("no_move_folder", found.said) : trouble(found);
    }

    Visit run() {
        if (auto problem = connect()) return *problem;
        if (auto problem = note_what_is_new()) return *problem;
        if (auto problem = fetch_all()) return *problem;
        if (auto problem = tell_server()) return *problem;
        return visit_;
    }
    Visit result() const { return visit_; }

private:
    /// Writes what this visit found, unless the mailbox was changed, stopped or removed since it began: then the visit ends.
    template <class Body>
    void note(const Body& body) {
        database_.write([&](db::Write& db) {
            if (is_unchanged(db, account_.mailbox)) body(db);
            else changed_ = true;
        });
    }

    /// What is noted, or nothing when the mailbox is another now: its numbers are those of another folder.
    template <class Result, class Body>
    Result look(const Body& body) {
        return database_.read([&](db::Read& db) {
            changed_ = changed_ || !is_unchanged(db, account_.mailbox);
            return changed_ ? Result{} : body(db);
        });
    }

    /// The next visit asks for another.
    Visit refused_token(const ImapAnswer& answer) {
        note([&](db::Write& db) { keep_token(db, account_.mailbox.id, "", now_, std::nullopt); });
        return trouble("token_refused", answer.said);
    }

    /// The folder was read before, and its numbers still mean the same.
    bool knows_folder() const { return account_.mailbox.uid_validity && *account_.mailbox.uid_validity == folder_.uid_validity; }

    /// When the server has numbered the folder anew: what came from this day on may not be here yet, also when somebody has read it. Shortly before the last
    /// visit, or before what is still waiting. What was taken already is known by its Message-ID.
    std::optional<base::Day> since_when_numbered_anew() {
        const auto& last = account_.mailbox.fetched_at;
        if (!account_.mailbox.uid_validity || knows_folder()) return std::nullopt;
        auto first = database_.read([&](db::Read& db) { return first_waiting(db, account_.mailbox.id); });
        if (last) first = std::min<base::Day>(std::chrono::floor<std::chrono::days>(*last), first.value_or(base::Day::max()));
        return first ? std::optional(*first - std::chrono::days(2)) : std::nullopt;
    }

    /// At the first visit, what nobody has read yet.
    bool is_wanted(const Listed& message, std::optional<base::Day> since) const {
        if (knows_folder() || !message.seen) return true;
        return since && message.arrived_on && *message.arrived_on >= *since;
    }

    std::optional<Visit> note_what_is_new() {
        const auto from = knows_folder() ? account_.mailbox.last_uid + 1 : 1;
        std::vector<Listed> listed;
        // An empty folder has no numbers to ask for.
        const auto answer = folder_.messages > 0 ? imap_->list_from(from, listed) : ImapAnswer{};
        if (!answer.ok()) return trouble(answer);
        auto last = from - 1;
        for (const auto& one : listed) last = std::max(last, one.uid);
        const auto since = since_when_numbered_anew();
        std::erase_if(listed, [&](const Listed& one) { return !is_wanted(one, since); });
        note([&](db::Write& db) { note_folder(db, account_.mailbox.id, folder_.uid_validity, last, listed); });
        return std::nullopt;
    }

    bool has_time(SteadyClock::time_point began) const { return SteadyClock::now() - began < limits_.longest && !hooks_.cancelled() && !changed_; }

    std::optional<Visit> fetch_all() {
        const auto began = SteadyClock::now();
        auto total = database_.read([&](db::Read& db) { return count_wanted(db, account_.mailbox.id); });
        std::int64_t done = 0;
        while (done < limits_.most_messages && has_time(began)) {
            constexpr int in_one_batch = 20;
            const auto batch = look<std::vector<Pending>>([&](db::Read& db) { return wanted(db, account_.mailbox.id, now_, in_one_batch); });
            if (batch.empty()) break;
            if (const auto words = no_room(database_, *services_.files); !words.empty()) return trouble("disk", words);
            if (auto problem = fetch_batch(batch)) return problem;
            done += static_cast<std::int64_t>(batch.size());
            hooks_.progress(done, total);
        }
        return std::nullopt;
    }

    std::optional<Visit> fetch_batch(const std::vector<Pending>& batch) {
        constexpr std::size_t enough_at_once = std::size_t{32} << 20;
        std::vector<Got> got;
        std::size_t bytes = 0;
        std::optional<Visit> lost;
        for (const auto& pending : batch) {
            Got one{pending.uid, ""};
            lost = fetch_one(pending, one.raw);
            if (lost) break;
            if (one.raw.empty()) continue;
            bytes += one.raw.size();
            got.push_back(std::move(one));
            if (bytes >= enough_at_once) break;  // the others are still noted
        }
        if (auto problem = take_in(got)) return problem;
        return lost;
    }

    /// Leaves `raw` empty when there is nothing to take in. A visit when the line to the server is lost.
    std::optional<Visit> fetch_one(const Pending& pending, std::string& raw) {
        const bool long_by_its_word = static_cast<std::size_t>(std::max<std::int64_t>(0, pending.size_bytes)) > limits_.imap.most_bytes;
        const auto answer = long_by_its_word ? ImapAnswer{ImapTrouble::too_long, ""} : imap_->fetch(pending.uid, raw);
        if (answer.ok()) {
            if (raw.empty()) give_up_or_later(pending, "The server sent nothing.");
            return std::nullopt;
        }
        raw.clear();
        switch (answer.trouble) {
            case ImapTrouble::gone: forget({pending.uid}); return std::nullopt;
            case ImapTrouble::too_long: keep_head(pending); return std::nullopt;
            case ImapTrouble::server: give_up_or_later(pending, answer.said); return std::nullopt;
            default: give_up_or_later(pending, answer.said); return trouble(answer);
        }
    }

    void forget(const std::vector<std::int64_t>& uids) {
        note([&](db::Write& db) { forget_pending(db, account_.mailbox.id, uids); });
    }

    struct Got {
        std::int64_t uid;
        std::string raw;
    };

    Arrival arrival(std::string_view raw, std::int64_t uid) const {
        const auto& mailbox = account_.mailbox;
        // A message that was fetched is kept also when the mailbox is another now.
        return {raw, mailbox.id, mailbox.address, [&mailbox, uid](db::Write& db, ReceivedId) {
                    if (is_unchanged(db, mailbox)) mark_kept(db, mailbox.id, uid);
                }};
    }

    std::optional<Visit> take_in(const std::vector<Got>& got) {
        std::vector<Arrival> arrivals;
        arrivals.reserve(got.size());
        for (const auto& one : got) arrivals.push_back(arrival(one.raw, one.uid));
        const auto results = receive_all(database_, services_, now_, arrivals);
        std::vector<std::size_t> not_kept;
        for (std::size_t i = 0; i < results.size(); ++i) {
            if (results[i].arrived) visit_.taken_in += results[i].arrived->repeated ? 0 : 1;
            else if (results[i].hopeless) keep_unreadable(got[i], results[i].trouble);
            else not_kept.push_back(i);
        }
        if (not_kept.empty()) return std::nullopt;
        std::vector<std::int64_t> uids;
        uids.reserve(not_kept.size());
        for (auto i : not_kept) uids.push_back(got[i].uid);
        // Fetching has marked them; a person who looks into the mailbox finds them as they were.
        imap_->mark_unread(uids);
        // Where others were kept it is the message and not the database, and it must not keep those behind it waiting. Of one alone nobody knows.
        const bool all = not_kept.size() == results.size();
        if (!all || results.size() == 1) {
            for (auto i : not_kept) give_up_or_later({.uid = got[i].uid}, results[i].trouble, "not_kept");
        }
        return all ? std::optional(trouble("database", results.front().trouble)) : std::nullopt;
    }

    /// Its bytes are kept for a person.
    void keep_unreadable(const Got& got, std::string_view why) {
        try {
            keep_bytes(got, why);
        } catch (const std::exception& error) {
            give_up_or_later({.uid = got.uid}, error.what(), "not_kept");
        }
    }

    void keep_bytes(const Got& got, std::string_view why) {
        Prepared prepared;
        prepared.raw_hash = services_.files->put(got.raw).hex;
        prepared.size_bytes = static_cast<std::int64_t>(got.raw.size());
        prepared.message.message_id = "unreadable." + prepared.raw_hash.substr(0, 40);
        const auto where = arrival(got.raw, got.uid);
        database_.write([&](db::Write& db) { keep_aside(db, now_, where, prepared, ReceivedState::dropped, "unreadable", why); });
    }

    /// Who wrote what about is known, and a person decides; the message itself stays with the server.
    void keep_head(const Pending& pending) {
        std::string head;
        if (const auto answer = imap_->fetch_head(pending.uid, head); !answer.ok()) return give_up_or_later(pending, answer.said);
        try {
            auto prepared = prepare(*services_.files, database_, head);
            prepared.message.repairs.emplace_back("too_long");
            prepared.size_bytes = std::max(prepared.size_bytes, pending.size_bytes);
            const auto where = arrival(head, pending.uid);
            database_.write([&](db::Write& db) { keep_aside(db, now_, where, prepared, ReceivedState::held, "too_long"); });
            ++visit_.taken_in;
        } catch (const std::exception& error) {
            give_up_or_later(pending, error.what(), "not_kept");
        }
    }

    /// `why` is the reason under which a person finds it in the end.
    void give_up_or_later(const Pending& pending, const std::string& said, std::string_view why = "not_fetched") {
        ++visit_.not_fetched;
        base::log::warning("mailbox {}: message {} could not be {}", account_.mailbox.id.value, pending.uid, why == "not_kept" ? "kept" : "fetched");
        note([&](db::Write& db) {
            if (note_not_fetched(db, now_, account_.mailbox.id, pending.uid, said)) keep_nothing(db, pending, said, why);
        });
    }

    /// So that it is seen that a message is missing here.
    void keep_nothing(db::Write& db, const Pending& pending, const std::string& said, std::string_view why) {
        Prepared prepared;
        const auto name = std::to_string(account_.mailbox.id.value) + "." + std::to_string(folder_.uid_validity) + "." + std::to_string(pending.uid);
        prepared.raw_hash = files::sha256("not fetched " + name).hex;
        prepared.message.message_id = "not_fetched." + name;
        prepared.has_bytes = false;
        keep_aside(db, now_, arrival({}, pending.uid), prepared, ReceivedState::held, why, said);
        forget_pending(db, account_.mailbox.id, {pending.uid});
    }

    std::optional<Visit> tell_server() {
        constexpr int in_one_command = 100;
        while (!changed_) {
            const auto uids = look<std::vector<std::int64_t>>([&](db::Read& db) { return to_tell(db, account_.mailbox.id, in_one_command); });
            if (uids.empty()) return std::nullopt;
            const auto answer = account_.mailbox.moves ? imap_->move(uids, account_.mailbox.move_to) : imap_->mark_read(uids);
            if (answer.trouble == ImapTrouble::no_folder) return trouble("no_move_folder", answer.said);
            if (!answer.ok()) return trouble(answer);
            forget(uids);
        }
        return std::nullopt;
    }

    db::Database& database_;
    const http::Services& services_;
    base::Instant now_;
    Account account_;
    const VisitLimits& limits_;
    const VisitHooks& hooks_;
    std::string token_;
    ImapConnection::Folder folder_;
    std::unique_ptr<ImapConnection> imap_;
    bool changed_ = false;
    Visit visit_;
};

}  // namespace

/// `well` notes that nothing is in the way. Says nothing of a mailbox that is another now.
template <class Well>
static void note_how_it_went(db::Database& database, base::Instant now, MailboxId id, std::int64_t revision, const Visit& visit, const Well& well) {
    database.write([&](db::Write& db) {
        if (revision_of(db, id) != revision) return;
        if (visit.ok()) well(db, now, id);
        else note_problem(db, now, id, visit.trouble, visit.said);
    });
}

/// The words are for people; a stored secret that cannot be opened is no fault of the server's.
static std::optional<Account> open_account(db::Database& database, const http::Services& services, base::Instant now, MailboxId id, Visit& visit) {
    try {
        database.write([&](db::Write& db) { note_asked(db, now, id); });
        return account_of(database, services, id);
    } catch (const base::NotFound&) {
        throw;
    } catch (const db::Failure&) {
        throw;
    } catch (const std::runtime_error& error) {
        visit = trouble("secrets", error.what());
        database.write([&](db::Write& db) { note_problem(db, now, id, visit.trouble, visit.said); });
        return std::nullopt;
    }
}

Visit visit_mailbox(db::Database& database, const http::Services& services, base::Instant now, MailboxId id, const VisitLimits& limits, const VisitHooks& hooks) {
    Visit visit;
    auto account = open_account(database, services, now, id, visit);
    if (!account) return visit;
    const auto revision = account->mailbox.revision;
    visit = Visitor(database, services, now, std::move(*account), limits, hooks).run();
    note_how_it_went(database, now, id, revision, visit, note_fetched);
    return visit;
}

Visit try_mailbox(db::Database& database, const http::Services& services, base::Instant now, MailboxId id) {
    Visit visit;
    auto account = open_account(database, services, now, id, visit);
    if (!account) return visit;
    const auto revision = account->mailbox.revision;
    VisitLimits limits;
    limits.imap.connect_seconds = 8;
    limits.imap.command_seconds = 12;
    const VisitHooks hooks;
    Visitor visitor(database, services, now, std::move(*account), limits, hooks);
    auto problem = visitor.connect();
    if (!problem) problem = visitor.look_for_other_folder();
    visit = problem ? *problem : visitor.result();
    note_how_it_went(database, now, id, revision, visit, note_well);
    return visit;
}

}  // namespace mail
