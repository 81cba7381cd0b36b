#include "planning/testing_detection.h"

#include <algorithm>
#include <cmath>

#include "base/random.h"

namespace planning::testing {

using base::Random;

static double normal(Random& random) { return std::sqrt(-2 * std::log(1 - random.unit())) * std::cos(2 * 3.14159265358979323846 * random.unit()); }

static int poisson(Random& random, double mean) {
    int count = 0;
    for (double product = random.unit(), limit = std::exp(-mean); product > limit; product *= random.unit()) ++count;
    return count;
}

/// Logarithmic with parameter theta, by inversion.
static int logarithmic(Random& random, double theta) {
    double left = random.unit();
    double share = -theta / std::log(1 - theta);
    int size = 1;
    for (; left > share && size < 1000; ++size) {
        left -= share;
        share *= theta * size / (size + 1);
    }
    return size;
}

static std::size_t draw(Random& random, const std::vector<double>& sums) {
    const double at = random.unit() * sums.back();
    return static_cast<std::size_t>(std::ranges::upper_bound(sums, at) - sums.begin());
}

constexpr int days_of_fall = 85;
constexpr int days_of_spring = 95;

static void add_days(Axis& axis, base::Day from, int count) {
    for (auto day = from; count > 0; day += std::chrono::days(1)) {
        if (base::iso_weekday(day) > 5) continue;
        axis.days.push_back(day);
        --count;
    }
}

/// What a surge multiplies by, in a term's weeks; differs by year, term and category.
struct Surge {
    std::vector<double> size;  // by category
    int first = 0;
    double at(std::size_t category, int day) const {
        constexpr double left[] = {1, 0.6, 0.3, 0.1};
        const int week = (day - first) / 5;
        return week < 4 ? 1 + size[category] * left[week] : 1;
    }
};

struct Shape {
    std::vector<double> of_category;
    std::vector<std::vector<double>> sums;  // by category: running sums over model x school
};

static Shape make_shape(Random& random, const YearPlan& plan) {
    auto busy = [&](int count, double sigma) {
        std::vector<double> weights;
        weights.reserve(static_cast<std::size_t>(count));
        for (int at = 0; at < count; ++at) weights.push_back(std::exp(sigma * normal(random)));
        return weights;
    };
    const auto models = busy(plan.models, 0.8);
    const auto schools = busy(plan.schools, 0.5);
    Shape shape{busy(plan.categories, 0.6), {}};
    for (int category = 0; category < plan.categories; ++category) {
        double sum = 0;
        std::vector<double> sums;
        for (const double model : models) {
            for (const double school : schools) sums.push_back(sum += model * school * std::exp(0.5 * normal(random)));
        }
        shape.sums.push_back(std::move(sums));
    }
    return shape;
}

static Cell leaf_of(const YearPlan& plan, std::size_t category, std::size_t place) {
    const auto schools = static_cast<std::size_t>(plan.schools);
    return {static_cast<std::int64_t>(place / schools) + 1, static_cast<std::int64_t>(place % schools) + 1, static_cast<std::int64_t>(category) + 1};
}

static void add_sightings(Year& year, Random& random, int day, const Cell& leaf, int count) {
    for (; count > 0; --count) {
        year.sightings.push_back({day, leaf, random.between(1, 1'000'000), random.between(1, 1'000'000), static_cast<std::int64_t>(year.sightings.size()) + 1});
    }
}

static void add_outbreaks(Year& year, Random& random, const YearPlan& plan) {
    for (int number = 0; number < plan.outbreaks; ++number) {
        const int room = (days_of_fall + days_of_spring - 10) / plan.outbreaks;
        Outbreak outbreak{{random.between(1, plan.models), random.between(1, plan.schools), random.between(1, plan.categories)},
                          year.first + number * room + static_cast<int>(random.between(0, std::max(0, room - 20)))};
        // Half of them one model at one school with one kind of trouble, the others a model everywhere or a school's whole trouble.
        const auto kind = random.below(4);
        if (kind == 0) outbreak.cell.school = 0;
        if (kind == 1) outbreak.cell.model = 0;
        for (int day = outbreak.first; day < outbreak.first + outbreak.days; ++day) {
            for (int extra = 0; extra < plan.extra_a_day; ++extra) {
                Cell leaf = outbreak.cell;
                if (leaf.school == 0) leaf.school = random.between(1, plan.schools);
                if (leaf.model == 0) leaf.model = random.between(1, plan.models);
                add_sightings(year, random, day, leaf, 1);
            }
        }
        year.outbreaks.push_back(outbreak);
    }
}

Year make_year(const YearPlan& plan) {
    Random random(plan.seed);
    const auto shape = make_shape(random, plan);
    Year year;
    std::vector<Surge> terms;
    std::vector<double> usual_surge;
    usual_surge.reserve(static_cast<std::size_t>(plan.categories));
    for (int category = 0; category < plan.categories; ++category) usual_surge.push_back(0.5 + 2.5 * random.unit());
    auto begin_term = [&](base::Day from, int days, double share) {
        Surge surge{{}, static_cast<int>(year.axis.days.size())};
        for (const double size : usual_surge) surge.size.push_back(plan.surge ? share * size * std::exp(0.15 * normal(random)) : 0);
        terms.push_back(std::move(surge));
        add_days(year.axis, from, days);
        year.term_starts.push_back(year.axis.days[static_cast<std::size_t>(terms.back().first)]);
    };
    using namespace std::chrono;
    for (int begins = 2024; begins < 2026; ++begins) {
        begin_term(sys_days(std::chrono::year(begins) / August / 17), days_of_fall, 1);
        begin_term(sys_days(std::chrono::year(begins + 1) / January / 4), days_of_spring, 0.5);
    }
    year.first = days_of_fall + days_of_spring;
    double all = 0;
    for (const double weight : shape.of_category) all += weight;
    // The surges bring more; what is left is the usual rate.
    const double usual = plan.requests / (days_of_fall + days_of_spring) / (plan.surge ? 1.25 : 1);
    const double theta = 1 - 1 / plan.spread;
    const double clusters = plan.spread > 1 ? std::log(plan.spread) / (plan.spread - 1) : 1;
    std::size_t term = 0;
    for (int day = 0; day < static_cast<int>(year.axis.days.size()); ++day) {
        while (term + 1 < terms.size() && terms[term + 1].first <= day) ++term;
        for (std::size_t category = 0; category < shape.sums.size(); ++category) {
            const double rate = usual * shape.of_category[category] / all * terms[term].at(category, day);
            for (int left = poisson(random, rate * clusters); left > 0; --left) {
                const auto leaf = leaf_of(plan, category, draw(random, shape.sums[category]));
                add_sightings(year, random, day, leaf, plan.spread > 1 ? logarithmic(random, theta) : 1);
            }
        }
    }
    add_outbreaks(year, random, plan);
    if (!plan.year_before) {
        constexpr int known_days = 75;
        const int cut = year.first - known_days;
        year.axis.days.erase(year.axis.days.begin(), year.axis.days.begin() + cut);
        std::erase_if(year.sightings, [&](const Sighting& one) { return one.day < cut; });
        for (auto& one : year.sightings) one.day -= cut;
        for (auto& one : year.outbreaks) one.first -= cut;
        year.first -= cut;
    }
    return year;
}

std::vector<Told> watch_year(const Year& year, const Ledger& ledger) {
    const auto terms = terms_of(year.axis, year.term_starts);
    std::vector<Told> told;
    for (int today = year.first; today < ledger.days(); ++today) {
        std::vector<Alarmed> alarmed;
        std::vector<std::size_t> open;
        for (std::size_t at = 0; at < told.size(); ++at) {
            const bool stands = today - told[at].last <= quiet_days;
            alarmed.push_back({told[at].cell, told[at].first, told[at].last, stands});
            if (stands) open.push_back(at);
        }
        const auto found = detect(ledger, Season(ledger, terms, today), alarmed, today);
        for (const auto at : open) {
            const bool persists = std::ranges::find(found.persisting, told[at].cell, &Finding::cell) != found.persisting.end();
            if (persists || std::ranges::find(found.explaining, told[at].cell) != found.explaining.end()) told[at].last = today;
        }
        for (const auto& finding : found.fresh) told.push_back({finding.cell, today - finding.best.window + 1, today, today});
    }
    return told;
}

}  // namespace planning::testing
