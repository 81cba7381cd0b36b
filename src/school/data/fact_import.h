/// Student data on its way in: rows go to belltower-data as they are read, are compared there with the accepted batches, and become true as a
/// batch (batch.h).
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/child_process.h"
#include "imports/imports.h"
#include "imports/table.h"

namespace data {

/// One fact that an import holds rows of.
struct StagedFact {
    struct Column {
        std::string name, type;  // of the fact; VARCHAR, BIGINT, DOUBLE or DATE
        std::string ref;         // "student", "school", "class", "session": a name of the roster; "line_item": a row of that fact; empty: itself
        std::string header;      // as problems call it
    };
    std::string fact;
    std::vector<Column> columns;
    std::vector<std::string> key;
    std::string file;       // in the package
    bool complete = false;  // what the file does not name has ended
    std::int64_t skipped = 0;
};

class FactImport : public imports::Staged {
public:
    /// Starts the program. Throws std::system_error when it cannot.
    FactImport(std::string kind, std::vector<StagedFact> facts, const imports::Options& options, imports::Progress& progress);
    ~FactImport() override;
    FactImport(const FactImport&) = delete;
    FactImport& operator=(const FactImport&) = delete;

    StagedFact& fact(std::size_t index) { return facts_[index]; }
    /// Rows of one fact: begin, then for each its line, whether it ends, and its cells in the order of the columns; then end.
    void begin_rows(std::size_t index);
    base::RowPacker& row(std::int64_t line, bool ends);
    void end_rows();

    std::vector<imports::Change> plan(db::Read& db, imports::Report& report) override;
    /// The batches that hold: one that was taken back meanwhile, or came from another source, is another ground to compare with.
    std::string basis(db::Read& db) const override;
    void belongs_to(std::int64_t run) override { options_.run = run; }
    void apply(db::Write& db, const auth::Viewer& viewer) override;

private:
    struct Made {
        std::string fact, hash;
        std::int64_t rows = 0;
    };

    void send(char what, std::string_view bytes);
    base::Frame receive();
    [[noreturn]] void broken();
    void send_names(db::Read& db);
    void ask(db::Read& db);
    void report_problems(const std::string& bytes, imports::Report& report) const;

    std::string kind_;
    std::vector<StagedFact> facts_;
    imports::Options options_;
    imports::Progress& progress_;
    /// Goes with its import, also when the program could not be talked to.
    struct Folder {
        std::string path;
        ~Folder();
    };
    Folder temp_;
    std::unique_ptr<base::ChildProcess> child_;
    base::RowPacker packer_;
    std::vector<Made> made_;  // by the last plan
};

/// attendance, school-calendar, programs, school-enrollments: from their templates.
imports::Kind template_kind(std::string_view kind);
/// categories.csv, lineItems.csv and results.csv of a OneRoster package.
imports::Kind results_kind();

}  // namespace data
