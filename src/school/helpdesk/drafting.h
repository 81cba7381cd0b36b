/// An article begun from a solved request (H7), with what names people and devices left out (docs/policies/knowledge.md, clause 3).
#pragma once

#include <array>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "helpdesk/request.h"
#include "knowledge/knowledge.h"

namespace helpdesk {

// --- The rule. Pure. ---

enum class LeftOut { name, email, number, device };
constexpr std::size_t kinds_left_out = 4;

/// What is known to name somebody or something. All folded (base::fold).
struct Known {
    std::set<std::string> people;   // words of the names of those who asked, answered or hold the device: left out however they are written
    std::set<std::string> roster;   // words that are somebody's name in the roster: left out where they are written like a name
    std::set<std::string> devices;  // tags and serials
};

/// What stands in the place of each kind: "[name]".
using Markers = std::array<std::string, kinds_left_out>;

struct Cleaned {
    std::string text;
    std::array<int, kinds_left_out> counts{};
};
/// Names, mail addresses, numbers of six digits and more (telephone and student numbers) and device numbers are replaced; a row of names by one mark.
/// A word that is also a name ("Will", "Black") stays where a sentence begins. Days and internet addresses stay. A name that nobody in the roster has
/// is not found.
Cleaned leave_out(std::string_view text, const Known& known, const Markers& markers);

/// One line with what leave_out finds left out and nothing in its place: "Laptop for Ana Silva, charging" is "Laptop, charging". Empty when nothing is
/// left to say.
std::string left_of(std::string_view line, const Known& known);

/// The words of a text that are written like a name, folded, and what may be the number of a device; at most 300 of each.
std::vector<std::string> name_like_words(std::string_view text);
std::vector<std::string> device_like_words(std::string_view text);

// --- Of a request. ---

struct Draft {
    knowledge::Content content;
    std::array<int, kinds_left_out> counts{};
};
/// What the request and its repairs say, in the language of the request. The viewer works on it.
Draft draft_of(const html::Messages& messages, db::Read& db, const auth::Viewer& viewer, const Request& request);

/// What of these texts is known to name somebody or something around the request.
Known known_around(db::Read& db, const auth::Viewer& viewer, const Request& request, const std::vector<std::string>& texts);

}  // namespace helpdesk
