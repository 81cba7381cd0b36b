// Models and devices as a district of this size has them: Chromebooks with students, the rest in rooms.
#include <array>

#include <fmt/format.h>

#include "app/demo.h"
#include "auth/event.h"
#include "auth/secret.h"
#include "base/text.h"

namespace app {

struct Model {
    std::string_view kind, maker, name, prefix;
    std::int64_t cost_cents;
    int weight;       // of a thousand
    int support_years;
};
static constexpr std::array<Model, 10> models{{
    {"chromebook", "HP", "Chromebook 11 G9", "CB", 28'900, 330, 8},
    {"chromebook", "Lenovo", "300e Gen 3", "CB", 31'900, 260, 8},
    {"chromebook", "Acer", "Spin 511", "CB", 34'900, 150, 8},
    {"laptop", "Dell", "Latitude 3420", "LT", 79'900, 90, 7},
    {"desktop", "HP", "ProDesk 400", "PC", 64'900, 50, 7},
    {"tablet", "Apple", "iPad 9", "TB", 32'900, 40, 6},
    {"printer", "Brother", "HL-L6200", "PR", 24'900, 20, 10},
    {"projector", "Epson", "EB-L210W", "PJ", 109'900, 35, 10},
    {"display", "Promethean", "ActivPanel 9", "DP", 249'900, 15, 8},
    {"access_point", "Aruba", "AP-515", "AP", 69'900, 10, 8},
}};

static std::vector<std::int64_t> add_models(db::Write& db) {
    std::vector<std::int64_t> ids;
    ids.reserve(std::size(models));
    for (const auto& model : models) {
        ids.push_back(db.query("INSERT INTO inventory_model (kind, manufacturer, name, name_folded) VALUES (:kind, :maker, :name, :folded) RETURNING id")
                          .bind("kind", model.kind)
                          .bind("maker", model.maker)
                          .bind("name", model.name)
                          .bind("folded", base::fold(model.name))
                          .one_integer());
    }
    return ids;
}

static std::size_t pick_model(Demo& demo) {
    auto at = demo.random.between(0, 999);
    for (std::size_t index = 0; index < models.size(); ++index) {
        at -= models[index].weight;
        if (at < 0) return index;
    }
    return 0;
}

static void add_device(Demo& demo, db::Write& db, std::size_t index, std::int64_t model_id, int number, std::size_t& next_student) {
    const Model& model = models[index];
    auto today = std::chrono::floor<std::chrono::days>(demo.plan.now);
    // Bought in the summers of the last six years.
    auto bought = std::chrono::sys_days(std::chrono::year(static_cast<int>(std::chrono::year_month_day(today).year()) - static_cast<int>(demo.random.between(0, 5))) / 7 / 15);
    if (bought > today) bought -= std::chrono::days(365);
    auto school = demo.schools[static_cast<std::size_t>(demo.random.below(demo.schools.size()))];
    auto room = fmt::format("{}", demo.random.between(101, 124));
    std::optional<roster::PersonId> holder;
    std::optional<std::size_t> student;
    if (model.kind == "chromebook" && next_student < demo.students.size()) {
        holder = demo.students[next_student].person;
        school = demo.students[next_student].school;
        student = next_student++;
    }
    auto tag = fmt::format("{}-{:04}", model.prefix, number);
    auto serial = fmt::format("5CD{:07}", demo.random.between(0, 9'999'999));
    auto id = db.query(R"sql(
        INSERT INTO inventory_device (label_token, asset_tag, asset_tag_folded, serial, serial_folded, model_id, status, school_id, room, holder_id,
                                      purchased_on, cost_cents, funding_source, warranty_ends_on, support_ends_on, created_at, updated_at)
        VALUES (:label, :tag, :tag_folded, :serial, :serial_folded, :model, :status, :school, :room, :holder, :bought, :cost, :funding, :warranty,
                :support, :now, :now)
        ON CONFLICT DO NOTHING RETURNING id
    )sql")
                  .bind("label", auth::hash_token(fmt::format("label {} {}", demo.plan.seed, tag)).substr(0, 32))
                  .bind("tag", tag)
                  .bind("tag_folded", base::fold(tag))
                  .bind("serial", serial)
                  .bind("serial_folded", base::fold(serial))
                  .bind("model", model_id)
                  .bind("status", holder || model.kind != "chromebook" ? "assigned" : "in_stock")
                  .bind("school", school)
                  .bind("room", holder ? std::string() : room)
                  .bind("holder", holder)
                  .bind("bought", bought)
                  .bind("cost", model.cost_cents)
                  .bind("funding", demo.random.chance(0.3) ? "Title I" : demo.random.chance(0.5) ? "Technology levy" : "General fund")
                  .bind("warranty", bought + std::chrono::days(3 * 365))
                  .bind("support", bought + std::chrono::days(model.support_years * 365))
                  .bind("now", base::Instant(bought))
                  .maybe_integer();
    if (!id) return;
    auth::record(db, auth::Viewer::system(), base::Instant(bought) + std::chrono::hours(15), {.subject_kind = "device", .subject_id = *id, .action = "imported", .why = {}, .detail = "{}"});
    inventory::index_device(db, base::Instant(bought), {*id});
    demo.machines.push_back({{*id}, std::string(model.kind), school, holder ? std::string() : room, bought, student});
}

void add_demo_devices(Demo& demo) {
    demo.house.database().write([&](db::Write& db) {
        auto ids = add_models(db);
        std::size_t next_student = 0;
        for (int number = 1; number <= demo.plan.devices; ++number) {
            auto index = pick_model(demo);
            add_device(demo, db, index, ids[index], number, next_student);
        }
    });
}

}  // namespace app
