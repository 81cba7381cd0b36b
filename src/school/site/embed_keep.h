/// Embeds as those see them who keep them: place, change, hand over, take away; the allowed providers; what the daily look found.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "site/embed.h"
#include "site/reach.h"

namespace site {

constexpr int least_height = 200;
constexpr int most_height = 2000;
constexpr int usual_height = 600;
constexpr int usual_stale_days = 14;

struct Season {
    std::optional<base::Day> from, to;  // absent: open at this end
    bool covers(base::Day day) const { return (!from || *from <= day) && (!to || day <= *to); }
};

/// What a person says of an embed.
struct EmbedFacts {
    std::string name;
    std::string purpose;  // why it is there, and who posts there; for staff
    std::string url;
    bool framed = true;   // false: only a link
    int height = usual_height;
    std::optional<roster::OrgId> school;  // absent: the district's
    bool on_place = false;                // on the page of the school or, for the district's, on the front page
    Season season;
    int stale_days = usual_stale_days;    // 0: no alarm
};

enum class Framing { unknown, allowed, refused };

/// Why the owner is told; none: all is well.
enum class Alarm { none, dead, sign_in, refused, stale };
std::string_view word(Alarm alarm);
std::optional<Alarm> parse_alarm(std::string_view word);

struct Embed {
    EmbedId id;
    std::string slug;
    EmbedFacts facts;
    std::string school_name;
    auth::AccountId owner;
    std::string owner_name;
    bool active = true;
    bool allowed = true;  // its provider is on the list, or it is only a link
    Reached reached;
    Framing framing = Framing::unknown;
    std::int64_t content_hash = 0;  // 0: not known yet
    std::optional<base::Instant> content_changed_at;
    Alarm alarm = Alarm::none;
    std::int64_t version = 0;
    base::Instant created_at;
};

/// What the embed gives cause to tell on that day (clause 4): gone, asking visitors to sign in, refusing the frame, or unchanged for `stale_days` of
/// its season.
Alarm alarm_of(const Embed& embed, base::TimeZone zone, base::Instant now);

/// A field and a message key, for each that is wrong; for framed ones whose provider is not allowed too.
std::vector<std::pair<std::string, std::string>> problems_with(db::Read& db, const EmbedFacts& facts, std::string_view own_host);

/// Each of these sees and changes what lies at the viewer's schools (clause 3.1); throws base::NotFound for others, base::Forbidden for a place that is not
/// the viewer's.
EmbedId place_embed(db::Write& db, const auth::Viewer& viewer, base::Instant now, const EmbedFacts& facts);
void change_embed(db::Write& db, const auth::Viewer& viewer, base::Instant now, EmbedId id, const EmbedFacts& facts);
/// The new owner may keep embeds at that place too; throws base::Invalid naming "owner" otherwise.
void hand_over(db::Write& db, const auth::Viewer& viewer, base::Instant now, EmbedId id, auth::AccountId owner);
/// Takes it off every page, or shows it again.
void show_embed(db::Write& db, const auth::Viewer& viewer, base::Instant now, EmbedId id, bool shown);
Embed kept_embed(db::Read& db, const auth::Viewer& viewer, EmbedId id);

struct EmbedQuestion {
    enum class Which { shown, alarms, mine, taken_away } which = Which::shown;
    int limit = 50;
    std::string after_name;  // paging
    std::int64_t after_id = 0;
};
struct EmbedPage {
    std::vector<Embed> embeds;
    bool more = false;
};
EmbedPage kept_embeds(db::Read& db, const auth::Viewer& viewer, const EmbedQuestion& question);

// --- For everybody ---

/// Absent when there is none of that address, or it was taken away.
std::optional<Embed> public_embed(db::Read& db, std::string_view slug);
std::vector<Embed> embeds_at(db::Read& db, EmbedPlace place);

// --- Providers ---

struct EmbedProvider {
    std::int64_t id = 0;
    std::string host;
    std::string name;
    std::int64_t embeds = 0;  // framed ones that are shown
};
std::vector<EmbedProvider> embed_providers(db::Read& db);
/// The name of the provider of an address; absent when it is not allowed.
std::optional<std::string> provider_of(db::Read& db, std::string_view host);
/// A message key, or empty.
std::string_view problem_with_host(std::string_view host);
/// Need may_embed everywhere. Throws base::Invalid naming "host", base::Conflict when it is there already, base::NotFound.
void allow_provider(db::Write& db, const auth::Viewer& viewer, base::Instant now, std::string_view host, std::string_view name);
void refuse_provider(db::Write& db, const auth::Viewer& viewer, base::Instant now, std::int64_t id);

// --- For the daily look ---

struct SeenEmbed {
    EmbedId id;
    std::string url;  // that was looked at
    Reached reached;
    Framing framing = Framing::unknown;
    std::int64_t content_hash = 0;  // 0: the page could not be read
};
/// Those that are shown, the longest unseen first; only `one` when given.
std::vector<Embed> embeds_to_look_at(db::Read& db, base::Instant now, std::optional<EmbedId> one);
/// Writes down what was found and returns the embed as it is now; absent when it has another address by now or was taken away.
std::optional<Embed> note_embed(db::Write& db, base::Instant now, const SeenEmbed& seen);
void set_alarm(db::Write& db, base::Instant now, EmbedId id, Alarm alarm);

}  // namespace site
