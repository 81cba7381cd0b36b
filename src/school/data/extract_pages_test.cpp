#include <gtest/gtest.h>

#include <algorithm>

#include "auth/audit.h"
#include "auth/event.h"
#include "data/data.h"
#include "data/extract_store.h"
#include "data/kept.h"
#include "data/run_store.h"
#include "files/files.h"
#include "world/world.h"

using namespace data;

namespace {

class ExtractPages : public World {
protected:
    using Form = http::TestClient::FormFields;
    static constexpr std::string_view page = "/extracts/us-ed.fs195";

    static Form values(int year = 2022, std::string purpose = "required_report") {
        return {{"p-school_year", std::to_string(year)}, {"p-state_postal", "TN"}, {"p-state_fips", "47"}, {"p-agency_number", "01"}, {"p-lea_number", "0123456"}, {"p-min_days", "10"},
                {"purpose", std::move(purpose)}};
    }
    static base::CellTable population(int students, std::string number = "0010") {
        using enum base::CellType;
        base::CellTable table{{{"school_number", text}, {"school_name", text}, {"school_id", integer}, {"student_id", integer}, {"has_calendar", flag}, {"has_attendance", flag}, {"counted", flag},
                               {"sex", text}, {"race", text}, {"disability", flag}, {"section_504", flag}, {"english_learner", flag}, {"homeless", flag}}, {}};
        const base::Cell yes = std::int64_t{1}, no = std::int64_t{0};
        for (std::int64_t i = 0; i < students; ++i) {
            table.rows.push_back({number, std::string("North"), std::int64_t{1}, i, yes, yes, yes, std::string(i % 2 ? "male" : "female"), std::string("WH7"), i % 3 ? no : yes, no, no, no});
        }
        return table;
    }
    /// Makes a file as the worker would answer it; the address of its page.
    std::string make(int year, base::CellTable table) {
        EXPECT_EQ(as("data").post(std::string(page) + "/runs", values(year)).status, 303);
        const auto id = read([&](db::Read& db) { return RunId{db.query("SELECT max(id) AS id FROM data_run").one_integer()}; });
        Answer given;
        given.table = std::move(table);
        keep(place_of(services()), id, finish_extract(read([&](db::Read& db) { return load_run(db, id); }), std::move(given)));
        write([&](db::Write& db) { end_run(db, now, id, {.rows = 1, .version = "v1", .as_of = now}); });
        return std::string(page) + "/runs/" + std::to_string(id.value);
    }
    static RunId run_of(const std::string& address) { return {std::stoll(address.substr(address.rfind('/') + 1))}; }
    std::string hash(const std::string& address) {
        const auto shown = as("data").get(address).body;
        const auto at = shown.find("name=\"sha256\" value=\"");
        return at == std::string::npos ? "" : shown.substr(at + 21, 64);
    }
    int certify(const std::string& address, Form more = {}) {
        Form form{{"sha256", hash(address)}, {"confirm", "1"}};
        for (auto& field : more) form.push_back(std::move(field));
        return static_cast<int>(as("data").post(address + "/certification", form).status);
    }
    std::string taken(const std::string& address, std::string_view format) { return as("data").post(address + "/file", {{"format", std::string(format)}}).body; }
};

}  // namespace

TEST_ON_EVERY_BACKEND(ExtractPages, AreForThoseWhoFile, ExtractPages) {
    EXPECT_TRUE(shows(as("data").get("/extracts"), "Chronic absenteeism"));
    EXPECT_TRUE(shows(as("data", html::Language::es).get(page), "Ausentismo crónico"));
    EXPECT_TRUE(shows(as("data").get("/data"), "/extracts"));
    const auto address = make(2022, population(12));
    for (auto who : {"teacher", "student", "tech"}) {
        for (const std::string& one : {std::string("/extracts"), std::string(page), address}) EXPECT_EQ(as(who).get(one).status, 403) << who << one;
        EXPECT_EQ(as(who).post(address + "/file", {{"format", "csv"}}).status, 403);
        EXPECT_EQ(as(who).post(address + "/certification", {}).status, 403);
        EXPECT_EQ(as(who).post(std::string(page) + "/runs", values()).status, 403);
    }
    EXPECT_EQ(as("data").get("/extracts/no-such").status, 404);
    EXPECT_EQ(as("data").get(std::string(page) + "/runs/999").status, 404);
}

TEST_ON_EVERY_BACKEND(ExtractPages, AskForEveryValue, ExtractPages) {
    auto form = values();
    form[0].second = "soon";
    const auto bad = as("data").post(std::string(page) + "/runs", form);
    EXPECT_EQ(bad.status, 422);
    EXPECT_TRUE(shows(bad, "0123456")) << "what was typed is kept";
    form[0].second = "22";
    EXPECT_EQ(as("data").post(std::string(page) + "/runs", form).status, 422);
    form = values();
    form[4].second = " ";
    EXPECT_TRUE(shows(as("data").post(std::string(page) + "/runs", form), "Fill this in."));
    EXPECT_EQ(as("data").post(std::string(page) + "/runs", values(2022, "")).status, 422);
    EXPECT_EQ(as("data").post(std::string(page) + "/runs", values()).status, 303);
    EXPECT_TRUE(shows(as("data").get(page), "0123456")) << "the values of the newest run";
}

TEST_ON_EVERY_BACKEND(ExtractPages, ShowCountsAndGiveTheFileOnRecord, ExtractPages) {
    const auto address = make(2022, population(12));
    const auto shown = as("data").get(address);
    EXPECT_TRUE(shows(shown, "Validated"));
    EXPECT_TRUE(shows(shown, "nothing is withheld"));
    EXPECT_TRUE(shows(shown, "0010 North"));
    const auto csv = as("data").post(address + "/file", {{"format", "csv"}});
    EXPECT_EQ(csv.status, 200);
    EXPECT_NE(csv.body.find("CHRONABSENT,,,,,,,,Y,,12\r\n"), std::string::npos) << csv.body;
    EXPECT_NE(taken(address, "tab").find("CHRONABSENT\t"), std::string::npos);
    EXPECT_EQ(taken(address, "fixed").size(), 586 + 5 * 461u);
    EXPECT_EQ(as("data").post(address + "/file", {{"format", "pdf"}}).status, 422);
    const auto actions = read([&](db::Read& db) { return auth::history(db, "data_run", run_of(address).value); });
    EXPECT_EQ(std::ranges::count(actions, "exported", &auth::Event::action), 3);
    const auto notes = read([&](db::Read& db) {
        return db.query("SELECT count(*) AS n FROM auth_access WHERE subject_kind = 'data_run' AND subject_id = :id AND purpose = 'export'").bind("id", run_of(address)).one_integer();
    });
    EXPECT_EQ(notes, 1) << "the same person for the same reason within a short time";
}

TEST_ON_EVERY_BACKEND(ExtractPages, AFileThatBreaksAFatalRuleIsNotCertified, ExtractPages) {
    const auto address = make(2022, population(3, ""));
    const auto shown = as("data").get(address);
    EXPECT_TRUE(shows(shown, "North has no state number"));
    EXPECT_TRUE(shows(shown, "Draft"));
    EXPECT_FALSE(shows(shown, "name=\"confirm\""));
    EXPECT_EQ(certify(address), 409);
    EXPECT_FALSE(read([&](db::Read& db) { return certified_run(db, viewer("data"), run_of(address)); }));
}

TEST_ON_EVERY_BACKEND(ExtractPages, ACertifiedFileIsKeptAsItIs, ExtractPages) {
    const auto address = make(2022, population(12));
    EXPECT_EQ(as("data").post(address + "/certification", {{"sha256", hash(address)}}).status, 422) << "the statement is to be confirmed";
    EXPECT_EQ(as("data").post(address + "/certification", {{"sha256", std::string(64, '0')}, {"confirm", "1"}}).status, 409) << "another file than the one that was seen";
    const auto bytes = taken(address, "fixed");
    EXPECT_EQ(certify(address), 303);
    EXPECT_EQ(as("data").post(address + "/certification", {{"sha256", files::sha256(bytes).hex}, {"confirm", "1"}}).status, 409) << "once";
    forget(place_of(services()), run_of(address));
    const auto shown = as("data").get(address);
    EXPECT_TRUE(shows(shown, files::sha256(bytes).hex));
    EXPECT_TRUE(shows(shown, "Ines Costa"));
    EXPECT_TRUE(shows(shown, "complete and correct"));
    EXPECT_EQ(taken(address, "fixed"), bytes) << "after the answer was forgotten";
    const auto named = read([&](db::Read& db) { return named_files(db); });
    EXPECT_NE(std::ranges::find(named, files::sha256(bytes)), named.end()) << "so that it is not collected";
    EXPECT_EQ(read([&](db::Read& db) { return std::ranges::count(auth::history(db, "data_run", run_of(address).value), "certified", &auth::Event::action); }), 1);
}

TEST_ON_EVERY_BACKEND(ExtractPages, AnotherFileOfTheYearShowsWhatDiffers, ExtractPages) {
    const auto first = make(2022, population(12));
    EXPECT_EQ(certify(first), 303);
    const auto second = make(2022, population(13));
    const auto shown = as("data").get(second);
    EXPECT_TRUE(shows(shown, "with another amount: 3")) << "sex by race, sex by disability, total";
    EXPECT_EQ(certify(second), 303);
    EXPECT_FALSE(shows(as("data").get(first), "Against the certified file before it"));
    const auto before = read([&](db::Read& db) { return certified_run(db, viewer("data"), run_of(second))->before; });
    EXPECT_TRUE(before.has_value());
}

TEST_ON_EVERY_BACKEND(ExtractPages, AWarningIsExplainedBeforeCertifying, ExtractPages) {
    EXPECT_EQ(certify(make(2021, population(100)), {{"why-EFF-001", "The layout of 2022 holds"}}), 303);
    const auto address = make(2022, population(12));
    EXPECT_TRUE(shows(as("data").get(address), "the total changed much"));
    const auto bad = as("data").post(address + "/certification", {{"sha256", hash(address)}, {"confirm", "1"}, {"why-YOY-001", " "}});
    EXPECT_EQ(bad.status, 422);
    EXPECT_TRUE(shows(bad, "why this warning is right"));
    EXPECT_EQ(certify(address, {{"why-YOY-001", "A part of the school moved."}}), 303);
    EXPECT_TRUE(shows(as("data").get(address), "A part of the school moved."));
}

TEST_ON_EVERY_BACKEND(ExtractPages, ADefinitionThatChangedIsRunAnew, ExtractPages) {
    data::Run run;
    run.kind = RunKind::extract;
    run.subject = "us-ed.fs195";
    run.sql = "SELECT 1";
    EXPECT_THROW(finish_extract(run, {}), Refused);
}
