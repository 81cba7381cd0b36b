// Any bytes are a message or no message; what was read of one is text that can be stored and shown.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "base/error.h"
#include "base/text.h"
#include "mail/facts.h"
#include "mail/incoming.h"
#include "mail/notice.h"

static void require(bool holds) {
    if (!holds) std::abort();
}

static void require_text(std::string_view text) { require(base::is_utf8(text) && text.find('\0') == text.npos); }
static void require_line(std::string_view text) {
    require_text(text);
    require(text.find('\n') == text.npos && text.find('\r') == text.npos);
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view raw(reinterpret_cast<const char*>(data), size);
    mail::ReadLimits limits;
    limits.most_text_bytes = 20'000;
    limits.most_attachments = 10;
    limits.most_attachment_bytes = 50'000;
    try {
        const auto message = mail::read_message(raw, limits);
        require(!message.message_id.empty());
        require(message.text.size() <= limits.most_text_bytes && message.whole_text.size() <= limits.most_text_bytes);
        require(message.attachments.size() <= limits.most_attachments);
        for (const auto* line : {&message.message_id, &message.in_reply_to, &message.subject, &message.from.address, &message.from.name}) require_line(*line);
        for (const auto& id : message.references) require_line(id);
        require_text(message.text);
        require_text(message.whole_text);
        for (const auto& one : message.attachments) {
            require_line(one.name);
            require(!one.name.empty() && one.name.find('/') == one.name.npos && one.bytes.size() <= limits.most_attachment_bytes);
        }
        for (const auto& one : message.undelivered) require_line(one.recipient);
        // What is kept of it is read as it was.
        const auto again = mail::read_facts(mail::facts_of(message));
        require(again.subject == message.subject && again.message_id == message.message_id && again.origin == message.origin);
    } catch (const base::Invalid&) {
    }
    require(mail::trim_reply(raw).size() <= raw.size());
    require(mail::own_lines(raw).text.size() <= raw.size());
    require(mail::without_signature(raw).size() <= raw.size());
    mail::is_forward(raw);
    mail::is_legal_notice(raw);
    require(mail::without_notices(raw).size() <= raw.size());
    return 0;
}
