#include "data/worker/worker.h"

#include <boost/json.hpp>

namespace data::worker {

void Line::fail(std::string_view code, std::string_view detail, std::string_view message) {
    write('E', boost::json::serialize(boost::json::object{{"code", code}, {"detail", detail}, {"message", message}}));
}

}  // namespace data::worker
