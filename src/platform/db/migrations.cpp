#include "db/migrations.h"

#include <algorithm>

#include "base/embedded.h"

namespace db {

constexpr std::string_view folder = "/schema/";

static bool drop_suffix(std::string_view& name, std::string_view suffix) {
    if (!name.ends_with(suffix)) return false;
    name.remove_suffix(suffix.size());
    return true;
}

std::vector<Migration> migrations_of(std::span<const base::EmbeddedFile> files, Engine engine) {
    bool sqlite = engine == Engine::sqlite;
    std::vector<Migration> migrations;
    for (const auto& file : files) {
        auto slash = file.path.find(folder);
        if (slash == file.path.npos) continue;
        auto name = file.path.substr(slash + folder.size());
        if (name.empty() || name.front() < '0' || name.front() > '9') continue;  // facts.sql is no migration
        if (!drop_suffix(name, ".sql") || drop_suffix(name, sqlite ? ".postgres" : ".sqlite")) continue;
        drop_suffix(name, sqlite ? ".sqlite" : ".postgres");
        migrations.push_back({std::string(file.path.substr(0, slash)), std::string(name), std::string(file.bytes)});
    }
    std::ranges::sort(migrations, {}, &Migration::name);
    return migrations;
}

}  // namespace db
