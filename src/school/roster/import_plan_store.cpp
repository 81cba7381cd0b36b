#include <algorithm>

#include "db/db.h"
#include "roster/import_shapes.h"

namespace roster {

void Targets::load(db::Read& db, std::string_view table, std::string_view source) {
    rows_.clear();
    newest_ = 0;
    asked_ = {};
    auto rows = db.query("SELECT count(*) FROM " + std::string(table) + " WHERE source = :source").bind("source", source).one_integer();
    rows_.reserve(static_cast<std::size_t>(rows));
    db.query("SELECT id, external_id, content_hash, active FROM " + std::string(table) + " WHERE source = :source AND external_id IS NOT NULL")
        .bind("source", source)
        .each([&](const db::Row& row) {
            // By position: half a million times the names of columns would be looked up.
            auto& cells = row.raw();
            auto id = cells.integer(0);
            newest_ = std::max(newest_, id);
            rows_.emplace(texts_.keep(cells.text(1)), Target{.id = id, .hash = cells.integer(2), .active = cells.integer(3) != 0});
        });
}

void Targets::load_new(db::Read& db, std::string_view table, std::string_view source) {
    db.query("SELECT id, external_id FROM " + std::string(table) + " WHERE source = :source AND external_id IS NOT NULL AND id > :newest")
        .bind("source", source)
        .bind("newest", newest_)
        .each([&](const db::Row& row) {
            if (auto* target = find(row.text("external_id"))) target->id = row.integer("id");
        });
}

Target* Targets::find(std::string_view key) {
    auto found = rows_.find(key);
    return found == rows_.end() ? nullptr : &found->second;
}

const Target* Targets::target_of(std::string_view key) const {
    if (key.data() == asked_.data() && key.size() == asked_.size() && !key.empty()) return answered_;
    auto found = rows_.find(key);
    asked_ = key;
    answered_ = found == rows_.end() ? nullptr : &found->second;
    return answered_;
}

bool Targets::present(std::string_view key) const {
    auto* target = target_of(key);
    return target && target->present;
}

Value Targets::id(std::string_view key) const {
    auto* target = key.empty() ? nullptr : target_of(key);
    if (!target || !target->present) return std::nullopt;
    return target->id;
}

RosterImport::RosterImport(std::unique_ptr<RosterRecords> records, const imports::Options& options)
    : records_(std::move(records)), now_(options.now), mode_(options.mode) {}

/// Before its rows are looked at: what a complete file does not name will have gone.
template <typename R>
static void prepare(const Section<R>& section, Targets& targets, imports::Change& change) {
    bool proven_by_file = section.given() && section.complete;
    for (auto& [key, target] : targets.all()) {
        target.present = target.active && !proven_by_file;
        change.active_before += target.active;
    }
    for (auto key : section.skipped) {
        auto* target = targets.find(key);
        if (!target) continue;
        target->named = true;
        target->present = target->active;
    }
    change.skipped = section.skipped_rows;
}

/// Decides about one row whose references are good.
template <typename R>
static void compare(const R& record, std::uint32_t index, Target& target, const AllTargets& all, SectionPlan& plan) {
    target.named = true;
    target.present = true;
    if (target.id == 0) {
        plan.create.push_back(index);
    } else if (target.active && target.hash == hash_of(record, Shape<R>::values(record, all), all)) {
        ++plan.change.unchanged;
    } else {
        plan.update.push_back(index);
    }
}

/// Parents lie in the same file, so they are looked at after all of its rows. A dangling one is an error; a lenient import goes on without it.
template <typename R>
static void check_parents(const Section<R>& section, const Targets& targets, imports::Report& report, imports::Mode mode) {
    for (const auto& record : section.rows) {
        if (record.ends || record.parent.empty()) continue;
        References refs(report, {section.file, record.row}, mode);
        refs.want(targets, record.parent, "parentSourcedId");
        if (record.parent == record.key) {
            report.warning("semantic.parent_cycle", {section.file, record.row}, "parentSourcedId", record.parent, "another record than itself");
        }
    }
}

template <typename R>
constexpr bool has_parent = requires(R record) { record.parent; };

template <typename R>
void RosterImport::plan_section(db::Read& db, Section<R>& section, Targets& targets, SectionPlan& plan, imports::Report& report) {
    plan = {};
    plan.change.record = Shape<R>::record;
    targets.load(db, Shape<R>::table, records_->source);
    prepare(section, targets, plan.change);

    // Rows of a tree refer to each other: all are there before the first is compared.
    if constexpr (has_parent<R>) {
        for (const auto& record : section.rows) {
            if (!record.ends) targets[record.key].present = true;
        }
    }
    std::uint32_t index = 0;
    for (const auto& record : section.rows) {
        std::uint32_t mine = index++;
        auto* known = targets.find(record.key);
        if (record.ends) {
            if (known && known->active) plan.end.push_back(known->id);
            if (known) known->named = true, known->present = false;
            continue;
        }
        References refs(report, {section.file, record.row}, mode_);
        Shape<R>::references(record, targets_, refs);
        if (refs.good()) {
            compare(record, mine, known ? *known : targets[record.key], targets_, plan);
            continue;
        }
        ++plan.change.skipped;
        if (known) known->named = true, known->present = known->active;
    }
    if (section.given() && section.complete) {
        for (auto& [key, target] : targets.all()) {
            if (!target.active || target.named) continue;
            // Of somebody who left, what was known stays known.
            if (std::is_same_v<R, DemographicRecord> && !targets_.people.present(key)) continue;
            plan.end.push_back(target.id);
        }
    }
    if constexpr (has_parent<R>) {
        check_parents(section, targets, report, mode_);
    }
    if constexpr (!std::is_same_v<R, PostRecord>) {  // of a person's posts the first one counts
        // In the order of the unique index, which then grows at its end; in the order of a file each row lands somewhere else.
        std::ranges::sort(plan.create, {}, [&](std::uint32_t row) { return section.rows[row].key; });
    }
    plan.change.created = static_cast<std::int64_t>(plan.create.size());
    plan.change.updated = static_cast<std::int64_t>(plan.update.size());
    plan.change.ended = static_cast<std::int64_t>(plan.end.size());
}

std::vector<imports::Change> RosterImport::plan(db::Read& db, imports::Report& report) {
    auto& r = *records_;
    // In the order in which they refer to each other.
    plan_section(db, r.orgs, targets_.orgs, orgs_, report);
    plan_section(db, r.sessions, targets_.sessions, sessions_, report);
    plan_section(db, r.people, targets_.people, people_, report);
    plan_section(db, r.posts, targets_.posts, posts_, report);
    plan_section(db, r.guardians, targets_.guardians, guardians_, report);
    plan_section(db, r.courses, targets_.courses, courses_, report);
    plan_section(db, r.classes, targets_.classes, classes_, report);
    plan_section(db, r.enrollments, targets_.enrollments, enrollments_, report);
    plan_section(db, r.demographics, targets_.demographics, demographics_, report);
    return {orgs_.change, sessions_.change, people_.change, posts_.change, guardians_.change, courses_.change, classes_.change,
            enrollments_.change, demographics_.change};
}

}  // namespace roster
