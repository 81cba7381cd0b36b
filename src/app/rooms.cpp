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
        if (!room.embedded || room.own_store) continue;
        for (db::Migration& migration : db::migrations_of(room.embedded(), engine)) all.push_back(std::move(migration));
    }
    return all;
}

std::vector<db::Migration> Rooms::migrations_of(const Room& room, db::Engine engine) const {
    std::vector<db::Migration> all = db::migrations_of(db::embedded(), engine);  // each database keeps settings
    for (db::Migration& migration : db::migrations_of(room.embedded(), engine)) all.push_back(std::move(migration));
    return all;
}

std::vector<const Room*> Rooms::with_own_store() const {
    std::vector<const Room*> found;
    for (const Room& room : list) {
        if (room.own_store) found.push_back(&room);
    }
    return found;
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
