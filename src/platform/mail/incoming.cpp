#include "mail/incoming.h"

#include <algorithm>

#include "base/error.h"
#include "base/text.h"
#include "files/files.h"
#include "mail/incoming_body.h"
#include "mail/incoming_origin.h"
#include "mail/incoming_report.h"
#include "mail/notice.h"
#include "mail/uuencode.h"

namespace mail {

/// Local delivery puts "From ana@example.org Mon Nov 23 ..." before the first line (mbox).
static std::string_view without_mbox_line(std::string_view raw) {
    while (raw.starts_with("From ") || raw.starts_with(">From ")) {
        const auto end = raw.find('\n');
        if (end == raw.npos) return {};
        raw.remove_prefix(end + 1);
    }
    return raw;
}

static bool begins_with_field(std::string_view raw) {
    const auto colon = raw.find(':');
    if (colon == raw.npos || colon == 0 || colon > 100) return false;
    return std::ranges::all_of(raw.substr(0, colon), [](unsigned char byte) { return byte > ' ' && byte < 0x7f; });
}

static std::string_view head_of(std::string_view raw) {
    const auto unix_end = raw.find("\n\n"), network_end = raw.find("\r\n\r\n");
    return raw.substr(0, std::min(unix_end, network_end));
}

/// "'Leo Pena' via IT Help" is Leo Pena.
static std::string without_list(std::string_view name) {
    name = base::trim(name.substr(0, name.rfind(" via ")));
    if (name.size() > 2 && name.starts_with('\'') && name.ends_with('\'')) name = name.substr(1, name.size() - 2);
    return std::string(name);
}

/// Lists write themselves into From, because DMARC fails for what they change of others. Who wrote it stands beside that, and is to be believed of our own
/// list only: a gateway that refuses a forged From does not look at these.
static std::optional<Address> author_behind_list(const Head& head, const Address& from) {
    if ((!head.has("list-id") && !head.has("mailing-list")) || from.name.find(" via ") == from.name.npos) return std::nullopt;
    for (auto name : {"x-original-from", "x-original-sender"}) {
        const auto named = head.addresses(name);
        if (named.empty() || named[0].address.empty()) continue;
        return Address{named[0].address, named[0].name.empty() ? without_list(from.name) : named[0].name};
    }
    return std::nullopt;
}

static void read_sender(const Head& head, Incoming& into) {
    auto writers = head.addresses("from");
    if (writers.size() > 1 || head.count("from") > 1) note_repair(into, "several_senders");
    std::erase_if(writers, [](const Address& one) { return one.address.empty() && one.name.empty(); });
    auto found = std::ranges::find_if(writers, [](const Address& one) { return !one.address.empty(); });
    if (found != writers.end()) into.from = *found;
    else if (auto senders = head.addresses("sender"); !senders.empty()) into.from = senders[0];
    else if (!writers.empty()) into.from = writers[0];
    into.behind_list = author_behind_list(head, into.from);
    // A copier calls itself "KMBT_C364": no address, and yet what a person knows it by.
    constexpr std::size_t longest_name = 100;
    if (into.from.address.empty() && into.from.name.empty()) into.from.name = base::first_code_points(head.text("from"), longest_name);
    if (into.from.address.empty()) note_repair(into, "sender");
}

static void read_ids(const Head& head, std::string_view raw, Incoming& into) {
    into.message_id = bare_id(head.raw("message-id"));
    if (into.message_id.empty()) {
        constexpr std::size_t enough = 40;
        into.message_id = "missing." + files::sha256(head_of(raw)).hex.substr(0, enough);
        note_repair(into, "message_id");
    }
    if (auto answered = head.ids("in-reply-to"); !answered.empty()) into.in_reply_to = answered[0];
    into.references = head.ids("references");
}

static void read_date(const Head& head, Incoming& into) {
    constexpr std::int64_t first_mail = 31'536'000'000;   // 1971
    constexpr std::int64_t far_away = 4'102'444'800'000;  // 2100
    auto* date = g_mime_utils_header_decode_date(head.raw("date").c_str());
    if (date) {
        const std::int64_t at = g_date_time_to_unix(date) * 1000;
        g_date_time_unref(date);
        if (at >= first_mail && at < far_away) into.date = base::from_ms(at);
    }
    if (!into.date) note_repair(into, "date");
}

static std::string cut(std::string text, std::size_t most, Incoming& into) {
    if (text.size() <= most) return text;
    note_repair(into, "text_cut");
    while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xc0) == 0x80) --most;
    text.resize(most);
    return text;
}

static void read_words(Words words, const ReadLimits& limits, Incoming& into) {
    for (auto& file : take_uuencoded(words.own, limits)) {
        file.name = attachment_name(file.name, "");
        if (into.attachments.size() < limits.most_attachments) into.attachments.push_back(std::move(file));
        else note_repair(into, "attachment_left_out");
    }
    auto own = clean_text(words.own), nested = clean_text(words.nested);
    const auto& said = own.empty() ? nested : own;
    // Who forwards means what is forwarded.
    into.text = cut(is_forward(into.subject) ? said : trim_reply(said), limits.most_text_bytes, into);
    const bool both = !own.empty() && !nested.empty();
    into.whole_text = cut(own + (both ? "\n\n" : "") + nested, limits.most_text_bytes, into);
    if (both) into.own_bytes = own.size();
}

/// What was not delivered, of a report in whatever form.
static void read_report(const Head& head, const BodyReader& body, Incoming& into) {
    if (into.origin != Origin::bounce) return;
    // A report in the standard form that names nobody who failed or waits says that all is well.
    if (into.undelivered.empty() && !body.saw_delivery_status()) into.undelivered = guess_undelivered(head.raw("x-failed-recipients"), into.whole_text);
    const auto id = body.nested_message_id().empty() ? message_id_in(into.whole_text) : body.nested_message_id();
    for (auto& one : into.undelivered) {
        one.message_id = id;
        one.other_ids = body.nested_other_ids();
    }
}

Incoming read_message(std::string_view raw, const ReadLimits& limits, const IsOwnId& is_own) {
    if (raw.size() > limits.most_bytes) throw base::Invalid("message", "A message of at most " + std::to_string(limits.most_bytes >> 20) + " MB was expected.");
    raw = without_mbox_line(raw);
    bool changed = false;
    const auto message = begins_with_field(raw) ? parse_message(raw, changed) : nullptr;
    if (!message) throw base::Invalid("message", "A mail message was expected: lines like \"From: ana@example.org\" first.");
    const Head head(message.get());
    Incoming into;
    if (changed) note_repair(into, "structure");
    read_sender(head, into);
    read_ids(head, raw, into);
    read_date(head, into);
    into.subject = head.text("subject");
    into.to = head.addresses("to");
    into.cc = head.addresses("cc");
    if (auto answers = head.addresses("reply-to"); !answers.empty() && !answers[0].address.empty()) into.reply_to = answers[0];
    BodyReader body(limits, into);
    auto words = body.read(g_mime_message_get_mime_part(message.get()));
    read_words(std::move(words), limits, into);
    // Whoever keeps only the first few shall not keep the logos of a signature and lose the invoice.
    for (auto& one : into.attachments) one.in_quote = one.in_quote || (one.in_place && body.is_quoted_picture(one.content_id));
    std::ranges::stable_partition(into.attachments, [](const Attachment& one) { return !one.in_place; });
    into.origin = judge_origin(head, into.from, {.own_id = is_own && is_own(into.message_id), .delivery_status = body.saw_delivery_status(), .receipt = body.saw_receipt(),
                                                .reaction = (body.saw_reaction() && says_only_reaction(into.text)) || tells_of_reaction(into.text),
                                                .calendar_answer = body.saw_calendar_answer() && says_only_calendar_answer(into.text)});
    into.wants_no_answer = into.origin != Origin::person || asks_for_no_answer(head);
    read_report(head, body, into);
    return into;
}

}  // namespace mail
