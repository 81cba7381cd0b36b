#include "app/archive_manifest.h"

#include <stdexcept>

#include <boost/json.hpp>

namespace app {

namespace json = boost::json;

constexpr std::string_view format = "belltower backup 1";

std::string manifest_text(const Manifest& manifest) {
    json::array members;
    for (const auto& [name, member] : manifest.members) {
        members.push_back(json::object{{"name", name}, {"sha256", member.sha256}, {"bytes", member.bytes}});
    }
    return json::serialize(json::object{{"format", format},
                                        {"version", manifest.version},
                                        {"engine", manifest.engine},
                                        {"district", manifest.district},
                                        {"made_at", base::to_ms(manifest.made_at)},
                                        {"members", std::move(members)}});
}

Manifest read_manifest(std::string_view text) {
    const auto word = [](const json::value& value) { return std::string(value.as_string()); };
    const json::value read = json::parse(text);
    if (word(read.at("format")) != format) throw std::runtime_error("another format");
    Manifest manifest{.version = word(read.at("version")),
                      .engine = word(read.at("engine")),
                      .district = word(read.at("district")),
                      .made_at = base::from_ms(read.at("made_at").as_int64()),
                      .members = {}};
    for (const json::value& member : read.at("members").as_array()) {
        manifest.members[word(member.at("name"))] = {word(member.at("sha256")), member.at("bytes").as_int64()};
    }
    return manifest;
}

}  // namespace app
