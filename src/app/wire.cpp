/// The one list of what the house is made of. A room is added by adding its line, its routes to the ways below, and nothing else.
#include "app/app.h"
#include "app/demo.h"
#include "app/rooms.h"
#include "athletics/athletics.h"
#include "calendar/calendar.h"
#include "calendar/events.h"
#include "coaching/coaching.h"
#include "data/data.h"
#include "db/migrations.h"
#include "helpdesk/helpdesk.h"
#include "http/http.h"
#include "imports/imports.h"
#include "inventory/inventory.h"
#include "knowledge/knowledge.h"
#include "mail/mail.h"
#include "media/media.h"
#include "menu/menu.h"
#include "people/people.h"
#include "planning/planning.h"
#include "roster/roster.h"
#include "search/search.h"
#include "site/site.h"

namespace app {

static std::vector<auth::PermissionInfo> all(std::span<const auth::PermissionInfo> infos) { return {infos.begin(), infos.end()}; }

static void own_routes(http::Routes& routes) {
    start_routes(routes);
    search_routes(routes);
    sign_in_routes(routes);
    password_routes(routes);
    account_routes(routes);
    second_factor_routes(routes);
    access_routes(routes);
    audit_routes(routes);
    api_routes(routes);
}

static void own_commands(cli::Commands& commands) {
    district_commands(commands);
    serve_commands(commands);
    user_commands(commands);
    token_commands(commands);
    check_commands(commands);
    backup_commands(commands);
    demo_commands(commands);
}

/// What can be brought in, on the page and by `belltower import`.
static const imports::Kinds& import_kinds() {
    static const imports::Kinds kinds = [] {
        imports::Kinds all;
        all.add(roster::import_kind());
        all.add(roster::opt_out_import_kind());
        all.add(inventory::import_kind());
        all.add(menu::import_kind());
        for (auto& kind : data::import_kinds()) all.add(std::move(kind));
        for (auto& kind : site::import_kinds()) all.add(std::move(kind));
        return all;
    }();
    return kinds;
}

static void import_routes(http::Routes& routes) {
    imports::serve(import_kinds());
    imports::routes(routes);
}

static void import_commands(cli::Commands& commands) { imports::add_commands(commands, import_kinds()); }

std::vector<Room> wired_rooms() {
    return {
        {.name = "db", .embedded = db::embedded},
        {.name = "auth", .embedded = auth::embedded, .permissions = all(auth::permissions())},
        {.name = "search", .embedded = search::embedded},
        {.name = "html", .embedded = html::embedded},
        {.name = "http", .embedded = http::embedded},
        {.name = "jobs", .embedded = jobs::embedded, .permissions = all(jobs::permissions()), .routes = jobs::routes, .jobs = jobs::register_jobs},
        {.name = "mail", .embedded = mail::embedded, .permissions = all(mail::permissions()), .routes = mail::routes, .jobs = mail::register_jobs,
         .commands = mail::add_commands, .named_files = mail::named_files},
        {.name = "imports",
         .embedded = imports::embedded,
         .routes = import_routes,
         .jobs = imports::register_jobs,
         .commands = import_commands,
         .named_files = imports::named_files},
        {.name = "roster", .embedded = roster::embedded, .permissions = all(roster::permissions()), .routes = roster::routes, .jobs = roster::jobs},
        {.name = "people", .embedded = people::embedded, .permissions = all(people::permissions()), .routes = people::routes, .jobs = people::jobs,
         .named_files = people::named_files},
        {.name = "knowledge", .embedded = knowledge::embedded, .permissions = all(knowledge::permissions()), .routes = knowledge::routes},
        {.name = "media", .embedded = media::embedded, .permissions = all(media::permissions()), .routes = media::routes, .jobs = media::jobs,
         .named_files = media::named_files},
        {.name = "calendar", .embedded = calendar::embedded, .permissions = all(calendar::permissions()), .routes = calendar::routes},
        {.name = "menu", .embedded = menu::embedded, .permissions = all(menu::permissions()), .routes = menu::routes},
        {.name = "athletics", .embedded = athletics::embedded, .permissions = all(athletics::permissions()), .routes = athletics::routes},
        {.name = "inventory", .embedded = inventory::embedded, .permissions = all(inventory::permissions()), .routes = inventory::routes},
        {.name = "helpdesk", .embedded = helpdesk::embedded, .permissions = all(helpdesk::permissions()), .routes = helpdesk::routes, .jobs = helpdesk::jobs,
         .named_files = helpdesk::named_files},
        {.name = "planning", .embedded = planning::embedded, .permissions = all(planning::permissions()), .routes = planning::routes, .jobs = planning::jobs},
        {.name = "coaching", .embedded = coaching::embedded, .permissions = all(coaching::permissions()), .routes = coaching::routes, .jobs = coaching::jobs, .own_store = true, .check = coaching::check},
        {.name = "site", .embedded = site::embedded, .permissions = all(site::permissions()), .routes = site::routes, .jobs = site::jobs, .named_files = site::named_files},
        {.name = "data", .embedded = data::embedded, .permissions = all(data::permissions()), .routes = data::routes, .jobs = data::jobs, .commands = data::commands,
         .named_files = data::named_files},
        {.name = "app", .embedded = embedded, .routes = own_routes, .jobs = add_jobs, .commands = own_commands},
    };
}

void wire_ways(Rooms& rooms) {
    helpdesk::fill_slots();
    inventory::fill_slots();
    knowledge::fill_slots();
    media::fill_slots();
    planning::fill_slots();
    coaching::fill_slots();
    site::fill_slots();
    data::fill_slots();
    athletics::fill_slots();
    for (const Room& room : rooms.list) {
        if (room.embedded && !room.own_store) data::add_facts(room.name, room.embedded());
    }
    // Its pixels go at once, unless another room needs the same bytes.
    media::named_elsewhere() = [](db::Read& db) {
        std::vector<files::Hash> named;
        for (const Room& room : app::rooms().list) {
            if (!room.named_files || room.own_store || room.name == "media") continue;
            for (auto& hash : room.named_files(db)) named.push_back(std::move(hash));
        }
        return named;
    };
    rooms.public_frame = site::fill_frame;
    calendar::change_subscribers().push_back(helpdesk::follow_calendar);
    calendar::change_subscribers().push_back(menu::follow_calendar);

    rooms.navigation.add({"people.day.title", "/my-day", http::signed_in, 5});
    // A request may be anybody's: its page stands under no list.
    rooms.navigation.add({"helpdesk.mine.title", "/requests", http::signed_in, 10, false});
    rooms.navigation.add({"helpdesk.queue.title", "/queue", helpdesk::may_work, 20});
    for (const auto access : {knowledge::may_write, knowledge::may_publish, helpdesk::may_work}) rooms.navigation.add({"knowledge.title", "/knowledge", access, 25});
    rooms.navigation.add({"planning.detect.title", "/alerts", http::everywhere(planning::may_watch), 25});
    rooms.navigation.add({"inventory.list.title", "/devices", inventory::may_view, 100});
    rooms.navigation.add({"helpdesk.overview.title", "/overview", helpdesk::may_manage, 30});
    rooms.navigation.add({"planning.cio.navigation", "/planning", planning::may_plan, 32});
    rooms.navigation.add({"roster.navigation.people", "/people", roster::may_see_people, 300});
    rooms.navigation.add({"people.roles.title", "/roles", http::signed_in, 310});
    for (const auto access : {coaching::may_ask, coaching::may_coach, coaching::may_plan}) rooms.navigation.add({"coaching.navigation", "/lessons", access, 40});

    rooms.navigation.add({"calendar.events.navigation", "/calendar", calendar::may_post_events, 60});
    rooms.navigation.add({"athletics.navigation", "/athletics", athletics::may_edit, 61});
    rooms.navigation.add({"athletics.navigation", "/athletics", athletics::may_coach, 61});

    rooms.navigation.add({"data.workbench.navigation", "/data", http::any_of(data::data_readers()), 200});
    rooms.navigation.add({"data.report.title", "/reports", http::everywhere(data::may_see_reports), 50});

    site::work_doors().push_back({"calendar.events.desk", "calendar.events.hint_of_door", "calendar", "/calendar", calendar::may_post_events});
    for (const auto access : {athletics::may_edit, athletics::may_coach}) {
        site::work_doors().push_back({"athletics.desk", "athletics.hint_of_door", "users-group", "/athletics", access});
    }
    for (const auto& access : site::workers()) rooms.navigation.add({"site.title", "/website", access, 210});
    for (const auto access : {media::may_upload, media::may_review, media::may_manage}) rooms.navigation.add({"media.picture.navigation", "/images", access, 215});

    rooms.navigation.add({"media.consent.navigation", "/consents", media::may_keep_consents, 70});

    rooms.navigation.add({"menu.kitchen.title", "/kitchen", menu::may_edit, 60});
    rooms.start_doors.push_back({"menu.kitchen.title", "menu.kitchen.door", "tools-kitchen-2", "/kitchen", menu::may_edit});

    site::public_ways().push_back({"menu.public.title", "/menu"});
    site::public_ways().push_back({"calendar.events.heading", "/events"});
    site::public_ways().push_back({"site.front.news", "/news"});
    site::public_ways().push_back({"site.schools.title", "/schools"});
    site::public_ways().push_back({"athletics.teams", "/teams"});
    site::public_ways().push_back({"knowledge.public.title", "/articles"});
    site::public_ways().push_back({"site.directory.title", "/staff", site::shows_staff});
    site::public_ways().push_back({"site.page.find.title", "/find"});

    rooms.navigation.set_main_action("helpdesk.ask_for_help", "/requests/new");
    rooms.start_doors.push_back({"app.start.ask", "app.start.ask_hint", "message-plus", "/requests/new", http::anyone});
    rooms.start_doors.push_back({"app.start.mine", "app.start.mine_hint", "inbox", "/requests", http::signed_in});
    rooms.start_doors.push_back({"helpdesk.problem.title", "helpdesk.problem.hint_of_door", "speakerphone", "/known-problems", http::signed_in});
    rooms.start_doors.push_back({"knowledge.public.title", "knowledge.public.hint_of_door", "help-circle", "/articles", http::signed_in});
    rooms.start_doors.push_back({"people.day.title", "people.day.hint_of_door", "calendar-event", "/my-day", http::signed_in});
    rooms.start_doors.push_back({"media.family.title", "media.family.hint_of_door", "photo", "/consents/mine", http::signed_in});
    rooms.start_doors.push_back({"media.consent.title", "media.consent.hint_of_door", "clipboard-check", "/consents", media::may_keep_consents});
    rooms.start_doors.push_back({"site.classes.title", "site.classes.hint_of_door", "school", "/classes", http::signed_in});
    rooms.start_doors.push_back({"app.start.queue", "app.start.queue_hint", "list-details", "/queue", helpdesk::may_work});
    for (const auto access : {knowledge::may_write, knowledge::may_publish, helpdesk::may_work}) rooms.start_doors.push_back({"knowledge.title", "knowledge.hint_of_door", "bulb", "/knowledge", access});
    rooms.start_doors.push_back({"planning.cio.title", "planning.cio.hint_of_door", "chart-bar", "/planning", planning::may_plan});
    for (const auto access : {helpdesk::may_work, planning::may_plan}) rooms.start_doors.push_back({"planning.need.list_title", "planning.need.hint_of_door", "message-circle", "/needs", access});
    rooms.start_doors.push_back({"planning.detect.title", "planning.detect.hint_of_door", "alert-triangle", "/alerts", http::everywhere(planning::may_watch)});
    rooms.start_doors.push_back({"inventory.list.title", "inventory.list.door_hint", "device-laptop", "/devices", inventory::may_view});
    rooms.start_doors.push_back({"planning.verdict.title", "planning.verdict.door", "replace", "/planning/devices", inventory::may_view});
    rooms.start_doors.push_back({"planning.plan.title", "planning.plan.door", "calendar", "/planning/replacement", planning::may_plan});
    rooms.start_doors.push_back({"app.start.people", "app.start.people_hint", "users", "/people", roster::may_see_people});
    rooms.start_doors.push_back({"people.roles.title", "people.roles.hint_of_door", "users-group", "/roles", http::signed_in});
    rooms.start_doors.push_back({"people.job.title", "people.job.hint_of_door", "file-text", "/job-descriptions", people::may_write_descriptions});
    rooms.start_doors.push_back({"people.posting.title", "people.posting.hint_of_door", "briefcase", "/postings", http::anyone});

    rooms.start_doors.push_back({"data.workbench.front", "data.workbench.door_of_front", "database", "/data", http::any_of(data::data_readers())});
    for (const auto access : {coaching::may_ask, coaching::may_coach, coaching::may_plan}) {
        rooms.start_doors.push_back({"coaching.title", "coaching.hint_of_door", "school", "/lessons", access});
    }

    rooms.start_doors.push_back({"calendar.events.desk", "calendar.events.hint_of_door", "calendar", "/calendar", calendar::may_post_events});
    for (const auto access : {athletics::may_edit, athletics::may_coach}) {
        rooms.start_doors.push_back({"athletics.desk", "athletics.hint_of_door", "users-group", "/athletics", access});
    }

    for (const auto access : {media::may_upload, media::may_review, media::may_manage}) {
        rooms.start_doors.push_back({"media.picture.title", "media.picture.hint_of_door", "photo", "/images", access});
    }

    rooms.start_doors.push_back({"data.report.title", "data.report.door_hint", "report", "/reports", http::everywhere(data::may_see_reports)});

    rooms.settings_doors.push_back({"app.access.title", "app.access.hint", "users", "/settings/access", auth::may_manage_access});
    rooms.settings_doors.push_back({"imports.title", "imports.hint", "file-import", "/imports", http::everywhere(roster::may_import)});
    rooms.settings_doors.push_back({"imports.title", "imports.hint", "file-import", "/imports", http::everywhere(inventory::may_manage)});
    rooms.settings_doors.push_back({"imports.title", "imports.hint", "file-import", "/imports", http::everywhere(menu::may_edit)});
    rooms.settings_doors.push_back({"data.batch.title", "data.batch.hint", "file-import", "/data/batches", http::everywhere(data::may_import)});
    rooms.settings_doors.push_back({"roster.schools.title", "roster.schools.hint", "school", "/settings/schools", roster::may_edit_schools});
    rooms.settings_doors.push_back({"calendar.hours.title", "calendar.hours.hint_of_door", "clock", "/settings/hours", calendar::may_manage});
    rooms.settings_doors.push_back({"calendar.holidays.title", "calendar.holidays.hint_of_door", "calendar", "/settings/holidays", calendar::may_manage});
    rooms.settings_doors.push_back({"calendar.bells.title", "calendar.bells.hint_of_door", "bell", "/settings/bells", calendar::may_manage});
    rooms.settings_doors.push_back({"people.staff.title", "people.staff.hint_of_door", "users-group", "/settings/staff", people::may_manage});
    rooms.settings_doors.push_back({"people.titles.title", "people.titles.hint_of_door", "tag", "/settings/titles", people::may_manage});
    rooms.settings_doors.push_back({"people.licence.all", "people.licence.hint_of_door", "certificate", "/licences/all", http::everywhere(people::may_manage_licences)});
    rooms.settings_doors.push_back({"people.supervision.title", "people.supervision.hint_of_door", "share-3", "/settings/supervision", people::may_manage});
    rooms.settings_doors.push_back({"people.renewal.rules", "people.renewal.hint_of_door", "book", "/settings/renewal-rules", http::everywhere(people::may_manage_licences)});
    rooms.settings_doors.push_back({"people.credential.kinds", "people.credential.hint_of_door", "rosette", "/settings/credentials", http::everywhere(people::may_manage_licences)});
    rooms.settings_doors.push_back({"people.job.title", "people.job.hint_of_door", "file-text", "/job-descriptions", people::may_write_descriptions});
    rooms.settings_doors.push_back({"helpdesk.set.teams.title", "helpdesk.set.teams.door", "users", "/settings/teams", helpdesk::may_manage});
    rooms.settings_doors.push_back({"helpdesk.set.categories.title", "helpdesk.set.categories.door", "list-details", "/settings/categories", helpdesk::may_manage});
    rooms.settings_doors.push_back({"helpdesk.set.targets.title", "helpdesk.set.targets.door", "target", "/settings/targets", helpdesk::may_manage});
    rooms.settings_doors.push_back({"helpdesk.set.replies.title", "helpdesk.set.replies.door", "message", "/settings/replies", helpdesk::may_manage});
    rooms.settings_doors.push_back({"helpdesk.set.routing.title", "helpdesk.set.routing.door", "share-3", "/settings/routing", helpdesk::may_manage});
    rooms.settings_doors.push_back({"helpdesk.set.mail-rules.title", "helpdesk.set.mail-rules.door", "mail", "/settings/mail-rules", helpdesk::may_manage});
    rooms.settings_doors.push_back({"helpdesk.set.closing.title", "helpdesk.set.closing.door", "lock", "/settings/closing", helpdesk::may_manage});
    rooms.settings_doors.push_back({"media.ceiling.title", "media.ceiling.hint_of_door", "photo", "/settings/pictures", media::may_manage});
    rooms.settings_doors.push_back({"planning.price.title", "planning.price.door", "cash", "/planning/prices", planning::may_plan});
    rooms.settings_doors.push_back({"mail.settings.title", "mail.settings.hint", "mail", "/settings/mail", mail::may_manage});
    rooms.settings_doors.push_back({"mail.inbox.title", "mail.inbox.hint_of_door", "inbox", "/settings/mail/received", http::everywhere(mail::may_decide)});
    rooms.settings_doors.push_back({"jobs.list.title", "jobs.list.hint", "hourglass", "/jobs", jobs::may_manage});
    rooms.settings_doors.push_back({"coaching.set.title", "coaching.set.hint_of_door", "school", "/lessons/settings", http::everywhere(coaching::may_plan)});
    rooms.settings_doors.push_back({"app.audit.title", "app.audit.hint", "history", "/audit", auth::may_audit});

    for (const auto& access : site::workers()) rooms.start_doors.push_back({"site.title", "site.hint_of_door", "world", "/website", access});

    // Whoever may open one of the settings is led to them, and finds those.
    for (const Door& door : rooms.settings_doors) {
        rooms.navigation.add({"app.settings.title", "/settings", door.access, 900});
        rooms.start_doors.push_back({"app.start.settings", "app.start.settings_hint", "settings", "/settings", door.access});
    }
}

}  // namespace app
