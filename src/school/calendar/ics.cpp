#include "calendar/ics.h"

#include <memory>

#include <libical/ical.h>

#include <fmt/format.h>

#include "auth/secret.h"
#include "base/text.h"

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

std::string random_uid() {
    auto bytes = auth::random_bytes(16);
    bytes[6] = static_cast<char>((static_cast<unsigned char>(bytes[6]) & 0x0f) | 0x40);
    bytes[8] = static_cast<char>((static_cast<unsigned char>(bytes[8]) & 0x3f) | 0x80);
    const auto hex = base::to_hex(bytes);
    return fmt::format("{}-{}-{}-{}-{}", hex.substr(0, 8), hex.substr(8, 4), hex.substr(12, 4), hex.substr(16, 4), hex.substr(20));
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

static icaltimetype date_of(base::Day day) {
    const std::chrono::year_month_day date(day);
    auto time = icaltime_null_date();
    time.year = static_cast<int>(date.year());
    time.month = static_cast<int>(static_cast<unsigned>(date.month()));
    time.day = static_cast<int>(static_cast<unsigned>(date.day()));
    return time;
}

static icalproperty_status status_of(const IcsEvent& event) {
    if (event.cancelled) return ICAL_STATUS_CANCELLED;
    return event.tentative ? ICAL_STATUS_TENTATIVE : ICAL_STATUS_CONFIRMED;
}

static icalcomponent* event_of(const IcsEvent& event) {
    auto* component = icalcomponent_new(ICAL_VEVENT_COMPONENT);
    auto add = [&](icalproperty* property) { icalcomponent_add_property(component, property); };
    add(icalproperty_new_uid(plain(event.uid).c_str()));
    add(icalproperty_new_dtstamp(utc(event.changed)));
    add(icalproperty_new_lastmodified(utc(event.changed)));
    add(icalproperty_new_sequence(static_cast<int>(event.sequence)));
    if (event.whole_days) {
        // The end of whole days is the day after the last (RFC 5545, 3.6.1).
        add(icalproperty_new_dtstart(date_of(event.whole_days->first)));
        add(icalproperty_new_dtend(date_of(event.whole_days->last + std::chrono::days(1))));
        add(icalproperty_new_transp(ICAL_TRANSP_TRANSPARENT));
    } else {
        add(icalproperty_new_dtstart(utc(event.starts)));
        add(icalproperty_new_dtend(utc(event.ends)));
    }
    add(icalproperty_new_summary(plain(event.summary).c_str()));
    if (!event.location.empty()) add(icalproperty_new_location(plain(event.location).c_str()));
    if (!event.description.empty()) add(icalproperty_new_description(plain(event.description).c_str()));
    if (!event.url.empty()) add(icalproperty_new_url(plain(event.url).c_str()));
    if (!event.category.empty()) add(icalproperty_new_categories(plain(event.category).c_str()));
    add(icalproperty_new_status(status_of(event)));
    return component;
}

static icalproperty* extension(const char* name, std::string_view value) {
    auto* property = icalproperty_new_x(plain(value).c_str());
    icalproperty_set_x_name(property, name);
    return property;
}

/// What a calendar that is subscribed to says besides its name.
static void describe(icalcomponent* component, const IcsCalendar& calendar) {
    auto add = [&](icalproperty* property) { icalcomponent_add_property(component, property); };
    add(icalproperty_new_name(plain(calendar.name).c_str()));
    if (!calendar.description.empty()) {
        add(icalproperty_new_description(plain(calendar.description).c_str()));
        add(extension("X-WR-CALDESC", calendar.description));
    }
    if (!calendar.zone.empty()) add(extension("X-WR-TIMEZONE", calendar.zone));
    // With its parameter, which RFC 7986 demands and libical's own writer leaves out.
    auto* refresh = icalproperty_new_refreshinterval(icaldurationtype_from_int(3600));
    icalproperty_set_parameter(refresh, icalparameter_new_value(ICAL_VALUE_DURATION));
    add(refresh);
    add(extension("X-PUBLISHED-TTL", "PT1H"));
    if (calendar.source.empty()) return;
    auto* source = icalproperty_new_source(plain(calendar.source).c_str());
    icalproperty_set_parameter(source, icalparameter_new_value(ICAL_VALUE_URI));
    add(source);
}

static std::string write(const IcsCalendar& about, bool described, const std::vector<IcsEvent>& events) {
    const Component calendar(icalcomponent_new(ICAL_VCALENDAR_COMPONENT));
    auto add = [&](icalproperty* property) { icalcomponent_add_property(calendar.get(), property); };
    add(icalproperty_new_version("2.0"));
    add(icalproperty_new_prodid("-//Belltower//Calendar//EN"));
    add(icalproperty_new_calscale("GREGORIAN"));
    // No METHOD: that is for invitations, which need an organizer (RFC 5546).
    // The name by which Google, Apple and Outlook list a subscribed calendar; RFC 7986's NAME is not read by all of them.
    add(extension("X-WR-CALNAME", about.name));
    if (described) describe(calendar.get(), about);
    for (const auto& event : events) icalcomponent_add_component(calendar.get(), event_of(event));

    const std::unique_ptr<char, decltype(&free)> text(icalcomponent_as_ical_string_r(calendar.get()), &free);
    return text ? std::string(text.get()) : std::string();
}

std::string write_ics(std::string_view name, const std::vector<IcsEvent>& events) { return write({.name = std::string(name)}, false, events); }

std::string write_ics(const IcsCalendar& calendar, const std::vector<IcsEvent>& events) { return write(calendar, true, events); }

}  // namespace calendar
