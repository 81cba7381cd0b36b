#include "planning/alert_json.h"

#include <boost/json.hpp>

namespace planning {

using boost::json::object;

std::string json_of(const std::array<Look, 4>& looks) {
    boost::json::array all;
    for (const auto& look : looks) {
        all.push_back(object{{"days", look.window}, {"observed", look.observed}, {"expected", look.expected}, {"p", look.p}});
    }
    return boost::json::serialize(all);
}

std::array<Look, 4> looks_of(std::string_view json) {
    std::array<Look, 4> looks{};
    if (json.empty()) return looks;
    const auto all = boost::json::parse(json).as_array();
    for (std::size_t at = 0; at < looks.size() && at < all.size(); ++at) {
        const auto& one = all[at].as_object();
        looks[at] = {static_cast<int>(one.at("days").as_int64()), one.at("observed").as_int64(), one.at("expected").to_number<double>(), one.at("p").to_number<double>()};
    }
    return looks;
}

std::string json_of(const AlertInputs& inputs) {
    return boost::json::serialize(object{{"seen_before", inputs.seen_before},
                                         {"exposure", inputs.exposure},
                                         {"spread", inputs.spread},
                                         {"factor", inputs.factor},
                                         {"from_parent", inputs.from_parent},
                                         {"threshold", inputs.threshold}});
}

AlertInputs inputs_of(std::string_view json) {
    const auto all = boost::json::parse(json).as_object();
    auto number = [&](const char* name) { return all.at(name).to_number<double>(); };
    return {number("seen_before"), number("exposure"), number("spread"), number("factor"), all.at("from_parent").as_bool(), number("threshold")};
}

}  // namespace planning
