#include "base/error.h"
#include "base/text.h"
#include "html/html.h"
#include "roster/roster_pages.h"

namespace roster {

static SchoolForm typed_school(const http::Fields& form) {
    SchoolForm typed;
    typed.name = form.text("name");
    typed.identifier = form.text("identifier");
    typed.type = parse_org_type(form.text("type")).value_or(OrgType::school);
    if (auto parent = base::parse_integer(form.text("parent"))) typed.parent = OrgId{*parent};
    typed.active = form.text("active") != "0";
    return typed;
}

static void show_form(const http::Call& call, db::Read& db, html::View& view, const SchoolForm& typed, std::optional<OrgId> self) {
    view.set("name", typed.name).set("identifier", typed.identifier).show_if(!typed.active, "closed");
    for (auto type : {OrgType::school, OrgType::district, OrgType::department, OrgType::local, OrgType::state, OrgType::national, OrgType::other}) {
        add_option(view, "type", word(type), call.text("roster.org_type." + std::string(word(type))), typed.type == type);
    }
    for (const auto& org : orgs(db)) {
        if (org.id != self.value_or(OrgId{}) && org.active) {
            add_option(view, "parent", std::to_string(org.id.value), org.name, typed.parent == org.id);
        }
    }
}

static html::View list_view(const http::Call& call, db::Read& db, const SchoolForm& typed) {
    html::View view;
    auto all = orgs(db);
    for (const auto& org : all) {
        auto row = view.add("org");
        row.set("id", org.id.value).set("name", org.name).set("identifier", org.identifier);
        row.set("type", call.text("roster.org_type." + std::string(word(org.type)))).show(org.active ? "open" : "shut");
        row.show_if(!org.manual, "imported");
    }
    view.show(all.empty() ? "empty" : "list");
    view.show_if(call.viewer.may_everywhere(may_edit_schools), "may_create");
    show_form(call, db, view, typed, std::nullopt);
    return view;
}

/// The schools and other organisations of the district.
static http::Response list_schools(http::ReadCall& call) {
    return call.page("roster/schools", call.text("roster.schools.title"), list_view(call, call.db, {}));
}

static http::Response create(http::WriteCall& call) {
    auto typed = typed_school(call.request.form);
    try {
        auto id = create_school(call.db, call.viewer, call.now, typed);
        return call.redirect_with_notice("/settings/schools/" + std::to_string(id.value), call.text("roster.schools.created"));
    } catch (const base::Invalid& problem) {
        auto view = list_view(call, call.db, typed);
        tell(view, problem.field(), call.text("roster.schools.invalid." + problem.field()));
        return call.page(http::unprocessable, "roster/schools", call.text("roster.schools.title"), std::move(view));
    }
}

static Org school_of(const http::Call& call, db::Read& db) {
    auto org = find_org(db, call.id_as<OrgId>("school"));
    if (!org) throw base::NotFound("no such school");
    return *org;
}

static html::View school_view(const http::Call& call, db::Read& db, const Org& org, const SchoolForm& typed) {
    html::View view;
    view.set("id", org.id.value).set("title", org.name).show_if(!org.manual, "imported");
    if (call.viewer.may_everywhere(may_edit_schools)) {
        auto form = view.add("edit");
        form.set("id", org.id.value);
        show_form(call, db, form, typed, org.id);
    }
    auto all = rooms(db, org.id);
    for (const auto& room : all) view.add("room").set("id", room.id.value).set("name", room.name);
    view.show_if(all.empty(), "no_rooms");
    return view;
}

static SchoolForm form_of(const Org& org) { return {org.name, org.type, org.identifier, org.parent, org.active}; }

/// One school: its name, and the rooms that people can name when they ask for help.
static http::Response show_school(http::ReadCall& call) {
    auto org = school_of(call, call.db);
    if (!call.viewer.may(may_edit_schools, org.id.value)) throw base::Forbidden(call.text("roster.schools.not_yours"));
    return call.page("roster/school", org.name, school_view(call, call.db, org, form_of(org)));
}

static http::Response refused(http::WriteCall& call, const Org& org, const SchoolForm& typed, const base::Invalid& problem) {
    auto view = school_view(call, call.db, org, typed);
    tell(view, problem.field(), call.text("roster.schools.invalid." + problem.field()));
    return call.page(http::unprocessable, "roster/school", org.name, std::move(view));
}

static http::Response change(http::WriteCall& call) {
    auto org = school_of(call, call.db);
    auto typed = typed_school(call.request.form);
    try {
        change_school(call.db, call.viewer, call.now, org.id, typed);
    } catch (const base::Invalid& problem) {
        return refused(call, org, typed, problem);
    }
    return call.redirect_with_notice("/settings/schools/" + std::to_string(org.id.value), call.text("roster.schools.saved"));
}

/// Several rooms at once, one a line: nobody types forty forms.
static http::Response add_rooms(http::WriteCall& call) {
    auto org = school_of(call, call.db);
    int added = 0;
    try {
        for (auto line : base::split(call.request.form.text("rooms"), '\n')) {
            if (base::trim(line).empty()) continue;
            create_room(call.db, call.viewer, call.now, org.id, line);
            ++added;
        }
        if (added == 0) throw base::Invalid("rooms", "a room a line");
    } catch (const base::Invalid&) {
        auto view = school_view(call, call.db, org, form_of(org));
        tell(view, "rooms", call.text("roster.schools.invalid.rooms"));
        view.set("rooms", call.request.form.text("rooms"));
        return call.page(http::unprocessable, "roster/school", org.name, std::move(view));
    }
    return call.redirect_with_notice("/settings/schools/" + std::to_string(org.id.value),
                                     call.text("roster.schools.rooms_added", {{"n", std::to_string(added)}}));
}

static Room room_of(http::WriteCall& call) {
    auto room = find_room(call.db, call.id_as<RoomId>("room"));
    if (!room) throw base::NotFound("no such room");
    return *room;
}

static http::Response change_room(http::WriteCall& call) {
    auto room = room_of(call);
    auto back = "/settings/schools/" + std::to_string(room.school.value);
    if (call.request.form.text("close") == "1") {
        close_room(call.db, call.viewer, call.now, room.id);
        return call.redirect_with_notice(back, call.text("roster.schools.room_closed", {{"name", room.name}}));
    }
    try {
        rename_room(call.db, call.viewer, call.now, room.id, call.request.form.text("name"));
    } catch (const base::Invalid&) {
        return call.redirect_with_notice(back, call.text("roster.schools.invalid.room_name"));
    }
    return call.redirect_with_notice(back, call.text("roster.schools.saved"));
}

void school_routes(http::Routes& routes) {
    routes.get("/settings/schools", may_edit_schools, list_schools);
    routes.post("/settings/schools", may_edit_schools, create);
    routes.get("/settings/schools/{school}", may_edit_schools, show_school);
    routes.post("/settings/schools/{school}", may_edit_schools, change);
    routes.post("/settings/schools/{school}/rooms", may_edit_schools, add_rooms);
    routes.post("/settings/rooms/{room}", may_edit_schools, change_room);
}

}  // namespace roster
