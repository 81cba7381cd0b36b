/// All that the rooms bring which does not depend on a district: words, templates, routes, jobs, permissions, ways. Made once in a process
/// from the list in app/wire.cpp, never changed afterwards; used by the server, the command line and the tests alike.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "auth/auth.h"
#include "base/embedded.h"
#include "cli/cli.h"
#include "db/db.h"
#include "files/files.h"
#include "html/html.h"
#include "http/assets.h"
#include "http/routes.h"
#include "jobs/jobs.h"

namespace app {

/// What one room brings; what it does not have is left out.
struct Room {
    std::string_view name;
    std::span<const base::EmbeddedFile> (*embedded)() = nullptr;  // schema, pages, messages
    std::vector<auth::PermissionInfo> permissions = {};
    void (*routes)(http::Routes&) = nullptr;
    void (*jobs)(jobs::Registry&) = nullptr;
    void (*commands)(cli::Commands&) = nullptr;
    /// The room's tables lie in a database of their own (http::Services::store), which check and the others below are given.
    bool own_store = false;
    /// For `belltower check`: sentences about what is wrong; none when all is well.
    std::vector<std::string> (*check)(db::Read&) = nullptr;
    /// Every stored file that a row names; for check, backup and the collection of the others.
    std::vector<files::Hash> (*named_files)(db::Read&) = nullptr;
};

/// A way that a page offers: on the start page, or on /settings. Shown to those for whom it opens.
struct Door {
    std::string label_key;
    std::string hint_key;
    std::string icon;  // a name of web/icons.txt
    std::string path;
    http::Access access;
};

struct Rooms {
    std::vector<Room> list;
    html::Messages messages;
    html::Templates templates{messages};
    http::Routes routes;
    http::Navigation navigation;
    http::Assets assets;
    jobs::Registry jobs;
    std::vector<auth::PermissionInfo> permissions;
    std::vector<Door> start_doors;
    std::vector<Door> settings_doors;
    http::PublicFrame public_frame = nullptr;

    Rooms();
    /// Of the district's own database.
    std::vector<db::Migration> migrations(db::Engine engine) const;
    /// Of the database that a room has to itself.
    std::vector<db::Migration> migrations_of(const Room& room, db::Engine engine) const;
    std::vector<const Room*> with_own_store() const;
    const auth::PermissionInfo* find_permission(std::string_view name) const;
};

/// The rooms of this process.
const Rooms& rooms();

/// In app/wire.cpp: which rooms there are, from left to right, and where their pages are offered.
std::vector<Room> wired_rooms();
void wire_ways(Rooms& rooms);

}  // namespace app
