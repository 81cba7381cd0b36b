// /website/banner: the sentence on top of every public page, and closures with one tap.
#include <algorithm>

#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"
#include "html/format.h"
#include "http/confirm.h"
#include "site/banner.h"
#include "site/news_write.h"
#include "site/website.h"

namespace site {

static html::View banner_view(http::Call& call, db::Read& db, const FormProblems& problems) {
    html::View view;
    const auto& form = call.request.form;
    fill_website_tabs(call, editor_of(db, call.viewer), view, "banner");
    fill_form_problems(call, view, problems);
    for (auto name : {"text_en", "text_es", "link", "from", "until"}) view.set(name, form.text(name));
    if (form.text("until").empty()) view.set("until", moment_field(call, call.zone.to_instant({call.today(), base::Minutes(23 * 60 + 59)})));
    const auto level = form.text("level").empty() ? "notice" : form.text("level");
    for (auto one : {"notice", "closing", "danger"}) {
        view.add("level").set("value", one).set("name", call.text(fmt::format("site.banner.level.{}", one))).set("hint", call.text(fmt::format("site.banner.level_hint.{}", one))).show_if(one == level, "selected");
    }
    std::vector<roster::OrgId> chosen;
    if (const auto school = base::parse_integer(form.text("school"))) chosen.push_back({*school});
    fill_school_choice(call, db, view, may_write_news, chosen);
    for (auto closure : closures) {
        view.add("closure").set("value", closure).set("name", call.text(fmt::format("site.banner.closure.{}", closure))).set("icon", closure == "closed" ? "school" : "clock");
    }
    const auto names = school_names(db);
    std::optional<html::View> earlier;
    bool any_standing = false;
    for (const auto& row : banners(db, call.viewer, call.now)) {
        const bool over = row.ended_at || row.form.until <= call.now;
        if (over && !earlier) earlier.emplace(view.add("some_over"));
        any_standing |= !over;
        auto one = over ? earlier->add("over") : view.add("standing");
        one.set("id", row.id).set("text", row.form.text_en.empty() ? row.form.text_es : row.form.text_en).set("by", row.made_by);
        one.set("level", call.text(fmt::format("site.banner.level.{}", row.form.level)));
        one.set("where", row.form.school ? schools_words(call, names, {*row.form.school}) : call.text("site.page.whole_district"));
        one.set("from", html::moment_words(call.language, call.zone, call.now, row.from)).set("until", html::moment_words(call.language, call.zone, call.now, row.ended_at.value_or(row.form.until)));
        one.show_if(row.from > call.now, "coming");
        one.set("end_sure", call.text(row.closure ? "site.banner.end_closure_sure" : "site.banner.end_sure"));
    }
    view.show_if(!any_standing, "none_standing");
    return view;
}

static http::Response show_banner(http::ReadCall& call) { return call.page("site/banner", call.text("site.banner.title"), banner_view(call, call.db, {})); }

static std::optional<roster::OrgId> school_of(const http::Fields& form) {
    const auto school = base::parse_integer(form.text("school"));
    return school ? std::optional(roster::OrgId{*school}) : std::nullopt;
}

static http::Response create(http::WriteCall& call) {
    const auto& form = call.request.form;
    FormProblems problems;
    BannerForm banner{school_of(form), std::string(form.text("level")), base::collapse_space(form.text("text_en")), base::collapse_space(form.text("text_es")),
                      std::string(form.text("link")), read_moment(call, "from", problems), {}};
    const auto until = read_moment(call, "until", problems);
    banner.until = until.value_or(call.now);
    for (auto& [field, key] : problems_with(banner, call.now)) {
        // A moment that could not be read is named as that, not as one that is over.
        if (std::ranges::find(problems, field, &FormProblems::value_type::first) == problems.end()) problems.emplace_back(field, key);
    }
    const auto path = own_path(banner.link, call.services.public_url);
    const bool leads_nowhere = path && !surroundings(call, call.db, PieceKind::news).exists(*path);
    if (leads_nowhere && std::ranges::find(problems, "link", &FormProblems::value_type::first) == problems.end()) problems.emplace_back("link", "site.page.problem.dead_link");
    if (problems.empty()) {
        try {
            set_banner(call.db, call.viewer, call.now, banner);
            return call.redirect_with_notice("/website/banner", call.text("site.banner.is_set"));
        } catch (const base::Invalid& problem) {
            problems.emplace_back(problem.field(), problem.what());
        }
    }
    return call.page(http::unprocessable, "site/banner", call.text("site.banner.title"), banner_view(call, call.db, problems));
}

/// One tap (clause 7.2): the banner in both languages until the end of the day, and the same as news, which feeds carry.
static http::Response close_school(http::WriteCall& call) {
    const auto kind = call.request.form.text("closure");
    if (std::ranges::find(closures, kind) == std::end(closures)) throw base::NotFound("no such closure");
    const auto school = school_of(call.request.form);
    const auto org = school ? roster::find_org(call.db, *school) : std::nullopt;
    const auto where = [&](html::Language language) { return org ? org->name : call.services.messages->text(language, "site.banner.all_schools"); };
    const auto words = [&](html::Language language) {
        return call.services.messages->text(language, fmt::format("site.banner.closure_text.{}", kind),
                                            {{"where", where(language)}, {"day", html::day_words(language, call.today(), call.today())}});
    };
    const auto end_of_day = call.zone.to_instant({call.today() + std::chrono::days(1), base::Minutes(0)});
    // The page says of which school a banner is.
    const auto banner = [&](html::Language language) {
        if (!school) return words(language);
        return call.services.messages->text(language, fmt::format("site.banner.closure_of_school.{}", kind), {{"day", html::day_words(language, call.today(), call.today())}});
    };
    const auto id_of_banner = set_banner(call.db, call.viewer, call.now, {school, "closing", banner(html::Language::en), banner(html::Language::es), "", {}, end_of_day});
    const auto editor = editor_of(call.db, call.viewer);
    NewsSettings settings{{}, {.families = true, .staff = true, .students = true}};
    if (school) settings.schools = {*school};
    const auto id = create_news(call.db, editor, call.now, settings, {.en = {words(html::Language::en), ""}, .es = {words(html::Language::es), ""}}, "", call.services.public_url);
    set_closure(call.db, call.viewer, call.now, id_of_banner, call.today(), id, call.text("site.banner.replaced"));
    const auto piece = load_piece(call.db, editor, call.now, id);
    if (editor.may_release(piece.belongs)) {
        release(call.db, editor, call.now, piece, piece.revision, {.from = {}, .expires = end_of_day + std::chrono::days(1)}, check(piece.latest.words, surroundings(call, call.db, PieceKind::news)));
    } else {
        ask_for_review(call.db, editor, call.now, piece, piece.revision);
    }
    return call.redirect_with_notice("/website/banner", call.text("site.banner.closure_set"));
}

static http::Response end(http::WriteCall& call) {
    const auto id = call.id("banner");
    const auto rows = banners(call.db, call.viewer, call.now);
    const auto row = std::ranges::find(rows, id, &BannerRow::id);
    const bool closure = row != rows.end() && row->closure;
    if (auto asked = http::ask_first(call, call.text(closure ? "site.banner.end_closure_sure" : "site.banner.end_sure"), call.text("site.banner.end"), "/website/banner", call.text(closure ? "site.banner.end_closure_detail" : "site.banner.end_detail"))) {
        return std::move(*asked);
    }
    end_banner(call.db, call.viewer, call.now, id, closure ? call.text("site.banner.closure_ended") : "");
    return call.redirect_with_notice("/website/banner", call.text(closure ? "site.banner.closure_was_ended" : "site.banner.was_ended"));
}

void banner_routes(http::Routes& routes) {
    routes.get("/website/banner", may_write_news, show_banner);
    routes.post("/website/banner", may_write_news, create);
    routes.post("/website/banner/closure", may_write_news, close_school);
    routes.post("/website/banner/{banner}/end", may_write_news, end);
}

}  // namespace site
