#include "site/embed_keep.h"

#include <algorithm>
#include <array>

namespace site {

constexpr std::array alarms{Alarm::none, Alarm::dead, Alarm::sign_in, Alarm::refused, Alarm::stale};

std::string_view word(Alarm alarm) {
    switch (alarm) {
        case Alarm::none: return "";
        case Alarm::dead: return "dead";
        case Alarm::sign_in: return "sign_in";
        case Alarm::refused: return "refused";
        case Alarm::stale: return "stale";
    }
    return "";
}

std::optional<Alarm> parse_alarm(std::string_view text) {
    auto found = std::ranges::find(alarms, text, static_cast<std::string_view (*)(Alarm)>(word));
    return found == alarms.end() ? std::nullopt : std::optional(*found);
}

/// Clause 4.4: days of the season on which nothing changed.
static bool is_stale(const Embed& embed, base::TimeZone zone, base::Instant now) {
    const auto today = zone.day_of(now);
    if (embed.facts.stale_days == 0 || !embed.content_changed_at || !embed.facts.season.covers(today)) return false;
    auto since = zone.day_of(*embed.content_changed_at);
    if (embed.facts.season.from) since = std::max(since, *embed.facts.season.from);
    return today - since > std::chrono::days(embed.facts.stale_days);
}

Alarm alarm_of(const Embed& embed, base::TimeZone zone, base::Instant now) {
    if (embed.reached.state == Reach::dead) return Alarm::dead;
    if (embed.reached.state == Reach::sign_in) return Alarm::sign_in;
    if (embed.facts.framed && embed.framing == Framing::refused) return Alarm::refused;
    return is_stale(embed, zone, now) ? Alarm::stale : Alarm::none;
}

std::string_view problem_with_host(std::string_view host) {
    if (host.size() > 253 || host.find('.') == std::string_view::npos || host.starts_with('.') || host.ends_with('.') || host.find("..") != std::string_view::npos) return "site.embed.problem.host";
    const bool letters = std::ranges::all_of(host, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.'; });
    const bool name = host.find_first_not_of("0123456789.") != std::string_view::npos;
    return letters && name ? std::string_view() : "site.embed.problem.host";
}

}  // namespace site
