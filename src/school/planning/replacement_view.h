/// The plan as tables, chart and file. Only for this room.
#pragma once

#include <boost/json/fwd.hpp>

#include "files/spreadsheet.h"
#include "planning/replacement_store.h"
#include "planning/verdict_view.h"

namespace planning {

/// "&school=3&fund=Levy" of the scope; empty without one.
std::string query_of(const PlanScope& scope);
std::string fund_words(const http::Call& call, std::string_view fund);
/// #year: label, number, price, href; sum of what is due in each.
void fill_years(const http::Call& call, html::View& view, const Plan& plan, const PlanScope& scope);
/// #table: caption, first, #column: label; #row: name, #cell: label, #some: n, price, href. By school and money, and by kind.
void fill_tables(const http::Call& call, html::View& view, const Plan& plan, const PlanScope& scope);
/// A Vega-Lite specification: what each year costs, by who pays.
boost::json::object chart_of(const http::Call& call, const Plan& plan);
/// "214 devices come to their end in five school years ..."
std::string plan_sentence(const http::Call& call, const Plan& plan);
files::Sheet sheet_of(const http::Call& call, const Plan& plan);

}  // namespace planning
