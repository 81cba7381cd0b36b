#include "people/posting.h"

#include <boost/json.hpp>

#include "auth/event.h"
#include "auth/secret.h"
#include "base/text.h"
#include "db/db.h"
#include "people/check_here.h"
#include "people/people_rows.h"

namespace people {

constexpr int postings_on_a_page = 50;

static bool may_write(const auth::Viewer& viewer) { return viewer.may_everywhere(may_write_descriptions); }

static PostingTerms read_terms(const db::Row& row) {
    auto text = [&](std::string_view column) { return std::string(row.text(column)); };
    return {.opens = row.day("opens_on"),
            .closes = row.day("closes_on"),
            .internal_until = row.maybe_day("internal_until"),
            .openings = static_cast<int>(row.integer("openings")),
            .apply_words = text("apply_words"),
            .apply_email = text("apply_email"),
            .apply_url = text("apply_url"),
            .contact = text("contact"),
            .accommodation = text("accommodation"),
            .equal_opportunity = text("equal_opportunity"),
            .address = {text("street"), text("city"), text("region"), text("postal_code"), text("country")}};
}

static Posting read_posting(const db::Row& row) {
    return {.id = row.integer("id"),
            .token = std::string(row.text("token")),
            .terms = read_terms(row),
            .of = {row.integer("description_id")},
            .version = static_cast<int>(row.integer("number")),
            .description = parse_description(row.text("document")),
            .published_at = row.instant("published_at"),
            .published_by = row.maybe_text("publisher").value_or(""),
            .withdrawn_at = row.maybe_instant("withdrawn_at"),
            .withdrawn_by = row.maybe_text("withdrawer").value_or(""),
            .withdrawn_why = std::string(row.text("withdrawn_why"))};
}

PostingPage find_postings(db::Read& db, const auth::Viewer& viewer, base::Day today, Postings which, std::int64_t after) {
    PostingPage page;
    page.lines = db.query(R"sql(
        SELECT p.id, p.token, p.opens_on, p.closes_on, p.internal_until, p.openings, p.apply_words, p.apply_email, p.apply_url, p.contact, p.accommodation,
               p.equal_opportunity, p.street, p.city, p.region, p.postal_code, p.country, p.published_at, p.withdrawn_at, p.withdrawn_why,
               v.description_id, v.number, v.document, a.name AS publisher, w.name AS withdrawer
          FROM people_posting p
          JOIN people_description_version v ON v.id = p.version_id
          LEFT JOIN auth_account a ON a.id = p.published_by_id
          LEFT JOIN auth_account w ON w.id = p.withdrawn_by_id
         WHERE (:after = 0 OR p.id < :after)
           AND (:everything = 1 OR (p.withdrawn_at IS NULL AND p.opens_on <= :today AND p.closes_on >= :today
                                    AND (:staff = 1 OR p.internal_until IS NULL OR p.internal_until < :today)))
         ORDER BY p.id DESC LIMIT :limit
    )sql")
                     .bind("after", after)
                     .bind("everything", which == Postings::all && may_write(viewer))
                     .bind("staff", is_staff(db, viewer))
                     .bind("today", today)
                     .bind("limit", postings_on_a_page + 1)
                     .all(read_posting);
    page.more = page.lines.size() > static_cast<std::size_t>(postings_on_a_page);
    if (page.more) page.lines.pop_back();
    return page;
}

Posting fetch_posting(db::Read& db, const auth::Viewer& viewer, base::Day today, std::string_view token) {
    auto posting = db.query(R"sql(
        SELECT p.id, p.token, p.opens_on, p.closes_on, p.internal_until, p.openings, p.apply_words, p.apply_email, p.apply_url, p.contact, p.accommodation,
               p.equal_opportunity, p.street, p.city, p.region, p.postal_code, p.country, p.published_at, p.withdrawn_at, p.withdrawn_why,
               v.description_id, v.number, v.document, a.name AS publisher, w.name AS withdrawer
          FROM people_posting p
          JOIN people_description_version v ON v.id = p.version_id
          LEFT JOIN auth_account a ON a.id = p.published_by_id
          LEFT JOIN auth_account w ON w.id = p.withdrawn_by_id
         WHERE p.token = :token
    )sql").bind("token", token).one(read_posting);
    if (may_write(viewer)) return posting;
    const auto state = state_of(posting, today);
    if (state == PostingState::coming || (state == PostingState::internal && !is_staff(db, viewer))) throw base::NotFound("not published yet");
    return posting;
}

std::optional<PostingTerms> last_terms(db::Read& db, const auth::Viewer& viewer) {
    if (!may_write(viewer)) return std::nullopt;
    return db.query(R"sql(
        SELECT opens_on, closes_on, internal_until, openings, apply_words, apply_email, apply_url, contact, accommodation, equal_opportunity,
               street, city, region, postal_code, country
          FROM people_posting ORDER BY id DESC LIMIT 1
    )sql").maybe(read_terms);
}

static std::optional<std::int64_t> who(const auth::Viewer& viewer) { return viewer.signed_in() ? std::optional(viewer.account().value) : std::nullopt; }

std::string publish(db::Write& db, const auth::Viewer& viewer, base::Instant now, const DescriptionVersion& version, const PostingTerms& terms) {
    if (!may_write(viewer)) throw base::Forbidden("Jobs are published by whoever writes their descriptions.");
    require_usable(terms);
    // Again at this moment: what a role or a title means may have changed since the version was approved.
    if (has_errors(check_here(db, version.description))) throw base::Invalid("version", "people.fault.has_errors");
    auto token = auth::random_token();
    const auto id = db.query(R"sql(
        INSERT INTO people_posting (token, version_id, opens_on, closes_on, internal_until, openings, apply_words, apply_email, apply_url, contact,
                                    accommodation, equal_opportunity, street, city, region, postal_code, country, published_at, published_by_id)
        VALUES (:token, :version, :opens, :closes, :internal, :openings, :words, :email, :url, :contact,
                :accommodation, :equal, :street, :city, :region, :postal, :country, :now, :by) RETURNING id
    )sql")
                        .bind("token", token)
                        .bind("version", version.id)
                        .bind("opens", terms.opens)
                        .bind("closes", terms.closes)
                        .bind("internal", terms.internal_until)
                        .bind("openings", terms.openings)
                        .bind("words", terms.apply_words)
                        .bind("email", terms.apply_email)
                        .bind("url", terms.apply_url)
                        .bind("contact", terms.contact)
                        .bind("accommodation", terms.accommodation)
                        .bind("equal", terms.equal_opportunity)
                        .bind("street", terms.address.street)
                        .bind("city", terms.address.city)
                        .bind("region", terms.address.region)
                        .bind("postal", terms.address.postal_code)
                        .bind("country", terms.address.country)
                        .bind("now", now)
                        .bind("by", who(viewer))
                        .one_integer();
    const boost::json::object detail{{"posting", id}, {"version", version.number}, {"opens", base::to_iso(terms.opens)}, {"closes", base::to_iso(terms.closes)}};
    auth::record(db, viewer, now, {.subject_kind = "description", .subject_id = version.of.value, .action = "published", .detail = boost::json::serialize(detail)});
    return token;
}

void withdraw_posting(db::Write& db, const auth::Viewer& viewer, base::Instant now, std::string_view token, std::string_view why) {
    if (!may_write(viewer)) throw base::Forbidden("Jobs are withdrawn by whoever writes their descriptions.");
    if (base::count_code_points(why) > 500) throw base::Invalid("why", "people.fault.long_text");
    struct Found {
        std::int64_t id, description;
    };
    const auto found = db.query(R"sql(
        SELECT p.id, v.description_id FROM people_posting p JOIN people_description_version v ON v.id = p.version_id WHERE p.token = :token
    )sql")
                           .bind("token", token)
                           .one([](const db::Row& row) { return Found{row.integer("id"), row.integer("description_id")}; });
    const auto changed = db.query(R"sql(
        UPDATE people_posting SET withdrawn_at = :now, withdrawn_by_id = :by, withdrawn_why = :why WHERE id = :id AND withdrawn_at IS NULL
    )sql")
                             .bind("now", now)
                             .bind("by", who(viewer))
                             .bind("why", why)
                             .bind("id", found.id)
                             .run();
    if (changed == 0) throw base::Conflict("people.fault.withdrawn");
    auth::record(db, viewer, now, {.subject_kind = "description", .subject_id = found.description, .action = "withdrawn", .why = why,
                                   .detail = boost::json::serialize(boost::json::object{{"posting", found.id}})});
}

}  // namespace people
