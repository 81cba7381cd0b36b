/// An import that tells how long its one transaction kept the processor, which other work on the machine does not stretch.
#pragma once

#include <time.h>

#include <memory>

#include "imports/imports.h"

class BusyStaged : public imports::Staged {
public:
    BusyStaged(std::unique_ptr<imports::Staged> staged, double& seconds) : staged_(std::move(staged)), seconds_(seconds) {}
    std::vector<imports::Change> plan(db::Read& db, imports::Report& report) override { return staged_->plan(db, report); }
    void apply(db::Write& db, const auth::Viewer& viewer) override {
        auto start = now();
        staged_->apply(db, viewer);
        seconds_ = now() - start;
    }

private:
    static double now() {
        timespec time{};
        ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
        return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
    }
    std::unique_ptr<imports::Staged> staged_;
    double& seconds_;
};

/// `seconds` is set by each import and must outlive the kind.
inline imports::Kind busy_kind(imports::Kind kind, double& seconds) {
    kind.read = [read = kind.read, &seconds](const imports::Package& package, const imports::Options& options, imports::Report& report,
                                             imports::Progress& progress) -> std::unique_ptr<imports::Staged> {
        auto staged = read(package, options, report, progress);
        if (!staged) return nullptr;
        return std::make_unique<BusyStaged>(std::move(staged), seconds);
    };
    return kind;
}
