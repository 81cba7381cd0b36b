/// What readers see of an answer in one language: title, values chosen, table, sentence, chart, and what must be known beside them. The page of a
/// report, its files and a frozen figure are all this, so that none of them tells more than another.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <boost/json/fwd.hpp>

#include "base/time.h"
#include "data/report_table.h"
#include "data/run.h"
#include "files/spreadsheet.h"
#include "html/html.h"

namespace data {

struct Face {
    std::string title, about, source, limits;
    std::vector<std::pair<std::string, std::string>> parameters;  // label, value in words
    std::optional<base::Instant> as_of;
    ShownTable table;
    std::optional<std::string> sentence;
    std::vector<std::string> statements;  // what a step of our code found: a correlation and what is missing
    std::string chart;                    // a Vega-Lite specification as JSON; empty: none
    std::vector<std::string> notes;       // what is withheld and why, what is missing, what was cut off
};

/// A choice of a parameter as its form shows it; the choice itself where no words are known.
std::string words_of_choice(const html::Messages& messages, html::Language language, const std::string& choice);

/// Filters: columns by name with the value that is kept; those that the table has not are passed over.
using Filters = std::vector<std::pair<std::string, std::string>>;
Face face_of(const ReportFile& file, const Run& run, const Kept& kept, const html::Messages& messages, html::Language language, const Filters& filters = {});

/// A whole face as JSON and back. Throws std::runtime_error for what is none.
boost::json::object to_json(const Face& face);
Face face_of_json(const boost::json::value& value);

/// Fills data/face.html: the sentence, the chart, the table, what must be known.
void fill_face(html::View& view, const Face& face);
/// As a file, with the words around it in this language.
files::Sheet sheet_of(const Face& face, const html::Messages& messages, html::Language language);

}  // namespace data
