/// A chart of the table that readers see, as a Vega-Lite specification with its values in it. Made here and nowhere else, from the report's
/// [chart] part; the browser draws it and adds no rule of its own. Pure.
#pragma once

#include <optional>

#include <boost/json/fwd.hpp>

#include "data/report_table.h"

namespace data {

/// Absent when the report asks for none, or the table has not its columns or no rows. Totals are left out, what is withheld is marked by its
/// symbol in place of a mark.
std::optional<boost::json::object> chart_of(const ReportFile& file, const ShownTable& table);

/// The most rows that a chart shows; of more only the table tells.
constexpr std::size_t most_chart_rows = 2000;

}  // namespace data
