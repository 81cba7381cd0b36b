/// What becomes of the worker's answer to a report before it is kept: its step of our own code, then protection. Nothing else is kept.
#pragma once

#include "data/report_file.h"
#include "data/run.h"

namespace data {

/// Registered with finish_with(RunKind::report, ...). Reads the report from the run's own text. Throws Refused: report.columns (a protected
/// report answers with other columns than its privacy part names), report.cut (too many rows to be protected), report.identifying (it reads
/// what names a student), report.finish, report.text.
Kept finish_report(const Run& run, Answer answer);

/// The step alone. `notes` is a JSON object with what the page says beside the table.
Kept step_of(const ReportFile& file, const base::CellTable& answer);

/// The exact interval of a rate of events, 95 % (Garwood 1936, Biometrika 28:437): from chi-squared quantiles of 2k and 2k + 2 degrees of
/// freedom, divided by the exposure.
struct RateInterval {
    double rate = 0, low = 0, high = 0;
};
/// exposure > 0, events >= 0.
RateInterval poisson_interval(std::int64_t events, double exposure);

}  // namespace data
