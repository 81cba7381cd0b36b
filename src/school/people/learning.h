/// What holders learned and for which licences it counts, and who confirmed it.
#pragma once

#include <vector>

#include "people/renewal.h"

namespace people {

/// All activities that count for the licence, newest first. The viewer was checked when the licence was fetched.
std::vector<Activity> activities_of(db::Read& db, const Licence& licence);
/// Throws base::NotFound when it is neither the viewer's own nor the viewer's to manage.
Activity fetch_activity(db::Read& db, const auth::Viewer& viewer, std::int64_t id);
/// For which licences it counts, and for which of them in the next cycle.
struct CountsFor {
    std::int64_t licence = 0;
    bool carried = false;
};
std::vector<CountsFor> licences_of_activity(db::Read& db, const Activity& activity);

/// Of the account, on behalf of whom it is entered. An activity that stands there already with the same day, title and amount is refused, so
/// that none counts twice. Throws base::Invalid naming the field.
std::int64_t add_activity(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Activity& what, const std::vector<CountsFor>& counts_for);
/// A change by the holder takes the confirmation back. base::Conflict when `what.version` is not the one that is there.
void change_activity(db::Write& db, const auth::Viewer& viewer, base::Instant now, const Activity& what, const std::vector<CountsFor>& counts_for);
/// Needs people.manage_licences; nobody confirms their own (base::Forbidden). `approved`: the day of an approval that is seen on the paper.
/// `seen` is the version that was looked at: base::Conflict with the key of a message when it is another by now.
void confirm_activity(db::Write& db, const auth::Viewer& viewer, base::Instant now, std::int64_t id, std::optional<base::Day> approved, std::int64_t seen);
void remove_activity(db::Write& db, const auth::Viewer& viewer, base::Instant now, std::int64_t id);

/// Licences with activities that nobody has confirmed, for whoever manages: id of the activity, holder, title; oldest first.
struct Waiting {
    std::int64_t activity = 0;
    std::int64_t licence = 0;
    std::string holder;
    std::string title;
    base::Day on;
};
std::vector<Waiting> unconfirmed(db::Read& db, const auth::Viewer& viewer, int most);
/// How many there are of them; 0 for those who do not manage licences.
std::int64_t count_unconfirmed(db::Read& db, const auth::Viewer& viewer);

}  // namespace people
