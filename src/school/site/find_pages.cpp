// /find: the search of the public site.
#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "calendar/calendar.h"
#include "html/format.h"
#include "site/directory.h"
#include "site/find.h"
#include "site/website.h"

namespace site {

constexpr int most_beside = 8;

static bool show_schools(const http::Call& call, db::Read& db, html::View& view, const std::vector<std::string>& words) {
    std::vector<const roster::SchoolAddress*> found;
    const auto addresses = roster::school_addresses(db);
    for (const auto& address : addresses) {
        const auto said = base::folded_words(address.school.name);
        const auto is_said = [&](const std::string& wanted) { return std::ranges::any_of(said, [&](const std::string& one) { return one.starts_with(wanted); }); };
        if (std::ranges::all_of(words, is_said)) found.push_back(&address);
    }
    if (found.empty()) return false;
    auto list = view.add("schools");
    for (const auto* address : found) list.add("school").set("name", address->school.name).set("href", call.public_path("/schools/" + address->slug));
    return true;
}

static bool show_staff(const http::Call& call, db::Read& db, html::View& view, const std::vector<std::string>& words) {
    StaffQuestion question;
    question.words = words;
    question.limit = most_beside;
    const auto found = public_staff(db, call.today(), question);
    if (found.lines.empty()) return false;
    auto list = view.add("staff");
    for (const auto& line : found.lines) {
        auto row = list.add("person");
        row.set("name", line.name).set("roles", role_words(call, line)).set("place", line.org_name);
        if (!line.email.empty()) row.add("email").set("address", line.email);
    }
    if (found.total > static_cast<std::int64_t>(found.lines.size())) list.add("more").set("href", call.public_path("/staff"));
    return true;
}

static bool show_pieces(const http::Call& call, db::Read& db, html::View& view, const std::string& text) {
    const auto found = find_public(db, call.now, text, call.language);
    if (found.empty()) return false;
    auto list = view.add("pieces");
    list.set("words", call.text("site.page.find.some", {{"n", std::to_string(found.size())}}));
    for (const auto& piece : found) {
        auto row = list.add("item");
        row.set("href", call.public_path(piece.path)).set("title", piece.title).set("lang", html::code(piece.language)).set("summary", piece.summary);
        row.set("kind", call.text(fmt::format("site.page.kind.{}", word(piece.kind))));
        row.set("when", html::day_words(call.language, call.today(), call.zone.day_of(piece.at))).set("iso", base::to_iso(call.zone.day_of(piece.at)));
    }
    return true;
}

static http::Response show_found(http::ReadCall& call) {
    constexpr std::size_t longest = 200, most_words = 8;
    constexpr int days_ahead = 200;
    const auto text = std::string(base::first_code_points(call.request.query.text("q"), longest));
    html::View view;
    view.set("q", text).set("action", call.public_path("/find"));
    auto words = base::folded_words(text);
    if (words.size() > most_words) words.resize(most_words);
    bool any = false;
    if (!words.empty()) {
        any |= show_schools(call, call.db, view, words);
        any |= show_staff(call, call.db, view, words);
        any |= show_pieces(call, call.db, view, text);
        if (calendar::show_found(call, view, days_ahead, words, most_beside)) {
            any = true;
            view.add("events").set("all", call.public_path("/events"));
        }
    }
    if (!any && !text.empty()) view.add("nothing").set("words", call.text("site.page.find.none", {{"text", text}}));
    return call.public_page("site/find", call.text("site.page.find.title"), std::move(view));
}

void find_routes(http::Routes& routes) { routes.get("/find", http::anyone, show_found).public_question(); }

}  // namespace site
