#include "helpdesk/similar.h"

#include <algorithm>
#include <set>
#include <tuple>

#include "base/text.h"
#include "db/db.h"

namespace helpdesk {

/// More are not looked at; the newest are the likely ones.
static constexpr int most_compared = 500;

static std::set<std::string> words_of_title(std::string_view title) {
    std::set<std::string> words;
    for (auto& word : base::folded_words(title)) {
        if (base::count_code_points(word) >= 3) words.insert(std::move(word));
    }
    return words;
}

static int count_shared(const std::set<std::string>& words, std::string_view title) {
    int shared = 0;
    for (const auto& word : words_of_title(title)) shared += static_cast<int>(words.count(word));
    return shared;
}

struct Compared {
    SimilarRequest request;
    std::int64_t school_id;
};

static std::vector<Compared> unfinished_around(db::Read& db, const Request& request) {
    return db.query(R"sql(
        SELECT r.id, r.title, r.state, r.requester_name, o.name AS school, r.school_id, r.room, r.created_at,
               CASE WHEN r.device_id = :device THEN 1 ELSE 0 END AS same_device,
               CASE WHEN r.requester_id = :requester THEN 1 ELSE 0 END AS same_requester
          FROM helpdesk_request r
          JOIN roster_org o ON o.id = r.school_id
         WHERE r.state IN ('new', 'open', 'waiting', 'scheduled') AND r.id <> :id
           AND (r.school_id = :school OR r.device_id = :device OR r.requester_id = :requester)
         ORDER BY r.created_at DESC, r.id DESC
         LIMIT :most
    )sql")
        .bind("device", request.device.value_or(inventory::DeviceId{}))
        .bind("requester", request.requester.value_or(auth::AccountId{}))
        .bind("id", request.id)
        .bind("school", request.school)
        .bind("most", most_compared)
        .all([](const db::Row& row) {
            return Compared{{{row.integer("id")}, std::string(row.text("title")), *parse_state(row.text("state")), std::string(row.text("requester_name")),
                          std::string(row.text("school")), std::string(row.text("room")), row.instant("created_at"), row.flag("same_device"),
                          row.flag("same_requester"), 0},
                         row.integer("school_id")};
        });
}

std::vector<SimilarRequest> similar_requests(db::Read& db, const auth::Viewer& viewer, const Request& request, std::size_t limit) {
    auto words = words_of_title(request.title);
    std::vector<SimilarRequest> similar;
    for (auto& [found, school] : unfinished_around(db, request)) {
        if (!viewer.may(may_work, school)) continue;
        found.shared_words = count_shared(words, found.title);
        if (found.same_device || found.same_requester || found.shared_words > 0) similar.push_back(std::move(found));
    }
    std::ranges::stable_sort(similar, std::greater(), [](const SimilarRequest& one) {
        return std::tuple(one.same_device, one.shared_words + (one.same_requester ? 1 : 0));
    });
    if (similar.size() > limit) similar.resize(limit);
    return similar;
}

}  // namespace helpdesk
