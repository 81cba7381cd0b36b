#include "calendar/ics.h"

#include <gmock/gmock.h>
#include <libical/ical.h>

#include <memory>

using namespace calendar;
using testing::HasSubstr;
using testing::Not;

static base::Instant at(std::string_view iso) { return base::parse_instant(iso).value(); }

static IcsEvent lesson() {
    return {.uid = ics_uid("lesson", 12, "https://belltower.example.org:8443"),
            .sequence = 2,
            .starts = at("2026-03-09T14:00:00Z"),
            .ends = at("2026-03-09T14:50:00Z"),
            .changed = at("2026-03-01T08:00:00Z"),
            .summary = "Lesson with technology; room \"7B\", North\nSchool",
            .location = "Peña's room, a rather long name of a place so that the line has to be folded after seventy-five octets ñññññññ",
            .description = "",
            .url = "https://belltower.example.org/lessons/12"};
}

/// What another program reads.
static std::unique_ptr<icalcomponent, decltype(&icalcomponent_free)> parsed(const std::string& text) {
    return {icalparser_parse_string(text.c_str()), &icalcomponent_free};
}

TEST(Ics, IsReadBackByAnotherProgram) {
    auto cancelled = lesson();
    cancelled.uid = "lesson-13@belltower.example.org";
    cancelled.cancelled = true;
    const auto text = write_ics("Lessons of Leo Peña", {lesson(), cancelled});
    auto calendar = parsed(text);
    ASSERT_TRUE(calendar);
    EXPECT_EQ(icalcomponent_count_components(calendar.get(), ICAL_VEVENT_COMPONENT), 2);
    EXPECT_EQ(icalcomponent_count_errors(calendar.get()), 0);
    auto* event = icalcomponent_get_first_component(calendar.get(), ICAL_VEVENT_COMPONENT);
    EXPECT_STREQ(icalcomponent_get_uid(event), "lesson-12@belltower.example.org");
    EXPECT_EQ(icalcomponent_get_summary(event), lesson().summary);
    EXPECT_EQ(icalcomponent_get_location(event), lesson().location);
    EXPECT_EQ(icalcomponent_get_sequence(event), 2);
    EXPECT_EQ(icalcomponent_get_status(event), ICAL_STATUS_CONFIRMED);
    EXPECT_EQ(icaltime_as_timet(icalcomponent_get_dtstart(event)), base::to_ms(lesson().starts) / 1000);
    event = icalcomponent_get_next_component(calendar.get(), ICAL_VEVENT_COMPONENT);
    EXPECT_EQ(icalcomponent_get_status(event), ICAL_STATUS_CANCELLED);
    EXPECT_EQ(icalrestriction_check(calendar.get()), 1) << text;
}

TEST(Ics, FoldsAtSeventyFiveOctetsEndsLinesWithCrlfAndIsTheSameEachTime) {
    const auto text = write_ics("Lessons", {lesson()});
    std::size_t begin = 0;
    for (std::size_t end; (end = text.find("\r\n", begin)) != std::string::npos; begin = end + 2) EXPECT_LE(end - begin, 75u) << text.substr(begin, end - begin);
    EXPECT_EQ(begin, text.size());
    EXPECT_THAT(text, HasSubstr("DTSTART:20260309T140000Z\r\n"));
    EXPECT_THAT(text, HasSubstr("DTSTAMP:20260301T080000Z\r\n"));
    EXPECT_EQ(text, write_ics("Lessons", {lesson()}));
}

TEST(Ics, WordsCannotEscapeIntoTheFormat) {
    auto event = lesson();
    event.summary = "A\r\nATTACH:https://evil.example\x07";
    const auto text = write_ics("x\r\nX-BAD:1", {event});
    EXPECT_THAT(text, Not(HasSubstr("\r\nATTACH")));
    EXPECT_THAT(text, Not(HasSubstr("\r\nX-BAD")));
    EXPECT_THAT(text, Not(HasSubstr("\x07")));
}
