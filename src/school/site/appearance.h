/// How the district shows itself on its public site: whether it is open, colour, logo, telephone, address. Nothing of it is a secret; changing
/// needs `may_manage` everywhere.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "db/db.h"
#include "files/files.h"
#include "roster/roster.h"
#include "site/site.h"

namespace site {

struct Appearance {
    bool open = false;      // closed: / leads to the start page of those who work here
    std::string colour;     // "#1f4e5f"
    std::string phone;      // as people write it; empty: none
    std::string address;    // one line; empty: none
    std::string logo;       // hash of a PNG among the stored files; empty: none
    std::int64_t version = 0;  // of the form, against changes at one time
};
constexpr std::string_view usual_colour = "#1f4e5f";

Appearance appearance(db::Read& db);

/// What keeps it from being saved: field and message key. Pure.
using Problems = std::vector<std::pair<std::string, std::string>>;
Problems appearance_problems(const Appearance& wanted);
/// Throws base::Invalid naming the first such field, base::Forbidden, base::Conflict when it was changed since `wanted.version`. The logo stays.
void save_appearance(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Appearance& wanted);
/// Empty takes it away.
void save_logo(db::Write& db, const auth::Viewer& viewer, base::Instant now, std::string_view hash);

/// What a family needs of one school beside its name.
struct SchoolContact {
    roster::OrgId school;
    std::string phone;
    std::string address;
    std::string website;  // of its own, where it has one elsewhere; https
};
/// Empty words where nothing is known.
SchoolContact school_contact(db::Read& db, roster::OrgId school);
Problems contact_problems(const SchoolContact& wanted);
/// base::Invalid, base::Forbidden, base::NotFound.
void save_contact(db::Write& db, const auth::Viewer& viewer, base::Instant now, const SchoolContact& wanted);

/// The telephone number as an address of the scheme tel has it: "+15550100" of "+1 (555) 0100"; digits and a plus sign only. Pure.
std::string dialled(std::string_view phone);

/// "#rrggbb" in lower case; absent when it is no such colour.
struct Colour {
    int red = 0;
    int green = 0;
    int blue = 0;
};
std::optional<Colour> parse_colour(std::string_view text);
/// Contrast of two colours, 1 to 21 (WCAG 2.2, "contrast ratio").
double contrast(const Colour& one, const Colour& other);
/// The district's style sheet: its colour as a ground with what can be read on it, and as text that reaches 4.5:1 on our panels in light and
/// dark, lightened or darkened as far as that needs. Pure.
std::string style_sheet(const Colour& colour);

/// The picture without anything but its pixels: text, time, location and colour profiles are left out (PNG specification, ancillary chunks).
/// Absent when it is no PNG of at most `longest_logo_side` pixels a side, cut short or damaged.
constexpr std::uint32_t longest_logo_side = 2000;
std::optional<std::string> bare_png(std::string_view bytes);

}  // namespace site
