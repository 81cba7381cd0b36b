/// OneRoster 1.1 and 1.2 CSV (1EdTech, CSV binding 1.1 and 1.2.1): the package and its manifest.
#include <algorithm>
#include <map>
#include <set>

#include "base/text.h"
#include "roster/oneroster.h"

namespace roster {

// Files of the two bindings that we know and do not store.
static constexpr std::string_view not_stored[] = {
    "categories.csv", "classResources.csv", "courseResources.csv", "lineItemLearningObjectiveIds.csv",
    "lineItems.csv", "lineItemScoreScales.csv", "resources.csv", "resultLearningObjectiveIds.csv", "results.csv",
    "resultScoreScales.csv", "scoreScales.csv", "userProfiles.csv", "userResources.csv"};
static constexpr std::string_view stored[] = {"academicSessions.csv", "classes.csv", "courses.csv", "demographics.csv", "enrollments.csv",
                                              "orgs.csv", "roles.csv", "users.csv"};

static bool is_one_of(std::string_view name, std::span<const std::string_view> names) {
    return std::ranges::find(names, name) != names.end();
}

void Manifest::note_property(imports::Table& table, std::string name, std::string_view value) {
    if (!seen_.insert(name).second) table.warn("manifest.duplicate_property", 0, "each property once; the first one counts");
    if (name == "manifest.version" && value != "1.0") table.warn("manifest.invalid_manifest_version", 1, "1.0");
    if (!name.starts_with("file.")) return;
    if (name.ends_with("*")) {
        table.warn("manifest.unknown_property", 0, "the name of a file without the footnote's star");
        name.pop_back();
    }
    auto mode = value == "bulk" ? FileMode::bulk : value == "delta" ? FileMode::delta : FileMode::absent;
    if (mode == FileMode::absent && value != "absent") {
        table.refuse("manifest.invalid_file_mode", 1, "absent, bulk or delta");
        return;
    }
    modes_.emplace(name.substr(5) + ".csv", mode);
}

Manifest::Manifest(Input& in) {
    if (!in.package.contains("manifest.csv")) {
        imports::Problem problem{.code = "package.missing_manifest",
                                 .file = "manifest.csv",
                                 .expected = "manifest.csv, which says whether each file is complete (bulk) or holds changes (delta)"};
        if (in.options.mode == imports::Mode::lenient) {
            problem.severity = imports::Severity::warning;
            problem.expected += "; without it every file is taken as complete";
        }
        in.report.add(std::move(problem));
        for (const auto& name : in.package.names()) modes_.emplace(name, FileMode::bulk);
        return;
    }
    static constexpr imports::Column columns[] = {{"propertyName", imports::Column::Need::required},
                                                  {"value", imports::Column::Need::required}};
    auto table = imports::Table::open(in.package, "manifest.csv", columns, in.options, in.report);
    while (table && table->next()) note_property(*table, std::string(table->require(0)), table->text(1));
    compare_with_package(in);
}

void Manifest::compare_with_package(Input& in) {
    for (const auto& [file, mode] : modes_) {
        if (mode != FileMode::absent && !in.package.contains(file)) {
            in.report.error("manifest.file_missing", {file}, "", "", "the file, because the manifest announces it");
        }
    }
    for (const auto& name : in.package.names()) {
        if (name == "manifest.csv") continue;
        if (!is_one_of(name, stored) && !is_one_of(name, not_stored)) {
            in.report.warning("package.unknown_file", {name}, "", "", "a file of OneRoster; it was not read");
        } else if (mode(name) == FileMode::absent) {
            in.report.warning("manifest.file_unexpected", {name}, "", "", "an entry in the manifest; the file was not read");
        } else if (is_one_of(name, not_stored)) {
            in.report.warning("file.not_stored", {name}, "", "", "nothing: these records are not stored yet and were not read");
        }
    }
}

FileMode Manifest::mode(std::string_view file) const {
    auto found = modes_.find(file);
    return found == modes_.end() ? FileMode::absent : found->second;
}

/// Says which files a complete roster lacks. Orgs and users are what everything else refers to.
static void check_files(Input& in, const Manifest& manifest) {
    bool any_bulk = false;
    bool any = false;
    for (auto file : stored) {
        bool here = manifest.mode(file) != FileMode::absent && in.package.contains(file);
        any = any || here;
        any_bulk = any_bulk || (here && manifest.mode(file) == FileMode::bulk);
    }
    if (!any) {
        in.report.error("package.missing_file", {}, "", "", "at least one of orgs.csv, users.csv, classes.csv, enrollments.csv ...");
        in.broken = true;
    }
    if (!any_bulk) return;
    for (std::string_view file : {"orgs.csv", "users.csv"}) {
        if (in.package.contains(file)) continue;
        in.report.error("package.missing_file", {file}, "", "", "orgs.csv and users.csv in a package of complete files");
    }
    for (std::string_view file : {"academicSessions.csv", "courses.csv", "classes.csv", "enrollments.csv"}) {
        if (in.package.contains(file)) continue;
        in.report.warning("package.missing_file", {file}, "", "", "this file too; what is known of its records stays as it is");
    }
}

void read_oneroster(Input& in, Format format) {
    Manifest manifest(in);
    check_files(in, manifest);
    OneRosterFiles files(in, manifest, format);
    files.read();
}

}  // namespace roster
