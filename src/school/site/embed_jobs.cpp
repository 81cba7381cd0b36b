// "site.check_embeds": every day each embed once; at once the one that was placed or changed. Owners are told when something is wrong (clause 4.5).
#include <algorithm>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "auth/account.h"
#include "db/setting.h"
#include "html/format.h"
#include "http/call.h"
#include "imports/content_hash.h"
#include "jobs/jobs.h"
#include "mail/letter.h"
#include "site/embed_code.h"
#include "site/embed_keep.h"
#include "site/embed_pages.h"
#include "site/look.h"

namespace site {

static SeenEmbed judge_embed(const Embed& embed, const http::Fetched& answer, std::string_view our_host, base::Instant now) {
    SeenEmbed seen{embed.id, embed.facts.url, after_look(embed.reached, embed.facts.url, answer, now), Framing::unknown, 0};
    if (seen.reached.state != Reach::alive || answer.status == 0) return seen;
    seen.framing = may_be_framed(answer, our_host) ? Framing::allowed : Framing::refused;
    const bool is_html = answer.header("content-type").find("html") != std::string_view::npos;
    seen.content_hash = imports::ContentHash().add(is_html ? visible_text(answer.body) : answer.body).value();
    return seen;
}

/// The owner, or whoever keeps embeds for the district when the owner is gone or may keep them no more.
static std::vector<auth::AccountId> whom_to_tell(db::Read& db, const Embed& embed) {
    const auto keepers = auth::accounts_with(db, may_embed, embed.facts.school ? std::optional(embed.facts.school->value) : std::nullopt);
    if (std::ranges::find(keepers, embed.owner) != keepers.end()) return {embed.owner};
    return auth::accounts_with(db, may_embed, std::nullopt);
}

static void send_letter(db::Write& db, const http::Services& services, base::Instant now, const Embed& embed, Alarm alarm, auth::AccountId reader) {
    const auto account = auth::load_account(db, auth::Viewer::system(), reader);
    const auto language = html::parse_language(account.language).value_or(html::Language::en);
    const auto say = [&](std::string_view key, std::initializer_list<html::Argument> arguments = {}) { return services.messages->text(language, fmt::format("site.embed.letter.{}", key), arguments); };
    mail::Content content;
    content.title = say("title", {{"name", embed.facts.name}});
    content.greeting = say("greeting", {{"name", account.name}});
    content.paragraphs.push_back(say(word(alarm), {{"name", embed.facts.name}, {"days", std::to_string(embed.facts.stale_days)}, {"url", embed.facts.url}}));
    content.paragraphs.push_back(say("what_to_do"));
    content.facts.push_back({say("purpose"), embed.facts.purpose});
    content.action = mail::Content::Action{say("action"), fmt::format("{}/website/embeds/{}", services.public_url, embed.id.value)};
    content.district = db::setting_or(db, "district.name", "");
    auto letter = mail::render_letter(services, language, content);
    letter.to_address = account.email;
    letter.to_name = account.name;
    mail::send(db, now, letter);
}

/// Told once for each reason; when all is well again the next trouble is told anew.
static bool update_alarm(db::Write& db, const http::Services& services, base::TimeZone zone, base::Instant now, const Embed& embed) {
    // Silence is judged by the next look; an alarm that was given stands until then.
    if (embed.reached.state == Reach::unknown) return false;
    const auto alarm = alarm_of(embed, zone, now);
    if (alarm == embed.alarm) return false;
    set_alarm(db, now, embed.id, alarm);
    if (alarm == Alarm::none) return false;
    for (auto reader : whom_to_tell(db, embed)) send_letter(db, services, now, embed, alarm, reader);
    return true;
}

static void check_embeds(jobs::Context& context) {
    std::optional<EmbedId> one;
    const auto payload = boost::json::parse(context.payload()).as_object();
    if (auto* id = payload.if_contains("embed")) one = EmbedId{id->to_number<std::int64_t>()};
    struct Due {
        base::TimeZone zone;
        std::vector<Embed> embeds;
    };
    const auto due = context.database().read([&](db::Read& db) { return Due{db::district_zone(db), embeds_to_look_at(db, context.now(), one)}; });
    const auto our_host = host_of(context.services().public_url);
    Looker looker;
    std::int64_t done = 0, looked = 0, told = 0;
    for (const auto& embed : due.embeds) {
        if (context.cancelled()) break;
        context.progress(++done, static_cast<std::int64_t>(due.embeds.size()));
        const auto answer = looker.look(embed.facts.url);
        if (!answer) continue;
        ++looked;
        const auto seen = judge_embed(embed, *answer, our_host, context.now());
        const bool alarmed = context.database().write([&](db::Write& db) {
            auto now_known = note_embed(db, context.now(), seen);
            return now_known && update_alarm(db, context.services(), due.zone, context.now(), *now_known);
        });
        told += alarmed ? 1 : 0;
    }
    context.result(boost::json::serialize(boost::json::object{{"looked", looked}, {"told", told}, {"see", "/website/embeds"}}));
}

void look_soon(db::Write& db, const auth::Viewer& viewer, base::Instant now, EmbedId id) {
    const auto payload = fmt::format(R"({{"embed":{}}})", id.value);
    jobs::enqueue(db, now, {.name = "site.check_embeds", .payload = payload, .unique_key = payload, .owner = viewer.account(), .most_attempts = 2});
}

void embed_jobs(jobs::Registry& registry) { registry.add("site.check_embeds", jobs::Schedule::daily_at(base::Minutes(5 * 60 + 10)), check_embeds); }

}  // namespace site
