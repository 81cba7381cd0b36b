// The letters of the help desk: what each says at its step, to whom, in whose language, and what never leaves the department.
#include "helpdesk/letters.h"

#include <gtest/gtest.h>

#include "helpdesk/request.h"
#include "jobs/jobs.h"
#include "world/world.h"

namespace helpdesk {

struct Sent {
    std::string to;
    std::string subject;
    std::string text;
    std::string html;
    std::string thread;
};

class Letters : public World {
protected:
    using Form = http::TestClient::FormFields;

    std::string ask(std::string_view who, std::string title = "Laptop <does> not charge") {
        auto response = as(who).post("/requests", {{"category", "device"}, {"title", std::move(title)}, {"school", std::to_string(north.value)}});
        EXPECT_EQ(response.status, 303) << response.body;
        return std::string(response.find_header("Location").value_or(""));
    }
    void does(std::string_view who, const std::string& target, Form form = {}) {
        auto response = as(who).post(target, std::move(form));
        EXPECT_EQ(response.status, 303) << target << response.body;
    }
    /// What was written since the last look.
    std::vector<Sent> letters() {
        write_letters(database(), services(), now, 100);
        auto all = read([&](db::Read& db) {
            return db.query("SELECT id, to_address, subject, text, html, thread FROM mail_letter WHERE id > :seen ORDER BY id")
                .bind("seen", seen_)
                .all([&](const db::Row& row) {
                    seen_ = row.integer("id");
                    return Sent{std::string(row.text("to_address")), std::string(row.text("subject")), std::string(row.text("text")),
                                std::string(row.text("html")), std::string(row.text("thread"))};
                });
        });
        return all;
    }
    /// The only one that was written since.
    Sent letter() {
        auto all = letters();
        EXPECT_EQ(all.size(), 1u);
        return all.empty() ? Sent{} : all.front();
    }
    /// To every message that there is.
    void attach(std::string_view name) {
        write([&](db::Write& db) {
            db.query(R"sql(
                INSERT INTO helpdesk_attachment (request_id, message_id, file_hash, file_name, content_type, size_bytes, at)
                SELECT request_id, id, 'x', :name, 'application/pdf', 5, at FROM helpdesk_message
            )sql").bind("name", name).run();
        });
    }
    std::int64_t count(std::string_view sql) {
        return read([&](db::Read& db) { return db.query(sql).one_integer(); });
    }
    static bool says(const std::string& text, std::string_view words) { return text.find(words) != std::string::npos; }

private:
    std::int64_t seen_ = 0;
};

TEST_ON_EVERY_BACKEND(HelpdeskLetters, SayWhatHappenedAtEachStepInOneThread, Letters) {
    auto address = ask("student");
    auto link = "http://localhost" + address;
    auto received = letter();
    EXPECT_EQ(received.to, "ana@riverbend.example");
    EXPECT_EQ(received.subject, "We have it: Laptop <does> not charge");
    EXPECT_TRUE(says(received.text, "Hello Ana Silva,")) << received.text;
    EXPECT_TRUE(says(received.text, "It is next. Nobody has begun yet.")) << received.text;
    EXPECT_TRUE(says(received.text, "Not enough history to say"));
    EXPECT_TRUE(says(received.text, link));
    EXPECT_TRUE(says(received.html, "href=\"" + link + "\"")) << received.html;
    EXPECT_TRUE(says(received.html, "Laptop &lt;does&gt; not charge"));
    EXPECT_EQ(received.thread, address.substr(1, 7) + "/" + address.substr(10));

    does("tech", address + "/messages", {{"kind", "reply"}, {"body", "Which charger is it?"}});
    auto replied = letter();
    EXPECT_EQ(replied.subject, "An answer: Laptop <does> not charge");
    EXPECT_TRUE(says(replied.text, "Which charger is it?"));
    EXPECT_TRUE(says(replied.text, "Dana Reyes"));

    does("tech", address + "/wait", {{"reason", "part"}, {"words", "The charger comes on Thursday."}});
    auto waits = letter();
    EXPECT_EQ(waits.subject, "It waits: Laptop <does> not charge");
    EXPECT_TRUE(says(waits.text, "A part is on order. Nothing is needed from you. The charger comes on Thursday.")) << waits.text;
    EXPECT_EQ(waits.text.find("The charger comes"), waits.text.rfind("The charger comes")) << "said once";

    does("tech", address + "/schedule", {{"at", "2026-03-10T09:00"}});
    EXPECT_EQ(letter().subject, "It has a time: Laptop <does> not charge");

    does("tech", address + "/resumption");
    EXPECT_TRUE(letters().empty());

    does("tech", address + "/resolution", {{"words", "New charger, label glued on."}});
    auto solved = letter();
    EXPECT_EQ(solved.subject, "Solved, we think: Laptop <does> not charge");
    EXPECT_TRUE(says(solved.text, "New charger, label glued on.")) << "one letter tells the solution and its words";
    EXPECT_TRUE(says(solved.text, "Dana Reyes"));
    EXPECT_TRUE(says(solved.text, link));
    for (const auto& each : {replied, waits, solved}) EXPECT_EQ(each.thread, received.thread);
}

TEST_ON_EVERY_BACKEND(HelpdeskLetters, TellTheOneWhoHasItWhenTheRequesterWritesOrReopens, Letters) {
    auto address = ask("student");
    letter();
    does("student", address + "/messages", {{"body", "It smells too"}});
    EXPECT_TRUE(letters().empty()) << "nobody has it yet; the queue shows it";
    does("tech", address + "/assignment");
    EXPECT_TRUE(letters().empty()) << "who took it knows";
    does("student", address + "/messages", {{"body", "It hums"}});
    auto wrote = letter();
    EXPECT_EQ(wrote.to, "dana@riverbend.example");
    EXPECT_TRUE(says(wrote.text, "It hums"));
    does("tech", address + "/resolution", {{"words", "Done"}});
    EXPECT_EQ(letter().to, "ana@riverbend.example");
    does("student", address + "/reopening", {{"words", "Dark again"}});
    auto reopened = letter();
    EXPECT_EQ(reopened.to, "dana@riverbend.example");
    EXPECT_EQ(reopened.subject, "Open again: Laptop <does> not charge");
    EXPECT_TRUE(says(reopened.text, "Dark again")) << "one letter tells the reopening and its words";
}

TEST_ON_EVERY_BACKEND(HelpdeskLetters, SpeakTheLanguageOfWhoeverReadsThem, Letters) {
    auto address = ask("teacher", "El portátil no carga");
    auto received = letter();
    EXPECT_EQ(received.subject, "La tenemos: El portátil no carga");
    EXPECT_TRUE(says(received.text, "Es la siguiente. Nadie ha empezado todavía."));
    EXPECT_TRUE(says(received.html, "lang=\"es\"")) << received.html;
    does("tech", address + "/messages", {{"kind", "note"}, {"body", "@omar Battery of the bad batch"}});
    auto named = letter();
    EXPECT_EQ(named.to, "omar@riverbend.example");
    EXPECT_EQ(named.subject, "You were named: El portátil no carga");
    does("tech", address + "/resolution", {{"words", "Batería nueva"}});
    auto all = letters();
    ASSERT_EQ(all.size(), 2u) << "the requester, and who follows it";
    EXPECT_EQ(all[0].subject, "Resuelta, creemos: El portátil no carga");
    EXPECT_EQ(all[1].subject, "Solved, we think: El portátil no carga");
}

TEST_ON_EVERY_BACKEND(HelpdeskLetters, SayToOthersWhoseRequestItIs, Letters) {
    auto address = ask("student");
    letter();
    does("tech", address + "/messages", {{"kind", "note"}, {"body", "@ruth please look"}});
    auto named = letter();
    EXPECT_EQ(named.to, "ruth@riverbend.example");
    EXPECT_TRUE(says(named.text, "See the request:")) << named.text;
    does("tech", address + "/messages", {{"kind", "reply"}, {"body", "Which charger is it?"}});
    does("tech", address + "/wait", {{"reason", "part"}, {"words", "On Thursday."}});
    does("tech", address + "/schedule", {{"at", "2026-03-10T09:00"}});
    does("tech", address + "/resolution", {{"words", "Done"}});
    int own = 0, watched = 0;
    for (const auto& each : letters()) {
        const bool hers = each.to == "ana@riverbend.example";
        hers ? ++own : ++watched;
        EXPECT_EQ(says(each.text, "See your request:"), hers) << each.text;
        EXPECT_EQ(says(each.text, "of Ana Silva, which you watch"), !hers) << each.text;
        EXPECT_TRUE(hers || !says(each.text, "our request")) << each.text;
    }
    EXPECT_EQ(own, 4);
    EXPECT_EQ(watched, 4);
}

TEST_ON_EVERY_BACKEND(HelpdeskLetters, SayFirstThatAnAnswerGoesOutInTheDepartmentsName, Letters) {
    write([](db::Write& db) {
        db.query(R"sql(
            INSERT INTO mail_received (source, recipient, message_key, raw_hash, raw_kept, size_bytes, from_address, from_name, subject, facts, state, why, link, received_at)
            VALUES (0, '', 'first', 'first', 0, 1, '', '', '', '{}', 'dropped', 'own', '', 0)
        )sql").run();
    });
    auto address = ask("student");
    letters();
    does("cio", address + "/watch");
    does("tech", address + "/messages", {{"kind", "reply"}, {"body", "Which charger is it?"}});
    for (const auto& each : letters()) {
        const auto warning = each.text.find("What you answer by mail is sent to Ana Silva"), news = each.text.find("Dana Reyes answered");
        EXPECT_EQ(warning != std::string::npos, each.to != "ana@riverbend.example") << each.text;
        EXPECT_NE(news, std::string::npos) << each.text;
        if (warning != std::string::npos) { EXPECT_LT(warning, news) << each.text; }
        EXPECT_EQ(each.text.find("-- \n"), std::string::npos) << "nothing below it would be read of an answer";
        EXPECT_TRUE(says(each.html, "Riverbend")) << "the district stands at its foot";
    }
    does("tech", address + "/resolution", {{"words", "Done"}});
    for (const auto& each : letters()) EXPECT_EQ(says(each.text, "which opens the request again"), each.to == "ana@riverbend.example") << each.text;
}

TEST_ON_EVERY_BACKEND(HelpdeskLetters, TellWhoHasARequestWhatAColleagueAnswered, Letters) {
    auto address = ask("student");
    letters();
    does("tech", address + "/assignment");
    does("cio", address + "/messages", {{"kind", "reply"}, {"body", "Bring it to me."}});
    auto told = letters();
    ASSERT_EQ(told.size(), 2u);
    EXPECT_EQ(told[1].to, "dana@riverbend.example");
    EXPECT_TRUE(says(told[1].text, "Ruth Adler answered request")) << told[1].text;
    EXPECT_TRUE(says(told[1].text, "of Ana Silva, which you have.")) << told[1].text;
    does("tech", address + "/messages", {{"kind", "reply"}, {"body", "Or to me."}});
    EXPECT_EQ(letters().size(), 1u) << "who wrote it knows";
}

TEST_ON_EVERY_BACKEND(HelpdeskLetters, AreAPersonsWhenAPersonAnsweredAndAMachinesOtherwise, Letters) {
    auto address = ask("teacher");
    does("tech", address + "/watch");
    letters();
    does("tech2", address + "/messages", {{"kind", "reply"}, {"body", "On it"}});
    letters();
    const auto of = [&](std::string_view sql) { return read([&](db::Read& db) { return db.query(sql).one_integer(); }); };
    EXPECT_EQ(of("SELECT count(*) FROM mail_letter WHERE written_by_person = 1"), 1) << "who watches is told by us";
    EXPECT_EQ(of("SELECT count(*) FROM mail_letter WHERE written_by_person = 1 AND to_address = 'leo@riverbend.example'"), 1);
}

TEST_ON_EVERY_BACKEND(HelpdeskLetters, NameTheFilesOfAnAnswer, Letters) {
    auto address = ask("student");
    letter();
    does("tech", address + "/messages", {{"kind", "reply"}, {"body", "Look at this"}});
    attach("steps.pdf");
    auto told = letter();
    EXPECT_TRUE(says(told.text, "With files (on the page): steps.pdf")) << told.text;
    EXPECT_TRUE(says(told.html, "steps.pdf"));
}

TEST_ON_EVERY_BACKEND(HelpdeskLetters, NameNoFilesToThoseWhoseRequestWasJoined, Letters) {
    auto kept = ask("student", "Laptop"), joined = ask("teacher", "The same laptop");
    does("tech", joined + "/merge", {{"number", kept.substr(10)}});
    letters();
    does("tech", kept + "/messages", {{"kind", "reply"}, {"body", "Look at this"}});
    attach("ana-silva.pdf");
    const auto told = letters();
    ASSERT_EQ(told.size(), 2u);
    for (const auto& each : told) EXPECT_EQ(says(each.text, "ana-silva.pdf"), each.to == "ana@riverbend.example") << each.text;
}

TEST_ON_EVERY_BACKEND(HelpdeskLetters, NeverCarryNotesToTheRequester, Letters) {
    auto address = ask("student");
    letter();
    does("tech", address + "/messages", {{"kind", "note"}, {"body", "Dropped it again, third time"}});
    EXPECT_TRUE(letters().empty());
    auto web = read([](db::Read& db) { return db.query("SELECT id FROM helpdesk_team WHERE role_key = 'webmaster'").one_integer(); });
    does("tech", address + "/hand-over", {{"reason", "skill"}, {"to", "t" + std::to_string(web)}, {"note", "Nobody of us wants it"}});
    auto handed = letter();
    EXPECT_EQ(handed.subject, "In good hands: Laptop <does> not charge");
    EXPECT_TRUE(says(handed.text, "somebody who knows this better")) << handed.text;
    does("tech", address + "/resolution", {{"words", "Done"}});
    auto solved = letter();
    for (const auto& each : {handed, solved}) {
        for (auto words : {"third time", "Nobody of us", "skill"}) {
            EXPECT_FALSE(says(each.text + each.html, words)) << words;
        }
    }
}

TEST_ON_EVERY_BACKEND(HelpdeskLetters, ReachWhoWasMetInTheCorridorByAnAddressThatNeedsNoAccount, Letters) {
    write([&](db::Write& db) { db.query("UPDATE roster_person SET account_id = NULL, email = 'ana@home.example' WHERE id = :id").bind("id", person("student")).run(); });
    does("tech", "/walk-ups", {{"who", "Ana Silva"}, {"who_id", std::to_string(person("student").value)}, {"what", "Locked out"}, {"category", "sign_in"}});
    auto written = letter();
    auto token = read([](db::Read& db) { return db.query("SELECT token FROM helpdesk_request").one_text(); });
    EXPECT_EQ(written.to, "ana@home.example");
    EXPECT_EQ(written.subject, "Written down: Locked out");
    EXPECT_TRUE(says(written.text, "Thank you for stopping one of us."));
    EXPECT_TRUE(says(written.text, "http://localhost/status/" + token));
}

TEST_ON_EVERY_BACKEND(HelpdeskLetters, AskStrangersOnceBeforeAnythingElse, Letters) {
    auto response = as("nobody", html::Language::es).post("/requests", {{"category", "device"}, {"title", "No enciende"}, {"school", std::to_string(north.value)},
                                                          {"label", "label-of-cb-0412"}, {"requester_name", "Una abuela"}, {"requester_email", "abuela@example.org"}});
    ASSERT_EQ(response.status, 303) << response.body;
    auto secret = read([](db::Read& db) { return db.query("SELECT secret FROM helpdesk_notice WHERE kind = 'confirm'").one_text(); });
    auto asked = letter();
    EXPECT_EQ(asked.to, "abuela@example.org");
    EXPECT_EQ(asked.subject, "Un paso más: No enciende");
    EXPECT_TRUE(says(asked.text, "http://localhost/confirmations/" + secret));
    EXPECT_FALSE(says(asked.text, "/status/")) << "the page opens with the link, not before";
    EXPECT_EQ(count("SELECT count(*) FROM helpdesk_notice"), 0) << "the secret is gone with its letter";
    does("nobody", "/confirmations/" + secret);
    auto received = letter();
    EXPECT_EQ(received.subject, "La tenemos: No enciende");
    EXPECT_TRUE(says(received.text, "http://localhost/status/"));
}

TEST_ON_EVERY_BACKEND(HelpdeskLetters, ThatCannotBeWrittenStopNoOtherAndAreNotLost, Letters) {
    ask("student", "First");
    ask("teacher", "Second");
    write([](db::Write& db) { db.query("UPDATE helpdesk_request SET requester_id = NULL, requester_email = 'no address' WHERE title = 'First'").run(); });
    run_jobs();
    auto all = letters();
    ASSERT_EQ(all.size(), 1u);
    EXPECT_EQ(all[0].subject, "La tenemos: Second");
    EXPECT_EQ(count("SELECT count(*) FROM helpdesk_notice WHERE set_aside_at IS NOT NULL AND problem LIKE 'incident %'"), 1);
    EXPECT_TRUE(shows(as("cio").get("/jobs"), "1 notices cannot be written as letters") || count("SELECT count(*) FROM jobs_job WHERE error LIKE '1 notices%'") == 1);
    EXPECT_EQ(count("SELECT count(*) FROM jobs_job WHERE name = 'helpdesk.letters' AND result LIKE '%\"set_aside\":1%'"), 1);

    write([](db::Write& db) { db.query("UPDATE helpdesk_request SET requester_email = 'parent@example.org' WHERE title = 'First'").run(); });
    now += std::chrono::minutes(5);
    run_jobs();
    EXPECT_EQ(letter().to, "parent@example.org");
    EXPECT_EQ(count("SELECT count(*) FROM helpdesk_notice"), 0);
    EXPECT_EQ(count("SELECT count(*) FROM jobs_job WHERE name = 'helpdesk.set_aside_letters' AND state = 'done'"), 1);
}

}  // namespace helpdesk
