/// The org chart: solid lines are supervision, dotted lines are daily work, and the evaluator is named. Read by staff.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "people/people.h"

namespace people {

struct ChartPerson {
    auth::AccountId account;
    std::string name;
    std::string roles;           // "Technician", "" when none; by the reader's language
    int reports = 0;             // people whom they line-manage
    std::string line_manager;    // names; empty: nobody
    std::string work_director;
    std::string evaluator;
    bool dotted = false;         // in `led`: daily work only
    bool line_lapsed = false;    // a licensed educator whose line manager does not hold what the state asks for (clause 9)
    std::vector<ChartPerson> led = {};  // of the whole district's first level: whom they lead and direct, the first of them
    int led_more = 0;            // how many of them are left out
};

struct Chart {
    std::vector<ChartPerson> above;            // from the top down to the person's line manager
    std::optional<ChartPerson> person;         // whose page it is; absent: the whole district
    std::vector<ChartPerson> below;            // line-managed by the person; without one: those without a line manager
    std::vector<ChartPerson> directed;         // whose daily work the person directs without being their line manager
    int directed_more = 0;                     // how many of `directed` are left out
    bool more = false;                         // of `below`
};

struct ChartQuestion {
    std::optional<auth::AccountId> person;
    base::Day day;
    std::string_view language;
    std::string after_name;      // paging of `below`
    std::int64_t after = 0;
    int limit = 50;
};
/// With a fixed number of statements, whatever the district's size. Throws base::Forbidden for those who are no staff, base::NotFound for an
/// account that is not there.
Chart org_chart(db::Read& db, const auth::Viewer& viewer, const ChartQuestion& question);

}  // namespace people
