/// What reports and extracts share in reading their TOML: keys that are taken one by one, and problems that name line and key.
#pragma once

#include <algorithm>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <toml++/toml.h>

#include "data/report_file.h"

namespace data {

/// A lower-case word of at most 60 characters that begins with a letter; digits and what `also` lists may follow.
inline bool is_name(std::string_view text, std::string_view also) {
    return !text.empty() && text.size() <= 60 && (text[0] >= 'a' && text[0] <= 'z') &&
           std::ranges::all_of(text, [&](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || also.find(c) != std::string_view::npos; });
}

/// One table of a TOML file, read key by key; what is left at the end is unknown.
class HeaderPart {
public:
    HeaderPart(const toml::table& table, std::string path, int first_line, std::vector<ReportProblem>& problems)
        : table_(table), path_(std::move(path)), first_line_(first_line), problems_(problems) {}

    std::string text(std::string_view key, bool needed = false) {
        const toml::node* node = take(key);
        if (!node) {
            if (needed) problem(key, "needed");
            return {};
        }
        auto value = node->value<std::string>();
        if (!node->is_string()) problem(key, "text");
        return value && node->is_string() ? *value : std::string();
    }
    Words words(std::string_view key, bool needed = false) {
        return {text(key, needed), text(std::string(key) + "_es")};
    }
    std::int64_t integer(std::string_view key, std::int64_t otherwise, std::int64_t least, std::int64_t most) {
        const toml::node* node = take(key);
        if (!node) return otherwise;
        if (node->is_integer()) {
            const auto value = *node->value<std::int64_t>();
            if (value >= least && value <= most) return value;
        }
        problem(key, "whole", fmt::format("{}-{}", least, most));
        return otherwise;
    }
    bool flag(std::string_view key, bool otherwise) {
        const toml::node* node = take(key);
        if (!node) return otherwise;
        if (!node->is_boolean()) problem(key, "flag");
        return node->value_or(otherwise);
    }
    std::vector<std::string> texts(std::string_view key) {
        std::vector<std::string> all;
        const toml::node* node = take(key);
        if (!node) return all;
        const toml::array* list = node->as_array();
        if (!list) return problem(key, "list"), all;
        for (const toml::node& item : *list) {
            if (item.is_string()) all.push_back(*item.value<std::string>());
            else problem(key, "list");
        }
        return all;
    }
    /// One of these words; the first when it is not there.
    template <typename T>
    T choice(std::string_view key, std::initializer_list<std::pair<std::string_view, T>> known, bool needed = false) {
        const auto value = text(key, needed);
        std::string list;
        for (const auto& [word, meaning] : known) {
            if (value == word) return meaning;
            list += (list.empty() ? "" : ", ") + std::string(word);
        }
        if (!value.empty()) problem(key, "one_of", list);
        return known.begin()->second;
    }
    const toml::node* take(std::string_view key) {
        taken_.emplace_back(key);
        return table_.get(key);
    }
    void problem(std::string_view key, std::string_view code, std::string value = {}) {
        problems_.push_back({line(key), path_ + std::string(key), std::string(code), std::move(value)});
    }
    int line(std::string_view key) const {
        const toml::node* node = table_.get(key);
        const auto& source = node ? node->source() : table_.source();
        return source.begin.line == 0 ? first_line_ : first_line_ + static_cast<int>(source.begin.line) - 1;
    }
    void finish() {
        for (const auto& [key, node] : table_) {
            if (std::ranges::find(taken_, std::string(key.str())) == taken_.end()) problem(key.str(), "unknown");
        }
    }
    HeaderPart inner(const toml::table& table, std::string_view key) const { return {table, path_ + std::string(key) + ".", first_line_, problems_}; }

private:
    const toml::table& table_;
    std::string path_;
    int first_line_;
    std::vector<ReportProblem>& problems_;
    std::vector<std::string> taken_;
};

/// A [[parameter]], added to the file's.
void read_parameter(HeaderPart part, ReportFile& file);

}  // namespace data
