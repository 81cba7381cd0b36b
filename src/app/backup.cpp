#include "app/backup.h"

#include <filesystem>
#include <fstream>

#include <fmt/format.h>

#include "app/archive.h"
#include "app/aside.h"
#include "app/kept_files.h"
#include "app/version.h"
#include "db/dump.h"
#include "db/setting.h"

namespace app {

namespace fs = std::filesystem;

namespace {

struct Snapshot {
    std::string district;
    std::vector<files::Hash> named;
};

}  // namespace

static void dump_to(db::Read& db, const std::string& path) {
    std::ofstream out(path, std::ios::binary | std::ios::trunc);
    db::dump(db, out);
    out.close();
    if (!out) throw cli::Stop("Cannot write " + path);
}

/// Rows and the names of files come from one snapshot, so that they fit.
static Snapshot take_snapshot(db::Database& database, const std::string& path) {
    return database.read([&](db::Read& db) {
        dump_to(db, path);
        return Snapshot{db::setting(db, "district.name").value_or(""), named_files(db)};
    });
}

static void add_files(ArchiveWriter& archive, const files::Store& store, const std::vector<files::Hash>& named, BackupReport& report) {
    for (const files::Hash& hash : named) {
        const auto path = store.path(hash);
        const Member member = path ? member_of(*path) : Member{};
        if (member.sha256 != hash.hex) {
            report.lost.push_back(hash.hex);
            continue;
        }
        // Most are photos, which are packed already.
        archive.add(std::string(file_members) + hash.hex, *path, member, ArchiveWriter::Packing::as_is);
        ++report.files;
    }
}

static void write_settings(Configuration settings, const std::string& folder) {
    const Configuration plain;
    settings.data = folder;
    settings.database = plain.database;
    settings.tls_certificate = plain.tls_certificate;
    settings.tls_key = plain.tls_key;
    settings.stores.clear();
    write_configuration(settings);
}

BackupReport back_up(House& house, const Configuration& settings, const std::string& file) {
    if (fs::exists(file)) throw cli::Stop(fmt::format("There is a file {} already. A backup is never written over another.", file));
    const AsideFolder aside(file);
    // The rooms' own first: what they refer to is then in the district's, which is read later.
    std::vector<std::pair<std::string, std::string>> members;
    for (const OwnStore& store : house.databases().stores) {
        members.emplace_back(store_member(store.room->name), aside.path(std::string(store.room->name) + ".dump"));
        store.database->read([&](db::Read& db) { dump_to(db, members.back().second); });
    }
    const std::string dump = aside.path(dump_member);
    const Snapshot snapshot = take_snapshot(house.database(), dump);
    write_settings(settings, aside.folder());

    BackupReport report;
    ArchiveWriter archive(aside.path("archive"));
    members.emplace_back(dump_member, dump);
    members.emplace_back(key_member, settings.key_file());
    members.emplace_back(settings_member, aside.path(settings_member));
    for (const auto& [name, path] : members) {
        archive.add(name, path, member_of(path), ArchiveWriter::Packing::packed);
    }
    add_files(archive, house.files(), snapshot.named, report);
    archive.finish({.version = std::string(version()),
                    .engine = house.database().engine() == db::Engine::sqlite ? "sqlite" : "postgres",
                    .district = snapshot.district,
                    .made_at = base::system_now(),
                    .members = {}});
    publish_private(aside.path("archive"), file);
    return report;
}

}  // namespace app
