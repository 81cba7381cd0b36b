/// A statement for PostgreSQL: prepared on the server once for each combination of parameter types. Private to this folder.
#pragma once

#include <libpq-fe.h>

#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "db/db.h"
#include "db/name_index.h"
#include "db/sql_text.h"

namespace db::detail {

class PgConnection;

struct ResultClearer {
    void operator()(PGresult* result) const { PQclear(result); }
};
using PgResult = std::unique_ptr<PGresult, ResultClearer>;

class PgStatement final : public Statement {
public:
    PgStatement(PgConnection& connection, std::string_view sql)
        : connection_(connection), sql_(number_parameters(sql)), names_(sql_.names), given_(sql_.names.size()), columns_({}) {}
    ~PgStatement() override;

    bool in_use() const { return in_use_; }
    void take() { in_use_ = true; }
    /// SQL that makes the server forget the statement.
    std::string deallocation() const;
    /// Takes the rows that are still on their way into memory, so that the connection is free for another statement.
    void collect_rest();

    void bind_null(std::string_view name) override;
    void bind_integer(std::string_view name, std::int64_t value) override;
    void bind_real(std::string_view name, double value) override;
    void bind_text(std::string_view name, std::string_view value) override;
    void bind_bytes(std::string_view name, std::string_view value) override;
    void expect_many() override { streaming_ = true; }
    bool step() override;
    void finish() override {}  // the server has run it whole
    std::int64_t changes() override { return changes_; }
    void reset() noexcept override;

    int column_count() override { return columns_.size(); }
    int column_index(std::string_view name) override { return columns_.find(name); }
    std::string_view column_name(int column) override { return columns_.name(column); }
    bool is_null(int column) override;
    std::int64_t integer(int column) override;
    double real(int column) override;
    std::string_view text(int column) override;
    std::string_view bytes(int column) override;

private:
    struct Given {
        enum class State { missing, null, text, bytes } state = State::missing;
        Oid type = 0;
        std::string value;
    };
    /// The statement as the server knows it for some types of its parameters.
    struct Variant {
        std::vector<Oid> types;
        std::string name;
    };
    void give(std::string_view name, Given::State state, Oid type, std::string_view value);
    const std::string& prepared();
    void send();
    PgResult receive();
    void accept(PgResult result);
    bool next_row();
    std::string_view value(int column, std::string_view wanted) const;
    [[noreturn]] void refuse(int column, std::string_view wanted) const;

    PgConnection& connection_;
    NumberedSql sql_;
    NameIndex names_;  // finds the first number of a name; one asked for NULL has a second
    std::vector<Given> given_;
    std::vector<Variant> variants_;
    NameIndex columns_;
    PgResult result_;
    std::deque<PgResult> collected_;
    std::vector<std::string> decoded_;  // bytes of the present row, by column
    int row_ = -1;
    std::int64_t changes_ = 0;
    bool in_use_ = false;
    bool streaming_ = false;
    bool sent_ = false;
    bool more_coming_ = false;
};

}  // namespace db::detail
