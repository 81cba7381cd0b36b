// Publishing, scheduling, taking away and bringing back.
#include <algorithm>

#include <boost/json.hpp>

#include "base/error.h"
#include "base/text.h"
#include "db/db.h"
#include "site/find.h"
#include "site/piece.h"
#include "site/piece_rows.h"
#include "site/redirect.h"

namespace site {

using Json = boost::json::object;

static void require_releaser(const Editor& editor, const Piece& piece) {
    if (!editor.may_release(piece.belongs)) throw base::Forbidden("Publishing here needs a second look by somebody who may publish.");
}

/// What was scheduled and has not begun does not begin.
static std::int64_t cancel_coming(db::Write& db, base::Instant now, PieceId piece) {
    db.query("UPDATE site_news SET live_from_at = NULL WHERE piece_id = :piece AND live_from_at > :now").bind("piece", piece).bind("now", now).run();
    return db.query("UPDATE site_publication SET cancelled_at = :now WHERE piece_id = :piece AND from_at > :now AND cancelled_at IS NULL")
        .bind("now", now)
        .bind("piece", piece)
        .run();
}

static void insert_publication(db::Write& db, const Editor& editor, base::Instant now, const Piece& piece, base::Instant from, const Release& what) {
    db.query(R"sql(
        INSERT INTO site_publication (piece_id, version_id, from_at, expires_at, meaning, made_at, made_by_id)
        VALUES (:piece, :version, :from, :expires, :meaning, :now, :by)
    )sql")
        .bind("piece", piece.id)
        .bind("version", piece.latest.id)
        .bind("from", from)
        .bind("expires", what.expires)
        .bind("meaning", what.meaning || !piece.live)
        .bind("now", now)
        .bind("by", account_or_null(*editor.viewer))
        .run();
    db.query("UPDATE site_news SET live_from_at = :from WHERE piece_id = :piece AND live_from_at IS NULL").bind("from", from).bind("piece", piece.id).run();
    db.query(R"sql(
        UPDATE site_version SET answered_at = :now, answered_by_id = :by, answer = 'published'
         WHERE piece_id = :piece AND asked_at IS NOT NULL AND answered_at IS NULL
    )sql")
        .bind("now", now)
        .bind("by", account_or_null(*editor.viewer))
        .bind("piece", piece.id)
        .run();
}

/// Clause 5: the emergency first, the mending within a day.
static void note_repairs(db::Write& db, const Editor& editor, base::Instant now, const Piece& piece, bool held_back) {
    if (!held_back) {
        db.query("UPDATE site_repair SET mended_at = :now WHERE piece_id = :piece AND mended_at IS NULL").bind("now", now).bind("piece", piece.id).run();
        return;
    }
    db.query("INSERT INTO site_repair (piece_id, version_id, author_id, made_at, due_at) VALUES (:piece, :version, :by, :now, :due)")
        .bind("piece", piece.id)
        .bind("version", piece.latest.id)
        .bind("by", account_or_null(*editor.viewer))
        .bind("now", now)
        .bind("due", now + repair_within)
        .run();
}

std::vector<std::pair<std::string, std::string>> problems_with(const Release& release, base::Instant now, const std::vector<Problem>& problems) {
    std::vector<std::pair<std::string, std::string>> found;
    if (release.expires && *release.expires <= std::max(release.from.value_or(now), now)) found.emplace_back("expires", "site.page.problem.expires");
    if (holds_back(problems) && !release.urgent) found.emplace_back("problems", "site.page.problem.held_back");
    return found;
}

void release(db::Write& db, const Editor& editor, base::Instant now, const Piece& piece, std::int64_t seen, const Release& what, const std::vector<Problem>& problems) {
    require_releaser(editor, piece);
    if (piece.withdrawn_at) throw base::Conflict("site.page.problem.withdrawn");
    const base::Instant from = what.from && *what.from > now ? *what.from : now;
    if (const auto found = problems_with(what, now, problems); !found.empty()) throw base::Invalid(found.front().first, found.front().second);
    const bool held_back = holds_back(problems);
    touch_piece(db, now, piece.id, seen);
    cancel_coming(db, now, piece.id);
    const bool stands_already = from == now && piece.live && piece.live->number == piece.latest.number;
    if (stands_already) db.query("UPDATE site_publication SET expires_at = :expires WHERE id = :id").bind("expires", what.expires).bind("id", piece.live->id).run();
    else insert_publication(db, editor, now, piece, from, what);
    if (from == now && piece.belongs.kind == PieceKind::page) forget_redirect(db, *editor.viewer, now, piece.belongs.path);
    note_repairs(db, editor, now, piece, held_back);
    index_piece(db, now, piece.id);
    if (from > now) index_piece_at(db, now, from, piece.id);
    if (what.expires) index_piece_at(db, now, *what.expires, piece.id);
    Json detail{{"version", piece.latest.number}, {"from", base::to_iso(from)}};
    if (what.expires) detail["expires"] = base::to_iso(*what.expires);
    if (held_back) detail["held_back"] = problems.size();
    note_piece(db, editor, now, piece, held_back ? "published_urgently" : from > now ? "scheduled" : "published", boost::json::serialize(detail));
}

void cancel_scheduled(db::Write& db, const Editor& editor, base::Instant now, const Piece& piece, std::int64_t seen) {
    require_writer(editor, piece.belongs);
    touch_piece(db, now, piece.id, seen);
    if (cancel_coming(db, now, piece.id) == 0) throw base::Conflict("site.page.problem.not_scheduled");
    note_piece(db, editor, now, piece, "unscheduled");
}

void withdraw(db::Write& db, const Editor& editor, base::Instant now, const Piece& piece, std::int64_t seen, std::string_view why) {
    if (!editor.may_see(piece.belongs)) throw base::Forbidden("This part of the site was given to others to write.");
    if (base::count_code_points(why) > longest_note) throw base::Invalid("why", "site.page.problem.long_note");
    touch_piece(db, now, piece.id, seen);
    if (piece.withdrawn_at) return;
    db.query("UPDATE site_piece SET withdrawn_at = :now, withdrawn_by_id = :by, withdrawn_why = :why WHERE id = :piece")
        .bind("now", now)
        .bind("by", account_or_null(*editor.viewer))
        .bind("why", why)
        .bind("piece", piece.id)
        .run();
    index_piece(db, now, piece.id);
    note_piece(db, editor, now, piece, "withdrawn", "{}", why);
}

void bring_back(db::Write& db, const Editor& editor, base::Instant now, const Piece& piece, std::int64_t seen) {
    require_releaser(editor, piece);
    touch_piece(db, now, piece.id, seen);
    if (!piece.withdrawn_at) return;
    db.query("UPDATE site_piece SET withdrawn_at = NULL, withdrawn_by_id = NULL, withdrawn_why = '' WHERE id = :piece").bind("piece", piece.id).run();
    index_piece(db, now, piece.id);
    note_piece(db, editor, now, piece, "brought_back");
}

}  // namespace site
