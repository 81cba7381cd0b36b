/// A fleet for tests: devices and repairs written straight into the tables that other rooms own.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "db/db.h"
#include "planning/verdict_store.h"
#include "world/world.h"

namespace planning::testing {

/// Monday, 9 March 2026 is today in the small world.
struct NewDevice {
    std::string_view tag;
    std::string_view bought = "2023-07-01";  // empty: nobody knows
    std::string_view support = "2031-06-30";
    std::string_view warranty = {};
    std::string_view status = "assigned";
    std::string_view funding = {};
};

class FleetWorld : public World {
protected:
    base::Day day(std::string_view iso) { return *base::parse_day(iso); }
    base::Instant moment(std::string_view iso) { return base::Instant(day(iso)) + std::chrono::hours(15); }

    std::int64_t add_model(std::string_view name, std::string_view kind = "chromebook") {
        return write([&](db::Write& db) {
            return db.query("INSERT INTO inventory_model (kind, manufacturer, name, name_folded) VALUES (:kind, 'Acer', :name, :name) RETURNING id").bind("kind", kind).bind("name", name).one_integer();
        });
    }

    std::int64_t add_device(std::int64_t model, const NewDevice& what, std::optional<roster::OrgId> school = {}) {
        const auto maybe = [](std::string_view text) { return text.empty() ? std::nullopt : std::optional(std::string(text)); };
        return write([&](db::Write& db) {
            return db.query(R"sql(
                INSERT INTO inventory_device (label_token, asset_tag, asset_tag_folded, model_id, status, school_id, purchased_on, support_ends_on, warranty_ends_on,
                                              funding_source, created_at, updated_at)
                VALUES (:label, :tag, :tag, :model, :status, :school, :bought, :support, :warranty, :funding, :known, :known) RETURNING id
            )sql")
                .bind("label", "label " + std::string(what.tag))
                .bind("tag", what.tag)
                .bind("model", model)
                .bind("status", what.status)
                .bind("school", school.value_or(north))
                .bind("bought", maybe(what.bought))
                .bind("support", maybe(what.support))
                .bind("warranty", maybe(what.warranty))
                .bind("funding", what.funding)
                .bind("known", moment("2024-09-01"))
                .one_integer();
        });
    }

    void add_repair(std::int64_t device, std::string_view on, std::string_view component = "battery", std::string_view cause = "wear", std::int64_t cents = 6000, std::int64_t minutes = 30) {
        write([&](db::Write& db) {
            db.query(R"sql(
                INSERT INTO helpdesk_repair (device_id, technician_name, symptom, action, component, cause, minutes, cost_cents, outcome, at)
                VALUES (:device, 'Dana Reyes', 'It is dark', 'A new part', :component, :cause, :minutes, :cents, 'fixed', :at)
            )sql")
                .bind("device", device)
                .bind("component", component)
                .bind("cause", cause)
                .bind("minutes", minutes)
                .bind("cents", cents)
                .bind("at", moment(on))
                .run();
        });
    }

    /// Forty Chromebooks of three years, of which eight failed once: enough to say something.
    std::int64_t add_fleet(std::int64_t model) {
        for (int number = 1; number <= 40; ++number) {
            const auto tag = "fl-" + std::to_string(number);
            const auto id = add_device(model, {.tag = tag});
            if (number % 5 == 0) add_repair(id, number % 2 ? "2024-11-04" : "2025-05-06");
        }
        return model;
    }

    void count() { rebuild_verdicts(database(), now); }
    std::string verdict_of(std::int64_t device) {
        return read([&](db::Read& db) { return db.query("SELECT verdict || ' ' || reason FROM planning_verdict WHERE device_id = :id").bind("id", device).maybe_text().value_or("none"); });
    }
    std::string page_of(std::int64_t device) { return "/planning/devices/" + std::to_string(device); }
};

}  // namespace planning::testing
