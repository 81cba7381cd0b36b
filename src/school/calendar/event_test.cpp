#include <gmock/gmock.h>

#include "auth/account.h"
#include "auth/event.h"
#include "base/random.h"
#include "calendar/event_store.h"
#include "world/world.h"

using namespace calendar;
using testing::HasSubstr;
using testing::Not;

namespace {

using Form = http::TestClient::FormFields;

class Events : public World {
protected:
    Form concert(roster::OrgId school) {
        return {{"kind", "performance"}, {"school", school.value ? std::to_string(school.value) : ""}, {"title", "Winter concert"}, {"title_es", "Concierto de invierno"},
                {"group", "Band"},       {"group_es", "Banda"}, {"first", "2026-03-12"}, {"starts", "18:30"}, {"ends", "20:00"}, {"place", "Auditorium"}};
    }
    static Form with(Form form, std::string_view name, std::string_view value) {
        for (auto& [key, old] : form) {
            if (key == name) {
                old = value;
                return form;
            }
        }
        form.emplace_back(name, value);
        return form;
    }
    EventId add(const Form& form) {
        const auto answer = as("director").post("/calendar", form);
        EXPECT_EQ(answer.status, 303) << answer.body;
        const auto path = std::string(answer.find_header("Location").value_or("/calendar/0"));
        return {std::stoll(path.substr(path.rfind('/') + 1))};
    }
    PublicEvent event(EventId id) {
        return read([&](db::Read& db) { return find_event(db, id); });
    }
    http::Response act(EventId id, std::string_view what, std::string_view note = "", Form more = {}) {
        Form form{{"seen", std::to_string(event(id).sequence)}, {"do", std::string(what)}, {"note", std::string(note)}, {"confirmed", "1"}};
        form.insert(form.end(), more.begin(), more.end());
        return as("director").post("/calendar/" + std::to_string(id.value) + "/status", form);
    }
    std::string page(const std::string& path) { return std::string(as("nobody").get(path).content()); }
};

}  // namespace

TEST_ON_EVERY_BACKEND(Event, IsPublicAtOnceInBothLanguages, Events) {
    const auto id = add(concert(north));
    const auto path = "/events/" + std::to_string(id.value);
    EXPECT_THAT(page("/events"), HasSubstr("Winter concert"));
    EXPECT_THAT(page("/es/events"), HasSubstr("Concierto de invierno"));
    EXPECT_THAT(page("/events/month/2026-03"), HasSubstr("Winter concert"));
    EXPECT_THAT(page("/events/month/2026-04"), Not(HasSubstr("Winter concert")));
    EXPECT_THAT(page("/events/school/north-school"), HasSubstr("Winter concert"));
    EXPECT_THAT(page("/events/school/south-school"), Not(HasSubstr("Winter concert")));
    EXPECT_THAT(page("/events/group/north-school-band"), HasSubstr("Winter concert"));
    EXPECT_THAT(page(path), HasSubstr(R"("startDate":"2026-03-12T18:30:00-05:00")"));
    EXPECT_THAT(page(path + "/event.ics"), HasSubstr("DTSTART:20260312T233000Z"));
    for (auto missing : {"/events/0", "/events/999", "/events/month/2026-13", "/events/month/1900-01", "/events/school/nowhere", "/events/group/nowhere", "/events/school/nowhere/calendar.ics"}) {
        EXPECT_EQ(as("nobody").get(missing).status, 404) << missing;
    }
}

TEST_ON_EVERY_BACKEND(Event, WithoutSpanishWordsShowsEnglishOnesMarkedAsSuch, Events) {
    add(with(with(concert({}), "title_es", ""), "group_es", ""));
    EXPECT_THAT(page("/es/events"), HasSubstr(R"(lang="en">Winter concert)"));
    EXPECT_THAT(page("/es/events"), HasSubstr(R"(<span lang="en">Auditorium</span>)"));
    EXPECT_THAT(page("/es/events"), HasSubstr("Presentación"));
    EXPECT_THAT(as("director").get("/calendar").body, HasSubstr(R"(lang="en">Winter concert)"));
    EXPECT_THAT(page("/es/events/calendar.ics"), HasSubstr("SUMMARY:Winter concert"));
}

TEST_ON_EVERY_BACKEND(Event, StaysVisibleWhenItIsCancelledAndCanTakePlaceAfterAll, Events) {
    const auto id = add(concert(north));
    const auto uid = event(id).uid;
    const auto asked = as("director").post("/calendar/" + std::to_string(id.value) + "/status", {{"seen", std::to_string(event(id).sequence)}, {"do", "cancel"}});
    EXPECT_THAT(asked.body, HasSubstr("Call off this event?"));
    EXPECT_NE(event(id).status, EventStatus::cancelled);
    EXPECT_EQ(act(id, "cancel", "Because of snow").status, 303);
    EXPECT_THAT(page("/events"), HasSubstr("Because of snow"));
    EXPECT_THAT(page("/events/" + std::to_string(id.value)), HasSubstr("EventCancelled"));
    const auto feed = page("/events/school/north-school/calendar.ics");
    EXPECT_THAT(feed, HasSubstr("SUMMARY:CANCELLED: Winter concert"));
    EXPECT_THAT(feed, HasSubstr("STATUS:CANCELLED"));
    EXPECT_THAT(feed, HasSubstr("SEQUENCE:1"));
    EXPECT_THAT(feed, HasSubstr("UID:" + uid));
    EXPECT_THAT(page("/es/events/calendar.ics"), HasSubstr("SUMMARY:CANCELADO: Concierto de invierno"));
    EXPECT_EQ(act(id, "restore").status, 303);
    EXPECT_EQ(event(id).status, EventStatus::scheduled);
    EXPECT_EQ(act(id, "restore").status, 409);
    EXPECT_EQ(act(id, "move_back").status, 409);
    EXPECT_EQ(event(id).sequence, 2);
}

TEST_ON_EVERY_BACKEND(Event, KeepsTheTimeThatWasPublishedFirst, Events) {
    const auto id = add(concert(north));
    const auto path = "/calendar/" + std::to_string(id.value);
    const auto before = event(id).starts;
    EXPECT_EQ(as("director").post(path, with(with(concert(north), "first", "2026-03-19"), "seen", "0")).status, 303);
    EXPECT_EQ(event(id).status, EventStatus::rescheduled);
    EXPECT_EQ(event(id).original_starts, before);
    EXPECT_THAT(page("/events/" + std::to_string(id.value)), HasSubstr(R"("previousStartDate":"2026-03-12T18:30:00-05:00")"));
    EXPECT_EQ(act(id, "move_back").status, 303);
    EXPECT_EQ(event(id).status, EventStatus::scheduled);
    EXPECT_EQ(event(id).starts, before);
    EXPECT_EQ(event(id).ends, before + base::Minutes(90));
    // A mistake is corrected without telling anybody.
    EXPECT_EQ(as("director").post(path, with(with(with(concert(north), "starts", "18:00"), "seen", "2"), "corrected", "1")).status, 303);
    EXPECT_EQ(event(id).status, EventStatus::scheduled);
    EXPECT_FALSE(event(id).original_starts);
    EXPECT_EQ(act(id, "postpone", "Snow").status, 303);
    EXPECT_THAT(page("/events/calendar.ics"), HasSubstr("STATUS:TENTATIVE"));
    EXPECT_EQ(as("director").post(path, with(with(concert(north), "first", "2026-03-26"), "seen", "4")).status, 303);
    EXPECT_EQ(event(id).status, EventStatus::rescheduled);
}

TEST_ON_EVERY_BACKEND(Event, OfADayIsToldAsADayWhenItMovesToAnHour, Events) {
    const auto day = with(with(with(concert(north), "all_day", "1"), "starts", ""), "ends", "");
    const auto id = add(day);
    const auto path = "/calendar/" + std::to_string(id.value), shown = "/events/" + std::to_string(id.value);
    // The same day gets its hour: nothing has moved.
    EXPECT_EQ(as("director").post(path, with(concert(north), "seen", "0")).status, 303);
    EXPECT_EQ(event(id).status, EventStatus::scheduled);
    EXPECT_FALSE(event(id).original_starts);
    EXPECT_EQ(as("director").post(path, with(with(day, "seen", "1"), "corrected", "1")).status, 303);
    EXPECT_EQ(as("director").post(path, with(with(concert(north), "first", "2026-03-19"), "seen", "2")).status, 303);
    EXPECT_EQ(event(id).status, EventStatus::rescheduled);
    EXPECT_TRUE(event(id).original_all_day);
    EXPECT_THAT(page(shown), HasSubstr("First planned for"));
    EXPECT_THAT(page(shown), Not(HasSubstr(", 00:00")));
    EXPECT_THAT(page(shown), HasSubstr(R"("previousStartDate":"2026-03-12")"));
    EXPECT_EQ(act(id, "move_back").status, 303);
    EXPECT_TRUE(event(id).all_day);
    EXPECT_EQ(event(id).first, event(id).last);
    EXPECT_EQ(event(id).ends - event(id).starts, std::chrono::days(1));
    EXPECT_FALSE(event(id).original_all_day);
    EXPECT_EQ(event(id).status, EventStatus::scheduled);
}

TEST_ON_EVERY_BACKEND(Event, ThatIsOverLeavesTheFrontPageAtThatMoment, Events) {
    EXPECT_EQ(as("web").post("/website/appearance", {{"open", "1"}, {"colour", "#1f4e5f"}, {"seen", "0"}}).status, 303);
    add(with(with(with(concert(north), "first", "2026-03-09"), "starts", "10:00"), "ends", "10:45"));
    for (auto path : {"/", "/schools/north-school"}) EXPECT_THAT(page(path), HasSubstr("Winter concert")) << path;
    now += base::Minutes(15);  // nothing is saved meanwhile: only the clock says it
    for (auto path : {"/", "/schools/north-school"}) EXPECT_THAT(page(path), Not(HasSubstr("Winter concert"))) << path;
}

TEST_ON_EVERY_BACKEND(Event, PagesEndWithWhatTheirFrameShows, Events) {
    EXPECT_EQ(as("web").post("/website/banner", {{"text_en", "Doors are open"}, {"level", "notice"}, {"until", "2026-03-09T10:37"}}).status, 303);
    EXPECT_THAT(page("/events"), HasSubstr("Doors are open"));
    now += base::Minutes(3);
    EXPECT_THAT(page("/events"), Not(HasSubstr("Doors are open")));
}

TEST_ON_EVERY_BACKEND(Event, IsFoundWhateverItsLettersAndAccents, Events) {
    const auto id = add(with(with(concert(north), "title", "ÉCOLE open house"), "title_es", "Día de PUERTAS ABIERTAS"));
    const auto row = "/calendar/" + std::to_string(id.value) + "\"";
    for (auto words : {"%C3%A9cole", "ecole", "ECOLE%20Open", "dia%20de", "D%C3%ADa", "D%C3%8DA", "%20puertas%20"}) {
        EXPECT_THAT(as("director").get("/calendar?q=" + std::string(words)).body, HasSubstr(row)) << words;
    }
    for (auto words : {"concert", "house%20dia", "%25%25", "ecole_open"}) EXPECT_THAT(as("director").get("/calendar?q=" + std::string(words)).body, Not(HasSubstr(row))) << words;
    EXPECT_EQ(as("director").post("/calendar/" + std::to_string(id.value), with(with(concert(north), "title", "Ñandú day"), "seen", "0")).status, 303);
    EXPECT_THAT(as("director").get("/calendar?q=nandu").body, HasSubstr(row));
}

TEST_ON_EVERY_BACKEND(Event, ThatMovesToAnotherSchoolOrGroupIsCancelledInTheFeedItLeaves, Events) {
    const auto id = add(concert(north));
    const auto uid = event(id).uid;
    const auto path = "/calendar/" + std::to_string(id.value);
    const auto feeds = [&](std::string_view of) { return page("/events/" + std::string(of) + "/calendar.ics"); };
    EXPECT_EQ(as("director").post(path, with(with(concert(south), "group", "Choir"), "seen", "0")).status, 303);
    for (auto left : {"school/north-school", "group/north-school-band"}) {
        EXPECT_THAT(feeds(left), HasSubstr("UID:" + uid)) << left;
        EXPECT_THAT(feeds(left), HasSubstr("STATUS:CANCELLED")) << left;
        EXPECT_THAT(feeds(left), HasSubstr("SEQUENCE:1")) << left;
        EXPECT_THAT(page("/events/" + std::string(left)), Not(HasSubstr("Winter concert"))) << left;
    }
    for (auto here : {"school/south-school", "group/south-school-choir"}) EXPECT_THAT(feeds(here), Not(HasSubstr("STATUS:CANCELLED"))) << here;
    EXPECT_THAT(page("/events/calendar.ics"), Not(HasSubstr("STATUS:CANCELLED")));
    // For all schools, then of one alone: gone from the other.
    EXPECT_EQ(as("director").post(path, with(concert({}), "seen", "1")).status, 303);
    EXPECT_THAT(feeds("school/north-school"), Not(HasSubstr("STATUS:CANCELLED")));
    EXPECT_EQ(as("director").post(path, with(concert(north), "seen", "2")).status, 303);
    EXPECT_THAT(feeds("school/south-school"), HasSubstr("STATUS:CANCELLED"));
    EXPECT_THAT(feeds("school/north-school"), Not(HasSubstr("STATUS:CANCELLED")));
    now += std::chrono::days(61);
    EXPECT_THAT(feeds("school/south-school"), Not(HasSubstr("UID:" + uid)));
}

TEST_ON_EVERY_BACKEND(Event, OfASeriesIsChangedAloneOrWithAllThatFollow, Events) {
    const auto id = add(with(with(concert(north), "weekly", "1"), "repeat_until", "2026-04-02"));
    auto all = [&] {
        return read([&](db::Read& db) { return events_between(db, now, now + std::chrono::days(60), {}, Withdrawn::included, 100); });
    };
    ASSERT_EQ(all().size(), 4u);
    // The clocks change within the series: 18:30 stays 18:30.
    for (const auto& one : all()) EXPECT_EQ(read([&](db::Read&) { return base::TimeZone::find("America/Chicago")->to_local(one.starts).of_day; }), base::Minutes(1110));
    const auto third = all()[2].id;
    EXPECT_EQ(act(third, "cancel", "Break", {{"reach", "following"}}).status, 303);
    EXPECT_EQ(all()[1].status, EventStatus::scheduled);
    EXPECT_EQ(all()[2].status, EventStatus::cancelled);
    EXPECT_EQ(all()[3].status, EventStatus::cancelled);
    EXPECT_EQ(as("director").post("/calendar/" + std::to_string(id.value), with(with(with(concert(north), "first", "2026-03-13"), "seen", "0"), "reach", "following")).status, 303);
    EXPECT_EQ(base::to_iso(all()[1].first), "2026-03-20");
    EXPECT_EQ(all()[3].status, EventStatus::cancelled);
}

TEST_ON_EVERY_BACKEND(Event, ThatWasAMistakeIsGoneFromPagesAndCancelledInFeeds, Events) {
    const auto id = add(concert(north));
    EXPECT_THAT(as("director").post("/calendar/" + std::to_string(id.value) + "/status", {{"seen", "0"}, {"do", "withdraw"}}).body, HasSubstr("confirmed"));
    EXPECT_EQ(act(id, "withdraw").status, 303);
    EXPECT_EQ(as("nobody").get("/events/" + std::to_string(id.value)).status, 410);
    EXPECT_THAT(page("/events"), Not(HasSubstr("Winter concert")));
    EXPECT_THAT(page("/events/calendar.ics"), HasSubstr("STATUS:CANCELLED"));
}

TEST_ON_EVERY_BACKEND(Event, IsChangedOnlyByWhoMayPostAtThatSchool, Events) {
    write([&](db::Write& db) { auth::grant(db, auth::Viewer::system(), now, account("teacher"), {"calendar.events", auth::ScopeKind::school, north.value}); });
    const auto ours = add(concert(north)), theirs = add(concert(south)), district = add(concert({}));
    EXPECT_EQ(as("tech").get("/calendar").status, 403);
    EXPECT_EQ(as("nobody").post("/calendar", concert(north)).status, 401);
    EXPECT_THAT(as("teacher").get("/calendar").body, HasSubstr("/calendar/" + std::to_string(ours.value)));
    EXPECT_THAT(as("teacher").get("/calendar").body, Not(HasSubstr("/calendar/" + std::to_string(theirs.value) + "\"")));
    EXPECT_EQ(as("teacher").get("/calendar/" + std::to_string(ours.value)).status, 200);
    for (auto other : {theirs, district}) {
        const auto path = "/calendar/" + std::to_string(other.value);
        EXPECT_EQ(as("teacher").get(path).status, 403);
        EXPECT_EQ(as("teacher").post(path, with(concert(north), "seen", "0")).status, 403);
        EXPECT_EQ(as("teacher").post(path + "/status", {{"seen", "0"}, {"do", "cancel"}}).status, 403);
        EXPECT_EQ(event(other).sequence, 0);
    }
    EXPECT_EQ(as("teacher").post("/calendar", concert(south)).status, 422);
    EXPECT_EQ(as("teacher").post("/calendar", concert({})).status, 422);
    EXPECT_EQ(as("teacher").post("/calendar/" + std::to_string(ours.value), with(concert(south), "seen", "0")).status, 422);
    EXPECT_EQ(as("teacher").post("/calendar", concert(north)).status, 303);
}

TEST_ON_EVERY_BACKEND(Event, RefusesBadInputAndAFormThatIsOld, Events) {
    const auto refused = as("director").post("/calendar", with(concert(north), "ends", "17:00"));
    EXPECT_EQ(refused.status, 422);
    EXPECT_THAT(refused.body, HasSubstr("It ends before it begins"));
    EXPECT_THAT(refused.body, HasSubstr("Auditorium"));
    const auto id = add(concert(north));
    act(id, "cancel");
    const auto stale = as("director").post("/calendar/" + std::to_string(id.value), with(with(concert(north), "title", "Spring concert"), "seen", "0"));
    EXPECT_EQ(stale.status, 409);
    EXPECT_THAT(stale.body, HasSubstr("Spring concert"));
    EXPECT_EQ(event(id).title.en, "Winter concert");
    EXPECT_EQ(as("director").post("/calendar/" + std::to_string(id.value) + "/status", {{"seen", "0"}, {"do", "restore"}}).status, 409);
    EXPECT_EQ(as("director").post("/calendar/" + std::to_string(id.value) + "/status", {{"seen", "1"}, {"do", "dance"}}).status, 422);
    EXPECT_EQ(as("director").post("/calendar", with(concert({987654}), "kind", "meeting")).status, 422);
    EXPECT_EQ(as("director").get("/calendar?q=concert&school=x&kind=nothing&when=past&after=1&after_id=2").status, 200);
}

TEST_ON_EVERY_BACKEND(Event, KeepsItsUidAndItsSequenceOnlyRises, Events) {
    const auto id = add(with(with(concert(north), "weekly", "1"), "repeat_until", "2026-04-02"));
    base::Random random(11);
    auto last = event(id);
    for (int i = 0; i < 60; ++i) {
        static constexpr std::string_view actions[] = {"cancel", "postpone", "restore", "move_back"};
        int status = 0;
        if (random.chance(0.5)) {
            status = act(id, random.pick(std::span<const std::string_view>(actions)), "", {{"reach", random.chance(0.3) ? "following" : ""}}).status;
        } else {
            auto form = with(with(concert(north), "first", base::to_iso(base::parse_day("2026-03-12").value() + std::chrono::days(random.between(0, 9)))), "seen", std::to_string(last.sequence));
            status = as("director").post("/calendar/" + std::to_string(id.value), form).status;
        }
        const auto here = event(id);
        ASSERT_EQ(here.uid, last.uid);
        ASSERT_EQ(here.sequence, status == 303 ? last.sequence + 1 : last.sequence) << status;
        ASSERT_GE(here.changed, last.changed);
        last = here;
        now += base::Minutes(1);
    }
    const auto told = read([&](db::Read& db) { return auth::history(db, "calendar_event", id.value).size(); });
    EXPECT_EQ(static_cast<std::int64_t>(told), last.sequence + 1);
}
