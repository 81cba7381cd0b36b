#include <fmt/core.h>

#include "base/time.h"
#include "duck/session.h"
#include "duck/values.h"

namespace duck {

namespace {

class TableAppender : public Appender {
public:
    TableAppender(duckdb_connection connection, const std::string& table) {
        if (duckdb_appender_create(connection, nullptr, table.c_str(), &appender_) != DuckDBSuccess) {
            const Error error = said();
            duckdb_appender_destroy(&appender_);  // the destructor does not run when this throws
            throw Error(error);
        }
        for (idx_t column = 0; column < duckdb_appender_column_count(appender_); ++column) {
            Type type(duckdb_appender_column_type(appender_, column));
            types_.push_back(duckdb_get_type_id(type.get()));
        }
    }
    ~TableAppender() override { duckdb_appender_destroy(&appender_); }

    void null() override { check(duckdb_append_null(appender_)); }
    void integer(std::int64_t value) override {
        auto type = at_ < types_.size() ? types_[at_] : DUCKDB_TYPE_INVALID;
        if (type == DUCKDB_TYPE_BOOLEAN) {
            check(duckdb_append_bool(appender_, value != 0));
        } else if (cell_type(type) == base::CellType::moment) {
            check(duckdb_append_timestamp(appender_, {value * 1000}));
        } else {
            check(duckdb_append_int64(appender_, value));
        }
    }
    void real(double value) override { check(duckdb_append_double(appender_, value)); }
    void text(std::string_view value) override { check(duckdb_append_varchar_length(appender_, value.data(), value.size())); }
    void day(std::string_view iso) override {
        auto parsed = base::parse_day(iso);
        if (!parsed) throw Error(Error::Kind::other, fmt::format("\"{}\" is no day such as 2026-08-24", iso));
        check(duckdb_append_date(appender_, {static_cast<std::int32_t>(parsed->time_since_epoch().count())}));
    }
    void end_row() override {
        at_ = 0;
        if (duckdb_appender_end_row(appender_) != DuckDBSuccess) throw said();
    }
    void close() override {
        if (duckdb_appender_close(appender_) != DuckDBSuccess) throw said();
    }

private:
    Error said() const { return failure(duckdb_appender_error(appender_), false); }
    void check(duckdb_state state) {
        if (state != DuckDBSuccess) throw said();
        ++at_;
    }
    duckdb_appender appender_ = nullptr;
    std::vector<duckdb_type> types_;
    std::size_t at_ = 0;
};

}  // namespace

std::unique_ptr<Appender> Session::append(std::string_view table) {
    return std::make_unique<TableAppender>(handles_->connection, std::string(table));
}

void append(Appender& appender, base::RowReader& reader, bool is_day) {
    reader.visit([&] { appender.null(); }, [&](std::int64_t value) { appender.integer(value); }, [&](double value) { appender.real(value); },
                 [&](std::string_view value) { is_day ? appender.day(value) : appender.text(value); });
}

}  // namespace duck
