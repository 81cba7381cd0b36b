#include "planning/cio_rows.h"

#include <algorithm>
#include <sstream>

#include <fmt/format.h>

#include "base/csv.h"
#include "base/text.h"
#include "html/format.h"

namespace planning {

static http::Response as_file(http::ReadCall& call, const RowList& list) {
    constexpr std::size_t at_once = 1000;
    std::ostringstream text;
    base::csv::Writer file(text, base::csv::Writer::Mark::byte_order);
    for (const auto& column : list.columns) file.text(column);
    file.end_row();
    for (std::size_t first = 0; first < list.all; first += at_once) {
        for (const auto& row : list.rows(first, at_once)) {
            for (const auto& cell : row) file.text(cell.file.empty() ? cell.words : cell.file);
            file.end_row();
        }
    }
    call.note_access("planning", 0, "export");
    return call.download(fmt::format("{}-{}.csv", list.file_name, base::to_iso(call.today())), "text/csv; charset=utf-8", text.str());
}

static void fill_row(html::View row, const RowList& list, const RowCells& cells) {
    for (std::size_t i = 0; i < cells.size(); ++i) {
        auto cell = row.add(i == 0 ? "head" : "cell");
        cell.set("heading", list.columns[i]);
        if (cells[i].href.empty()) cell.add("plain").set("words", cells[i].words);
        else cell.add("way").set("words", cells[i].words).set("href", cells[i].href);
    }
}

http::Response row_list(http::ReadCall& call, const RowList& list) {
    if (call.request.query.text("as") == "csv") return as_file(call, list);
    const auto pages = (list.all + rows_on_page - 1) / rows_on_page;
    const auto asked = base::parse_integer(call.request.query.text("page")).value_or(1);
    const auto page = std::clamp<std::size_t>(asked < 1 ? 1 : static_cast<std::size_t>(asked), 1, std::max<std::size_t>(pages, 1));
    const char joint = list.address.find('?') == std::string::npos ? '?' : '&';
    html::View view;
    view.set("title", list.title).set("words", list.words).set("as_of", html::moment_words(call.language, call.zone, call.now, call.now));
    view.set("all", call.text("planning.cio_rows.all", {{"n", html::number_words(call.language, static_cast<std::int64_t>(list.all))}}));
    if (list.all == 0) {
        view.show("empty");
        return call.page("planning/cio_rows", list.title, std::move(view));
    }
    auto table = view.add("table");
    table.set("title", list.title).set("csv", fmt::format("{}{}as=csv", list.address, joint));
    for (const auto& column : list.columns) table.add("column").set("heading", column);
    for (const auto& row : list.rows((page - 1) * rows_on_page, rows_on_page)) fill_row(table.add("row"), list, row);
    if (pages > 1) {
        auto pager = table.include("pager", "html/pager");
        pager.set("summary", call.text("planning.cio_rows.page", {{"page", std::to_string(page)}, {"pages", std::to_string(pages)}}));
        if (page > 1) pager.add("previous").set("href", fmt::format("{}{}page={}", list.address, joint, page - 1));
        if (page < pages) pager.add("next").set("href", fmt::format("{}{}page={}", list.address, joint, page + 1));
    }
    return call.page("planning/cio_rows", list.title, std::move(view));
}

}  // namespace planning
