#include "coaching/testing_lessons.h"

#include "db/db.h"

namespace coaching::testing {

Lessons::Lessons() {
    const auto school = std::to_string(north.value);
    as("cio").post("/settings/bells", {{"school", school}, {"name", "Regular"}, {"kind", "regular"}, {"from", "2026-01-05"}, {"weekday1", "1"}, {"weekday2", "1"},
                                       {"weekday3", "1"}, {"weekday4", "1"}, {"weekday5", "1"}, {"periods", "8:00-8:50 Period 1\n9:00-9:50 Period 2\n10:00-10:50 Period 3\n11:30-12:00 (Lunch)"}});
    as("cio").post("/settings/staff", {{"email", "nora@riverbend.example"}, {"role", "integration_specialist"}, {"from", "2025-08-01"}});
    as("coach").post("/lessons/times", {{"active", "1"}, {"starts", "07:30"}, {"ends", "15:30"}, {"lunch_from", "11:30"}, {"lunch_to", "12:00"}, {"most", "3"},
                                        {"topic", "creating"}, {"topic", "coding"}});
    class_id = std::to_string(write([&](db::Write& db) {
        return roster::create_class(db, auth::Viewer::system(), now,
                                    {.title = "Math 7B", .school = north, .location = "214", .periods = {"2"}, .teacher = person("teacher"), .students = {person("student")}})
            .value;
    }));
}

std::string Lessons::seen_on(const std::string& body) {
    const std::string mark = "name=\"seen\" value=\"";
    const auto at = body.find(mark);
    return at == std::string::npos ? "0" : body.substr(at + mark.size(), body.find('"', at + mark.size()) - at - mark.size());
}

static std::string choice(const std::string& body, const std::string& name) {
    const std::string mark = "name=\"" + name + "\" value=\"";
    const auto at = body.find(mark);
    return at == std::string::npos ? "" : body.substr(at + mark.size(), body.find('"', at + mark.size()) - at - mark.size());
}

static std::string location(const http::Response& answer) { return std::string(answer.find_header("location").value_or("")); }

std::string Lessons::booked() {
    const auto form = as("teacher").get("/lessons/new?class=" + class_id);
    const auto answer = as("teacher").post("/lessons", {{"class", class_id}, {"periods", "1"}, {"topic", "creating"}, {"goal", "They explain fractions as a film"}, {"how", "book"}, {"time", choice(form.body, "time")}});
    EXPECT_EQ(answer.status, 303) << answer.body;
    return location(answer);
}

std::string Lessons::asked() {
    const auto form = as("teacher").get("/lessons/new?class=" + class_id);
    http::TestClient::FormFields fields{{"class", class_id}, {"periods", "1"}, {"topic", "creating"}, {"goal", "They explain fractions as a film"}, {"how", "ask"}};
    const std::string mark = "name=\"window\" value=\"";
    for (auto at = form.body.find(mark); at != std::string::npos; at = form.body.find(mark, at + 1)) {
        const auto begin = at + mark.size();
        fields.emplace_back("window", form.body.substr(begin, form.body.find('"', begin) - begin));
    }
    const auto answer = as("teacher").post("/lessons", fields);
    EXPECT_EQ(answer.status, 303) << answer.body;
    return location(answer);
}

http::Response Lessons::post(std::string_view who, const std::string& address, const std::string& act, http::TestClient::FormFields fields) {
    fields.emplace_back("seen", seen(who, address));
    return as(who).post(address + act, fields);
}

void Lessons::licensed(std::string_view who, std::string_view kind, std::string_view expires_on) {
    write([&](db::Write& db) {
        db.query(R"sql(
            INSERT INTO people_licence (account_id, kind, jurisdiction, number, issued_on, expires_on, verified_by_id, verified_at, verified_how)
            VALUES (:account, :kind, 'US-IL', '1', '2020-07-01', :expires, :by, 0, 'state')
        )sql").bind("account", account(who)).bind("kind", kind).bind("expires", expires_on).bind("by", account("cio")).run();
    });
}

std::string Lessons::text_of_store(const std::string& sql) {
    return services().store("coaching").database->read([&](db::Read& db) { return db.query(sql).one_text(); });
}

}  // namespace coaching::testing
