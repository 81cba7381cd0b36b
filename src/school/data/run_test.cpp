#include "data/run.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "base/frames.h"
#include "data/data.h"
#include "data/kept.h"
#include "data/refresh.h"
#include "data/run_store.h"
#include "jobs/jobs.h"
#include "world/world.h"

using data::NewRun;
using data::RunId;
using data::RunState;
using data::Tier;

namespace {

class Runs : public World {
public:
    RunId start(std::string_view who, const NewRun& run) {
        auto viewer = this->viewer(who);
        return write([&](db::Write& db) { return data::start_run(db, viewer, now, run); });
    }
    data::Run run_of(std::string_view who, RunId id) {
        auto viewer = this->viewer(who);
        return read([&](db::Read& db) { return data::find_run(db, viewer, id); }).value();
    }
    bool sees(std::string_view who, RunId id) {
        auto viewer = this->viewer(who);
        return read([&](db::Read& db) { return data::find_run(db, viewer, id); }).has_value();
    }
};

const NewRun how_many{.sql = "SELECT count(*) AS schools FROM org WHERE org_type = 'school'", .purpose = "operations"};

}  // namespace

TEST_ON_EVERY_BACKEND(Runs, AreAnsweredByTheirJobAndKeptForTheirOwner, Runs) {
    data::refresh(database(), services(), false);
    auto id = start("data", how_many);
    EXPECT_EQ(run_of("data", id).state, RunState::waiting);
    run_jobs();
    auto run = run_of("data", id);
    EXPECT_EQ(run.state, RunState::done) << run.code << " " << run.message;
    EXPECT_EQ(run.rows, 1);
    EXPECT_EQ(run.tables, "org");
    EXPECT_EQ(run.columns, "org.org_type");
    EXPECT_TRUE(run.as_of);
    auto kept = data::kept_of(data::place_of(services()), id);
    ASSERT_TRUE(kept);
    EXPECT_EQ(base::text_of(kept->table.rows.at(0).at(0)), "2");
    EXPECT_FALSE(sees("tech", id)) << "another's question";
    EXPECT_TRUE(sees("cio", id)) << "who audits sees that it was asked";
}

TEST_ON_EVERY_BACKEND(Runs, NeedAPurposeOfTheListAndThePermissionOfTheirTier, Runs) {
    auto without = how_many;
    without.purpose = "curiosity";
    EXPECT_THROW(start("data", without), base::Invalid);
    auto empty = how_many;
    empty.sql.clear();
    EXPECT_THROW(start("data", empty), base::Invalid);
    EXPECT_THROW(start("tech", how_many), base::Forbidden);
    auto students = how_many;
    students.tier = Tier::students;
    auto viewer = auth::Viewer(account("tech"), "Dana Reyes", {{"data.operations", auth::ScopeKind::everywhere, 0}}, auth::Proof::session);
    EXPECT_THROW(write([&](db::Write& db) { return data::start_run(db, viewer, now, students); }), base::Forbidden);
    EXPECT_NO_THROW(write([&](db::Write& db) { return data::start_run(db, viewer, now, how_many); }));
}

TEST_ON_EVERY_BACKEND(Runs, ThatAreRefusedSayWhy, Runs) {
    auto id = start("data", how_many);
    run_jobs();
    EXPECT_EQ(run_of("data", id).code, "warehouse.missing");
    data::refresh(database(), services(), false);
    auto attack = how_many;
    attack.sql = "SELECT * FROM read_text('/etc/passwd')";
    id = start("data", attack);
    run_jobs();
    auto run = run_of("data", id);
    EXPECT_EQ(run.state, RunState::refused);
    EXPECT_EQ(run.code, "guard.function");
    EXPECT_FALSE(data::kept_of(data::place_of(services()), id));
}

TEST_ON_EVERY_BACKEND(Runs, RowsAreForgottenAfterAWeekAndTheRecordStays, Runs) {
    data::refresh(database(), services(), false);
    auto id = start("data", how_many);
    run_jobs();
    auto place = data::place_of(services());
    ASSERT_TRUE(data::kept_of(place, id));
    now = base::system_now() + data::rows_kept + std::chrono::hours(1);
    run_jobs();
    now += std::chrono::hours(24);
    run_jobs();
    EXPECT_FALSE(data::kept_of(place, id));
    EXPECT_EQ(run_of("data", id).state, RunState::done);
}

TEST_ON_EVERY_BACKEND(Runs, FilesThatAreTooOldAreNeitherReadNorKept, Runs) {
    data::refresh(database(), services(), false);
    auto id = start("data", how_many);
    run_jobs();
    auto place = data::place_of(services());
    auto file = std::filesystem::path(place.folder) / "results" / (std::to_string(id.value) + ".rows");
    auto broken = file.string() + ".1.2.new";
    std::filesystem::copy_file(file, broken);
    for (const auto& one : {file, std::filesystem::path(broken)}) {
        std::filesystem::last_write_time(one, std::filesystem::file_time_type::clock::now() - data::rows_kept - std::chrono::hours(24 * 30));
    }
    EXPECT_FALSE(data::kept_of(place, id)) << "the sweep did not run for a month";
    data::forget_before(place, base::system_now() - data::rows_kept);
    EXPECT_FALSE(std::filesystem::exists(file));
    EXPECT_FALSE(std::filesystem::exists(broken));
}

TEST_ON_EVERY_BACKEND(Runs, EndWhateverGoesWrong, Runs) {
    data::refresh(database(), services(), false);
    auto place = data::place_of(services());
    std::filesystem::remove_all(place.folder + "/results");
    std::ofstream(place.folder + "/results") << "no folder";
    auto id = start("data", how_many);
    run_jobs();
    auto run = run_of("data", id);
    EXPECT_EQ(run.state, RunState::refused);
    EXPECT_EQ(run.code, "run.failed");
    EXPECT_TRUE(run.finished_at);
}

TEST_ON_EVERY_BACKEND(Runs, EndWithTheirJob, Runs) {
    auto id = start("data", how_many);
    auto viewer = this->viewer("data");
    auto job = run_of("data", id).job;
    EXPECT_TRUE(write([&](db::Write& db) { return jobs::cancel(db, viewer, now, {job}); })) << "from the page of jobs";
    EXPECT_EQ(run_of("data", id).state, RunState::cancelled);
    EXPECT_TRUE(run_of("data", id).finished_at);
}

TEST_ON_EVERY_BACKEND(Runs, AreAnsweredOnce, Runs) {
    data::refresh(database(), services(), false);
    auto here = how_many;
    here.here = true;
    auto id = start("data", here);
    EXPECT_EQ(run_of("data", id).job, 0) << "nobody else answers it";
    EXPECT_TRUE(write([&](db::Write& db) { return data::claim_run(db, now, id, false); }));
    EXPECT_FALSE(write([&](db::Write& db) { return data::claim_run(db, now, id, false); })) << "another has it";
    data::answer_run(database(), services(), id, {});
    EXPECT_EQ(run_of("data", id).state, RunState::running) << "left to who has it";
    EXPECT_TRUE(write([&](db::Write& db) { return data::claim_run(db, now, id, true); })) << "after a server went";
    auto other = start("data", here);
    data::answer_run(database(), services(), other, {});
    EXPECT_EQ(run_of("data", other).state, RunState::done);
}

TEST_ON_EVERY_BACKEND(Runs, OfACommandThatWasKilledEnd, Runs) {
    auto here = how_many;
    here.here = true;
    auto claimed = start("data", here), never_begun = start("data", here), job = start("data", how_many);
    write([&](db::Write& db) { return data::claim_run(db, now, claimed, false); });
    auto end_after = [&](base::Milliseconds time) { write([&](db::Write& db) { data::end_left_runs(db, now + time); }); };
    auto most = data::limits_of(here.kind, here.tier).time + data::grace_of_commands;
    end_after(most);
    EXPECT_EQ(run_of("data", claimed).state, RunState::running) << "it may still be answered";
    end_after(most + base::Milliseconds(1));
    for (auto id : {claimed, never_begun}) {
        auto run = run_of("data", id);
        EXPECT_EQ(run.state, RunState::refused);
        EXPECT_EQ(run.code, "run.interrupted");
        EXPECT_THAT(run.message, testing::HasSubstr("ended before there was an answer"));
        EXPECT_TRUE(run.finished_at);
    }
    EXPECT_EQ(run_of("data", job).state, RunState::waiting) << "its job answers it";
    data::answer_run(database(), services(), never_begun, {});
    EXPECT_EQ(run_of("data", never_begun).code, "run.interrupted") << "what ended stays as it is";
}

TEST_ON_EVERY_BACKEND(Runs, OfACommandEndByThemselves, Runs) {
    auto here = how_many;
    here.here = true;
    auto id = start("data", here);
    run_jobs();
    now += std::chrono::minutes(30);
    run_jobs();
    EXPECT_EQ(run_of("data", id).code, "run.interrupted");
}

TEST_ON_EVERY_BACKEND(Runs, ForDirectoryInformationAreAskedOfItsTierAlone, Runs) {
    auto run = how_many;
    run.purpose = "directory_information";
    EXPECT_THROW(start("data", run), base::Invalid);
    run.tier = Tier::directory;
    EXPECT_NO_THROW(start("data", run));
}

TEST_ON_EVERY_BACKEND(Runs, OfOthersAreListedForThoseWhoAuditAlone, Runs) {
    for (int i = 0; i < 3; ++i) start("data", how_many);
    auto list = [&](std::string_view who, const data::RunQuestion& question) {
        auto viewer = this->viewer(who);
        return read([&](db::Read& db) { return data::runs(db, viewer, question); });
    };
    EXPECT_EQ(list("data", {}).size(), 3u);
    EXPECT_EQ(list("cio", {}).size(), 0u);
    auto all = list("cio", {.limit = 2, .everyone = true});
    ASSERT_EQ(all.size(), 2u);
    EXPECT_EQ(list("cio", {.before = all.back().id, .limit = 2, .everyone = true}).size(), 1u);
    EXPECT_THROW(list("data", {.everyone = true}), base::Forbidden);
}

TEST_ON_EVERY_BACKEND(Runs, OfOnePersonAreTwoAtATime, Runs) {
    data::refresh(database(), services(), false);
    auto viewer = this->viewer("data");
    auto waits = [&] { return read([&](db::Read& db) { return data::must_wait(db, viewer); }); };
    start("data", how_many);
    EXPECT_FALSE(waits());
    start("data", how_many);
    EXPECT_TRUE(waits());
    const http::TestClient::FormFields form{{"sql", how_many.sql}, {"tier", "operations"}, {"purpose", "operations"}};
    EXPECT_EQ(as("data").post("/data/workbench", form).status, 409);
    EXPECT_EQ(as("cio").post("/data/workbench", form).status, 303) << "others need not wait for them";
    run_jobs();
    EXPECT_FALSE(waits());
    EXPECT_EQ(as("data").post("/data/workbench", form).status, 303);
}

TEST_ON_EVERY_BACKEND(Runs, BecomeTheBeginningOfAReport, Runs) {
    auto students = how_many;
    students.sql = "SELECT student_id, grade_level FROM student WHERE school_id = $school";
    students.tier = Tier::students;
    students.parameters = {{"school", std::int64_t{2}}};
    auto id = start("data", students);
    auto page = as("data").get("/reports/new?run=" + std::to_string(id.value));
    for (auto words : {"SELECT student_id, grade_level FROM student WHERE school_id = $school", "tier = &quot;students&quot;", "name = &quot;school&quot;", "count = &quot;students&quot;"}) {
        EXPECT_TRUE(shows(page, words));
    }
    EXPECT_FALSE(shows(as("cio").get("/reports/new?run=" + std::to_string(id.value)), "school_id = $school")) << "another's question";
}

TEST(Parameters, ComeBackAsTheyWere) {
    data::Parameters parameters{{"year", std::int64_t{2027}}, {"share", 0.5}, {"name", std::string("Peña")}, {"none", std::monostate{}}};
    EXPECT_EQ(data::parameters_of(data::to_json(parameters)), parameters);
    EXPECT_THROW(data::parameters_of("[1]"), base::Invalid);
    EXPECT_THROW(data::parameters_of("{\"a\":[1]}"), base::Invalid);
    EXPECT_THROW(data::parameters_of("{"), base::Invalid);
}

TEST(Kept, TablesComeBackAsTheyWereAndBrokenOnesAreErrors) {
    data::Kept kept{{{{"a", base::CellType::integer}, {"b", base::CellType::text}}, {{std::int64_t{1}, std::string("x")}, {std::monostate{}, std::string()}}}, "{\"x\":1}"};
    auto bytes = data::packed(kept);
    auto back = data::unpacked(bytes);
    EXPECT_EQ(back.table, kept.table);
    EXPECT_EQ(back.notes, kept.notes);
    for (std::size_t cut = 0; cut + 1 < bytes.size(); ++cut) {
        try {
            data::unpacked(std::string_view(bytes).substr(0, cut));
        } catch (const base::FrameError& expected) {
            EXPECT_STRNE(expected.what(), "");
        }
    }
}
