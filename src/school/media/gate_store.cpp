// The one maker of clearances.
#include <fmt/format.h>

#include "base/error.h"
#include "db/setting.h"
#include "media/gate_facts.h"
#include "media/gate_rules.h"

namespace media {

class Gate {
public:
    /// What is on the row of a picture, its widest rendition and its open request for the use, in one statement.
    static std::variant<Clearance, Blocked> clear(db::Read& db, PictureId picture, Use use, base::Instant now) {
        GateFacts facts;
        Clearance made;
        made.picture_ = picture;
        made.use_ = use;
        db.query(R"sql(
            SELECT p.token, p.alt_en, p.alt_es, p.decoration, p.named, p.allowed, p.check_state, p.stated_at, p.taken_down_at, r.width, r.height, s.state, s.needs_look
              FROM media_picture p
              LEFT JOIN media_rendition r ON r.picture_id = p.id AND r.width = (SELECT max(w.width) FROM media_rendition w WHERE w.picture_id = p.id)
              LEFT JOIN media_showing s ON s.picture_id = p.id AND s.purpose = :purpose AND s.channel = :channel AND s.state IN ('asked', 'approved')
             WHERE p.id = :id
        )sql")
            .bind("id", picture)
            .bind("purpose", word(use.purpose))
            .bind("channel", word(use.channel))
            .maybe([&](const db::Row& row) {
                read(row, facts, made);
                return 0;
            });
        if (facts.here) facts.marks = gate_marks(db, picture);
        // Clause 4.3. Asked only of those whose answer can matter; an error here leaves as an exception, and nothing is shown.
        const auto students = students_of(facts.marks);
        const auto zone = db::district_zone(db);
        if (!students.empty()) facts.decisions = may_show(db, students, use, zone.day_of(now));
        // Clause 7.3, as it is now: a grade may have been mended since somebody asked.
        if (facts.cautioned && !facts.needs_look) facts.needs_look = needs_look(db, use.channel, facts.marks);
        auto blocks = blocks_of(facts);
        if (!blocks.empty()) return Blocked{std::move(blocks)};
        for (const auto& decision : facts.decisions) {
            if (!decision.until) continue;
            const auto ends = zone.to_instant({*decision.until, base::Minutes(0)});
            if (!made.until_ || ends < *made.until_) made.until_ = ends;
        }
        return made;
    }

private:
    static void read(const db::Row& row, GateFacts& facts, Clearance& made) {
        facts.here = row.null("taken_down_at");
        facts.derived = !row.null("token") && !row.null("width");
        facts.checked = row.text("check_state") == "done";
        made.alt_en_ = row.text("alt_en");
        made.alt_es_ = row.text("alt_es");
        const bool decoration = row.flag("decoration");
        if (decoration) made.alt_en_ = made.alt_es_ = "";
        facts.described = decoration || !made.alt_en_.empty() || !made.alt_es_.empty();
        // Words in one language are better than none in the other.
        if (made.alt_en_.empty()) made.alt_en_ = made.alt_es_;
        facts.named = row.flag("named");
        facts.allowed = row.flag("allowed");
        facts.stated = !row.null("stated_at");
        const auto state = row.maybe_text("state");
        facts.cautioned = state.has_value();
        facts.looked_at = state == "approved";
        facts.needs_look = !facts.cautioned || row.flag("needs_look");
        if (!facts.derived) return;
        made.token_ = row.text("token");
        made.width_ = static_cast<int>(row.integer("width"));
        made.height_ = static_cast<int>(row.integer("height"));
    }
};

std::variant<Clearance, Blocked> clear(db::Read& db, PictureId picture, Use use, base::Instant now) { return Gate::clear(db, picture, use, now); }

std::vector<GateMark> gate_marks(db::Read& db, PictureId picture) {
    return db.query("SELECT kind, person_id FROM media_mark WHERE picture_id = :id ORDER BY id").bind("id", picture).all([](const db::Row& row) {
        GateMark mark{parse_mark_kind(row.text("kind")), std::nullopt};
        if (const auto person = row.maybe_integer("person_id")) mark.student = roster::PersonId{*person};
        return mark;
    });
}

bool needs_look(db::Read& db, Channel channel, const std::vector<GateMark>& marks) {
    if (is_beyond_recall(channel)) return true;
    const auto students = students_of(marks);
    return !students.empty() && needs_second_look(db, students);
}

}  // namespace media
