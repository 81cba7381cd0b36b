#include "mail/facts.h"

#include <algorithm>

#include <boost/json.hpp>

#include "base/text.h"

namespace mail {

namespace json = boost::json;

constexpr std::size_t most_text = 64 * 1024;

static json::object address_json(const Address& one) { return {{"address", one.address}, {"name", one.name}}; }

static json::array addresses_json(const std::vector<Address>& all) {
    json::array list;
    for (const auto& one : all) list.push_back(address_json(one));
    return list;
}

static json::array texts_json(const std::vector<std::string>& all) { return json::array(all.begin(), all.end()); }

static json::array undelivered_json(const Incoming& message) {
    json::array list;
    for (const auto& one : message.undelivered) {
        json::object report{{"recipient", one.recipient}, {"original", one.original_recipient}, {"status", one.status}, {"diagnostic", one.diagnostic}, {"message_id", one.message_id}, {"permanent", one.permanent}};
        if (!one.other_ids.empty()) report["other_ids"] = texts_json(one.other_ids);
        list.push_back(std::move(report));
    }
    return list;
}

static std::string_view beginning(std::string_view text) {
    if (text.size() <= most_text) return text;
    auto end = most_text;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) --end;
    return text.substr(0, end);
}

std::string facts_of(const Incoming& message) {
    json::object facts{{"message_id", message.message_id}, {"from", address_json(message.from)},   {"to", addresses_json(message.to)},
                       {"subject", message.subject},       {"origin", word(message.origin)},         {"no_answer", message.wants_no_answer},
                       {"text", beginning(message.text)},  {"repairs", texts_json(message.repairs)}};
    if (!message.in_reply_to.empty()) facts["in_reply_to"] = message.in_reply_to;
    if (!message.references.empty()) facts["references"] = texts_json(message.references);
    if (message.reply_to) facts["reply_to"] = address_json(*message.reply_to);
    if (!message.cc.empty()) facts["cc"] = addresses_json(message.cc);
    if (message.date) facts["date"] = base::to_iso(*message.date);
    if (!message.undelivered.empty()) facts["undelivered"] = undelivered_json(message);
    return json::serialize(facts);
}

static std::string text_in(const json::object& facts, std::string_view name) {
    const auto* value = facts.if_contains(name);
    return value && value->is_string() ? std::string(value->get_string()) : "";
}
static bool flag_in(const json::object& facts, std::string_view name) {
    const auto* value = facts.if_contains(name);
    return value && value->is_bool() && value->get_bool();
}
static Address address_in(const json::value& value) {
    const auto* object = value.if_object();
    return object ? Address{text_in(*object, "address"), text_in(*object, "name")} : Address{};
}

template <typename Use>
static void each_in(const json::object& facts, std::string_view name, Use use) {
    const auto* value = facts.if_contains(name);
    if (!value || !value->is_array()) return;
    for (const auto& one : value->get_array()) use(one);
}

static std::vector<std::string> texts_in(const json::object& facts, std::string_view name) {
    std::vector<std::string> all;
    each_in(facts, name, [&](const json::value& one) { if (one.is_string()) all.emplace_back(one.get_string()); });
    return all;
}

static Origin origin_of(std::string_view written) {
    for (auto origin : {Origin::auto_reply, Origin::bounce, Origin::list, Origin::own}) {
        if (word(origin) == written) return origin;
    }
    return Origin::person;
}

Incoming read_facts(std::string_view text) {
    boost::system::error_code broken;
    const auto parsed = json::parse(text, broken);
    Incoming message;
    if (broken || !parsed.is_object()) return message;
    const auto& facts = parsed.get_object();
    message.message_id = text_in(facts, "message_id");
    message.in_reply_to = text_in(facts, "in_reply_to");
    message.subject = text_in(facts, "subject");
    message.text = text_in(facts, "text");
    message.origin = origin_of(text_in(facts, "origin"));
    message.wants_no_answer = flag_in(facts, "no_answer");
    message.date = base::parse_instant(text_in(facts, "date"));
    if (const auto* from = facts.if_contains("from")) message.from = address_in(*from);
    if (const auto* to = facts.if_contains("reply_to")) message.reply_to = address_in(*to);
    each_in(facts, "to", [&](const json::value& one) { message.to.push_back(address_in(one)); });
    each_in(facts, "cc", [&](const json::value& one) { message.cc.push_back(address_in(one)); });
    message.references = texts_in(facts, "references");
    message.repairs = texts_in(facts, "repairs");
    each_in(facts, "undelivered", [&](const json::value& one) {
        if (const auto* object = one.if_object()) {
            message.undelivered.push_back({text_in(*object, "recipient"), text_in(*object, "original"), text_in(*object, "status"), text_in(*object, "diagnostic"), text_in(*object, "message_id"),
                                           flag_in(*object, "permanent")});
            message.undelivered.back().other_ids = texts_in(*object, "other_ids");
        }
    });
    return message;
}

}  // namespace mail
