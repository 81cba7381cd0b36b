/// What the parts of a session share.
#pragma once

#include <atomic>

#include "duck/c_api.h"
#include "duck/duck.h"

namespace duck {

struct Session::Handles {
    duckdb_database database = nullptr;
    duckdb_connection connection = nullptr;
    /// DuckDB does not always say that it was interrupted, so we remember that we asked it to.
    std::atomic<bool> interrupted = false;
    ~Handles();
};

/// The error for what DuckDB said.
Error failure(const char* words, bool interrupted);

}  // namespace duck
