// /settings/pictures: what the district allows at most.
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/text.h"
#include "html/format.h"
#include "http/confirm.h"
#include "http/routes.h"
#include "media/ceiling.h"
#include "media/consent_view.h"
#include "media/media.h"
#include "media/pages.h"

namespace media {

static constexpr std::array<std::string_view, 11> grades{"02", "03", "04", "05", "06", "07", "08", "09", "10", "11", "12"};

static http::Response ceilings_page(const http::Call& call, const Ceilings& set, http::Status status, const FieldProblems& problems) {
    html::View view;
    tell_problems(call, view, problems);
    view.set("seen", set.revision).set("day", set.yes_ends_day);
    for (const auto channel : channels) {
        auto row = view.add("channel");
        row.set("id", word(channel)).set("name", call.text(fmt::format("media.consent.channel.{}", word(channel)))).set("words", call.text(fmt::format("media.consent.channel_words.{}", word(channel))));
        row.show_if(set.open[static_cast<std::size_t>(channel)], "open");
    }
    for (const auto grade : grades) view.add("grade_option").set("value", grade).set("label", grade).show_if(grade == set.second_person, "chosen");
    for (unsigned month = 1; month <= 12; ++month) {
        view.add("month_option").set("value", month).set("label", call.text(fmt::format("media.ceiling.months.{:02}", month))).show_if(month == set.yes_ends_month, "chosen");
    }
    return call.page(status, "media/ceilings", call.text("media.ceiling.title"), std::move(view));
}

static http::Response show(http::ReadCall& call) { return ceilings_page(call, ceilings(call.db), http::ok, {}); }

static Ceilings read_form(const http::Fields& form) {
    const auto number = [&](std::string_view name) { return static_cast<unsigned>(std::clamp<std::int64_t>(base::parse_integer(form.text(name)).value_or(0), 0, 99)); };
    Ceilings wanted{.open = {}, .second_person = std::string(form.text("second_person")), .yes_ends_month = number("yes_ends_month"), .yes_ends_day = number("yes_ends_day"), .revision = base::parse_integer(form.text("seen")).value_or(-1)};
    for (const auto open : form.all("open")) {
        if (const auto channel = parse_channel(open)) wanted.open[static_cast<std::size_t>(*channel)] = true;
    }
    return wanted;
}

static bool closes_any(const Ceilings& before, const Ceilings& wanted) {
    return std::ranges::any_of(channels, [&](Channel channel) { return before.open[static_cast<std::size_t>(channel)] && !wanted.open[static_cast<std::size_t>(channel)]; });
}

static http::Response save(http::WriteCall& call) {
    auto wanted = read_form(call.request.form);
    if (const auto problems = ceiling_problems(wanted); !problems.empty()) return ceilings_page(call, wanted, http::unprocessable, problems);
    if (const auto present = ceilings(call.db).revision; present != wanted.revision) {
        wanted.revision = present;
        return ceilings_page(call, wanted, http::conflict, {{"second_person", "media.ceiling.problem.stale"}});
    }
    const auto before = ceilings(call.db);
    const auto closing = count_closing(call.db, before, wanted);
    if (closes_any(before, wanted)) {
        const auto detail = call.text("media.ceiling.close_detail", {{"pictures", html::number_words(call.language, closing.pictures)}, {"pages", html::number_words(call.language, closing.pages)}});
        if (auto asked = http::ask_first(call, call.text("media.ceiling.close_sure"), call.text("media.ceiling.close_yes"), "/settings/pictures", detail)) return std::move(*asked);
    }
    worded(call, [&] { set_ceilings(call.db, call.viewer, call.now, wanted); });
    return call.redirect_with_notice(closing.pictures > 0 ? "/images/takedowns" : "/settings/pictures", call.text("media.ceiling.saved"));
}

void ceiling_routes(http::Routes& routes) {
    routes.get("/settings/pictures", may_manage, show);
    routes.post("/settings/pictures", may_manage, save);
}

}  // namespace media
