// Versions: writing a piece, and asking for a second look.
#include <boost/json.hpp>

#include "auth/event.h"
#include "base/error.h"
#include "base/text.h"
#include "db/db.h"
#include "html/markdown.h"
#include "site/piece.h"
#include "site/piece_rows.h"

namespace site {

using Json = boost::json::object;

void note_piece(db::Write& db, const Editor& editor, base::Instant now, const Piece& piece, std::string_view action, std::string_view detail, std::string_view why) {
    auth::record(db, *editor.viewer, now,
                 {.subject_kind = word(piece.belongs.kind), .subject_id = piece.id.value, .action = action, .why = why, .detail = std::string(detail)});
}

void touch_piece(db::Write& db, base::Instant now, PieceId id, std::int64_t seen) {
    const auto changed = db.query("UPDATE site_piece SET revision = revision + 1, changed_at = :now WHERE id = :id AND revision = :seen")
                             .bind("now", now)
                             .bind("id", id)
                             .bind("seen", seen)
                             .run();
    if (changed == 0) throw base::Conflict("site.page.problem.changed");
}

void set_schools(db::Write& db, PieceId id, const std::vector<roster::OrgId>& schools) {
    db.query("DELETE FROM site_piece_school WHERE piece_id = :id").bind("id", id).run();
    for (const auto school : schools) {
        if (!roster::find_org(db, school)) throw base::Invalid("school", "site.page.problem.school");
        db.query("INSERT INTO site_piece_school (piece_id, school_id) VALUES (:id, :school) ON CONFLICT DO NOTHING").bind("id", id).bind("school", school).run();
    }
}

static void require_usable(const Bilingual& words, std::string_view note) {
    if (words.en.title.empty() && words.es.title.empty()) throw base::Invalid("title_en", "site.page.problem.title");
    for (auto language : html::languages) {
        const std::string end = language == html::Language::en ? "_en" : "_es";
        if (base::count_code_points(words.in(language).title) > longest_title) throw base::Invalid("title" + end, "site.page.problem.long_title");
        if (words.in(language).body.size() > html::longest_markdown) throw base::Invalid("body" + end, "site.page.problem.long_body");
    }
    if (base::count_code_points(note) > longest_note) throw base::Invalid("note", "site.page.problem.long_note");
}

static void insert_version(db::Write& db, const Editor& editor, base::Instant now, PieceId piece, int number, const Bilingual& words, std::string_view note) {
    db.query(R"sql(
        INSERT INTO site_version (piece_id, number, title_en, body_en, title_es, body_es, summary_en, summary_es, note, author_id, made_at)
        VALUES (:piece, :number, :title_en, :body_en, :title_es, :body_es, :summary_en, :summary_es, :note, :author, :now)
    )sql")
        .bind("piece", piece)
        .bind("number", number)
        .bind("title_en", words.en.title)
        .bind("body_en", words.en.body)
        .bind("title_es", words.es.title)
        .bind("body_es", words.es.body)
        .bind("summary_en", html::markdown_text(words.en.body, longest_summary))
        .bind("summary_es", html::markdown_text(words.es.body, longest_summary))
        .bind("note", note)
        .bind("author", account_or_null(*editor.viewer))
        .bind("now", now)
        .run();
}

PieceId create_piece(db::Write& db, const Editor& editor, base::Instant now, const Belongs& belongs, const Bilingual& words, std::string_view note) {
    require_writer(editor, belongs);
    require_usable(words, note);
    const PieceId id{db.query("INSERT INTO site_piece (kind, created_at, created_by_id, changed_at) VALUES (:kind, :now, :by, :now) RETURNING id")
                         .bind("kind", word(belongs.kind))
                         .bind("now", now)
                         .bind("by", account_or_null(*editor.viewer))
                         .one_integer()};
    set_schools(db, id, belongs.schools);
    insert_version(db, editor, now, id, 1, words, note);
    const Json detail{{"title_en", words.en.title}, {"title_es", words.es.title}, {"path", belongs.path}};
    auth::record(db, *editor.viewer, now, {.subject_kind = word(belongs.kind), .subject_id = id.value, .action = "created", .detail = boost::json::serialize(detail)});
    return id;
}

/// A version that waits for a second look does so no more.
static void answer_version(db::Write& db, const Editor& editor, base::Instant now, PieceId piece, std::string_view answer, std::string_view note) {
    db.query(R"sql(
        UPDATE site_version SET answered_at = :now, answered_by_id = :by, answer = :answer, answer_note = :note
         WHERE piece_id = :piece AND asked_at IS NOT NULL AND answered_at IS NULL
    )sql")
        .bind("now", now)
        .bind("by", account_or_null(*editor.viewer))
        .bind("answer", answer)
        .bind("note", note)
        .bind("piece", piece)
        .run();
}

int save_version(db::Write& db, const Editor& editor, base::Instant now, const Piece& piece, std::int64_t seen, const Bilingual& words, std::string_view note) {
    require_writer(editor, piece.belongs);
    require_usable(words, note);
    touch_piece(db, now, piece.id, seen);
    if (words == piece.latest.words) return piece.latest.number;
    answer_version(db, editor, now, piece.id, "replaced", "");
    const int number = piece.latest.number + 1;
    insert_version(db, editor, now, piece.id, number, words, note);
    note_piece(db, editor, now, piece, "changed", boost::json::serialize(Json{{"version", number}}), note);
    return number;
}

void ask_for_review(db::Write& db, const Editor& editor, base::Instant now, const Piece& piece, std::int64_t seen) {
    require_writer(editor, piece.belongs);
    touch_piece(db, now, piece.id, seen);
    if (piece.withdrawn_at) throw base::Conflict("site.page.problem.withdrawn");
    if (piece.latest.waits()) return;
    db.query("UPDATE site_version SET asked_at = :now, asked_by_id = :by, answered_at = NULL, answered_by_id = NULL, answer = '', answer_note = '' WHERE id = :id")
        .bind("now", now)
        .bind("by", account_or_null(*editor.viewer))
        .bind("id", piece.latest.id)
        .run();
    note_piece(db, editor, now, piece, "asked", boost::json::serialize(Json{{"version", piece.latest.number}}));
}

void give_back(db::Write& db, const Editor& editor, base::Instant now, const Piece& piece, std::int64_t seen, std::string_view why) {
    if (!editor.may_release(piece.belongs)) throw base::Forbidden("Only who may publish here answers that.");
    if (why.empty()) throw base::Invalid("why", "site.page.problem.why");
    if (base::count_code_points(why) > longest_note) throw base::Invalid("why", "site.page.problem.long_note");
    if (!piece.latest.waits()) throw base::Conflict("site.page.problem.not_waiting");
    touch_piece(db, now, piece.id, seen);
    answer_version(db, editor, now, piece.id, "returned", why);
    note_piece(db, editor, now, piece, "returned", boost::json::serialize(Json{{"version", piece.latest.number}}), why);
}

}  // namespace site
