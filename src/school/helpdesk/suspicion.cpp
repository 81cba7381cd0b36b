#include "helpdesk/suspicion.h"

#include <algorithm>
#include <map>
#include <utility>

namespace helpdesk {

std::string_view word(SuspicionState state) {
    switch (state) {
        case SuspicionState::open: return "open";
        case SuspicionState::taken: return "taken";
        case SuspicionState::set_aside: return "set_aside";
    }
    return "open";
}

std::string_view word(Shared shared) {
    switch (shared) {
        case Shared::model: return "model";
        case Shared::category_and_school: return "category_and_school";
        case Shared::category: return "category";
        case Shared::nothing: return "nothing";
    }
    return "nothing";
}

/// What two of them share in this way; absent when it is not known of this one.
static std::optional<std::pair<std::int64_t, std::int64_t>> key_of(Shared shared, const Suspicion& one) {
    if (shared == Shared::model && one.model) return std::pair(*one.model, std::int64_t{0});
    if (shared == Shared::category_and_school && one.category && one.school) return std::pair(one.category->value, one.school->value);
    if (shared == Shared::category && one.category) return std::pair(one.category->value, std::int64_t{0});
    return std::nullopt;
}

/// Takes those that share this with another one out of `left`.
static void take_groups(Shared shared, std::vector<const Suspicion*>& left, std::vector<SuspicionGroup>& groups) {
    std::map<std::pair<std::int64_t, std::int64_t>, std::vector<const Suspicion*>> by_key;
    for (const auto* one : left) {
        if (auto key = key_of(shared, *one)) by_key[*key].push_back(one);
    }
    auto is_grouped = [&](const Suspicion* one) {
        auto key = key_of(shared, *one);
        return key && by_key[*key].size() > 1;
    };
    auto begin = groups.size();
    for (const auto* one : left) {
        if (is_grouped(one) && by_key[*key_of(shared, *one)].front() == one) groups.push_back({shared, by_key[*key_of(shared, *one)]});
    }
    std::ranges::stable_sort(groups.begin() + static_cast<std::ptrdiff_t>(begin), groups.end(), std::greater(),
                             [](const SuspicionGroup& group) { return group.suspicions.front()->id.value; });
    std::erase_if(left, is_grouped);
}

std::vector<SuspicionGroup> group_by_what_they_share(std::span<const Suspicion> all) {
    std::vector<const Suspicion*> left;
    for (const auto& one : all) left.push_back(&one);
    std::vector<SuspicionGroup> groups;
    for (auto shared : {Shared::model, Shared::category_and_school, Shared::category}) take_groups(shared, left, groups);
    if (!left.empty()) groups.push_back({Shared::nothing, std::move(left)});
    return groups;
}

}  // namespace helpdesk
