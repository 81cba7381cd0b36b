/// For tests and figures of detection: a made-up school year, outbreaks in it, and EARS to compare with.
#pragma once

#include <optional>
#include <vector>

#include "planning/detect.h"

namespace planning::testing {

/// What the year is like. Requests come in clusters of logarithmic size, so every cell and every margin has counts that are negative binomial with
/// this variance over mean; how busy models, schools, categories and their combinations are differs widely.
struct YearPlan {
    std::uint64_t seed = 1;
    int models = 20;
    int schools = 10;
    int categories = 10;
    double requests = 20'000;     // a year of 180 school days
    double spread = 1.5;          // variance over mean
    bool surge = true;            // at each term's start, by category up to four times as many, less each week
    bool year_before = true;      // known; otherwise only its last 75 school days are
    int outbreaks = 0;
    int extra_a_day = 6;
};

struct Outbreak {
    Cell cell;
    int first = 0;  // day of the axis
    int days = 5;
};

struct Year {
    Axis axis;
    std::vector<base::Day> term_starts;
    std::vector<Sighting> sightings;
    std::vector<Outbreak> outbreaks;
    int first = 0;  // day of the axis on which the year begins
};
Year make_year(const YearPlan& plan);

/// What a year of nightly detection told, an alert that persists as one.
struct Told {
    Cell cell;
    int first = 0;  // of the window in which it was found
    int last = 0;   // on which it was found again
    int told = 0;   // on which it was told
};
std::vector<Told> watch_year(const Year& year, const Ledger& ledger);
/// EARS C2 on the daily counts of every cell; at least `least` requests.
std::vector<Told> ears_year(const Year& year, const Ledger& ledger, int least);

struct Score {
    int false_alarms = 0;    // of cells that no outbreak touches then
    int found = 0;           // outbreaks with an alert on their cell, a part of it or a wider one, within three school days
    int outbreaks = 0;
    double delay = 0;        // summed school days until those were found; 0: the same day
};
Score score(const Year& year, const std::vector<Told>& told);

/// EARS (Fricker, Hegler & Dunfee, Stat. Med. 27:3407-3429, 2008; R surveillance::earsC), as it is implemented there, for comparison only: the
/// limit at `day` is mean + 3.0902 standard deviations of seven days. C1 reads the seven days before, C2 those that end three days before.
std::optional<double> ears_c1(const std::vector<double>& counts, int day);
std::optional<double> ears_c2(const std::vector<double>& counts, int day);

}  // namespace planning::testing
