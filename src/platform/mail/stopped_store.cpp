#include "mail/stopped.h"

#include <boost/json.hpp>

#include "auth/event.h"
#include "base/text.h"
#include "db/db.h"
#include "mail/outbox.h"

namespace mail {

static std::string folded(std::string_view address) { return base::to_lower_ascii(base::trim(address)); }

static StoppedAddress read_stopped(const db::Row& row) { return {std::string(row.text("address")), row.instant("since_at"), std::string(row.text("said")), {row.integer("letter_id")}}; }

std::optional<StoppedAddress> stopped_address(db::Read& db, std::string_view address) {
    return db.query("SELECT address, since_at, said, letter_id FROM mail_stopped_address WHERE address = :address").bind("address", folded(address)).maybe(read_stopped);
}

std::vector<StoppedAddress> stopped_addresses(db::Read& db, const auth::Viewer& viewer, LetterId before, int most) {
    if (!viewer.may_everywhere(may_manage)) return {};
    return db.query("SELECT address, since_at, said, letter_id FROM mail_stopped_address WHERE (:before = 0 OR letter_id < :before) ORDER BY letter_id DESC LIMIT :most")
        .bind("before", before)
        .bind("most", most)
        .all(read_stopped);
}

static std::string words_of(const Undelivered& report) {
    const bool said = report.diagnostic.find(report.status) != std::string::npos;  // servers often repeat the code
    auto words = said ? report.diagnostic : report.status + " " + report.diagnostic;
    return base::elide(base::collapse_space(words), 300);
}

static void stop(db::Write& db, base::Instant now, LetterId letter, std::string_view address, std::string_view said) {
    auto stopped = db.query(R"sql(
        INSERT INTO mail_stopped_address (address, since_at, said, letter_id) VALUES (:address, :now, :said, :letter)
        ON CONFLICT (address) DO NOTHING
    )sql").bind("address", address).bind("now", now).bind("said", said).bind("letter", letter).run();
    if (stopped == 0) return;
    auth::record(db, auth::Viewer::system(), now,
                 {.subject_kind = "letter", .subject_id = letter.value, .action = "address_stopped",
                  .detail = boost::json::serialize(boost::json::object{{"address", address}})});
}

/// RFC 3463: 5.1.x says that the address is wrong, 5.2.1 that the mailbox is closed. Everything else may be a fault on the way, or the other side's opinion
/// of our server: then only several letters within a week tell of the address.
static bool is_about_address(const Undelivered& report) { return report.status.starts_with("5.1.") || report.status == "5.2.1"; }

static bool comes_back_often(db::Read& db, base::Instant now, std::string_view address) {
    constexpr int often = 3;
    return db.query("SELECT count(*) FROM mail_letter WHERE came_back_at > :since AND came_back_as = 'returned' AND lower(to_address) = :address")
               .bind("since", now - std::chrono::days(7))
               .bind("address", address)
               .one_integer() >= often;
}

/// A report that names nobody is about the only reader that a letter of ours has. Where mail was handed on, it names the last address and the first.
static bool names(const Undelivered& report, const std::string& address) {
    if (report.recipient.empty() && report.original_recipient.empty()) return true;
    return folded(report.recipient) == address || folded(report.original_recipient) == address;
}

/// RFC 3463: 4.x.x may pass. A server that reports it as failed has tried for days.
static Return way_back(const Undelivered& report) {
    if (!report.permanent) return Return::delayed;
    return report.status.starts_with('4') ? Return::expired : Return::returned;
}

namespace {

struct Named {
    ThreadReference letter;
    std::string recipient;
};

}  // namespace

/// The root of a thread (letter 0) names no letter.
static std::optional<Named> letter_named(db::Read& db, const std::string& id, const Undelivered& report) {
    auto named = recognise(db, id);
    if (!named || named->letter.value == 0) return std::nullopt;
    const auto letter = letter_facts(db, named->letter);
    // Clause 23: what nobody but the reader of the letter and the servers on the way could know, about nobody but that reader.
    if (!letter || !names(report, folded(letter->to_address))) return std::nullopt;
    return Named{std::move(*named), folded(letter->to_address)};
}

static std::optional<Named> letter_named(db::Read& db, const Undelivered& report) {
    auto named = letter_named(db, report.message_id, report);
    for (auto id = report.other_ids.begin(); !named && id != report.other_ids.end(); ++id) named = letter_named(db, *id, report);
    return named;
}

std::optional<Undelivery> note_undelivered(db::Write& db, base::Instant now, const Undelivered& report) {
    auto found = letter_named(db, report);
    if (!found) return std::nullopt;
    const auto& [named, recipient] = *found;
    const auto how = way_back(report);
    const bool news = note_come_back(db, now, named.letter, how, words_of(report));
    if (how == Return::returned && (is_about_address(report) || comes_back_often(db, now, recipient))) stop(db, now, named.letter, recipient, words_of(report));
    return Undelivery{named, news};
}

bool works_again(db::Write& db, const auth::Viewer& viewer, base::Instant now, std::string_view address) {
    auto letter = db.query("DELETE FROM mail_stopped_address WHERE address = :address RETURNING letter_id").bind("address", folded(address)).maybe_integer();
    if (!letter) return false;
    auth::record(db, viewer, now,
                 {.subject_kind = "letter", .subject_id = *letter, .action = "address_works_again",
                  .detail = boost::json::serialize(boost::json::object{{"address", folded(address)}})});
    return true;
}

}  // namespace mail
