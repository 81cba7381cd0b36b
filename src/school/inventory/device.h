/// One device with all that is known of it, and the rules of its life: which words there are, who may hold it when, what a form must say.
/// Only for this room.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "inventory/inventory.h"

namespace inventory {

/// The closed vocabularies of the schema, in the order in which people choose from them.
std::span<const std::string_view> kinds();
std::span<const std::string_view> statuses();
bool is_kind(std::string_view word);
bool is_status(std::string_view word);

/// Somebody has it: a person must be named.
bool needs_holder(std::string_view status);
/// Nobody can have it: whoever held it no longer does.
bool excludes_holder(std::string_view status);
/// It will not come back into use.
bool is_over(std::string_view status);

/// A name of web/icons.txt.
std::string_view icon_of_kind(std::string_view kind);
std::string_view icon_of_status(std::string_view status);
/// "pill-good", "pill-wait", "pill-bad" or empty: quiet.
std::string_view tone_of_status(std::string_view status);

/// The kind that words of a category, a maker or a model speak for ("Student Chromebooks", "MacBook Air"); absent when they do not say.
std::optional<std::string_view> kind_of_words(std::string_view words);
/// Our word for another system's word for a state ("Ready to Deploy", "DEPROVISIONED"); absent when we do not know it.
std::optional<std::string_view> status_of_words(std::string_view words);

struct Device {
    DeviceId id;
    std::string label_token;
    std::string asset_tag;
    std::string serial;
    std::string name;
    std::string kind;
    std::string manufacturer;
    std::string model;
    std::string model_number;
    std::string status;
    std::string raw_status;
    std::optional<roster::OrgId> school;
    std::string school_name;
    std::string room;
    std::string unknown_location;
    std::string unknown_holder;
    std::optional<roster::PersonId> holder;
    std::string holder_name;
    bool holder_is_student = false;
    std::optional<base::Day> purchased_on;
    std::optional<std::int64_t> cost_cents;
    std::string currency;
    std::string supplier;
    std::string order_number;
    std::string funding_source;
    std::optional<base::Day> warranty_ends_on;
    std::optional<base::Day> support_ends_on;  // its own, or its model's
    bool support_is_own = false;
    std::string os_version;
    std::string org_unit;
    std::string mac_address;
    std::optional<base::Instant> last_seen_at;
    std::string notes;
    std::string source;

    /// "HP Chromebook 11 G9"
    std::string full_model() const;
    /// The tag, else the serial, else the name, else "#12".
    std::string label() const;
};

/// What a person writes about a device. Empty texts mean that it is not known.
struct DeviceFacts {
    std::string asset_tag;
    std::string serial;
    std::string name;
    std::string kind;
    std::string manufacturer;
    std::string model;
    std::string model_number;
    std::optional<roster::OrgId> school;
    std::string room;
    std::optional<base::Day> purchased_on;
    std::optional<std::int64_t> cost_cents;
    std::string supplier;
    std::string order_number;
    std::string funding_source;
    std::optional<base::Day> warranty_ends_on;
    std::optional<base::Day> support_ends_on;
    std::string notes;
};

/// What is wrong with one field; `key` is the message, below "inventory.wrong.".
struct Wrong {
    std::string field;
    std::string key;
    auto operator<=>(const Wrong&) const = default;
};
/// A device has a kind, a model, and a tag or a serial.
std::vector<Wrong> judge(const DeviceFacts& facts);

/// "Excel wrote this number in short and threw digits away": 6.37702E+15.
bool lost_its_digits(std::string_view identifier);

}  // namespace inventory
