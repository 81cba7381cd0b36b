#include "data/facts.h"

#include <algorithm>
#include <iterator>
#include <stdexcept>

#include <fmt/format.h>

#include "base/text.h"
#include "data/data.h"

namespace data {

static constexpr std::string_view privacy_words[] = {"public", "student", "deidentified", "directory", "identifying", "sensitive"};

std::string_view word(Privacy privacy) { return privacy_words[static_cast<std::size_t>(privacy)]; }

std::optional<Privacy> parse_privacy(std::string_view text) {
    auto found = std::ranges::find(privacy_words, text);
    if (found == std::end(privacy_words)) return std::nullopt;
    return static_cast<Privacy>(found - std::begin(privacy_words));
}

bool Fact::about_students() const {
    return std::ranges::any_of(columns, [](const FactColumn& column) { return column.privacy == Privacy::student; });
}

static bool has(const std::vector<FactColumn>& columns, const std::string& name) {
    return std::ranges::find(columns, name, &FactColumn::name) != columns.end();
}

static bool has_key(const std::vector<std::string>& key, const std::string& name) { return std::ranges::find(key, name) != key.end(); }

/// data.md clause 2.
static bool may_hold(Tier tier, Privacy privacy, bool about_students) {
    switch (tier) {
        case Tier::operations: return !about_students && privacy == Privacy::open;
        case Tier::directory: return about_students ? privacy == Privacy::student || privacy == Privacy::directory : privacy == Privacy::open;
        // A school and a grade are directory information, and say of somebody without a name no more than where and in which year.
        case Tier::students: return privacy <= Privacy::directory && privacy != Privacy::identifying;
        case Tier::sensitive: return true;
    }
    return false;
}

std::vector<FactColumn> Fact::columns_in(Tier tier) const {
    std::vector<FactColumn> held;
    bool more_than_keys = false;
    for (const FactColumn& column : columns) {
        if (!may_hold(tier, column.privacy, about_students())) continue;
        // Names are directory information too, but not of somebody under a pseudonym.
        if (tier == Tier::students && column.privacy == Privacy::directory && column.name.ends_with("_name")) continue;
        if (!has_key(key, column.name) && column.privacy != Privacy::student) more_than_keys = true;
        held.push_back(column);
    }
    bool whole_key = std::ranges::all_of(key, [&](const std::string& part) { return has(held, part); });
    bool withheld = held.size() < columns.size();
    if (!whole_key || (withheld && !more_than_keys)) held.clear();
    // The tier directory holds the list of students and of places, and nothing that says what anybody did.
    if (tier == Tier::directory && name != "student" && name != "org") held.clear();
    return held;
}

namespace {

class Reader {
public:
    Reader(std::string_view room, std::string_view text) : room_(room), lines_(base::split(text, '\n')) {}

    std::vector<Fact> read() {
        for (; line_ < lines_.size(); ++line_) {
            auto text = base::trim(lines_[line_]);
            if (text.starts_with("-- fact ")) {
                begin(text);
            } else if (text.starts_with("--")) {
                if (!facts_.empty() && facts_.back().sql.empty()) comment(base::trim(text.substr(2)));
            } else if (!text.empty()) {
                if (facts_.empty()) fail("a line before the first fact");
                facts_.back().sql += std::string(lines_[line_]) + "\n";
            }
        }
        for (Fact& fact : facts_) finish(fact);
        return std::move(facts_);
    }

private:
    [[noreturn]] void fail(std::string_view what) const {
        throw std::runtime_error(fmt::format("{}/schema/facts.sql, line {}: {}", room_, line_ + 1, what));
    }

    static std::vector<std::string_view> words(std::string_view text) {
        auto parts = base::split(text, ' ');
        std::erase(parts, "");
        return parts;
    }

    void begin(std::string_view text) {
        auto parts = words(text.substr(8));
        if (parts.size() < 2 || (parts[1] != "operations" && parts[1] != "students")) fail("expected: -- fact NAME operations|students");
        facts_.push_back({.name = std::string(parts[0]), .room = room_, .words = {}, .key = {}, .changed = {}, .columns = {}, .sql = {}});
        students_.push_back(parts[1] == "students");
        if (parts.size() == 3) facts_.back().origin = parse_origin(parts[2]);
    }

    Fact::Origin parse_origin(std::string_view text) const {
        if (text == "batch") return Fact::Origin::batch;
        if (text == "computed") return Fact::Origin::computed;
        fail("expected batch, computed or nothing after what the fact is about");
    }

    void comment(std::string_view text) {
        Fact& fact = facts_.back();
        auto parts = words(text);
        if (parts.empty()) return;
        if (parts[0] == "key") {
            for (auto name : base::split(text.substr(4), ',')) fact.key.emplace_back(base::trim(name));
        } else if (parts[0] == "changed" && parts.size() == 2) {
            fact.changed = parts[1];
        } else if (parts.size() >= 3 && base::parse_cell_type(parts[1]) && parse_privacy(parts[2])) {
            auto after = text.find(parts[2], text.find(parts[1], parts[0].size()) + parts[1].size()) + parts[2].size();
            fact.columns.push_back({std::string(parts[0]), *base::parse_cell_type(parts[1]), *parse_privacy(parts[2]),
                                    std::string(base::trim(text.substr(after)))});
        } else if (fact.columns.empty()) {
            fact.words += (fact.words.empty() ? "" : " ") + std::string(text);
        } else {
            fact.columns.back().words += " " + std::string(text);
        }
    }

    void finish(Fact& fact) {
        auto index = static_cast<std::size_t>(&fact - facts_.data());
        auto complain = [&](std::string_view what) {
            throw std::runtime_error(fmt::format("{}/schema/facts.sql, fact {}: {}", room_, fact.name, what));
        };
        while (!fact.sql.empty() && (fact.sql.back() == '\n' || fact.sql.back() == ';')) fact.sql.pop_back();
        if (fact.columns.empty()) complain("it has no columns");
        if (fact.key.empty() && fact.origin != Fact::Origin::computed) complain("it has no key");
        for (const auto& name : fact.key) {
            if (!has(fact.columns, name)) complain("its key names a column that it does not have");
        }
        if (fact.sql.empty() != (fact.origin == Fact::Origin::batch)) complain("a fact has a SELECT, unless it comes from batches");
        if (fact.about_students() != students_[index]) complain("it says to be about students, or has a column of privacy student, and not both");
    }

    std::string room_;
    std::vector<std::string_view> lines_;
    std::size_t line_ = 0;
    std::vector<Fact> facts_;
    std::vector<bool> students_;
};

}  // namespace

std::vector<Fact> parse_facts(std::string_view room, std::string_view text) { return Reader(room, text).read(); }

static std::vector<Fact>& known_facts() {
    static std::vector<Fact> facts;
    return facts;
}

const std::vector<Fact>& facts() { return known_facts(); }

void add_facts(std::string_view room, std::span<const base::EmbeddedFile> embedded) {
    for (const auto& file : embedded) {
        if (!file.path.ends_with("/schema/facts.sql")) continue;
        for (Fact& fact : parse_facts(room, file.bytes)) {
            if (find_fact(fact.name)) throw std::logic_error("two rooms ship a fact called " + fact.name);
            known_facts().push_back(std::move(fact));
        }
    }
}

const Fact* find_fact(std::string_view name) {
    auto found = std::ranges::find(known_facts(), name, &Fact::name);
    return found == known_facts().end() ? nullptr : &*found;
}

}  // namespace data
