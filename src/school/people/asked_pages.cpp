// What this room asks of a person, for My day: what of theirs ends, papers to verify, evaluations to write or to acknowledge.
#include <fmt/format.h>

#include "people/evaluation.h"
#include "people/learning.h"
#include "people/licence.h"
#include "people/pages.h"

namespace people {

constexpr int days_before_end = 60;
constexpr int most_counted = 100;

static void add_endings(http::ReadCall& call, std::vector<DayItem>& items) {
    for (const Expiry& one : expiries(call.db, call.viewer, call.today(), days_before_end)) {
        DayItem item;
        item.title = expiry_words(call, one);
        item.path = one.path;
        item.ask = call.text(one.what == Expiry::What::ends ? "people.day.renew" : "people.day.learn");
        item.due = call.zone.to_instant({one.due, base::Minutes(0)});
        item.whole_day = true;
        items.push_back(std::move(item));
    }
}

static void add_to_verify(http::ReadCall& call, std::vector<DayItem>& items) {
    if (!call.viewer.may_everywhere(may_manage_licences)) return;
    const auto add = [&](std::int64_t waiting, std::string_view title, std::string_view path, std::string_view ask) {
        if (waiting == 0) return;
        DayItem item;
        item.title = call.text(title, {{"n", std::to_string(waiting)}});
        item.path = path;
        item.ask = call.text(ask);
        items.push_back(std::move(item));
    };
    add(count_to_verify(call.db, call.viewer), "people.day.unverified", "/licences/all?show=unverified", "people.day.verify");
    add(count_unconfirmed(call.db, call.viewer), "people.day.unconfirmed", "/licences/all", "people.day.confirm");
}

static void add_evaluations(http::ReadCall& call, std::vector<DayItem>& items) {
    const auto add = [&](std::string_view ask, const EvaluationLine& line) {
        DayItem item;
        item.title = call.text(fmt::format("people.day.evaluation_{}", ask), {{"name", line.name}});
        item.path = line.id > 0 ? fmt::format("/evaluations/{}", line.id) : "/evaluations";
        item.ask = call.text(fmt::format("people.day.{}", ask));
        items.push_back(std::move(item));
    };
    const int year = school_year_of(call.today());
    for (const EvaluationLine& line : evaluations_to_write(call.db, call.viewer, call.today(), most_counted)) {
        if (line.year == year && (line.state.empty() || line.state == "draft")) add("write", line);
    }
    for (const EvaluationLine& line : own_evaluations(call.db, call.viewer)) {
        if (line.state == "signed") add("acknowledge", line);
    }
}

std::vector<DayItem> asked_of_staff(http::ReadCall& call) {
    std::vector<DayItem> items;
    if (!is_staff(call.db, call.viewer)) return items;
    add_endings(call, items);
    add_to_verify(call, items);
    add_evaluations(call, items);
    return items;
}

}  // namespace people
