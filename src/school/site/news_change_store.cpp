#include <algorithm>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "auth/secret.h"
#include "base/error.h"
#include "db/db.h"
#include "db/setting.h"
#include "site/news_write.h"

namespace site {

using Json = boost::json::object;

std::string tag_of(std::string_view public_url, base::Day day, std::string_view token) {
    auto host = public_url.substr(std::min(public_url.find("://"), public_url.size()));
    host.remove_prefix(std::min<std::size_t>(3, host.size()));
    host = host.substr(0, host.find_first_of(":/"));
    return fmt::format("tag:{},{}:news/{}", host.empty() ? "localhost" : host, base::to_iso(day), token);
}

constexpr std::string_view feed_tag_key = "site.feed_tag";

std::string feed_tag(db::Read& db, std::string_view public_url) {
    const auto tag = db::setting(db, feed_tag_key);
    return tag ? *tag : tag_of(public_url, base::Day(), "feed");
}

NewsSettings news_settings(db::Read& db, PieceId id) {
    NewsSettings settings;
    settings.audience = db.query("SELECT for_families, for_staff, for_students FROM site_news WHERE piece_id = :id").bind("id", id).one([](const db::Row& row) {
        return Audience{row.flag("for_families"), row.flag("for_staff"), row.flag("for_students")};
    });
    settings.schools = db.query("SELECT school_id FROM site_piece_school WHERE piece_id = :id ORDER BY school_id").bind("id", id).all([](const db::Row& row) {
        return roster::OrgId{row.integer("school_id")};
    });
    return settings;
}

static void require_audience(const Audience& audience) {
    if (!audience.families && !audience.staff && !audience.students) throw base::Invalid("for_families", "site.page.problem.audience");
}

PieceId create_news(db::Write& db, const Editor& editor, base::Instant now, const NewsSettings& settings, const Bilingual& words, std::string_view note, std::string_view public_url) {
    require_audience(settings.audience);
    const auto id = create_piece(db, editor, now, {PieceKind::news, settings.schools, {}}, words, note);
    if (!db::setting(db, feed_tag_key)) db::set_setting(db, feed_tag_key, tag_of(public_url, std::chrono::floor<std::chrono::days>(now), "feed"));
    db.query("INSERT INTO site_news (piece_id, tag, for_families, for_staff, for_students) VALUES (:id, :tag, :families, :staff, :students)")
        .bind("id", id)
        .bind("tag", tag_of(public_url, std::chrono::floor<std::chrono::days>(now), auth::random_token()))
        .bind("families", settings.audience.families)
        .bind("staff", settings.audience.staff)
        .bind("students", settings.audience.students)
        .run();
    return id;
}

void change_news(db::Write& db, const Editor& editor, base::Instant now, const Piece& piece, std::int64_t seen, const NewsSettings& settings, const Bilingual& words, std::string_view note) {
    const Belongs belongs{PieceKind::news, settings.schools, {}};
    require_writer(editor, piece.belongs);
    require_writer(editor, belongs);
    require_audience(settings.audience);
    const auto before = news_settings(db, piece.id);
    auto sorted = settings.schools;
    std::ranges::sort(sorted);
    const bool moves = before.schools != sorted;
    const bool relabels = before.audience != settings.audience;
    if ((moves || relabels) && (piece.live || piece.next) && !(editor.may_release(piece.belongs) && editor.may_release(belongs))) {
        // Both stand on the public page at once, without a version that somebody could look at.
        throw base::Forbidden("The schools and readers of what is public are changed by somebody who may publish there.");
    }
    save_version(db, editor, now, piece, seen, words, note);
    if (moves) {
        set_schools(db, piece.id, sorted);
        note_piece(db, editor, now, piece, "schools_changed");
    }
    if (!relabels) return;
    const Json detail{{"families", settings.audience.families}, {"staff", settings.audience.staff}, {"students", settings.audience.students}};
    note_piece(db, editor, now, piece, "audience_changed", boost::json::serialize(detail));
    db.query("UPDATE site_news SET for_families = :families, for_staff = :staff, for_students = :students WHERE piece_id = :id")
        .bind("families", settings.audience.families)
        .bind("staff", settings.audience.staff)
        .bind("students", settings.audience.students)
        .bind("id", piece.id)
        .run();
}

}  // namespace site
