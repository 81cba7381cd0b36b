#include <gmock/gmock.h>
#include <libical/ical.h>

#include <memory>
#include <set>

#include "base/random.h"
#include "base/text.h"
#include "calendar/event_form.h"
#include "calendar/ics.h"

using namespace calendar;
using testing::HasSubstr;
using testing::Not;

static base::Day day(std::string_view iso) { return base::parse_day(iso).value(); }
static base::Instant at(std::string_view iso) { return base::parse_instant(iso).value(); }

static std::unique_ptr<icalcomponent, decltype(&icalcomponent_free)> parsed(const std::string& text) {
    return {icalparser_parse_string(text.c_str()), &icalcomponent_free};
}

static IcsEvent concert() {
    return {.uid = "0b6c3f0e-4f0f-4a63-9a52-8f3c1a5f3a11",
            .sequence = 1,
            .starts = at("2026-12-04T00:30:00Z"),
            .ends = at("2026-12-04T02:00:00Z"),
            .changed = at("2026-11-01T08:00:00Z"),
            .summary = "Winter concert",
            .location = "Auditorium",
            .description = "Doors open at 18:00; bring a friend, or two",
            .url = "https://belltower.example/events/1",
            .category = "Performance"};
}

TEST(EventFeed, SaysOfItselfWhatSubscribersAskAndIsReadBackByAnotherProgram) {
    auto fair = concert();
    fair.uid = random_uid();
    fair.whole_days = IcsEvent::Days{day("2026-12-07"), day("2026-12-11")};
    auto open = concert();
    open.uid = random_uid();
    open.tentative = true;
    const auto text = write_ics({.name = "Events of North", .description = "What is on", .zone = "America/Chicago", .source = "https://belltower.example/events/calendar.ics"},
                                {concert(), fair, open});
    auto calendar = parsed(text);
    ASSERT_TRUE(calendar);
    EXPECT_EQ(icalcomponent_count_errors(calendar.get()), 0) << text;
    EXPECT_EQ(icalrestriction_check(calendar.get()), 1) << text;
    for (auto words : {"X-WR-CALNAME:Events of North\r\n", "\r\nNAME:Events of North\r\n", "X-WR-TIMEZONE:America/Chicago", "REFRESH-INTERVAL;VALUE=DURATION:PT1H", "X-PUBLISHED-TTL:PT1H",
                       "SOURCE;VALUE=URI:https://belltower.example/events/calendar.ics", "DTSTART;VALUE=DATE:20261207", "DTEND;VALUE=DATE:20261212", "TRANSP:TRANSPARENT",
                       "STATUS:TENTATIVE", "CATEGORIES:Performance", "DESCRIPTION:Doors open at 18:00\\; bring a friend\\, or two"}) {
        EXPECT_THAT(text, HasSubstr(words));
    }
    for (auto never : {"METHOD", "ATTENDEE", "ORGANIZER"}) EXPECT_THAT(text, Not(HasSubstr(never)));
}

TEST(EventFeed, FoldsNeverInsideACharacter) {
    base::Random random(7);
    const std::vector<std::string> pieces{"a", "ñ", "é", "—", "日", "🎺", " ", "; ", ", ", "\\", "\n", "Peña"};
    for (int round = 0; round < 300; ++round) {
        auto event = concert();
        event.summary.clear();
        for (int i = 0; i < 80; ++i) event.summary += random.pick(std::span<const std::string>(pieces));
        event.summary = "!" + event.summary + ".";  // readers trim the ends of a line
        const auto text = write_ics(IcsCalendar{.name = event.summary}, {event});
        std::size_t begin = 0;
        for (std::size_t end; (end = text.find("\r\n", begin)) != std::string::npos; begin = end + 2) {
            const auto line = std::string_view(text).substr(begin, end - begin);
            ASSERT_LE(line.size(), 75u);
            ASSERT_TRUE(base::is_utf8(line)) << line;
        }
        ASSERT_EQ(begin, text.size());
        auto calendar = parsed(text);
        auto* read = icalcomponent_get_first_component(calendar.get(), ICAL_VEVENT_COMPONENT);
        ASSERT_EQ(icalcomponent_get_summary(read), event.summary);
    }
}

TEST(EventFeed, NeverRepeatsAUid) {
    std::set<std::string> uids;
    for (int i = 0; i < 2000; ++i) uids.insert(random_uid());
    EXPECT_EQ(uids.size(), 2000u);
    EXPECT_EQ(uids.begin()->size(), 36u);
    for (const auto& uid : uids) EXPECT_EQ(uid[14], '4') << uid;
}

TEST(EventForm, MeansWhatTheClockOfThatDayShows) {
    const auto chicago = base::TimeZone::find("America/Chicago").value();
    // 14 March 2027: clocks go from 2:00 to 3:00. 7 November 2027: from 2:00 back to 1:00.
    EXPECT_EQ(chicago.to_instant({day("2027-03-14"), base::Minutes(18 * 60)}), at("2027-03-14T23:00:00Z"));
    EXPECT_EQ(chicago.to_instant({day("2027-03-13"), base::Minutes(18 * 60)}), at("2027-03-14T00:00:00Z"));
    EXPECT_EQ(chicago.to_instant({day("2027-11-07"), base::Minutes(18 * 60)}), at("2027-11-08T00:00:00Z"));
    EXPECT_EQ(chicago.to_instant({day("2027-03-14"), base::Minutes(150)}), at("2027-03-14T08:00:00Z"));  // 2:30 is no time: the change itself
    EXPECT_EQ(local_iso(chicago, at("2027-03-14T23:00:00Z")), "2027-03-14T18:00:00-05:00");
    EXPECT_EQ(local_iso(chicago, at("2027-11-08T00:00:00Z")), "2027-11-07T18:00:00-06:00");
    EXPECT_EQ(local_iso(base::TimeZone::find("Asia/Kolkata").value(), at("2027-11-08T00:00:00Z")), "2027-11-08T05:30:00+05:30");
}

static EventForm typed() {
    EventForm form;
    form.kind = "performance";
    form.title = "Winter concert";
    form.first = "2026-12-03";
    form.starts = "18:30";
    form.ends = "20:00";
    return form;
}

static std::vector<std::string> fields_refused(const EventForm& form) {
    Problems problems;
    const auto draft = understand(form, problems);
    understand_repeat(form, draft, problems);
    std::vector<std::string> fields;
    for (const auto& [field, key] : problems) fields.push_back(field);
    return fields;
}

TEST(EventForm, NamesTheFieldThatCannotBeUsed) {
    EXPECT_TRUE(fields_refused(typed()).empty());
    auto change = [](auto how) {
        auto form = typed();
        how(form);
        return fields_refused(form);
    };
    using testing::ElementsAre;
    EXPECT_THAT(change([](EventForm& f) { f.title.clear(); }), ElementsAre("title"));
    EXPECT_THAT(change([](EventForm& f) { f.first = "4 December"; }), ElementsAre("first"));
    EXPECT_THAT(change([](EventForm& f) { f.starts.clear(); }), ElementsAre("starts"));
    EXPECT_THAT(change([](EventForm& f) { f.ends = "18:00"; }), ElementsAre("ends"));
    EXPECT_THAT(change([](EventForm& f) { f.kind = "game"; }), ElementsAre("kind"));
    EXPECT_THAT(change([](EventForm& f) { f.school = "x"; }), ElementsAre("school"));
    EXPECT_THAT(change([](EventForm& f) { f.group_es = "Banda"; }), ElementsAre("group"));
    EXPECT_THAT(change([](EventForm& f) { f.all_day = true; f.last = "2026-12-01"; }), ElementsAre("last"));
    EXPECT_THAT(change([](EventForm& f) { f.all_day = true; f.last = "2027-12-01"; }), ElementsAre("last"));
    EXPECT_THAT(change([](EventForm& f) { f.weekly = true; }), ElementsAre("repeat_until"));
    EXPECT_THAT(change([](EventForm& f) { f.weekly = true; f.repeat_until = "2029-01-01"; }), ElementsAre("repeat_until"));
    auto midnight = typed();
    midnight.ends = "00:00";
    EXPECT_TRUE(fields_refused(midnight).empty());
}
