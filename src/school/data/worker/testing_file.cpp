#include "data/worker/testing_file.h"

#include "duck/duck.h"

namespace data::worker {

void write_file(const std::string& path, std::string_view sql) {
    duck::Session session({.path = path, .memory_megabytes = 1024});
    session.run("CREATE TABLE _warehouse (key VARCHAR, value VARCHAR); INSERT INTO _warehouse VALUES ('version', 'test'), ('as_of', '1000')");
    session.run(sql);
    session.run("CHECKPOINT");
}

}  // namespace data::worker
