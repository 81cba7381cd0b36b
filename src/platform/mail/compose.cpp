/// From a letter to the bytes that go over the wire. The MIME is GMime's; nothing of it is written by hand.
#include <algorithm>
#include <stdexcept>

#include "mail/mail.h"
#include "mail/message_id.h"
#include "mail/mime.h"

namespace mail {

static void refuse_line_breaks(const Letter& letter, const Envelope& envelope) {
    for (const std::string* value : {&letter.to_address, &letter.to_name, &letter.subject, &letter.reply_to, &envelope.from_address,
                                     &envelope.from_name, &envelope.message_id, &envelope.thread_root, &letter.unsubscribe_url}) {
        for (const char sign : *value) {
            const auto byte = static_cast<unsigned char>(sign);
            if (byte < ' ' || byte == 0x7f) throw std::invalid_argument("A control character stands in the head of a letter");
        }
    }
}

static void add_address(GMimeMessage* message, GMimeAddressType type, const std::string& name, const std::string& address) {
    g_mime_message_add_mailbox(message, type, name.empty() ? nullptr : name.c_str(), address.c_str());
}

static void set_header(GMimeMessage* message, const char* name, const std::string& value) {
    g_mime_object_set_header(GMIME_OBJECT(message), name, value.c_str(), nullptr);
}

static Owned<GMimeTextPart> text_part(const char* subtype, const std::string& text) {
    Owned<GMimeTextPart> part(g_mime_text_part_new_with_subtype(subtype));
    g_mime_text_part_set_charset(part.get(), "utf-8");
    // set_text() would choose a charset by the letters in the text, and the HTML says of itself that it is UTF-8.
    Owned<GMimeStream> stream(g_mime_stream_mem_new_with_buffer(text.data(), text.size()));
    Owned<GMimeDataWrapper> content(g_mime_data_wrapper_new_with_stream(stream.get(), GMIME_CONTENT_ENCODING_DEFAULT));
    g_mime_part_set_content(GMIME_PART(part.get()), content.get());
    g_mime_part_set_content_encoding(GMIME_PART(part.get()), GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE);
    return part;
}

static void set_body(GMimeMessage* message, const Letter& letter) {
    auto text = text_part("plain", letter.text);
    if (letter.html.empty()) return g_mime_message_set_mime_part(message, GMIME_OBJECT(text.get()));
    auto html = text_part("html", letter.html);
    Owned<GMimeMultipart> both(g_mime_multipart_new_with_subtype("alternative"));
    g_mime_multipart_add(both.get(), GMIME_OBJECT(text.get()));
    g_mime_multipart_add(both.get(), GMIME_OBJECT(html.get()));
    g_mime_message_set_mime_part(message, GMIME_OBJECT(both.get()));
}

static void set_date(GMimeMessage* message, base::Instant date) {
    GDateTime* moment = g_date_time_new_from_unix_utc(base::to_ms(date) / 1000);
    g_mime_message_set_date(message, moment);
    g_date_time_unref(moment);
}

/// What the letter stands below, oldest first. When it is long the beginning of the thread and its end are kept (RFC 5537 section 3.4.4).
static std::vector<std::string> ancestors(const Letter& letter, const Envelope& envelope) {
    constexpr std::size_t most = 20;
    std::vector<std::string> all;
    const auto add = [&](const std::string& id) {
        if (is_plain_id(id) && std::ranges::find(all, id) == all.end()) all.push_back(id);
    };
    for (const auto& id : letter.references) add(id);
    add(letter.in_reply_to);
    add(envelope.thread_root);
    if (all.size() > most) all.erase(all.begin() + 1, all.end() - (most - 1));
    return all;
}

static void set_threading(GMimeMessage* message, const Letter& letter, const Envelope& envelope) {
    g_mime_message_set_message_id(message, envelope.message_id.c_str());
    // Relays such as Amazon's write a Message-ID of their own over ours. What comes back through them is known by this.
    set_header(message, "X-Belltower-Letter", '<' + envelope.message_id + '>');
    std::string references;
    for (const auto& id : ancestors(letter, envelope)) references += (references.empty() ? "<" : " <") + id + '>';
    if (references.empty()) return;
    const auto& answered = is_plain_id(letter.in_reply_to) ? letter.in_reply_to : envelope.thread_root;
    if (!answered.empty()) set_header(message, "In-Reply-To", '<' + answered + '>');
    set_header(message, "References", references);
}

/// So that absence notices and other robots do not answer (RFC 3834; the second is Exchange's word for it, MS-OXCMAIL 2.1.3.2.20). Reports that a
/// letter did not arrive (NDR) are wanted.
static void ask_robots_not_to_answer(GMimeMessage* message, const Letter& letter) {
    if (letter.written_by_person) return;
    set_header(message, "Auto-Submitted", letter.answers_by_itself ? "auto-replied" : "auto-generated");
    set_header(message, "X-Auto-Response-Suppress", letter.answers_by_itself ? "DR, RN, OOF, AutoReply" : "OOF, AutoReply");
}

/// RFC 2369 and RFC 8058: mail programs offer a button.
static void set_unsubscribing(GMimeMessage* message, const Letter& letter) {
    if (letter.unsubscribe_url.empty()) return;
    set_header(message, "List-Unsubscribe", '<' + letter.unsubscribe_url + '>');
    set_header(message, "List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
}

static std::string bytes_of(GMimeMessage* message) {
    GMimeFormatOptions* options = g_mime_format_options_new();
    g_mime_format_options_set_newline_format(options, GMIME_NEWLINE_FORMAT_DOS);
    char* text = g_mime_object_to_string(GMIME_OBJECT(message), options);
    std::string bytes(text);
    g_free(text);
    g_mime_format_options_free(options);
    return bytes;
}

std::string compose(const Letter& letter, const Envelope& envelope) {
    refuse_line_breaks(letter, envelope);
    start_gmime();
    Owned<GMimeMessage> message(g_mime_message_new(TRUE));
    add_address(message.get(), GMIME_ADDRESS_TYPE_FROM, envelope.from_name, envelope.from_address);
    add_address(message.get(), GMIME_ADDRESS_TYPE_TO, letter.to_name, letter.to_address);
    if (!letter.reply_to.empty()) add_address(message.get(), GMIME_ADDRESS_TYPE_REPLY_TO, "", letter.reply_to);
    g_mime_message_set_subject(message.get(), letter.subject.c_str(), "utf-8");
    set_date(message.get(), envelope.date);
    set_threading(message.get(), letter, envelope);
    ask_robots_not_to_answer(message.get(), letter);
    set_unsubscribing(message.get(), letter);
    set_body(message.get(), letter);
    return bytes_of(message.get());
}

}  // namespace mail
