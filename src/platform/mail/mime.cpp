#include "mail/mime.h"

#include <algorithm>
#include <mutex>

#include "base/text.h"
#include "mail/charset.h"
#include "mail/harmless.h"

namespace mail {

constexpr std::size_t most_addresses = 200;
constexpr std::size_t most_ids = 200;
constexpr int most_fields = 2000;

void start_gmime() {
    static std::once_flag once;
    std::call_once(once, g_mime_init);
}

std::string take_text(char* text) {
    std::string copy = text_or_empty(text);
    g_free(text);
    return copy;
}

std::string text_or_empty(const char* text) { return text ? text : ""; }

Owned<GMimeMessage> parse_message(std::string_view raw, bool& changed) {
    start_gmime();
    Owned<GMimeStream> stream;
    {
        const auto safe = harmless(raw, changed);
        stream.reset(g_mime_stream_mem_new_with_buffer(safe.data(), safe.size()));
    }
    Owned<GMimeParser> parser(g_mime_parser_new_with_stream(stream.get()));
    g_mime_parser_set_format(parser.get(), GMIME_FORMAT_MESSAGE);
    return Owned<GMimeMessage>(g_mime_parser_construct_message(parser.get(), nullptr));
}

static std::string on_one_line(std::string_view text) {
    std::string line(text);
    std::ranges::replace_if(line, [](unsigned char byte) { return byte < ' ' || byte == 0x7f; }, ' ');
    return line;
}

Head::Head(GMimeMessage* message) {
    auto* list = g_mime_object_get_header_list(GMIME_OBJECT(message));
    const int count = std::min(g_mime_header_list_get_count(list), most_fields);
    for (int i = 0; i < count; ++i) {
        auto* header = g_mime_header_list_get_header_at(list, i);
        fields_.push_back({base::to_lower_ascii(text_or_empty(g_mime_header_get_name(header))), on_one_line(text_or_empty(g_mime_header_get_raw_value(header)))});
    }
}

bool Head::has(std::string_view name) const { return count(name) > 0; }

std::size_t Head::count(std::string_view name) const { return static_cast<std::size_t>(std::ranges::count(fields_, name, &Field::name)); }

std::string Head::raw(std::string_view name) const {
    auto found = std::ranges::find(fields_, name, &Field::name);
    return found == fields_.end() ? "" : std::string(base::trim(found->value));
}

std::string Head::text(std::string_view name) const {
    return std::string(base::first_code_points(base::collapse_space(decode_words(raw(name))), 998));
}

/// GMime knows some of these names as narrower charsets than the programs that write them mean.
static std::string with_true_charsets(std::string_view raw) {
    std::string text;
    std::size_t at = 0;
    for (auto begin = raw.find("=?"); begin != raw.npos; begin = raw.find("=?", at)) {
        const auto end = raw.find('?', begin + 2);
        text += raw.substr(at, begin + 2 - at);
        at = begin + 2;
        if (end == raw.npos) break;
        const auto label = raw.substr(at, std::min(end, raw.find('*', at)) - at);
        text += true_charset(label);
        at += label.size();
    }
    return text + std::string(raw.substr(at));
}

/// Raw bytes above ASCII stand in heads without saying what they are.
static std::string in_utf8(std::string_view raw) {
    bool guessed = false;
    return utf8_of(raw, "", guessed);
}

/// Overrides, embeddings and isolates of direction (U+202A to U+202E, U+2066 to U+2069) let "photo<U+202E>gpj.exe" look like "photoexe.jpg". Words that
/// are written from right to left need none of them.
static std::string without_turns(std::string_view text) {
    std::string straight;
    straight.reserve(text.size());
    for (std::size_t at = 0; at < text.size(); ++at) {
        const auto first = text.substr(at, 2);
        const auto last = at + 2 < text.size() ? static_cast<unsigned char>(text[at + 2]) : 0;
        const bool turns = (first == "\xE2\x80" && last >= 0xAA && last <= 0xAE) || (first == "\xE2\x81" && last >= 0xA6 && last <= 0xA9);
        if (turns) at += 2;
        else straight += text[at];
    }
    return straight;
}

std::string decode_words(std::string_view raw) {
    constexpr std::size_t longest = 64 * 1024;
    start_gmime();
    const auto prepared = with_true_charsets(in_utf8(raw.substr(0, longest)));
    auto text = take_text(g_mime_utils_header_decode_text(nullptr, prepared.c_str()));
    return on_one_line(without_turns(base::repair_utf8(text)));
}

static void add_address(std::vector<Address>& all, InternetAddress* one, int depth) {
    constexpr int deepest_group = 5;
    if (all.size() >= most_addresses || depth > deepest_group) return;
    if (INTERNET_ADDRESS_IS_GROUP(one)) {
        auto* members = internet_address_group_get_members(INTERNET_ADDRESS_GROUP(one));
        for (int i = 0; i < internet_address_list_length(members); ++i) add_address(all, internet_address_list_get_address(members, i), depth + 1);
        return;
    }
    const auto written = text_or_empty(internet_address_mailbox_get_addr(INTERNET_ADDRESS_MAILBOX(one)));
    auto name = base::collapse_space(on_one_line(without_turns(base::repair_utf8(text_or_empty(internet_address_get_name(one))))));
    all.push_back({base::parse_email(written).value_or(""), std::string(base::first_code_points(name, 200))});
}

std::vector<Address> Head::addresses(std::string_view name) const {
    constexpr std::size_t longest_field = 100'000;
    std::vector<Address> all;
    for (const auto& field : fields_) {
        if (field.name != name) continue;
        const auto prepared = with_true_charsets(in_utf8(std::string_view(field.value).substr(0, longest_field)));
        auto* list = internet_address_list_parse(nullptr, prepared.c_str());
        if (!list) continue;
        const Owned<InternetAddressList> owned(list);
        for (int i = 0; i < internet_address_list_length(list); ++i) add_address(all, internet_address_list_get_address(list, i), 0);
    }
    return all;
}

std::string bare_id(std::string_view text) {
    constexpr std::size_t longest = 500;
    if (const auto begin = text.find('<'); begin != text.npos) text = text.substr(begin + 1, text.find('>', begin) - begin - 1);
    std::string id;
    for (char byte : text.substr(0, longest)) {
        if (static_cast<unsigned char>(byte) > ' ' && byte != 0x7f && byte != '<' && byte != '>') id += byte;
    }
    return base::repair_utf8(id);
}

std::vector<std::string> Head::ids(std::string_view name) const {
    std::vector<std::string> all;
    for (const auto& field : fields_) {
        if (field.name != name) continue;
        auto* references = g_mime_references_parse(nullptr, field.value.c_str());
        for (int i = 0; i < g_mime_references_length(references); ++i) {
            auto id = bare_id(text_or_empty(g_mime_references_get_message_id(references, i)));
            if (!id.empty()) all.push_back(std::move(id));
        }
        g_mime_references_free(references);
    }
    // The last ones are nearest.
    if (all.size() > most_ids) all.erase(all.begin(), all.end() - most_ids);
    return all;
}

void note_repair(Incoming& incoming, std::string_view word) {
    if (std::ranges::find(incoming.repairs, word) == incoming.repairs.end()) incoming.repairs.emplace_back(word);
}

}  // namespace mail
