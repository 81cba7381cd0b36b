#include "site/banner.h"

#include <algorithm>
#include <iterator>

#include <boost/json.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "auth/event.h"
#include "base/error.h"
#include "base/text.h"
#include "db/db.h"
#include "html/markdown.h"
#include "site/piece_rows.h"

namespace site {

static bool may_set(const auth::Viewer& viewer, std::optional<roster::OrgId> school) {
    return school ? viewer.may(may_write_news, school->value) : viewer.may_everywhere(may_write_news);
}

std::vector<std::pair<std::string, std::string>> problems_with(const BannerForm& form, base::Instant now) {
    std::vector<std::pair<std::string, std::string>> found;
    if (form.text_en.empty() && form.text_es.empty()) found.emplace_back("text_en", "site.page.problem.banner_text");
    if (base::count_code_points(form.text_en) > longest_banner) found.emplace_back("text_en", "site.page.problem.long_banner");
    if (base::count_code_points(form.text_es) > longest_banner) found.emplace_back("text_es", "site.page.problem.long_banner");
    if (form.level != "notice" && form.level != "closing" && form.level != "danger") found.emplace_back("level", "site.page.problem.level");
    const bool leads_away = html::leads(form.link) == html::Leads::elsewhere && base::to_lower_ascii(form.link.substr(0, 8)) == "https://";
    if (!form.link.empty() && html::leads(form.link) != html::Leads::ours && !leads_away) found.emplace_back("link", "site.page.problem.link");
    const auto from = form.from.value_or(now);
    if (form.until <= std::max(from, now)) found.emplace_back("until", "site.page.problem.until");
    else if (form.until - from > std::chrono::days(60)) found.emplace_back("until", "site.page.problem.long_until");
    return found;
}

std::int64_t set_banner(db::Write& db, const auth::Viewer& viewer, base::Instant now, const BannerForm& form) {
    if (form.school && !roster::find_org(db, *form.school)) throw base::Invalid("school", "site.page.problem.school");
    if (!may_set(viewer, form.school)) throw base::Forbidden("The banner of a school is set by who writes its news, the district's by who writes the district's.");
    if (const auto found = problems_with(form, now); !found.empty()) throw base::Invalid(found.front().first, found.front().second);
    const auto from = form.from && *form.from > now ? *form.from : now;
    const auto id = db.query(R"sql(
        INSERT INTO site_banner (school_id, level, text_en, text_es, link, from_at, until_at, made_at, made_by_id)
        VALUES (:school, :level, :en, :es, :link, :from, :until, :now, :by) RETURNING id
    )sql")
                        .bind("school", form.school)
                        .bind("level", form.level)
                        .bind("en", form.text_en)
                        .bind("es", form.text_es)
                        .bind("link", form.link)
                        .bind("from", from)
                        .bind("until", form.until)
                        .bind("now", now)
                        .bind("by", account_or_null(viewer))
                        .one_integer();
    boost::json::object detail{{"level", form.level}, {"en", form.text_en}, {"es", form.text_es}, {"from", base::to_iso(from)}, {"until", base::to_iso(form.until)}};
    if (form.school) detail["school"] = form.school->value;
    auth::record(db, viewer, now, {.subject_kind = "banner", .subject_id = id, .action = "set", .detail = boost::json::serialize(detail)});
    return id;
}

static void withdraw_news(db::Write& db, const auth::Viewer& viewer, base::Instant now, PieceId id, std::string_view why) {
    const auto editor = editor_of(db, viewer);
    try {
        const auto piece = load_piece(db, editor, now, id);
        if (!piece.withdrawn_at) withdraw(db, editor, now, piece, piece.revision, why);
    } catch (const base::NotFound&) {
        // It was moved to where others write; they look after it.
    }
}

void end_banner(db::Write& db, const auth::Viewer& viewer, base::Instant now, std::int64_t id, std::string_view why) {
    const auto school = db.query("SELECT school_id FROM site_banner WHERE id = :id").bind("id", id).one([](const db::Row& row) { return row.maybe_integer("school_id"); });
    if (!may_set(viewer, school ? std::optional(roster::OrgId{*school}) : std::nullopt)) throw base::NotFound("no such banner");
    const auto ended = db.query("UPDATE site_banner SET ended_at = :now, ended_by_id = :by WHERE id = :id AND ended_at IS NULL")
                           .bind("now", now)
                           .bind("by", account_or_null(viewer))
                           .bind("id", id)
                           .run();
    if (ended == 0) return;
    auth::record(db, viewer, now, {.subject_kind = "banner", .subject_id = id, .action = "ended", .why = why});
    if (const auto news = db.query("SELECT news_id FROM site_banner WHERE id = :id AND news_id IS NOT NULL").bind("id", id).maybe_integer()) withdraw_news(db, viewer, now, {*news}, why);
}

void set_closure(db::Write& db, const auth::Viewer& viewer, base::Instant now, std::int64_t banner, base::Day day, PieceId news, std::string_view why) {
    const auto earlier = db.query(R"sql(
        SELECT b.id FROM site_banner b JOIN site_banner c ON c.id = :banner
         WHERE b.closure_on = :day AND b.ended_at IS NULL AND b.id <> c.id AND COALESCE(b.school_id, 0) = COALESCE(c.school_id, 0) ORDER BY b.id
    )sql")
                             .bind("banner", banner)
                             .bind("day", day)
                             .all([](const db::Row& row) { return row.integer("id"); });
    for (const auto id : earlier) end_banner(db, viewer, now, id, why);
    db.query("UPDATE site_banner SET closure_on = :day, news_id = :news WHERE id = :banner").bind("day", day).bind("news", news).bind("banner", banner).run();
}

static std::optional<roster::OrgId> school_of(const db::Row& row) {
    const auto id = row.maybe_integer("school_id");
    return id ? std::optional(roster::OrgId{*id}) : std::nullopt;
}

std::vector<BannerRow> banners(db::Read& db, const auth::Viewer& viewer, base::Instant now) {
    const auto reach = viewer.reach(may_write_news);
    if (reach.nowhere()) return {};
    const auto places = reach.everywhere ? std::string("1 = 1") : fmt::format("b.school_id IN ({})", fmt::join(reach.schools, ", "));
    const auto those = [&](std::string_view condition) {
        return db.query(fmt::format(R"sql(
            SELECT b.id, b.school_id, b.level, b.text_en, b.text_es, b.link, b.from_at, b.until_at, b.ended_at, b.closure_on, a.name AS maker
              FROM site_banner b LEFT JOIN auth_account a ON a.id = b.made_by_id WHERE {} AND {}
        )sql", places, condition)).bind("now", now).all([](const db::Row& row) {
            auto text = [&](std::string_view column) { return std::string(row.text(column)); };
            return BannerRow{row.integer("id"), {school_of(row), text("level"), text("text_en"), text("text_es"), text("link"), {}, row.instant("until_at")}, row.instant("from_at"),
                             row.maybe_text("maker").value_or(""), row.maybe_instant("ended_at"), !row.null("closure_on")};
        });
    };
    auto all = those("b.ended_at IS NULL AND b.until_at > :now ORDER BY b.id DESC");
    std::ranges::move(those("(b.ended_at IS NOT NULL OR b.until_at <= :now) ORDER BY b.id DESC LIMIT 100"), std::back_inserter(all));
    return all;
}

std::vector<Banner> current_banners(db::Read& db, base::Instant now, html::Language language) {
    return db.query(R"sql(
        SELECT id, school_id, level, text_en, text_es, link, until_at FROM site_banner
         WHERE from_at <= :now AND until_at > :now AND ended_at IS NULL
         ORDER BY CASE level WHEN 'danger' THEN 0 WHEN 'closing' THEN 1 ELSE 2 END, id DESC
    )sql")
        .bind("now", now)
        .all([&](const db::Row& row) {
            const Bilingual words{.en = {std::string(row.text("text_en")), {}}, .es = {std::string(row.text("text_es")), {}}};
            const auto shown = shown_language(words, language);
            return Banner{row.integer("id"), std::string(row.text("level")), shown, words.in(shown).title, std::string(row.text("link")), school_of(row), row.instant("until_at")};
        });
}

std::vector<Banner> banners_of_page(db::Read& db, base::Instant now, std::optional<roster::OrgId> school, html::Language language) {
    auto banners = current_banners(db, now, language);
    std::erase_if(banners, [&](const Banner& banner) { return banner.school && banner.school != school; });
    return banners;
}

}  // namespace site
