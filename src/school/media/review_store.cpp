// Requests to show a picture, and the second person's answer.
#include "media/review.h"

#include <algorithm>
#include <tuple>

#include <fmt/format.h>

#include "auth/account.h"
#include "base/error.h"
#include "base/text.h"
#include "db/db.h"
#include "media/gate_facts.h"
#include "media/media.h"
#include "media/picture_sql.h"

namespace media {

std::string_view word(ShowingState state) {
    switch (state) {
        case ShowingState::asked: return "asked";
        case ShowingState::approved: return "approved";
        case ShowingState::refused: return "refused";
        case ShowingState::ended: return "void";
    }
    return "void";
}

static ShowingState parse_state(std::string_view text) {
    for (const auto state : {ShowingState::asked, ShowingState::approved, ShowingState::refused}) {
        if (word(state) == text) return state;
    }
    return ShowingState::ended;
}

static Showing read_showing(const db::Row& row) {
    Showing showing;
    showing.id = row.integer("id");
    const auto purpose = parse_purpose(row.text("purpose"));
    const auto channel = parse_channel(row.text("channel"));
    if (purpose && channel) showing.use = Use{*purpose, *channel};
    showing.place_words = row.text("place_words");
    showing.need_words = row.text("need_words");
    showing.state = parse_state(row.text("state"));
    showing.needs_look = row.flag("needs_look");
    if (const auto asker = row.maybe_integer("asked_by_id")) showing.asker = auth::AccountId{*asker};
    showing.asked_by = row.maybe_text("asked_by").value_or("");
    showing.asked_at = row.instant("asked_at");
    showing.answered_by = row.maybe_text("answered_by").value_or("");
    showing.answered_at = row.maybe_instant("answered_at");
    showing.answer_words = row.text("answer_words");
    return showing;
}

static constexpr std::string_view showing_sql = R"sql(
    SELECT s.id, s.purpose, s.channel, s.place_words, s.need_words, s.state, s.needs_look, s.asked_by_id, q.name AS asked_by, s.asked_at, r.name AS answered_by,
           s.answered_at, s.answer_words
      FROM media_showing s
      LEFT JOIN auth_account q ON q.id = s.asked_by_id
      LEFT JOIN auth_account r ON r.id = s.answered_by_id
     WHERE s.picture_id = :picture
)sql";

std::vector<Showing> showings(db::Read& db, PictureId picture, int most) {
    return db.query(fmt::format("{} ORDER BY s.id DESC LIMIT :most", showing_sql)).bind("picture", picture).bind("most", most).all(read_showing);
}

static Showing load_showing(db::Read& db, PictureId picture, std::int64_t id) {
    return db.query(fmt::format("{} AND s.id = :id", showing_sql)).bind("picture", picture).bind("id", id).one(read_showing);
}

static std::string detail_of(const Use& use) { return fmt::format(R"({{"purpose":"{}","channel":"{}"}})", word(use.purpose), word(use.channel)); }

static void require_answers(const Caution& caution) {
    if (caution.place_words.empty() || base::count_code_points(caution.place_words) > longest_place) throw base::Invalid("place_words", "media.review.problem.place");
    if (caution.need_words.empty() || base::count_code_points(caution.need_words) > longest_need) throw base::Invalid("need_words", "media.review.problem.need");
    if (!caution.read) throw base::Invalid("read", "media.review.problem.read");
}

void ask_to_show(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Picture& picture, std::int64_t seen, const Caution& caution) {
    require_upload(viewer, picture);
    require_answers(caution);
    if (seen != picture.revision) throw base::Conflict("media.picture.problem.changed");
    const auto open = db.query("SELECT count(*) FROM media_showing WHERE picture_id = :id AND purpose = :purpose AND channel = :channel AND state IN ('asked', 'approved')")
                          .bind("id", picture.id)
                          .bind("purpose", word(caution.use.purpose))
                          .bind("channel", word(caution.use.channel))
                          .one_integer();
    if (open > 0) throw base::Conflict("media.review.problem.asked_already");
    // A student of that name may have come since the words were written (clause 4.5).
    look_for_names(db, picture.id);
    const bool look = needs_look(db, caution.use.channel, gate_marks(db, picture.id));
    db.query(R"sql(
        INSERT INTO media_showing (picture_id, purpose, channel, place_words, need_words, needs_look, asked_by_id, asked_at)
        VALUES (:id, :purpose, :channel, :place, :need, :look, :by, :now)
    )sql")
        .bind("id", picture.id)
        .bind("purpose", word(caution.use.purpose))
        .bind("channel", word(caution.use.channel))
        .bind("place", caution.place_words)
        .bind("need", caution.need_words)
        .bind("look", look)
        .bind("by", account_or_null(viewer))
        .bind("now", now)
        .run();
    // Nobody is asked to look at what cannot be shown anyway.
    const auto gate = clear(db, picture.id, caution.use, now);
    if (const auto* blocked = std::get_if<Blocked>(&gate)) {
        const auto other = std::ranges::find_if(blocked->blocks, [](Block block) { return block != Block::no_review; });
        if (other != blocked->blocks.end()) throw base::Conflict(fmt::format("media.gate.{}", word(*other)));
    }
    note_picture(db, viewer, now, picture.id, "showing_asked", detail_of(caution.use));
}

void take_back(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Picture& picture, std::int64_t id) {
    require_upload(viewer, picture);
    const auto showing = load_showing(db, picture.id, id);
    if (!showing.is_open()) throw base::Conflict("media.review.problem.answered");
    db.query("UPDATE media_showing SET state = 'void', answered_at = :now, answered_by_id = :by WHERE id = :id").bind("now", now).bind("by", account_or_null(viewer)).bind("id", id).run();
    if (showing.use && showing.use->channel == Channel::site) void_site_use(db, now, picture.id, showing.use->purpose);
    note_picture(db, viewer, now, picture.id, "showing_taken_back", showing.use ? detail_of(*showing.use) : "{}");
}

static bool marked_it(db::Read& db, auth::AccountId account, PictureId picture) {
    return db.query("SELECT count(*) FROM media_marker WHERE picture_id = :id AND account_id = :account").bind("id", picture).bind("account", account).one_integer() > 0;
}

/// Of an account that holds the permission at the school.
static SecondPerson distance_of(db::Read& db, auth::AccountId account, const Picture& picture, const Showing& showing) {
    if (picture.uploader == account) return SecondPerson::brought_it;
    if (showing.asker == account) return SecondPerson::asked;
    return marked_it(db, account, picture.id) ? SecondPerson::marked_it : SecondPerson::may;
}

SecondPerson second_person(db::Read& db, const auth::Viewer& viewer, const Picture& picture, const Showing& showing) {
    if (!viewer.may(may_review, picture.school.value)) return SecondPerson::no_permission;
    return distance_of(db, viewer.account(), picture, showing);
}

std::vector<auth::AccountId> second_people(db::Read& db, const Picture& picture, const Showing& showing) {
    auto people = auth::accounts_with(db, may_review, picture.school.value);
    std::erase_if(people, [&](auth::AccountId account) { return distance_of(db, account, picture, showing) != SecondPerson::may; });
    return people;
}

static Showing load_to_answer(db::Read& db, const auth::Viewer& viewer, const Picture& picture, std::int64_t id) {
    auto showing = load_showing(db, picture.id, id);
    if (!showing.waits()) throw base::Conflict("media.review.problem.answered");
    switch (second_person(db, viewer, picture, showing)) {
        case SecondPerson::may: return showing;
        case SecondPerson::no_permission: throw base::Forbidden("This needs the permission media.review at the picture's school.");
        case SecondPerson::brought_it:
        case SecondPerson::marked_it:
        case SecondPerson::asked: throw base::Forbidden("The second person is not one who brought the picture in, marked it or asked to show it.");
    }
    throw base::Forbidden("Another person has to look.");
}

static void answer(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Picture& picture, const Showing& showing, ShowingState state, std::string_view words) {
    const auto answered = db.query("UPDATE media_showing SET state = :state, answered_by_id = :by, answered_at = :now, answer_words = :words WHERE id = :id AND state = 'asked'")
                              .bind("state", word(state))
                              .bind("by", account_or_null(viewer))
                              .bind("now", now)
                              .bind("words", words)
                              .bind("id", showing.id)
                              .run();
    if (answered == 0) throw base::Conflict("media.review.problem.answered");
    note_picture(db, viewer, now, picture.id, state == ShowingState::approved ? "showing_approved" : "showing_refused", showing.use ? detail_of(*showing.use) : "{}", words);
}

void approve(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Picture& picture, std::int64_t id) {
    answer(db, viewer, now, picture, load_to_answer(db, viewer, picture, id), ShowingState::approved, "");
}

void refuse_showing(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Picture& picture, std::int64_t id, std::string_view words) {
    const auto said = base::collapse_space(words);
    if (said.empty() || base::count_code_points(said) > longest_answer) throw base::Invalid("words", "media.review.problem.words");
    answer(db, viewer, now, picture, load_to_answer(db, viewer, picture, id), ShowingState::refused, said);
}

void renew_looks(db::Write& db) {
    const auto asked = db.query("SELECT id, picture_id, channel FROM media_showing WHERE state = 'asked' AND needs_look = 0 ORDER BY id").all([](const db::Row& row) {
        return std::tuple(row.integer("id"), PictureId{row.integer("picture_id")}, parse_channel(row.text("channel")));
    });
    for (const auto& [id, picture, channel] : asked) {
        if (channel && !needs_look(db, *channel, gate_marks(db, picture))) continue;
        db.query("UPDATE media_showing SET needs_look = 1 WHERE id = :id").bind("id", id).run();
    }
}

std::vector<Waiting> waiting_for(db::Read& db, const auth::Viewer& viewer, int most) {
    const auto reach = viewer.reach(may_review);
    if (reach.nowhere()) return {};
    return db.query(fmt::format(R"sql(
        SELECT s.picture_id, p.title, q.name AS asked_by, o.name AS school
          FROM media_showing s
          JOIN media_picture p ON p.id = s.picture_id
          JOIN roster_org o ON o.id = p.school_id
          LEFT JOIN auth_account q ON q.id = s.asked_by_id
         WHERE s.state = 'asked' AND s.needs_look = 1 AND {}
           AND (p.uploaded_by_id IS NULL OR p.uploaded_by_id <> :me) AND (s.asked_by_id IS NULL OR s.asked_by_id <> :me)
           AND NOT EXISTS (SELECT 1 FROM media_marker m WHERE m.picture_id = p.id AND m.account_id = :me)
         ORDER BY s.id LIMIT :most
    )sql", at_schools(reach, "p.school_id"))).bind("me", viewer.account()).bind("most", most).all([](const db::Row& row) {
        return Waiting{{row.integer("picture_id")}, std::string(row.text("title")), row.maybe_text("asked_by").value_or(""), std::string(row.text("school"))};
    });
}

}  // namespace media
