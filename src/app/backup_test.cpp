#include "app/backup.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "app/app.h"
#include "app/check.h"
#include "app/kept_files.h"
#include "auth/audit.h"
#include "auth/sign_in.h"
#include "search/search.h"
#include "world/world.h"

using namespace app;
namespace fs = std::filesystem;

class Keeping : public World {
protected:
    Keeping() {
        settings.data = fs::path(house().files().folder()).parent_path();
        settings.public_url = "https://help.riverbend.example";
        settings.tls_key = "/etc/keys/riverbend.pem";
        write([](db::Write& db) { auth::chain_events(db); });
    }

    /// A teacher's request with a photo.
    void ask(const std::string& title) {
        const std::string photo("\x89PNG\r\n\x1a\n a photo of " + title);
        const auto asked = as("teacher").upload("/requests", {{"category", "device"}, {"title", title}, {"school", std::to_string(north.value)}, {"room", "7B"}},
                                                {{"photos", "photo.png", "image/png", photo}});
        ASSERT_EQ(asked.status, 303) << asked.body;
    }
    std::string back_up_to(const std::string& name) {
        const std::string file = settings.data + "/" + name;
        EXPECT_TRUE(back_up(house(), settings, file).lost.empty());
        return file;
    }
    Configuration target(const std::string& name) const {
        Configuration into;
        into.data = settings.data + "/" + name;
        return into;
    }
    /// As a person does after restoring: no backup holds the key of the store of lessons.
    void bring_store_key(const std::string& name) const { fs::copy_file(settings.data + "/coaching.key", target(name).data + "/coaching.key", fs::copy_options::overwrite_existing); }
    std::vector<std::string> problems() { return check_district(house().databases(), {settings.files_folder(), settings.key_file(), ""}).problems; }
    files::Hash photo() {
        return read([](db::Read& db) { return named_files(db).at(0); });
    }

    Configuration settings;
};

static std::string complaint(const std::function<void()>& body) {
    try {
        body();
    } catch (const std::exception& error) {
        return error.what();
    }
    return "";
}

static bool holds(const std::string& text, std::string_view words) { return text.find(words) != std::string::npos; }

/// The small world, wherever it was restored to.
static void expect_the_district(House& restored, World& world) {
    db::Database& database = restored.database();
    EXPECT_TRUE(auth::check_password(database, world.now, "leo@riverbend.example", World::password, "10.0.0.7").matches);
    EXPECT_FALSE(auth::check_password(database, world.now, "leo@riverbend.example", "another", "10.0.0.7").matches);
    const auto hits = database.read([](db::Read& db) { return search::find(db, {.text = "charge", .scopes = {"work:all"}, .kinds = {}}); });
    ASSERT_EQ(hits.size(), 1u);
    EXPECT_EQ(hits[0].title, "Laptop will not charge");
    const auto named = database.read([](db::Read& db) { return named_files(db); });
    ASSERT_EQ(named.size(), 1u);
    EXPECT_EQ(restored.files().read(named[0]), world.house().files().read(named[0]));
    EXPECT_EQ(restored.secrets().open(world.house().secrets().seal("a secret")), "a secret");
}

TEST_ON_EVERY_BACKEND(Backup, IsRestoredIntoEitherEngine, Keeping) {
    ask("Laptop will not charge");
    const std::string file = back_up_to("one.backup");
    EXPECT_EQ(fs::status(file).permissions(), fs::perms::owner_read | fs::perms::owner_write);
    EXPECT_EQ(restore(file, target("in-sqlite")).files, 1);

    bring_store_key("in-sqlite");
    const Configuration restored = read_settings_file(target("in-sqlite").data);
    EXPECT_EQ(restored.database, "sqlite");
    EXPECT_EQ(restored.public_url, settings.public_url);
    EXPECT_EQ(restored.tls_key, "") << "belongs to the machine";
    const auto in_sqlite = open_house(restored);
    expect_the_district(*in_sqlite, *this);
    EXPECT_EQ(check_district(in_sqlite->databases(), {restored.files_folder(), restored.key_file(), ""}).problems, std::vector<std::string>{});

    // And from there into the engine under test.
    back_up(*in_sqlite, restored, settings.data + "/two.backup");
    db::testing::FreshDatabase fresh({});
    fresh.close();
    Configuration again = target("again");
    again.database = fresh.url();
    restore(settings.data + "/two.backup", again);
    expect_the_district(*open_house(read_settings_file(again.data)), *this);
}

TEST_ON_EVERY_BACKEND(Backup, LeavesNothingBesideItself, Keeping) {
    const std::string file = back_up_to("one.backup");
    std::vector<std::string> left;
    for (const auto& entry : fs::directory_iterator(settings.data)) {
        if (holds(entry.path().filename(), "backup")) left.push_back(entry.path().filename());
    }
    EXPECT_EQ(left, std::vector<std::string>{"one.backup"});
    EXPECT_TRUE(holds(complaint([&] { back_up(house(), settings, file); }), "never written over another"));
}

TEST_ON_EVERY_BACKEND(Backup, SaysWhichFilesAreLost, Keeping) {
    ask("Laptop will not charge");
    house().files().remove(photo());
    EXPECT_EQ(back_up(house(), settings, settings.data + "/one.backup").lost, std::vector{photo().hex});
}

TEST_ON_EVERY_BACKEND(Restore, RefusesWhatIsNotWhole, Keeping) {
    ask("Laptop will not charge");
    const std::string file = back_up_to("one.backup");
    std::ifstream in(file, std::ios::binary);
    const std::string whole{std::istreambuf_iterator<char>(in), {}};
    const auto refused = [&](const std::string& bytes) {
        const std::string damaged = settings.data + "/damaged.backup";
        std::ofstream(damaged, std::ios::binary | std::ios::trunc) << bytes;
        const std::string reason = complaint([&] { restore(damaged, target("new")); });
        EXPECT_FALSE(fs::exists(target("new").data)) << "nothing is written";
        return holds(reason, "not a whole backup");
    };
    EXPECT_TRUE(refused(whole.substr(0, whole.size() - 1)));
    EXPECT_TRUE(refused(whole.substr(0, whole.size() / 2)));
    EXPECT_TRUE(refused("hello"));
    std::string altered = whole;
    altered.at(altered.find("a photo of")) ^= 1;
    EXPECT_TRUE(refused(altered));
    // Into the content of every member, behind its local header (APPNOTE 4.3.7); what stands in the headers themselves is no content.
    for (std::size_t at = whole.find("PK\x03\x04"); at != std::string::npos; at = whole.find("PK\x03\x04", at + 4)) {
        const auto length = [&](std::size_t field) {
            return static_cast<std::size_t>(static_cast<unsigned char>(whole[at + field])) + 256u * static_cast<unsigned char>(whole[at + field + 1]);
        };
        altered = whole;
        char& byte = altered.at(at + 30 + length(26) + length(28) + 2);
        byte = static_cast<char>(byte ^ 0x55);
        EXPECT_TRUE(refused(altered)) << "member at byte " << at;
    }
}

TEST_ON_EVERY_BACKEND(Restore, NeverTouchesADistrictThatIsThere, Keeping) {
    const std::string file = back_up_to("one.backup");
    restore(file, target("new"));
    EXPECT_TRUE(holds(complaint([&] { restore(file, target("new")); }), "There is a district in"));
    EXPECT_TRUE(holds(complaint([&] { restore(file, settings); }), "is not empty"));
    Configuration same_database = target("other");
    same_database.database = "sqlite:" + target("new").data + "/belltower.db";
    EXPECT_TRUE(holds(complaint([&] { restore(file, same_database); }), "in this database already"));
    EXPECT_FALSE(fs::exists(same_database.data));
    EXPECT_EQ(open_house(read_settings_file(target("new").data))->database().engine(), db::Engine::sqlite);
}

TEST_ON_EVERY_BACKEND(Check, IsQuietWhenAllIsWell, Keeping) {
    ask("Laptop will not charge");
    EXPECT_EQ(problems(), std::vector<std::string>{});
}

TEST_ON_EVERY_BACKEND(Check, NoticesFilesThatAreMissingOrAltered, Keeping) {
    ask("Laptop will not charge");
    const std::string path = house().files().path(photo()).value();
    std::ofstream(path, std::ios::trunc) << "something else";
    ASSERT_EQ(problems().size(), 1u);
    EXPECT_TRUE(holds(problems()[0], photo().hex)) << problems()[0];
    house().files().remove(photo());
    ASSERT_EQ(problems().size(), 1u);
    EXPECT_TRUE(holds(problems()[0], "is missing")) << problems()[0];
    fs::remove(settings.key_file());
    EXPECT_EQ(problems().size(), 2u);
    EXPECT_FALSE(fs::exists(settings.key_file())) << "a check makes no new key";
}

TEST_ON_EVERY_BACKEND(Check, NoticesAnEventThatWasChanged, Keeping) {
    const auto event = write([](db::Write& db) {
        db.query(db.engine() == db::Engine::sqlite ? "DROP TRIGGER auth_event_refuses_update" : "DROP TRIGGER auth_event_refuses_change ON auth_event").run();
        const auto id = db.query("SELECT min(id) FROM auth_event").one_integer();
        db.query("UPDATE auth_event SET actor = 'Somebody else' WHERE id = :id").bind("id", id).run();
        return id;
    });
    ASSERT_EQ(problems().size(), 1u);
    EXPECT_TRUE(holds(problems()[0], "The event " + std::to_string(event) + " is not as it was recorded")) << problems()[0];
}

TEST_ON_EVERY_BACKEND(Check, NoticesTablesOfAnotherProgram, Keeping) {
    write([](db::Write& db) { db.query("UPDATE db_migration SET name = '9999_later' WHERE room = 'mail' AND name = '0001_create_letter'").run(); });
    EXPECT_TRUE(holds(problems().at(0), "lack the change mail/"));
    EXPECT_TRUE(holds(problems().back(), "mail/9999_later, which this program does not know"));
}

TEST_ON_EVERY_BACKEND(CollectingFiles, RemovesOldOnesThatNothingNames, Keeping) {
    ask("Laptop will not charge");
    files::Store& store = house().files();
    const files::Hash young = store.put("a form that is being sent"), old = store.put("a form that was never sent"), anew = store.put("sent again");
    const auto later = base::system_now() + std::chrono::hours(20);
    for (const files::Hash& hash : {old, anew, photo()}) {
        fs::last_write_time(store.path(hash).value(), fs::file_time_type::clock::now() - std::chrono::hours(5));
    }
    store.put("sent again");
    EXPECT_EQ(collect_files(database(), store, later), 1);
    EXPECT_FALSE(store.contains(old));
    for (const files::Hash& hash : {young, anew, photo()}) EXPECT_TRUE(store.contains(hash));
}

TEST_ON_EVERY_BACKEND(BackupCommands, AnswerWithTheirExitCode, Keeping) {
    restore(back_up_to("one.backup"), target("new"));
    bring_store_key("new");
    cli::Commands commands("test");
    commands.open_with([](const cli::Where& where) { return open_house(configuration_of(where)); });
    check_commands(commands);
    backup_commands(commands);
    const auto run = [&](std::vector<const char*> words) {
        words.insert(words.begin(), "belltower");
        return commands.run(static_cast<int>(words.size()), words.data());
    };
    const std::string data = target("new").data, second = settings.data + "/two.backup", third = settings.data + "/third";
    EXPECT_EQ(run({"check", "--data", data.c_str()}), 0);
    EXPECT_EQ(run({"backup", "--data", data.c_str(), second.c_str()}), 0);
    EXPECT_EQ(run({"restore", second.c_str(), "--data", third.c_str()}), 0);
    fs::remove(third + "/secret.key");
    EXPECT_EQ(run({"check", "--json", "--data", third.c_str()}), 1);
    fs::remove(third + "/belltower.db");
    EXPECT_EQ(run({"check", "--data", third.c_str()}), 1);
    EXPECT_EQ(run({"restore", second.c_str(), "--data", data.c_str()}), 1);
}
