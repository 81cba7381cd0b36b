#include <algorithm>

#include "people/standard_role.h"

namespace people {

/// In the order of the page.
std::span<const StandardRole> standard_roles() {
    static const std::vector<StandardRole> all = {standard::technician(),             standard::help_desk_lead(),   standard::student_intern(),
                                                  standard::av_specialist(),          standard::network(),          standard::security_lead(),
                                                  standard::integration_specialist(), standard::data_specialist(),  standard::sis_administrator(),
                                                  standard::webmaster(),              standard::cio()};
    return all;
}

const StandardRole* find_standard(std::string_view key) {
    auto all = standard_roles();
    auto found = std::ranges::find(all, key, [](const StandardRole& one) -> std::string_view { return one.role.key; });
    return found == all.end() ? nullptr : &*found;
}

}  // namespace people
