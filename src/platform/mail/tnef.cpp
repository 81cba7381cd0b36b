#include "mail/tnef.h"

#include <cstdint>
#include <optional>
#include <utility>

#include "base/text.h"
#include "mail/charset.h"

namespace mail {

namespace {

/// Little-endian numbers and bytes from the front; everything is absent once something was not there.
class Bytes {
public:
    explicit Bytes(std::string_view all) : left_(all) {}

    std::uint32_t number(std::size_t size) {
        const auto bytes = take(size);
        std::uint32_t value = 0;
        for (std::size_t i = 0; i < bytes.size(); ++i) value |= static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[i])) << (8 * i);
        return value;
    }
    std::string_view take(std::size_t size) {
        if (size > left_.size()) {
            broken_ = true;
            left_ = {};
            return {};
        }
        const auto taken = left_.substr(0, size);
        left_.remove_prefix(size);
        return taken;
    }
    /// With the zeros that fill it up to a multiple of four; those of the last may be missing.
    std::string_view take_padded(std::size_t size) {
        const auto taken = take(size);
        const auto padding = (4 - size % 4) % 4;
        if (!broken_) left_.remove_prefix(std::min(padding, left_.size()));
        return taken;
    }
    bool empty() const { return left_.empty(); }
    bool broken() const { return broken_; }

private:
    std::string_view left_;
    bool broken_ = false;
};

/// Attributes of the outer form.
enum : std::uint32_t {
    att_body = 0x0002800C,
    att_attach_data = 0x0006800F,
    att_attach_title = 0x00018010,
    att_attach_render = 0x00069002,
    att_mapi_props = 0x00069003,
    att_attachment = 0x00069005,
    att_code_page = 0x00069007,
};

/// Properties of the inner form (MS-OXPROPS).
enum : std::uint16_t {
    pr_body = 0x1000,
    pr_body_html = 0x1013,
    pr_attach_data = 0x3701,
    pr_attach_filename = 0x3704,
    pr_attach_long_filename = 0x3707,
    pr_attach_mime_tag = 0x370E,
    pr_attach_content_id = 0x3712,
    pr_internet_codepage = 0x3FDE,
};

constexpr std::uint16_t type_string8 = 0x1E, type_unicode = 0x1F, type_object = 0x0D, type_binary = 0x102;

std::string without_end(std::string text) {
    if (const auto end = text.find('\0'); end != text.npos) text.resize(end);
    return text;
}

class Reader {
public:
    Reader(const TnefLimits& limits, Tnef& into) : limits_(limits), into_(into) {}

    void read(std::string_view bytes, int depth) {
        constexpr std::uint32_t signature = 0x223E9F78;
        Bytes left(bytes);
        if (depth > limits_.deepest || left.number(4) != signature) return fail();
        left.number(2);  // a key, of no use
        while (!left.empty() && !left.broken()) read_attribute(left, depth);
        if (left.broken()) fail();
        finish_attachment();
    }

private:
    void fail() { into_.broken = true; }

    void read_attribute(Bytes& left, int depth) {
        left.number(1);  // of the message or of an attachment: the attribute says so too
        const auto attribute = left.number(4);
        const auto data = left.take(left.number(4));
        left.number(2);  // a checksum that many writers get wrong
        if (left.broken()) return;
        switch (attribute) {
            case att_code_page: code_page_ = Bytes(data).number(4); break;
            case att_body: if (into_.text.empty()) into_.text = text_of(data); break;
            case att_mapi_props: read_properties(data, depth, false); break;
            case att_attach_render: finish_attachment(); open_ = true; break;
            case att_attach_title: if (open_ && now_.name.empty()) now_.name = text_of(data); break;
            case att_attach_data: keep(data); break;
            case att_attachment: if (open_) read_properties(data, depth, true); break;
            default: break;
        }
    }

    std::string text_of(std::string_view data) const {
        bool guessed = false;
        return without_end(utf8_of(without_end(std::string(data)), code_page_ == 65001 ? "utf-8" : "windows-" + std::to_string(code_page_), guessed));
    }
    static std::string text_of_utf16(std::string_view data) {
        return without_end(base::from_utf16(data.substr(0, data.size() / 2 * 2), base::ByteOrder::little));
    }

    void keep(std::string_view data) {
        if (!open_ || has_bytes_) return;
        if (data.size() > limits_.most_attachment_bytes) return fail();
        now_.bytes = data;
        has_bytes_ = true;
    }

    void finish_attachment() {
        const bool whole = std::exchange(open_, false) && std::exchange(has_bytes_, false);
        auto done = std::exchange(now_, {});
        if (!whole) return;
        if (into_.attachments.size() >= limits_.most_attachments) return fail();
        into_.attachments.push_back(std::move(done));
    }

    void read_properties(std::string_view data, int depth, bool of_attachment) {
        Bytes left(data);
        const auto count = left.number(4);
        for (std::uint32_t i = 0; i < count && !left.empty() && !left.broken(); ++i) read_property(left, depth, of_attachment);
        if (left.broken()) fail();
    }

    void read_property(Bytes& left, int depth, bool of_attachment) {
        constexpr std::uint32_t multiple = 0x1000;
        const auto type = left.number(2);
        const auto id = left.number(2);
        if (id >= 0x8000) skip_name(left);
        const bool many = (type & multiple) != 0;
        const auto plain = static_cast<std::uint16_t>(type & ~multiple);
        const bool sized = plain == type_string8 || plain == type_unicode || plain == type_object || plain == type_binary;
        // What has a size of its own always says how many there are.
        const auto count = many || sized ? left.number(4) : 1;
        for (std::uint32_t i = 0; i < count && !left.broken() && (i == 0 || !left.empty()); ++i) {
            const auto value = sized ? left.take_padded(left.number(4)) : left.take(fixed_size(plain));
            if (i == 0 && !left.broken()) use(static_cast<std::uint16_t>(id), plain, value, depth, of_attachment);
        }
    }

    static void skip_name(Bytes& left) {
        left.take(16);
        const bool by_number = left.number(4) == 0;
        if (by_number) left.number(4);
        else left.take_padded(left.number(4));
    }

    static std::size_t fixed_size(std::uint16_t type) {
        switch (type) {
            case 0x05:                       // double
            case 0x06:                       // currency
            case 0x07:                       // date
            case 0x14:                       // 64 bits
            case 0x40: return 8;             // time
            case 0x48: return 16;            // GUID
            default: return 4;
        }
    }

    std::string words(std::uint16_t type, std::string_view value) const { return type == type_unicode ? text_of_utf16(value) : text_of(value); }

    void use(std::uint16_t id, std::uint16_t type, std::string_view value, int depth, bool of_attachment) {
        if (!of_attachment) return use_of_message(id, type, value);
        switch (id) {
            case pr_attach_long_filename: now_.name = words(type, value); break;
            case pr_attach_filename: if (now_.name.empty()) now_.name = words(type, value); break;
            case pr_attach_mime_tag: now_.content_type = base::to_lower_ascii(words(type, value)); break;
            case pr_attach_content_id: now_.content_id = words(type, value); break;
            case pr_attach_data: use_data(type, value, depth); break;
            default: break;
        }
    }

    void use_of_message(std::uint16_t id, std::uint16_t type, std::string_view value) {
        if (id == pr_internet_codepage && value.size() == 4) html_code_page_ = Bytes(value).number(4);
        if (id == pr_body && into_.text.empty()) into_.text = words(type, value);
        if (id == pr_body_html && into_.text.empty()) {
            bool guessed = false;
            into_.text = text_of_html(type == type_unicode ? text_of_utf16(value) : utf8_of(value, html_code_page_ == 65001 ? "utf-8" : "windows-" + std::to_string(html_code_page_), guessed));
        }
    }

    /// An object begins with the class of what it is; a message within is TNEF again.
    void use_data(std::uint16_t type, std::string_view value, int depth) {
        constexpr std::size_t class_size = 16;
        if (type == type_object && value.size() > class_size) value.remove_prefix(class_size);
        const bool nested = type == type_object && value.starts_with("\x78\x9f\x3e\x22");
        if (!nested) return keep(value);
        Tnef inner;
        Reader(limits_, inner).read(value, depth + 1);
        if (inner.broken) fail();
        for (auto& one : inner.attachments) {
            if (into_.attachments.size() >= limits_.most_attachments) return fail();
            into_.attachments.push_back(std::move(one));
        }
    }

    const TnefLimits& limits_;
    Tnef& into_;
    Attachment now_;
    bool open_ = false, has_bytes_ = false;
    std::uint32_t code_page_ = 1252, html_code_page_ = 65001;
};

}  // namespace

Tnef read_tnef(std::string_view bytes, const TnefLimits& limits) {
    Tnef read;
    Reader(limits, read).read(bytes, 1);
    return read;
}

}  // namespace mail
