#include "helpdesk/intake_brake.h"

#include "base/text.h"

namespace helpdesk {

constexpr base::Milliseconds kept_for = std::chrono::hours(24);

static std::string_view word(Caused what) {
    switch (what) {
        case Caused::receipt: return "receipt";
        case Caused::link: return "link";
        case Caused::word: return "word";
        case Caused::request: return "request";
    }
    return "request";
}

/// No address has a space in it.
static std::string sender_key(const Causing& who) { return who.sealed ? who.address + " sealed" : who.address; }

static std::string subject_key(std::string_view subject) { return std::string(base::first_code_points(base::fold(plain_subject(subject)), 200)); }

namespace {
struct Counts {
    std::int64_t letters, of_subject, requests;
};
}  // namespace

static Counts counts(db::Read& db, base::Instant now, const Causing& who) {
    return db.query(R"sql(
        SELECT COALESCE(SUM(CASE WHEN what <> 'request' THEN 1 ELSE 0 END), 0) AS letters,
               COALESCE(SUM(CASE WHEN what IN ('receipt', 'link') AND subject = :subject THEN 1 ELSE 0 END), 0) AS of_subject,
               COALESCE(SUM(CASE WHEN what = 'request' THEN 1 ELSE 0 END), 0) AS requests
          FROM helpdesk_mail_caused
         WHERE sender = :sender AND at > :since
    )sql")
        .bind("subject", subject_key(who.subject))
        .bind("sender", sender_key(who))
        .bind("since", now - brake_window)
        .one([](const db::Row& row) { return Counts{row.integer("letters"), row.integer("of_subject"), row.integer("requests")}; });
}

Brake brake_of(db::Read& db, base::Instant now, const Causing& who, bool new_request) {
    auto caused = counts(db, now, who);
    if (new_request && caused.requests >= most_requests_caused) return Brake::hold;
    const bool same_again = new_request && caused.of_subject >= most_of_one_subject;
    return caused.letters >= most_letters_caused || same_again ? Brake::silent : Brake::none;
}

bool links_are_braked(db::Read& db, base::Instant now) {
    return db.query("SELECT count(*) FROM helpdesk_mail_caused WHERE what = 'link' AND at > :since").bind("since", now - brake_window).one_integer() >= most_links_caused;
}

void note_caused(db::Write& db, base::Instant now, const Causing& who, Caused what) {
    db.query("INSERT INTO helpdesk_mail_caused (sender, what, subject, at) VALUES (:sender, :what, :subject, :now)")
        .bind("sender", sender_key(who))
        .bind("what", word(what))
        .bind("subject", subject_key(who.subject))
        .bind("now", now)
        .run();
}

std::int64_t forget_caused(db::Write& db, base::Instant now) {
    return db.query("DELETE FROM helpdesk_mail_caused WHERE at < :before").bind("before", now - kept_for).run();
}

}  // namespace helpdesk
