// Cycles: what comes round again, its days, and applying it to a range.
#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "http/confirm.h"
#include "http/routes.h"
#include "menu/cycle.h"
#include "menu/pages.h"

namespace menu {

static std::string address(CycleId id) { return fmt::format("/kitchen/cycles/{}", id.value); }
static std::string slot_words(const http::Call& call, Slot slot) {
    return call.text("menu.cycle.slot", {{"week", std::to_string(slot.week)}, {"weekday", call.text(fmt::format("menu.weekday.{}", slot.weekday))}});
}

static http::Response list_cycles(http::ReadCall& call) {
    html::View view;
    fill_tabs(call, view, "cycles");
    const auto all = cycles(call.db, call.viewer);
    for (const auto& cycle : all) {
        view.add("row")
            .set("id", cycle.id.value)
            .set("name", cycle.name)
            .set("service", find_service(call.db, cycle.service).name.in(call.language))
            .set("weeks", call.text("menu.cycle.weeks_count", {{"n", std::to_string(cycle.weeks)}}))
            .set("starts", day_words(call, cycle.starts));
    }
    view.show(all.empty() ? "none" : "some");
    return call.page("menu/cycles", call.text("menu.cycle.title"), std::move(view));
}

struct CycleForm {
    std::string service, name, weeks = "3", starts, closed = "shift", seen = "0";
};
static CycleForm read_form(const http::Fields& form) {
    const auto text = [&](std::string_view name) { return std::string(form.text(name)); };
    return {text("service"), text("name"), text("weeks"), text("starts"), text("closed"), text("seen")};
}
static Cycle understand(const CycleForm& form, Problems& problems) {
    Cycle cycle;
    cycle.service = {base::parse_integer(form.service).value_or(0)};
    cycle.name = base::collapse_space(form.name);
    cycle.weeks = static_cast<int>(std::clamp<std::int64_t>(base::parse_integer(form.weeks).value_or(0), 0, 99));
    cycle.revision = base::parse_integer(form.seen).value_or(0);
    if (const auto starts = base::parse_day(form.starts)) cycle.starts = *starts;
    else problems.emplace_back("starts", "menu.problem.day");
    if (const auto closed = parse_closed_days(form.closed)) cycle.closed = *closed;
    else problems.emplace_back("closed", "menu.problem.closed_days");
    for (auto& problem : cycle_problems(cycle)) problems.push_back(std::move(problem));
    return cycle;
}

static http::Response form_page(const http::Call& call, db::Read& db, http::Status status, const CycleForm& form, const Problems& problems, std::optional<CycleId> id) {
    html::View view;
    fill_problems(call, view, problems);
    chosen_service(call, db, view, form.service);
    view.set("heading", call.text(id ? "menu.cycle.change" : "menu.cycle.add")).set("action", id ? address(*id) : "/kitchen/cycles").set("back", id ? address(*id) : "/kitchen/cycles");
    view.set("name", form.name).set("weeks", form.weeks).set("starts", form.starts).set("seen", form.seen);
    for (const auto closed : {ClosedDays::shift, ClosedDays::drop}) {
        view.add("closed")
            .set("key", word(closed))
            .set("label", call.text(fmt::format("menu.cycle.{}", word(closed))))
            .set("hint", call.text(fmt::format("menu.cycle.{}_hint", word(closed))))
            .show_if(word(closed) == form.closed, "chosen");
    }
    return call.page(status, "menu/cycle_form", call.text(id ? "menu.cycle.change" : "menu.cycle.add"), std::move(view));
}

static http::Response new_cycle(http::ReadCall& call) {
    CycleForm form;
    form.service = std::string(call.request.query.text("service"));
    form.starts = base::to_iso(monday_of(call.today() + std::chrono::days(7)));
    return form_page(call, call.db, http::ok, form, {}, std::nullopt);
}

static http::Response edit_cycle(http::ReadCall& call) {
    const auto cycle = find_cycle(call.db, call.viewer, call.id_as<CycleId>("cycle"));
    const CycleForm form{std::to_string(cycle.service.value), cycle.name, std::to_string(cycle.weeks), base::to_iso(cycle.starts), std::string(word(cycle.closed)), std::to_string(cycle.revision)};
    return form_page(call, call.db, http::ok, form, {}, cycle.id);
}

static http::Response save(http::WriteCall& call, std::optional<CycleId> id) {
    auto form = read_form(call.request.form);
    Problems problems;
    auto cycle = understand(form, problems);
    auto status = http::unprocessable;
    if (problems.empty()) {
        if (id) cycle.id = *id;
        const auto bad = refused([&] { cycle.id = save_cycle(call.db, call.viewer, call.now, cycle); });
        if (!bad) return call.redirect_with_notice(address(cycle.id), call.text("menu.kitchen.saved"));
        problems = bad->problems;
        status = bad->status;
        if (id) form.seen = std::to_string(find_cycle(call.db, call.viewer, *id).revision);
    }
    return form_page(call, call.db, status, form, problems, id);
}
static http::Response create_cycle(http::WriteCall& call) { return save(call, std::nullopt); }
static http::Response change_cycle(http::WriteCall& call) { return save(call, find_cycle(call.db, call.viewer, call.id_as<CycleId>("cycle")).id); }

static http::Response delete_cycle(http::WriteCall& call) {
    const auto cycle = find_cycle(call.db, call.viewer, call.id_as<CycleId>("cycle"));
    if (auto asked = http::ask_first(call, call.text("menu.cycle.retire_sure"), call.text("menu.cycle.retire"), address(cycle.id), call.text("menu.cycle.retire_words"))) return std::move(*asked);
    retire_cycle(call.db, call.viewer, call.now, cycle.id);
    return call.redirect_with_notice("/kitchen/cycles", call.text("menu.cycle.retired"));
}

static http::Response show_cycle(http::ReadCall& call) {
    const auto cycle = find_cycle(call.db, call.viewer, call.id_as<CycleId>("cycle"));
    html::View view;
    const auto service = find_service(call.db, cycle.service);
    view.set("id", cycle.id.value).set("name", cycle.name).set("service", service.name.in(call.language)).set("starts", day_words(call, cycle.starts));
    view.set("closed", call.text(fmt::format("menu.cycle.{}", word(cycle.closed))));
    view.set("from", base::to_iso(std::max(cycle.starts, call.today()))).set("to", base::to_iso(std::max(cycle.starts, call.today()) + std::chrono::days(27)));
    for (int week = 1; week <= cycle.weeks; ++week) {
        auto block = view.add("week");
        block.set("title", call.text("menu.cycle.week", {{"week", std::to_string(week)}}));
        for (int weekday = 1; weekday <= 5; ++weekday) {
            auto day = block.add("day");
            day.set("weekday", call.text(fmt::format("menu.weekday.{}", weekday))).set("href", fmt::format("{}/{}/{}", address(cycle.id), week, weekday)).set("words", slot_words(call, {week, weekday}));
            for (const auto& entry : cycle.entries) {
                if (entry.slot == Slot{week, weekday}) day.add("dish").set("name", entry.name.in(call.language));
            }
        }
    }
    return call.page("menu/cycle", cycle.name, std::move(view));
}

// --- One day of the plan ---

static Slot slot_in_path(const http::Call& call) {
    const auto week = call.id("week"), weekday = call.id("weekday");
    if (week > most_weeks || weekday > 5) throw base::NotFound("no such day");
    return {static_cast<int>(week), static_cast<int>(weekday)};
}

static http::Response slot_page(const http::Call& call, db::Read& db, http::Status status, CycleId id, Slot slot, const Problems& problems, const std::vector<RecipeId>& typed) {
    const auto cycle = find_cycle(db, call.viewer, id);
    if (slot.week > cycle.weeks) throw base::NotFound("no such week");
    html::View view;
    fill_problems(call, view, problems);
    view.set("id", id.value).set("cycle", cycle.name).set("heading", slot_words(call, slot)).set("base", fmt::format("{}/{}/{}", address(id), slot.week, slot.weekday)).set("seen", cycle.revision);
    bool any = false;
    for (const auto& entry : cycle.entries) {
        if (entry.slot != slot) continue;
        any = true;
        view.add("dish").set("recipe", entry.recipe.value).set("name", entry.name.in(call.language)).set("course", call.text(fmt::format("menu.course.{}", word(entry.course))));
    }
    view.show_if(!any, "no_dishes");
    fill_recipe_choice(call, view, recipes_in_use(db, call.viewer), typed);
    return call.page(status, "menu/cycle_day", slot_words(call, slot), std::move(view));
}

static http::Response show_slot(http::ReadCall& call) { return slot_page(call, call.db, http::ok, call.id_as<CycleId>("cycle"), slot_in_path(call), {}, {}); }

template <typename F>
static http::Response change_slot(http::WriteCall& call, F&& what) {
    const auto id = call.id_as<CycleId>("cycle");
    const auto slot = slot_in_path(call);
    const auto seen = base::parse_integer(call.request.form.text("seen")).value_or(0);
    if (const auto bad = refused([&] { what(id, slot, seen); })) return slot_page(call, call.db, bad->status, id, slot, bad->problems, chosen_recipes(call.request.form));
    return call.redirect(fmt::format("{}/{}/{}", address(id), slot.week, slot.weekday));
}
static http::Response create_slot_dishes(http::WriteCall& call) {
    return change_slot(call, [&](CycleId id, Slot slot, std::int64_t seen) { add_to_cycle(call.db, call.viewer, call.now, id, slot, chosen_recipes(call.request.form), seen); });
}
static http::Response delete_slot_dish(http::WriteCall& call) {
    return change_slot(call, [&](CycleId id, Slot slot, std::int64_t seen) { remove_from_cycle(call.db, call.viewer, call.now, id, slot, call.id_as<RecipeId>("recipe"), seen); });
}

// --- Applying ---

static std::string days_list(const http::Call& call, const std::vector<PlannedDay>& days) {
    std::string text;
    for (const auto& day : days) text += (text.empty() ? "" : "; ") + day_words(call, day.on);
    return text;
}

static http::Response application_page(const http::Call& call, db::Read& db, http::Status status, const Cycle& cycle, const http::Fields& fields, Problems problems) {
    html::View view;
    view.set("id", cycle.id.value).set("name", cycle.name).set("from", fields.text("from")).set("to", fields.text("to"));
    const auto first = base::parse_day(fields.text("from")), last = base::parse_day(fields.text("to"));
    if (!first) problems.emplace_back("from", "menu.problem.day");
    if (!last) problems.emplace_back("to", "menu.problem.day");
    if (first && last) {
        const auto bad = refused([&] {
            const auto plan = plan_application(db, call.viewer, cycle, *first, *last, call.today());
            auto result = view.add("plan");
            const auto list = [&](std::string_view section, const std::vector<PlannedDay>& days) {
                if (!days.empty()) result.add(section).set("days", days_list(call, days)).set("count", days.size());
            };
            list("drafts", plan.drafts);
            if (!plan.asked.empty()) {
                std::vector<PlannedDay> days;
                auto asked = result.add("asked");
                for (const auto& [planned, revision] : plan.asked) {
                    days.push_back(planned);
                    asked.add("shown").set("value", fmt::format("{} {}", base::to_iso(planned.on), revision));
                }
                asked.set("days", days_list(call, days)).set("count", days.size());
            }
            list("kept", plan.kept);
            list("empty", plan.empty);
            if (!plan.retired.empty()) result.add("retired").set("names", base::join(plan.retired, ", "));
            for (const auto& [on, because] : plan.closed) {
                result.add("closed").set("day", day_words(call, on)).set("because", because.empty() ? call.text("menu.closed_plain") : because);
            }
            result.show_if(!plan.closed.empty(), "has_closed").show(plan.drafts.empty() && plan.asked.empty() ? "nothing" : "may_apply");
        });
        if (bad) problems = bad->problems;
    }
    fill_problems(call, view, problems);
    return call.page(status, "menu/cycle_application", call.text("menu.cycle.apply"), std::move(view));
}

static http::Response show_application(http::ReadCall& call) {
    return application_page(call, call.db, http::ok, find_cycle(call.db, call.viewer, call.id_as<CycleId>("cycle")), call.request.query, {});
}

/// The days that the page showed, each with the revision it had.
static std::vector<SeenDay> seen_days(const http::Fields& form) {
    std::vector<SeenDay> seen;
    for (const auto text : form.all("shown")) {
        const auto pieces = base::split(text, ' ');
        if (pieces.size() != 2) continue;
        const auto on = base::parse_day(pieces[0]);
        const auto revision = base::parse_integer(pieces[1]);
        if (on && revision) seen.push_back({*on, *revision});
    }
    return seen;
}

static http::Response create_application(http::WriteCall& call) {
    const auto cycle = find_cycle(call.db, call.viewer, call.id_as<CycleId>("cycle"));
    const auto& form = call.request.form;
    const auto first = base::parse_day(form.text("from")), last = base::parse_day(form.text("to"));
    if (!first || !last) return application_page(call, call.db, http::unprocessable, cycle, form, {});
    int written = 0;
    const auto bad = refused([&] { written = apply_cycle(call.db, call.viewer, call.now, cycle.id, *first, *last, form.text("replace") == "1", seen_days(form)); });
    if (bad) return application_page(call, call.db, bad->status, cycle, form, bad->problems);
    return call.redirect_with_notice(fmt::format("/kitchen?service={}&week={}", cycle.service.value, base::to_iso(monday_of(std::max(*first, call.today())))),
                                     call.text("menu.cycle.applied", {{"n", std::to_string(written)}}));
}

void cycle_routes(http::Routes& routes) {
    routes.get("/kitchen/cycles", may_edit, list_cycles);
    routes.get("/kitchen/cycles/new", may_edit, new_cycle);
    routes.post("/kitchen/cycles", may_edit, create_cycle);
    routes.get("/kitchen/cycles/{cycle}", may_edit, show_cycle);
    routes.get("/kitchen/cycles/{cycle}/edit", may_edit, edit_cycle);
    routes.post("/kitchen/cycles/{cycle}", may_edit, change_cycle);
    routes.post("/kitchen/cycles/{cycle}/removal", may_edit, delete_cycle);
    routes.get("/kitchen/cycles/{cycle}/application", may_edit, show_application);
    routes.post("/kitchen/cycles/{cycle}/application", may_edit, create_application);
    routes.get("/kitchen/cycles/{cycle}/{week}/{weekday}", may_edit, show_slot);
    routes.post("/kitchen/cycles/{cycle}/{week}/{weekday}/dishes", may_edit, create_slot_dishes);
    routes.post("/kitchen/cycles/{cycle}/{week}/{weekday}/dishes/{recipe}/removal", may_edit, delete_slot_dish);
}

}  // namespace menu
