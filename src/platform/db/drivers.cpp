#include "db/drivers.h"

#include <future>

namespace db::detail {

void submit_and_wait(Database& database, const std::function<void(Write&)>& body) {
    std::promise<void> finished;
    database.submit(body, [&finished](std::exception_ptr error) {
        if (error) finished.set_exception(std::move(error));
        else finished.set_value();
    });
    finished.get_future().get();
}

}  // namespace db::detail
