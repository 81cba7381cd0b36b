// What is kept of a message beside what was made of it.
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/megabytes.h"
#include "base/text.h"
#include "files/files.h"
#include "helpdesk/intake_steps.h"
#include "helpdesk/uploads.h"

namespace helpdesk {

/// What a browser may show; the sender's word counts for nothing else.
static std::string safe_type(const std::string& type) {
    static constexpr std::array<std::string_view, 5> shown{"image/png", "image/jpeg", "image/gif", "image/webp", "application/pdf"};
    return std::ranges::find(shown, type) == shown.end() ? "application/octet-stream" : type;
}

static std::string short_name(const std::string& written) {
    const auto name = base::first_code_points(base::trim(written), 120);
    return name.empty() ? "file" : std::string(name);
}

Files files_of(const mail::Received& received) {
    Files files;
    for (const auto& attachment : received.attachments) {
        if (files.taken.size() == most_files || attachment.size_bytes > static_cast<std::int64_t>(most_file_bytes)) {
            files.left_out.push_back(fmt::format("{} ({} MB)", short_name(attachment.name), base::megabytes(attachment.size_bytes)));
            continue;
        }
        files.taken.push_back({attachment.hash, short_name(attachment.name), safe_type(attachment.content_type), attachment.size_bytes});
    }
    const auto& repairs = received.message.repairs;
    const auto mended = [&](std::string_view what) { return std::ranges::find(repairs, what) != repairs.end(); };
    if (mended("too_long")) files.left_out = {"*"};
    else if (mended("attachment_left_out")) files.left_out.emplace_back("…");
    return files;
}

Files files_of_reply(const Intake& in) {
    mail::Received own = in.received;
    std::erase_if(own.attachments, [](const mail::StoredAttachment& file) { return file.in_quote; });
    return files_of(own);
}

constexpr std::size_t most_words = 20'000;

std::string words_of(std::string_view said) {
    const auto text = without_seals(said);
    return std::string(base::first_code_points(base::trim(text), most_words));
}

static std::string content_of(const mail::Incoming& message) {
    return files::sha256(fmt::format("{}\n{}\n{}", folded_address(message.from.address), message.subject, message.whole_text)).hex;
}

static std::string other_id(const mail::Incoming& message) {
    constexpr std::size_t enough = 16;
    return message.message_id + '#' + content_of(message).substr(0, enough);
}

std::optional<RequestId> taken_before(db::Read& db, const mail::Incoming& message) {
    const auto request = db.query("SELECT request_id FROM helpdesk_mail WHERE mail_id IN (:id, :other) AND content_hash IN ('', :content) ORDER BY id LIMIT 1")
                             .bind("id", message.message_id)
                             .bind("other", other_id(message))
                             .bind("content", content_of(message))
                             .maybe_integer();
    return request ? std::optional(RequestId{*request}) : std::nullopt;
}

/// Another message has its id already.
static std::string id_in(db::Read& db, const mail::Incoming& message) {
    const auto taken = db.query("SELECT 1 FROM helpdesk_mail WHERE mail_id = :id").bind("id", message.message_id).maybe_integer();
    return taken ? other_id(message) : message.message_id;
}

void keep_mail(db::Write& db, const Intake& in, const Kept& kept) {
    constexpr std::size_t most_kept = 200'000, most_named = 600;
    const auto& message = in.message();
    // The text of an automatic answer is nowhere else, nor what is too long for a message.
    const auto whole = without_seals(message.whole_text);
    const bool cut = base::count_code_points(in.said) > most_words;
    const bool trimmed = cut || kept.kind == "automatic" || base::trim(message.whole_text) != base::trim(in.said);
    db.query(R"sql(
        INSERT INTO helpdesk_mail (mail_id, content_hash, request_id, message_id, kind, sender, sender_name, subject, whole_text, left_out, left_out_names, proved, answers_thread, answers_subject, at)
        VALUES (:mail, :content, :request, :message, :kind, :sender, :name, :subject, :whole, :left_out, :left_out_names, :proved, :thread, :answered, :now)
    )sql")
        .bind("mail", id_in(db, message))
        .bind("content", content_of(message))
        .bind("request", kept.request)
        .bind("message", kept.message)
        .bind("kind", kept.kind)
        .bind("sender", in.sender.address)
        .bind("name", base::elide(base::collapse_space(message.from.name), 100))
        .bind("subject", base::elide(without_seals(message.subject), 300))
        .bind("whole", trimmed ? base::first_code_points(base::trim(whole), most_kept) : std::string_view())
        .bind("left_out", static_cast<std::int64_t>(kept.left_out.size()))
        .bind("left_out_names", base::elide(base::join(kept.left_out, ", "), most_named))
        .bind("proved", !in.thread || in.thread->sealed)
        .bind("thread", kept.answers.thread)
        .bind("answered", kept.answers.subject)
        .bind("now", in.now())
        .run();
}

std::string link_to(RequestId id) { return fmt::format("/requests/{}", id.value); }

mail::Taken taken(const Intake& in, RequestId request) { return {mail::Taken::State::taken, std::string(in.course.why), link_to(request)}; }

void note_confirmed_address(db::Write& db, base::Instant now, std::string_view address) {
    if (address.empty()) return;
    db.query("INSERT INTO helpdesk_confirmed_address (address, at) VALUES (:address, :now) ON CONFLICT (address) DO NOTHING")
        .bind("address", folded_address(address))
        .bind("now", now)
        .run();
}

std::vector<Mailed> mailed(db::Read& db, const Seen& seen) {
    if (seen.standing == Standing::joined) return {};
    return db.query(R"sql(
        SELECT e.id, e.message_id, e.kind, e.sender, e.sender_name, e.subject, substr(e.whole_text, 1, CAST(:most AS INTEGER)) AS whole_text, length(e.whole_text) AS whole_length, e.left_out, e.left_out_names, e.proved, e.at
          FROM helpdesk_mail e LEFT JOIN helpdesk_message m ON m.id = e.message_id
         WHERE e.request_id = :request AND (:all = 1 OR (e.kind <> 'automatic' AND (m.id IS NULL OR m.from_requester = 1)))
         ORDER BY e.id
    )sql")
        .bind("request", seen.request.id)
        .bind("all", seen.standing == Standing::worker)
        .bind("most", most_shown_of_mail)
        .all([](const db::Row& row) {
            return Mailed{row.integer("id"), row.maybe_integer("message_id"), row.text("kind") == "automatic", std::string(row.text("sender")),
                          std::string(row.text("sender_name")), std::string(row.text("subject")), std::string(row.text("whole_text")),
                          row.integer("whole_length") > most_shown_of_mail, static_cast<int>(row.integer("left_out")), std::string(row.text("left_out_names")), row.flag("proved"), row.instant("at")};
        });
}

std::optional<RequestId> followed_by(db::Read& db, RequestId request) {
    auto old = db.query("SELECT follows_id FROM helpdesk_follow_up WHERE request_id = :request").bind("request", request).maybe_integer();
    return old ? std::optional(RequestId{*old}) : std::nullopt;
}

std::optional<AnsweredLetter> answered_by(db::Read& db, RequestId request) {
    return db.query("SELECT answers_thread, answers_subject FROM helpdesk_mail WHERE request_id = :request AND answers_subject <> '' ORDER BY id LIMIT 1").bind("request", request).maybe([](const db::Row& row) {
        return AnsweredLetter{std::string(row.text("answers_thread")), std::string(row.text("answers_subject"))};
    });
}

}  // namespace helpdesk
