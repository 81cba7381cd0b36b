#include "mail/incoming_body.h"

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "mail/charset.h"
#include "mail/html_pictures.h"
#include "mail/incoming_report.h"
#include "mail/tnef.h"

namespace mail {

static std::string lower(const char* text) { return base::to_lower_ascii(text_or_empty(text)); }

static std::string media_type(GMimeObject* part) {
    auto* type = g_mime_object_get_content_type(part);
    return type ? lower(g_mime_content_type_get_media_type(type)) : "text";
}
static std::string subtype_of(GMimeObject* part) {
    auto* type = g_mime_object_get_content_type(part);
    return type ? lower(g_mime_content_type_get_media_subtype(type)) : "plain";
}
static std::string parameter(GMimeObject* part, const char* name) { return text_or_empty(g_mime_object_get_content_type_parameter(part, name)); }

static void append(std::string& text, std::string_view more) {
    if (base::trim(more).empty()) return;
    if (!text.empty()) text += "\n\n";
    text += more;
}

Words BodyReader::read(GMimeObject* part) { return take_phone_texts(read(part, 0)); }

/// Where there are other words, the text of a phone is a file like others.
Words BodyReader::take_phone_texts(Words words) {
    if (base::trim(words.own).empty() && !base::trim(phone_text_).empty()) {
        words.own = std::move(phone_text_);
        return words;
    }
    for (auto& file : phone_files_) attach(std::move(file));
    return words;
}

Words BodyReader::read(GMimeObject* part, int depth) {
    if (!part) return {};
    if (depth > limits_.deepest || ++parts_ > limits_.most_parts) {
        note_repair(into_, "structure");
        return {};
    }
    if (GMIME_IS_MESSAGE_PART(part)) return read_nested(g_mime_message_part_get_message(GMIME_MESSAGE_PART(part)), depth);
    if (GMIME_IS_MULTIPART(part)) return read_multipart(GMIME_MULTIPART(part), depth);
    if (GMIME_IS_PART(part)) return read_leaf(GMIME_PART(part), depth);
    return {};
}

Words BodyReader::read_nested(GMimeMessage* message, int depth) {
    if (!message) return {};
    const Head head(message);
    note_nested_head(head);
    // What comes back in a report is ours: its words and attachments are known.
    if (in_report_) return {};
    ++within_;
    const auto related = std::exchange(related_, 0);
    auto inner = read(g_mime_message_get_mime_part(message), depth + 1);
    related_ = related;
    --within_;
    append(inner.own, inner.nested);
    Words words;
    append(words.nested, base::trim(head.text("from") + "\n" + head.text("subject")));
    append(words.nested, inner.own);
    return words;
}

static GMimeObject* child(GMimeMultipart* multipart, int index) {
    return index < g_mime_multipart_get_count(multipart) ? g_mime_multipart_get_part(multipart, index) : nullptr;
}

static bool is_signature(GMimeObject* part) {
    if (!part || media_type(part) != "application") return false;
    const auto subtype = subtype_of(part);
    return subtype == "pgp-signature" || subtype == "pkcs7-signature" || subtype == "x-pkcs7-signature";
}

Words BodyReader::read_multipart(GMimeMultipart* multipart, int depth) {
    const auto subtype = subtype_of(GMIME_OBJECT(multipart));
    if (g_mime_multipart_get_count(multipart) == 0) {
        // No boundary, or none that was found: what stands there is all in what should come before the first part.
        note_repair(into_, "structure");
        bool guessed = false;
        return {clean_text(utf8_of(text_or_empty(g_mime_multipart_get_prologue(multipart)), "", guessed)), ""};
    }
    if (subtype == "alternative") return read_alternatives(multipart, depth);
    if (subtype == "appledouble") return read(child(multipart, 1), depth + 1);  // the first half is of use to a Macintosh only
    if (subtype == "encrypted") note_repair(into_, "encrypted");
    const bool reports = subtype == "report" && within_ == 0;
    if (reports) in_report_ = true;
    related_ += subtype == "related";
    auto words = read_children(multipart, 0, depth);
    related_ -= subtype == "related";
    if (reports) in_report_ = false;
    return words;
}

Words BodyReader::read_children(GMimeMultipart* multipart, int from, int depth) {
    Words words;
    for (int i = from; child(multipart, i) && parts_ <= limits_.most_parts; ++i) {
        auto* part = child(multipart, i);
        if (is_signature(part)) continue;
        auto more = read(part, depth + 1);
        append(words.own, more.own);
        append(words.nested, more.nested);
    }
    return words;
}

static bool is_plain_part(GMimeObject* part) { return media_type(part) == "text" && subtype_of(part) == "plain"; }

/// Plain text that only says that the words are in the HTML. Who is wrong about this loses nothing: the HTML says the same.
static bool is_placeholder(std::string_view words) {
    constexpr std::size_t longest = 400;
    static constexpr std::string_view said[] = {"html capable", "html-capable", "html compatible", "html-compatible", "html enabled", "html-enabled", "html format", "html e-mail", "html email",
                                                "html message", "html version", "support html", "display html", "view html", "formato html", "compatible con html", "mostrar html", "version html"};
    if (words.size() > longest) return false;
    const auto plain = base::fold(base::collapse_space(words));
    return std::ranges::any_of(said, [&](std::string_view one) { return plain.find(one) != plain.npos; });
}

/// The same words in several forms: plain text, unless there is nothing in it.
Words BodyReader::read_alternatives(GMimeMultipart* multipart, int depth) {
    Words chosen;
    bool plain = false;
    for (int i = 0; child(multipart, i) && parts_ <= limits_.most_parts; ++i) {
        auto* part = child(multipart, i);
        auto words = read(part, depth + 1);
        append(chosen.nested, words.nested);
        const bool empty = base::trim(words.own).empty();
        const bool says_less = !chosen.own.empty() && is_plain_part(part) && is_placeholder(words.own);
        if (plain || empty || says_less) continue;
        plain = is_plain_part(part) && !is_placeholder(words.own);
        chosen.own = std::move(words.own);
    }
    return chosen;
}

static std::string bytes_of(GMimePart* part) {
    auto* content = g_mime_part_get_content(part);
    if (!content) return "";
    const Owned<GMimeStream> stream(g_mime_stream_mem_new());
    g_mime_data_wrapper_write_to_stream(content, stream.get());
    auto* array = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(stream.get()));
    return {reinterpret_cast<const char*>(array->data), array->len};
}

/// HTML that came without a label often has one inside.
static std::string charset_in_html(std::string_view html) {
    constexpr std::size_t as_far_as = 2048;
    const auto head = base::to_lower_ascii(html.substr(0, as_far_as));
    auto at = head.find("charset=");
    if (at == head.npos) return "";
    auto label = head.substr(at + 8, 40);
    if (label.starts_with('"') || label.starts_with('\'')) label.erase(0, 1);
    return label.substr(0, label.find_first_of("\"' />;\r\n"));
}

void BodyReader::attach_embedded(std::string& html) {
    constexpr std::size_t most = 10, most_bytes_of_one = std::size_t{10} << 20;
    auto embedded = take_embedded_pictures(html, most - std::min(most, embedded_), most_bytes_of_one);
    embedded_ += embedded.pictures.size();
    if (embedded.left_out) note_repair(into_, "attachment_left_out");
    for (auto& picture : embedded.pictures) attach(std::move(picture));
}

/// Which pictures the writer's own part shows, and which only the quote below it.
void BodyReader::note_shown_ids(std::string_view html) {
    constexpr std::string_view begin = "cid:";
    const auto quote = quote_in_html(html);
    for (auto at = html.find(begin); at != html.npos; at = html.find(begin, at + begin.size())) {
        auto id = bare_id(html.substr(at + begin.size(), html.find_first_of("\"'> \r\n", at) - at - begin.size()));
        (at < quote ? own_ids_ : quoted_ids_).insert(std::move(id));
    }
}

bool BodyReader::is_quoted_picture(const std::string& id) const { return quoted_ids_.contains(id) && !own_ids_.contains(id); }

std::string BodyReader::text_of(GMimePart* part, std::string_view subtype) {
    auto* object = GMIME_OBJECT(part);
    const bool html = subtype == "html";
    auto bytes = bytes_of(part);
    if (html) {
        note_shown_ids(bytes);
        attach_embedded(bytes);
    }
    const auto most = limits_.most_text_bytes * (html ? 4 : 1);
    if (bytes.size() > most) {
        note_repair(into_, "text_cut");
        bytes.resize(most);
    }
    auto label = parameter(object, "charset");
    if (html && label.empty()) label = charset_in_html(bytes);
    bool guessed = false;
    auto text = utf8_of(bytes, label, guessed);
    if (guessed) note_repair(into_, "charset");
    if (html) return clean_text(text_of_html(text, html_seconds_));
    const bool flowed = base::equal_ignoring_ascii_case(parameter(object, "format"), "flowed");
    return clean_text(flowed ? unflow(text, base::equal_ignoring_ascii_case(parameter(object, "delsp"), "yes")) : text);
}

static bool is_winmail(std::string_view media, std::string_view subtype, std::string_view name) {
    const bool typed = media == "application" && (subtype == "ms-tnef" || subtype == "vnd.ms-tnef");
    return typed || base::equal_ignoring_ascii_case(name, "winmail.dat");
}

static bool has_disposition(GMimeObject* part, std::string_view wanted) { return base::equal_ignoring_ascii_case(text_or_empty(g_mime_object_get_disposition(part)), wanted); }
static bool is_inline(GMimeObject* part) { return has_disposition(part, "inline"); }
static bool is_attached(GMimeObject* part) { return has_disposition(part, "attachment"); }

/// Words to be read in their place, not files.
static bool is_shown(GMimeObject* part, std::string_view media, std::string_view subtype, std::string_view name, int depth) {
    if (media != "text" || is_attached(part)) return false;
    const bool words = subtype == "plain" || subtype == "html" || subtype == "enriched" || subtype == "richtext" || subtype == "x-amp-html";
    return words && (name.empty() || depth == 0);
}

/// What a calendar wrote itself says so in its type. The method inside counts too, but not of a file that somebody attached to what they write.
static bool answers_invitation(GMimeObject* part, std::string_view bytes) {
    constexpr std::size_t as_far_as = 4096;
    const auto answers = [](std::string_view method) { return base::equal_ignoring_ascii_case(method, "reply") || base::equal_ignoring_ascii_case(method, "counter"); };
    if (answers(base::trim(parameter(part, "method")))) return true;
    if (is_attached(part)) return false;
    for (auto line : base::split(bytes.substr(0, as_far_as), '\n')) {
        constexpr std::string_view name = "method:";
        line = base::trim(line);
        if (base::equal_ignoring_ascii_case(line.substr(0, name.size()), name)) return answers(base::trim(line.substr(name.size())));
    }
    return false;
}

/// Gateways of mobile networks send what somebody typed as a file: "text_0.txt".
static bool is_phone_text(GMimeObject* part, std::string_view type, std::string_view name) {
    const auto plain = base::to_lower_ascii(name);
    return type == "text/plain" && !is_attached(part) && plain.starts_with("text_") && plain.ends_with(".txt");
}

Words BodyReader::read_leaf(GMimePart* part, int depth) {
    auto* object = GMIME_OBJECT(part);
    const auto media = media_type(object), subtype = subtype_of(object);
    const auto name = base::repair_utf8(text_or_empty(g_mime_part_get_filename(part)));
    const auto type = media + "/" + subtype;
    Words words;
    if (within_ > 0 && media == "message") {
        // A person passes on what came back to them: it is a file of theirs, and reports nothing to us.
        attach({name, type, "", bytes_of(part)});
    } else if (media == "message" && (subtype == "delivery-status" || subtype == "global-delivery-status")) {
        saw_delivery_status_ = true;
        for (auto& one : read_delivery_status(bytes_of(part))) into_.undelivered.push_back(std::move(one));
    } else if (type == "message/disposition-notification" || type == "message/global-disposition-notification") {
        saw_receipt_ = true;
    } else if (type == "text/vnd.google.email-reaction+json") {
        saw_reaction_ = saw_reaction_ || within_ == 0;
    } else if (type == "text/rfc822-headers" || type == "message/global-headers") {
        read_head_of_message(bytes_of(part));
    } else if (is_winmail(media, subtype, name)) {
        read_winmail(bytes_of(part), words);
    } else if (is_shown(object, media, subtype, name, depth)) {
        if (subtype != "x-amp-html") words.own = text_of(part, subtype);
    } else if (within_ == 0 && !in_report_ && is_phone_text(object, type, name)) {
        append(phone_text_, text_of(part, subtype));
        phone_files_.push_back({name, type, "", bytes_of(part)});
    } else if (!in_report_) {
        if (type == "application/pkcs7-mime" || type == "application/x-pkcs7-mime") note_repair(into_, "encrypted");
        auto bytes = bytes_of(part);
        if (within_ == 0 && type == "text/calendar" && answers_invitation(object, bytes)) saw_calendar_answer_ = true;
        auto id = bare_id(text_or_empty(g_mime_part_get_content_id(part)));
        const bool in_place = media == "image" && !id.empty() && (related_ > 0 || is_inline(object));
        attach({name, type, std::move(id), std::move(bytes), in_place});
    }
    return words;
}

void BodyReader::read_head_of_message(std::string_view head) {
    bool changed = false;
    const auto message = parse_message(head, changed);
    if (message) note_nested_head(Head(message.get()));
}

void BodyReader::note_nested_head(const Head& head) {
    constexpr std::size_t most = 20;
    if (!nested_message_id_.empty() || !nested_other_ids_.empty()) return;
    nested_message_id_ = bare_id(head.raw("message-id"));
    std::vector<std::string> named{bare_id(head.raw("x-belltower-letter")), bare_id(head.raw("x-google-original-message-id"))};
    for (auto name : {"in-reply-to", "references"}) {
        auto ids = head.ids(name);
        named.insert(named.end(), ids.rbegin(), ids.rend());
    }
    for (auto& id : named) {
        if (!id.empty() && id != nested_message_id_ && nested_other_ids_.size() < most && std::ranges::find(nested_other_ids_, id) == nested_other_ids_.end()) nested_other_ids_.push_back(std::move(id));
    }
}

void BodyReader::read_winmail(std::string_view bytes, Words& words) {
    auto read = read_tnef(bytes, {limits_.most_attachments, limits_.most_attachment_bytes});
    if (read.broken) {
        note_repair(into_, "winmail");
        // Nothing is lost: who has a program for it can open it.
        if (read.attachments.empty()) attach({"winmail.dat", "application/ms-tnef", "", std::string(bytes)});
    }
    for (auto& one : read.attachments) attach(std::move(one));
    words.nested = clean_text(read.text.substr(0, limits_.most_text_bytes));
}

void BodyReader::attach(Attachment attachment) {
    if (into_.attachments.size() >= limits_.most_attachments || attachment.bytes.size() > limits_.most_attachment_bytes) return note_repair(into_, "attachment_left_out");
    attachment.name = attachment_name(attachment.name, attachment.content_type);
    into_.attachments.push_back(std::move(attachment));
}

static std::string_view name_for(std::string_view type) {
    constexpr std::pair<std::string_view, std::string_view> names[] = {
        {"image/jpeg", "image.jpg"}, {"image/png", "image.png"}, {"image/gif", "image.gif"}, {"image/webp", "image.webp"}, {"image/heic", "image.heic"},
        {"application/pdf", "document.pdf"}, {"text/calendar", "invitation.ics"}, {"text/plain", "text.txt"}, {"text/html", "page.html"}, {"text/csv", "table.csv"},
        {"text/vcard", "contact.vcf"}, {"text/x-vcard", "contact.vcf"}, {"application/zip", "archive.zip"}, {"audio/wav", "recording.wav"}, {"audio/mpeg", "recording.mp3"}};
    const auto found = std::ranges::find(names, type, &std::pair<std::string_view, std::string_view>::first);
    return found == std::end(names) ? "attachment" : found->second;
}

std::string attachment_name(std::string_view written, std::string_view content_type) {
    constexpr std::size_t longest = 150;
    auto name = decode_words(written);  // some write RFC 2047 words where RFC 2231 is asked for
    name.erase(0, name.find_last_of("/\\") + 1);
    std::ranges::replace_if(name, [](char letter) { return letter == '"' || letter == '<' || letter == '>' || letter == '|' || letter == '*' || letter == '?'; }, '_');
    name = base::collapse_space(name);
    while (name.starts_with('.')) name.erase(0, 1);
    if (name.empty()) return std::string(name_for(content_type));
    if (base::count_code_points(name) <= longest) return name;
    const auto dot = name.rfind('.');
    const auto ending = dot != name.npos && name.size() - dot <= 10 ? name.substr(dot) : "";
    return std::string(base::first_code_points(name, longest - ending.size())) + ending;
}

}  // namespace mail
