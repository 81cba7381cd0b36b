/// Compares a roster that was read with what is stored, and writes the difference.
#pragma once

#include <array>
#include <string_view>
#include <vector>

#include <boost/unordered/unordered_flat_map.hpp>

#include "imports/batch.h"
#include "imports/imports.h"
#include "roster/import_records.h"

namespace roster {

/// A stored or coming row that others may refer to.
struct Target {
    std::int64_t id = 0;  // 0: does not exist yet
    std::int64_t hash = 0;
    bool active = false;   // in the database, before this import
    bool present = false;  // after this import
    bool named = false;    // the file has a row for it
};

/// Flat, because an import of half a million rows asks it some two million times. Adding a row moves the others.
using TargetMap = boost::unordered_flat_map<std::string_view, Target, std::hash<std::string_view>>;

/// The rows of one table and source, by external id.
class Targets {
public:
    void load(db::Read& db, std::string_view table, std::string_view source);
    /// Learns the ids of rows that were added since.
    void load_new(db::Read& db, std::string_view table, std::string_view source);
    Target* find(std::string_view key);
    Target& operator[](std::string_view key) {
        asked_ = {};
        return rows_[key];
    }
    /// True when a row may refer to it.
    bool present(std::string_view key) const;
    /// The id of what is present; null for an empty key and for what is not.
    imports::Value id(std::string_view key) const;
    TargetMap& all() { return rows_; }

private:
    const Target* target_of(std::string_view key) const;

    imports::Texts texts_;
    TargetMap rows_;
    /// A row asks for what it refers to twice: whether it is there, and its id. Texts of keys live as long as the import.
    mutable std::string_view asked_;
    mutable const Target* answered_ = nullptr;
    std::int64_t newest_ = 0;
};

struct AllTargets {
    Targets orgs, sessions, people, posts, guardians, courses, classes, enrollments, demographics;
};

/// What is to be done with the rows of one section; indexes into its rows.
struct SectionPlan {
    std::vector<std::uint32_t> create;
    std::vector<std::uint32_t> update;
    std::vector<std::int64_t> end;
    imports::Change change;
};

class RosterImport : public imports::Staged {
public:
    RosterImport(std::unique_ptr<RosterRecords> records, const imports::Options& options);
    std::vector<imports::Change> plan(db::Read& db, imports::Report& report) override;
    void apply(db::Write& db, const auth::Viewer& viewer) override;

private:
    template <typename R>
    void plan_section(db::Read& db, Section<R>& section, Targets& targets, SectionPlan& plan, imports::Report& report);
    template <typename R>
    void apply_section(db::Write& db, Section<R>& section, Targets& targets, const SectionPlan& plan);
    template <typename R>
    void apply_tree(db::Write& db, Section<R>& section, Targets& targets, const SectionPlan& plan);
    void apply_people(db::Write& db);
    void apply_class_sessions(db::Write& db);
    void derive_roles(db::Write& db);
    void renew_students(db::Write& db);
    bool changes_anything() const;
    void end_what_depends(db::Write& db);

    std::unique_ptr<RosterRecords> records_;
    base::Instant now_;
    imports::Mode mode_;
    std::int64_t revision_ = 0;  // of what apply() writes
    AllTargets targets_;
    SectionPlan orgs_, sessions_, people_, posts_, guardians_, courses_, classes_, enrollments_, demographics_;
};

/// What each kind of record is in the database; `is_referred_to` when other records need its ids.
template <typename R>
struct Shape;

}  // namespace roster
