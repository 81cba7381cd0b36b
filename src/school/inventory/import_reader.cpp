// From the files of a package to rows that are right in themselves.
#include <map>
#include <set>

#include <fmt/format.h>

#include "base/csv.h"
#include "base/text.h"
#include "imports/package.h"
#include "inventory/import.h"
#include "inventory/import_values.h"

namespace inventory {

std::string ImportRow::key() const {
    for (auto column : {col_external_id, col_asset_tag, col_serial}) {
        if (!cells[column].empty()) return base::fold(cells[column]);
    }
    return {};
}

/// Only to tell who wrote the file; Table reports what is wrong with it.
static Shape shape_of_file(const imports::Package& package, const std::string& file) {
    try {
        auto bytes = package.read(file);
        if (!bytes) return Shape::table;
        base::csv::Reader reader(base::csv::from_text(*bytes));
        return reader.next() ? shape_of(reader.fields()) : Shape::table;
    } catch (const base::csv::Error&) {
        return Shape::table;
    } catch (const imports::Unreadable&) {
        return Shape::table;
    }
}

namespace {

/// Reads one file to its end, then what its columns mean together.
class FileReader {
public:
    FileReader(ImportRows& into, imports::Report& report, imports::Progress& progress) : all_(into), report_(report), progress_(progress) {}

    void read(const imports::Package& package, const std::string& file, const imports::Options& options) {
        shape_ = shape_of_file(package, file);
        auto table = imports::Table::open(package, file, columns(), options, report_);
        if (!table || !has_key(*table)) return;
        read_header(*table);
        first_ = all_.rows.size();
        while (table->next()) read_row(*table);
        all_.skipped += table->skipped_rows();
        all_.shape = shape_;
        usable = true;
        read_days(col_purchased_on, &ImportRow::purchased_on);
        read_days(col_warranty_ends_on, &ImportRow::warranty_ends_on);
        read_days(col_support_ends_on, &ImportRow::support_ends_on);
        for (std::size_t i = first_; i < all_.rows.size(); ++i) read_rest(all_.rows[i]);
    }
    bool usable = false;

private:
    bool has_key(const imports::Table& table) {
        if (table.has(col_asset_tag) || table.has(col_serial) || table.has(col_external_id)) return true;
        report_.error("devices.no_key_column", {table.file(), 1}, "", "",
                      "a column with the asset tag or the serial number; when it has another name, map the columns first");
        return false;
    }
    void read_header(const imports::Table& table) {
        for (std::size_t column = 0; column < col_known_count; ++column) {
            if (table.has(column)) all_.headers[column] = all_.texts.keep(table.header(column));
        }
        file_ = all_.texts.keep(table.file());
    }
    void read_row(const imports::Table& table) {
        ImportRow row{.file = file_, .row = table.row(), .shape = shape_};
        for (std::size_t column = 0; column < col_known_count; ++column) row.cells[column] = all_.texts.keep(table.text(column));
        all_.rows.push_back(row);
        if (all_.rows.size() % 500 == 0) progress_.check(table.bytes_read(), table.bytes_total());
    }
    void refuse(ImportRow& row, std::string_view code, std::size_t column, std::string_view expected) {
        row.bad = true;
        report_.error(code, row.place(), all_.headers[column], row.cells[column], expected);
    }
    void warn(const ImportRow& row, std::string_view code, std::size_t column, std::string_view expected) {
        report_.warning(code, row.place(), all_.headers[column], row.cells[column], expected);
    }
    void read_days(std::size_t column, std::optional<base::Day> ImportRow::* field) {
        DayOrder order = DayOrder::unknown;
        for (std::size_t i = first_; i < all_.rows.size(); ++i) order = combine(order, order_shown_by(all_.rows[i].cells[column]));
        bool short_years = false;
        for (std::size_t i = first_; i < all_.rows.size(); ++i) {
            auto& row = all_.rows[i];
            if (row.cells[column].empty()) continue;
            auto read = read_day(row.cells[column], order);
            row.*field = read.day;
            short_years = short_years || read.two_digit_year;
            if (read.ambiguous) {
                refuse(row, "row.ambiguous_date", column,
                       order == DayOrder::contradictory ? "2026-08-24; this column mixes month/day and day/month, so nobody can tell which this is"
                                                        : "2026-08-24; nothing in this column shows whether the month or the day stands first");
            } else if (!read.day) {
                refuse(row, "row.invalid_date", column, "a day such as 2026-08-24 or 8/24/2026");
            }
        }
        if (short_years) {
            report_.warning("devices.two_digit_year", {file_, 1}, all_.headers[column], "",
                            "years with four digits; 00 to 68 were read as 2000 to 2068, 69 to 99 as 1969 to 1999");
        }
    }
    /// A number that a spreadsheet shortened tells nothing and would be found nowhere, so it is never stored.
    void drop_lost_digits(ImportRow& row, std::size_t column) {
        if (!lost_its_digits(row.cells[column])) return;
        warn(row, "row.digits_lost", column, "the whole number; a spreadsheet shortened this one, and it was not stored");
        row.cells[column] = {};
    }
    void read_money(ImportRow& row) {
        if (row.cells[col_cost].empty()) return;
        row.cost_cents = base::parse_cents(row.cells[col_cost]);
        if (!row.cost_cents || *row.cost_cents < 0) refuse(row, "row.invalid_amount", col_cost, "an amount such as 12.58 or $12.58");
    }
    void read_warranty(ImportRow& row) {
        auto months = row.cells[col_warranty_months];
        if (months.empty() || row.warranty_ends_on) return;
        auto count = base::parse_integer(base::trim(months.substr(0, months.find_first_not_of("0123456789"))));
        if (!count || *count > 1200) {
            warn(row, "row.invalid_warranty", col_warranty_months, "a number of months; it was left out");
        } else if (*count > 0 && row.purchased_on) {
            row.warranty_ends_on = months_after(*row.purchased_on, static_cast<int>(*count));
        }
    }
    void read_rest(ImportRow& row) {
        drop_lost_digits(row, col_asset_tag);
        drop_lost_digits(row, col_serial);
        drop_lost_digits(row, col_external_id);
        read_money(row);
        read_warranty(row);
        if (!row.cells[col_last_seen].empty()) {
            row.last_seen_at = read_moment(row.cells[col_last_seen]);
            if (!row.last_seen_at) warn(row, "row.invalid_moment", col_last_seen, "a moment such as 2026-03-01T10:22:33Z; it was left out");
        }
        if (row.key().empty()) {
            row.bad = true;
            report_.error("row.no_key", row.place(), "", "", "an asset tag or a serial number, so that the device can be told from others");
        }
    }

    ImportRows& all_;
    imports::Report& report_;
    imports::Progress& progress_;
    std::string_view file_;
    std::size_t first_ = 0;
    Shape shape_ = Shape::table;
};

}  // namespace

/// Both rows are named, since nobody can tell which of them is wrong; neither comes in.
static void refuse_twins(ImportRows& all, std::size_t column, std::string_view code, imports::Report& report) {
    std::map<std::string, std::size_t, std::less<>> first;
    std::set<std::size_t> told;
    auto tell = [&](std::size_t i, std::size_t other) {
        auto& row = all.rows[i];
        row.bad = true;
        if (!told.insert(i).second) return;
        report.error(code, row.place(), all.headers[column], row.cells[column], fmt::format("each once; row {} has it too", all.rows[other].row));
    };
    for (std::size_t i = 0; i < all.rows.size(); ++i) {
        auto folded = base::fold(all.rows[i].cells[column]);
        if (folded.empty()) continue;
        auto [found, is_new] = first.emplace(folded, i);
        if (is_new) continue;
        tell(found->second, i);
        tell(i, found->second);
    }
}

std::unique_ptr<ImportRows> read_rows(const imports::Package& package, const imports::Options& options, imports::Report& report,
                                      imports::Progress& progress) {
    auto all = std::make_unique<ImportRows>();
    bool usable = false;
    for (const auto& file : package.names()) {
        FileReader reader(*all, report, progress);
        reader.read(package, file, options);
        usable = usable || reader.usable;
    }
    if (!usable) return nullptr;
    refuse_twins(*all, col_external_id, "row.duplicate_id", report);
    refuse_twins(*all, col_asset_tag, "row.duplicate_tag", report);
    refuse_twins(*all, col_serial, "row.duplicate_serial", report);
    bool named = !options.source.empty() && options.source != "devices";
    all->source = named ? options.source : std::string(source_of(all->shape));
    return all;
}

}  // namespace inventory
