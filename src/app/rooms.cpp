#include "app/rooms.h"

#include "db/migrations.h"

namespace web {
std::span<const base::EmbeddedFile> embedded();
}

namespace app {

Rooms::Rooms() : list(wired_rooms()), assets(web::embedded()) {
    for (const Room& room : list) {
        if (room.embedded) messages.add(room.name, room.embedded());
        permissions.insert(permissions.end(), room.permissions.begin(), room.permissions.end());
    }
    for (const Room& room : list) {
        if (room.embedded) templates.add(room.name, room.embedded());
        if (room.routes) room.routes(routes);
        if (room.jobs) room.jobs(jobs);
    }
    wire_ways(*this);
}

std::vector<db::Migration> Rooms::migrations(db::Engine engine) const {
    std::vector<db::Migration> all;
    for (const Room& room : list) {
        if (!room.embedded) continue;
        for (db::Migration& migration : db::migrations_of(room.embedded(), engine)) all.push_back(std::move(migration));
    }
    return all;
}

const auth::PermissionInfo* Rooms::find_permission(std::string_view name) const {
    for (const auth::PermissionInfo& info : permissions) {
        if (info.permission.name == name) return &info;
    }
    return nullptr;
}

const Rooms& rooms() {
    static const Rooms rooms;
    return rooms;
}

}  // namespace app
