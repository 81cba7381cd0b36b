/// What the pages of reports share.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/error.h"
#include "data/report.h"
#include "http/call.h"

namespace http {
class Routes;
}

namespace data {

std::string address_of(std::string_view report);
/// The report that the address names. Throws base::NotFound.
Report report_here(http::Call& call, db::Read& db);

/// What is chosen on a page: values to bind (`p-NAME`) and rows to keep of the table that is shown (`f-COLUMN`).
struct Chosen {
    std::vector<std::pair<std::string, std::string>> values, filters;
};
Chosen chosen_of(const http::Fields& fields);
/// "?p-school_year=2027", empty when nothing is chosen.
std::string query_of(const Chosen& chosen);

void fill_parameters(http::Call& call, html::View& view, const ReportFile& file, const Chosen& chosen, const base::Invalid* problem);
/// {{#answer}}: the table with all that belongs to it.
void fill_answer(http::Call& call, html::View& view, const ReportFile& file, const Run& run, const Kept& kept, const Chosen& chosen);
/// {{#run}}: the button to ask anew, with a purpose where students are counted.
void fill_run_form(http::Call& call, html::View& view, const Report& report, const Chosen& chosen);
/// {{#ways}}: files, freezing, print.
void fill_ways(http::Call& call, html::View& view, const Report& report, const Run& run, const Chosen& chosen);
/// Who wrote it, its question, its versions.
void fill_about(http::ReadCall& call, html::View& view, const Report& report);

void report_edit_routes(http::Routes& routes);

}  // namespace data
