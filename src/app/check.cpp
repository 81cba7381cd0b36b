#include "app/check.h"

#include <algorithm>
#include <filesystem>

#include <fmt/format.h>

#include "app/kept_files.h"
#include "auth/audit.h"
#include "db/migrate.h"

namespace app {

namespace fs = std::filesystem;
using Problems = std::vector<std::string>;

static Problems check_migrations(db::Read& db, const std::vector<db::Migration>& known) {
    auto applied = db::applied_migrations(db);
    Problems problems;
    for (const db::Migration& one : known) {
        const auto found = std::ranges::find_if(applied, [&](const auto& made) { return made.room == one.room && made.name == one.name; });
        if (found == applied.end()) {
            problems.push_back(fmt::format("The tables lack the change {}/{} of this program. Make a backup, then run belltower migrate.", one.room, one.name));
            continue;
        }
        if (found->sha256 != files::sha256(one.sql).hex) {
            problems.push_back(fmt::format("The change {}/{} was made to the tables with another text than this program has.", one.room, one.name));
        }
        applied.erase(found);
    }
    for (const auto& one : applied) {
        problems.push_back(fmt::format("The tables have the change {}/{}, which this program does not know: a newer Belltower has used them.", one.room, one.name));
    }
    return problems;
}

static Problems check_events(db::Read& db, CheckReport& report) {
    const auth::ChainReport chain = auth::verify_chain(db);
    report.events = chain.events;
    report.chained = chain.chained;
    Problems problems;
    for (const std::int64_t event : chain.altered) {
        problems.push_back(fmt::format("The event {} is not as it was recorded: it, its place in the chain, or what stood before it was changed.", event));
    }
    const auto links = db.query("SELECT count(*) FROM auth_event_chain").one_integer();
    if (links != chain.chained) problems.push_back(fmt::format("{} events of the chain are not there any more.", links - chain.chained));
    return problems;
}

static Problems check_files(const std::vector<files::Hash>& named, const std::string& folder) {
    Problems problems;
    if (named.empty()) return problems;
    if (!fs::exists(folder)) return {fmt::format("The folder {} with {} stored files is not there. Bring it back from a backup.", folder, named.size())};
    const files::Store store(folder);
    for (const files::Hash& hash : named) {
        try {
            if (!store.read(hash)) problems.push_back(fmt::format("The stored file {} is missing. Bring it back from a backup.", hash.hex));
        } catch (const std::exception& error) {
            problems.emplace_back(error.what());
        }
    }
    return problems;
}

static Problems check_key(const std::string& file) {
    if (!fs::exists(file)) return {fmt::format("The key {} is missing: second factors and the mail password cannot be opened without. Bring it back from a backup.", file)};
    try {
        const auth::SecretBox opened(file);
    } catch (const std::exception& error) {
        return {error.what()};
    }
    return {};
}

namespace {

/// Each part reads its own snapshot, so that one that fails does not hide the next.
class Parts {
public:
    Parts(db::Database& database, CheckReport& report) : database_(database), report_(report) {}

    template <typename F>
    void run(std::string_view what, F&& part) {
        try {
            add(database_.read(std::forward<F>(part)));
        } catch (const std::exception& error) {
            add({fmt::format("{} could not be checked: {}", what, error.what())});
        }
    }
    void add(Problems problems) {
        for (std::string& problem : problems) report_.problems.push_back(std::move(problem));
    }

private:
    db::Database& database_;
    CheckReport& report_;
};

}  // namespace

/// The databases that rooms have to themselves.
static void check_store(const OwnStore& store, const House::Places& places, CheckReport& report) {
    Parts parts(*store.database, report);
    const std::string_view room = store.room->name;
    parts.run(fmt::format("The data of {}", room), check_data);
    bool ours = false;
    parts.run(fmt::format("The changes of the tables of {}", room), [&](db::Read& db) {
        Problems problems = check_migrations(db, rooms().migrations_of(*store.room, db.engine()));
        ours = problems.empty();
        return problems;
    });
    const std::string key = places.store_key_file(*store.room);
    if (ours && !has_store_key(*store.database, key)) {
        parts.add({fmt::format("{} does not hold the key of what {} keeps sealed. Bring it from where it is kept.", key, room)});
    }
    if (ours && store.room->check) parts.run(fmt::format("The room {}", room), store.room->check);
}

CheckReport check_district(const Databases& databases, const House::Places& places) {
    CheckReport report;
    Parts parts(*databases.main, report);
    for (const OwnStore& store : databases.stores) check_store(store, places, report);
    parts.add(check_key(places.key_file));
    parts.run("The data", check_data);
    bool ours = false;
    parts.run("The changes of the tables", [&](db::Read& db) {
        Problems problems = check_migrations(db, rooms().migrations(db.engine()));
        ours = problems.empty();
        return problems;
    });
    if (!ours) return report;  // What follows asks for tables and columns of this program.
    parts.run("The record of events", [&](db::Read& db) { return check_events(db, report); });
    std::vector<files::Hash> named;
    parts.run("The names of stored files", [&](db::Read& db) {
        named = named_files(db);
        return Problems{};
    });
    report.files = static_cast<std::int64_t>(named.size());
    parts.add(check_files(named, places.files_folder));
    for (const Room& room : rooms().list) {
        if (room.check && !room.own_store) parts.run(fmt::format("The room {}", room.name), room.check);
    }
    return report;
}

}  // namespace app
