#include "calendar/ics.h"

#include <memory>

#include <libical/ical.h>

#include <fmt/format.h>

namespace calendar {

namespace {

struct FreeComponent {
    void operator()(icalcomponent* component) const { icalcomponent_free(component); }
};
using Component = std::unique_ptr<icalcomponent, FreeComponent>;

}  // namespace

std::string ics_uid(std::string_view kind, std::int64_t id, std::string_view public_url) {
    auto host = public_url.substr(public_url.find("://") == std::string_view::npos ? 0 : public_url.find("://") + 3);
    host = host.substr(0, host.find_first_of(":/"));
    return fmt::format("{}-{}@{}", kind, id, host.empty() ? "belltower.invalid" : host);
}

/// RFC 5545 allows no control character in TEXT but the line break, which libical writes as \n, and the tab.
static std::string plain(std::string_view text) {
    std::string kept;
    for (char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if ((byte >= 0x20 && byte != 0x7f) || c == '\n' || c == '\t') kept += c;
    }
    return kept;
}

static icaltimetype utc(base::Instant at) {
    return icaltime_from_timet_with_zone(static_cast<time_t>(base::to_ms(at) / 1000), 0, icaltimezone_get_utc_timezone());
}

static icaltimetype date(base::Day day) {
    const std::chrono::year_month_day parts(day);
    auto time = icaltime_null_date();
    time.year = static_cast<int>(parts.year());
    time.month = static_cast<int>(static_cast<unsigned>(parts.month()));
    time.day = static_cast<int>(static_cast<unsigned>(parts.day()));
    return time;
}

static icalcomponent* event_of(const IcsEvent& event) {
    auto* component = icalcomponent_new(ICAL_VEVENT_COMPONENT);
    auto add = [&](icalproperty* property) { icalcomponent_add_property(component, property); };
    add(icalproperty_new_uid(plain(event.uid).c_str()));
    add(icalproperty_new_dtstamp(utc(event.changed)));
    add(icalproperty_new_lastmodified(utc(event.changed)));
    add(icalproperty_new_sequence(static_cast<int>(event.sequence)));
    // The end of an all-day event is the day after it (RFC 5545, 3.6.1).
    add(icalproperty_new_dtstart(event.all_day ? date(*event.all_day) : utc(event.starts)));
    add(icalproperty_new_dtend(event.all_day ? date(*event.all_day + std::chrono::days(1)) : utc(event.ends)));
    if (event.all_day) add(icalproperty_new_transp(ICAL_TRANSP_TRANSPARENT));
    add(icalproperty_new_summary(plain(event.summary).c_str()));
    if (!event.location.empty()) add(icalproperty_new_location(plain(event.location).c_str()));
    if (!event.description.empty()) add(icalproperty_new_description(plain(event.description).c_str()));
    if (!event.url.empty()) add(icalproperty_new_url(plain(event.url).c_str()));
    add(icalproperty_new_status(event.cancelled ? ICAL_STATUS_CANCELLED : ICAL_STATUS_CONFIRMED));
    return component;
}

std::string write_ics(std::string_view name, const std::vector<IcsEvent>& events) {
    const Component calendar(icalcomponent_new(ICAL_VCALENDAR_COMPONENT));
    auto add = [&](icalproperty* property) { icalcomponent_add_property(calendar.get(), property); };
    add(icalproperty_new_version("2.0"));
    add(icalproperty_new_prodid("-//Belltower//Calendar//EN"));
    add(icalproperty_new_calscale("GREGORIAN"));
    // No METHOD: that is for invitations, which need an organizer (RFC 5546).
    // The name by which Google, Apple and Outlook list a subscribed calendar; RFC 7986's NAME is not read by all of them.
    auto* title = icalproperty_new_x(plain(name).c_str());
    icalproperty_set_x_name(title, "X-WR-CALNAME");
    add(title);
    for (const auto& event : events) icalcomponent_add_component(calendar.get(), event_of(event));

    const std::unique_ptr<char, decltype(&free)> text(icalcomponent_as_ical_string_r(calendar.get()), &free);
    return text ? std::string(text.get()) : std::string();
}

}  // namespace calendar
