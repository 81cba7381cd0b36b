#include <boost/json.hpp>

#include "auth/event.h"
#include "base/error.h"
#include "base/text.h"
#include "db/setting.h"
#include "site/appearance.h"

namespace site {

namespace json = boost::json;

Appearance appearance(db::Read& db) {
    Appearance found;
    found.open = db::setting_or(db, "site.open", "") == "yes";
    found.colour = db::setting_or(db, "site.colour", usual_colour);
    found.phone = db::setting_or(db, "site.phone", "");
    found.address = db::setting_or(db, "site.address", "");
    found.logo = db::setting_or(db, "site.logo", "");
    found.version = base::parse_integer(db::setting_or(db, "site.version", "0")).value_or(0);
    return found;
}

static void require_everywhere(const auth::Viewer& viewer) {
    if (!viewer.may_everywhere(may_manage)) throw base::Forbidden("");
}

static void require_sound(const Problems& problems) {
    if (!problems.empty()) throw base::Invalid(problems.front().first, problems.front().second);
}

static void count_up(db::Write& db, const Appearance& before) { db::set_setting(db, "site.version", std::to_string(before.version + 1)); }

static json::object told(const Appearance& look) {
    return {{"open", look.open}, {"colour", look.colour}, {"phone", look.phone}, {"address", look.address}};
}

void save_appearance(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Appearance& wanted) {
    require_everywhere(viewer);
    require_sound(appearance_problems(wanted));
    const Appearance before = appearance(db);
    if (before.version != wanted.version) throw base::Conflict("");
    db::set_setting(db, "site.open", wanted.open ? "yes" : "no");
    db::set_setting(db, "site.colour", base::to_lower_ascii(wanted.colour));
    db::set_setting(db, "site.phone", wanted.phone);
    db::set_setting(db, "site.address", wanted.address);
    count_up(db, before);
    auth::record(db, viewer, now,
                 {.subject_kind = "website", .action = "appearance_changed", .detail = json::serialize(json::object{{"before", told(before)}, {"after", told(wanted)}})});
}

void save_logo(db::Write& db, const auth::Viewer& viewer, base::Instant now, std::string_view hash) {
    require_everywhere(viewer);
    const Appearance before = appearance(db);
    if (hash.empty()) db::clear_setting(db, "site.logo");
    else db::set_setting(db, "site.logo", hash);
    count_up(db, before);
    auth::record(db, viewer, now,
                 {.subject_kind = "website", .action = "logo_changed", .detail = json::serialize(json::object{{"before", before.logo}, {"after", hash}})});
}

SchoolContact school_contact(db::Read& db, roster::OrgId school) {
    return db.query("SELECT phone, address, website FROM site_school_contact WHERE org_id = :org")
        .bind("org", school)
        .maybe([&](const db::Row& row) {
            return SchoolContact{school, std::string(row.text("phone")), std::string(row.text("address")), std::string(row.text("website"))};
        })
        .value_or(SchoolContact{school, {}, {}, {}});
}

void save_contact(db::Write& db, const auth::Viewer& viewer, base::Instant now, const SchoolContact& wanted) {
    require_everywhere(viewer);
    require_sound(contact_problems(wanted));
    if (!roster::find_org(db, wanted.school)) throw base::NotFound("no such school");
    const SchoolContact before = school_contact(db, wanted.school);
    db.query("INSERT INTO site_school_contact (org_id, phone, address, website) VALUES (:org, :phone, :address, :website) "
             "ON CONFLICT (org_id) DO UPDATE SET phone = excluded.phone, address = excluded.address, website = excluded.website")
        .bind("org", wanted.school)
        .bind("phone", wanted.phone)
        .bind("address", wanted.address)
        .bind("website", wanted.website)
        .run();
    const auto words = [](const SchoolContact& contact) { return json::object{{"phone", contact.phone}, {"address", contact.address}, {"website", contact.website}}; };
    auth::record(db, viewer, now,
                 {.subject_kind = "school_contact",
                  .subject_id = wanted.school.value,
                  .action = "changed",
                  .detail = json::serialize(json::object{{"before", words(before)}, {"after", words(wanted)}})});
}

}  // namespace site
