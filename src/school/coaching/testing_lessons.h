/// The small world with what lessons need: bells, a class of Leo's, a specialist who said when she can be asked.
#pragma once

#include "world/world.h"

#include <string>

namespace coaching::testing {

class Lessons : public World {
public:
    Lessons();

    /// The address of a lesson that Leo booked with Nora at the first free time. The goal holds the words "fractions as a film".
    std::string booked();
    /// The same, but waiting, with every time of the class offered.
    std::string asked();
    /// "seen" of the forms of a page.
    static std::string seen_on(const std::string& body);
    std::string seen(std::string_view who, const std::string& address) { return seen_on(as(who).get(address).body); }
    http::Response post(std::string_view who, const std::string& address, const std::string& act, http::TestClient::FormFields fields = {});
    /// A verified licence in the records of the district.
    void licensed(std::string_view who, std::string_view kind, std::string_view expires_on);
    std::string text_of_store(const std::string& sql);

    std::string class_id;
};

}  // namespace coaching::testing
