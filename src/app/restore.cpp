#include <algorithm>
#include <filesystem>
#include <istream>

#include <fmt/format.h>

#include "app/archive.h"
#include "app/aside.h"
#include "app/backup.h"
#include "app/house.h"
#include "db/dump.h"
#include "search/search.h"

namespace app {

namespace fs = std::filesystem;

namespace {

/// The folder of the district to be. Unless it is kept, what was put into it goes again.
class NewFolder {
public:
    explicit NewFolder(std::string path) : path_(std::move(path)), made_(!fs::exists(path_)) {
        std::error_code error;
        fs::create_directories(path_, error);
        if (error) throw cli::Stop(fmt::format("The folder {} cannot be made: {}", path_, error.message()));
        fs::permissions(path_, fs::perms::owner_all, error);
    }
    ~NewFolder() {
        if (kept_) return;
        std::error_code ignored;
        for (const auto& entry : fs::directory_iterator(path_, ignored)) fs::remove_all(entry.path(), ignored);
        if (made_) fs::remove(path_, ignored);
    }
    NewFolder(const NewFolder&) = delete;
    NewFolder& operator=(const NewFolder&) = delete;
    void keep() { kept_ = true; }

private:
    std::string path_;
    bool made_;
    bool kept_ = false;
};

}  // namespace

static void require_room(const Configuration& target) {
    if (!fs::exists(target.data)) return;
    if (!fs::is_directory(target.data)) throw cli::Stop(target.data + " is a file; --data must name a folder");
    if (fs::exists(target.settings_file())) throw cli::Stop("There is a district in " + target.data + " already. Restore into a folder that does not exist yet.");
    if (!fs::is_empty(target.data)) throw cli::Stop("The folder " + target.data + " is not empty. Restore into a folder that does not exist yet.");
}

static bool has_table(db::Read& db, std::string_view name) {
    const bool sqlite = db.engine() == db::Engine::sqlite;
    return db.query(sqlite ? "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = :name"
                           : "SELECT 1 FROM pg_class WHERE relnamespace = CAST(current_schema() AS regnamespace) AND relkind = 'r' AND relname = :name")
        .bind("name", name)
        .maybe_integer()
        .has_value();
}

/// Tables without a district, as an interrupted restore leaves them, are filled; a district never.
static void require_no_district(const Databases& databases) {
    bool taken = databases.main->read([](db::Read& db) {
        return has_table(db, "auth_account") && db.query("SELECT count(*) FROM auth_account").one_integer() > 0;
    });
    for (const OwnStore& store : databases.stores) {
        taken = taken || store.database->read([](db::Read& db) {
            return has_table(db, "db_setting") && db.query("SELECT count(*) FROM db_setting").one_integer() > 0;
        });
    }
    if (taken) throw cli::Stop("There is a district in this database already. Restore into an empty database, or another schema. Nothing was changed.");
}

namespace {

/// One database to be filled from one member.
struct Part {
    db::Database* database = nullptr;
    std::string member;
    std::vector<db::Migration> migrations;  // of this program
};

}  // namespace

/// Those that the backup was made with, in the order of this program.
static std::vector<db::Migration> migrations_of(const ArchiveReader& archive, const Part& part) {
    const auto names = db::migrations_in_dump(*archive.open(part.member));
    auto known = part.migrations;
    std::erase_if(known, [&](const db::Migration& one) { return std::ranges::find(names, std::pair(one.room, one.name)) == names.end(); });
    if (known.size() == names.size()) return known;
    throw cli::Stop(fmt::format("The backup was made by a newer Belltower ({}). Restore it with that program. Nothing was changed.",
                                archive.manifest().version));
}

static void fill(const ArchiveReader& archive, const Part& part) {
    part.database->migrate(migrations_of(archive, part));
    db::load(*part.database, *archive.open(part.member));
    part.database->migrate(part.migrations);
}

/// The district's own, and those of rooms that the backup has: one that was made before a room was there has nothing of it.
static std::vector<Part> parts_of(const ArchiveReader& archive, const Databases& into) {
    std::vector<Part> parts{{into.main.get(), std::string(dump_member), rooms().migrations(into.main->engine())}};
    for (const OwnStore& store : into.stores) {
        const std::string member = store_member(store.room->name);
        if (archive.manifest().members.contains(member)) {
            parts.push_back({store.database.get(), member, rooms().migrations_of(*store.room, store.database->engine())});
        }
    }
    return parts;
}

static void restore_databases(const Databases& into, const ArchiveReader& archive) {
    for (const Part& part : parts_of(archive, into)) fill(archive, part);
    for (const OwnStore& store : into.stores) store.database->migrate(rooms().migrations_of(*store.room, store.database->engine()));
    into.main->write([](db::Write& db) { search::rebuild(db); });
}

static std::vector<std::string> wanted_keys(const Databases& databases, const Configuration& target) {
    std::vector<std::string> wanted;
    for (const OwnStore& store : databases.stores) {
        const std::string file = House::Places{target.files_folder(), target.key_file(), ""}.store_key_file(*store.room);
        if (!has_store_key(*store.database, file)) wanted.push_back(file);
    }
    return wanted;
}

static std::int64_t restore_files(const Configuration& target, const ArchiveReader& archive) {
    files::Store store(target.files_folder());
    std::int64_t count = 0;
    for (const auto& [name, member] : archive.manifest().members) {
        if (!name.starts_with(file_members)) continue;
        store.put(archive.read(name));
        ++count;
    }
    return count;
}

/// Last of all: without settings a folder is no district.
static void restore_settings(const Configuration& target, const ArchiveReader& archive) {
    const AsideFolder aside(target.settings_file());
    write_private(aside.path(settings_member), archive.read(settings_member));
    Configuration settings = read_settings_file(aside.folder());
    settings.data = target.data;
    settings.database = target.database;
    settings.stores = target.stores;
    write_configuration(settings);
}

RestoreReport restore(const std::string& file, const Configuration& target) {
    const std::string url = target.database_url();
    require_room(target);
    const ArchiveReader archive(file);
    const db::Engine engine = url.starts_with("sqlite:") ? db::Engine::sqlite : db::Engine::postgres;
    migrations_of(archive, {nullptr, std::string(dump_member), rooms().migrations(engine)});

    NewFolder folder(target.data);
    RestoreReport report{.district = archive.manifest().district, .made_at = archive.manifest().made_at};
    {
        const Databases databases = open_databases(target);
        require_no_district(databases);
        write_private(target.key_file(), archive.read(key_member));
        report.files = restore_files(target, archive);
        restore_databases(databases, archive);
        report.wanted_keys = wanted_keys(databases, target);
    }
    restore_settings(target, archive);
    folder.keep();
    return report;
}

}  // namespace app
