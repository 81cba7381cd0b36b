/// The parts of a message: its words, and what is attached.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "mail/mime.h"

namespace mail {

/// The words that a part holds.
struct Words {
    std::string own;     // of this message
    std::string nested;  // of messages attached to it, each below its sender and subject
};

/// Reads the parts of one message into an Incoming: attachments, undelivered and repairs are added to it, words are returned.
class BodyReader {
public:
    BodyReader(const ReadLimits& limits, Incoming& into) : limits_(limits), into_(into) {}

    /// The whole message.
    Words read(GMimeObject* part);

    /// There was a part as RFC 3464 has it.
    bool saw_delivery_status() const { return saw_delivery_status_; }
    /// There was a receipt as RFC 8098 has it: somebody opened a letter.
    bool saw_receipt() const { return saw_receipt_; }
    /// There was an emoji of Gmail, which comes as a part of its own.
    bool saw_reaction() const { return saw_reaction_; }
    /// There was the answer to an invitation (RFC 5546: REPLY or COUNTER).
    bool saw_calendar_answer() const { return saw_calendar_answer_; }
    /// Of the first message within, or of its head: its Message-ID, and what else may name it.
    const std::string& nested_message_id() const { return nested_message_id_; }
    const std::vector<std::string>& nested_other_ids() const { return nested_other_ids_; }

    /// Whether only what somebody else wrote shows the picture with this Content-ID.
    bool is_quoted_picture(const std::string& id) const;

private:
    Words read(GMimeObject* part, int depth);
    Words read_nested(GMimeMessage* message, int depth);
    Words read_multipart(GMimeMultipart* multipart, int depth);
    Words read_children(GMimeMultipart* multipart, int from, int depth);
    Words read_alternatives(GMimeMultipart* multipart, int depth);
    Words read_leaf(GMimePart* part, int depth);
    void read_head_of_message(std::string_view head);
    void note_nested_head(const Head& head);
    void read_winmail(std::string_view bytes, Words& words);
    Words take_phone_texts(Words words);
    void note_shown_ids(std::string_view html);
    std::string text_of(GMimePart* part, std::string_view subtype);
    void attach_embedded(std::string& html);
    void attach(Attachment attachment);

    const ReadLimits& limits_;
    Incoming& into_;
    int parts_ = 0;
    int within_ = 0;  // messages around the part that is read
    int related_ = 0;  // multipart/related around it, within the same message
    std::set<std::string> own_ids_, quoted_ids_;  // Content-IDs of pictures that HTML shows
    std::size_t embedded_ = 0;  // pictures that were found within HTML
    bool in_report_ = false;
    std::string phone_text_;  // what stands in `phone_files_`
    std::vector<Attachment> phone_files_;
    double html_seconds_ = most_html_seconds;
    bool saw_delivery_status_ = false, saw_receipt_ = false, saw_reaction_ = false, saw_calendar_answer_ = false;
    std::string nested_message_id_;
    std::vector<std::string> nested_other_ids_;
};

/// A name without path and control characters that is not too long; one made of the type when there is none.
std::string attachment_name(std::string_view name, std::string_view content_type);

/// Lines that a writer broke for width are joined again (RFC 3676).
std::string unflow(std::string_view text, bool delete_space);

/// Line feeds only, no control characters but tabs, no spaces at the ends of lines, no empty lines at both ends.
std::string clean_text(std::string_view text);

}  // namespace mail
