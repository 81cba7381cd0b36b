/// Figures of this process for /metrics (Prometheus). Names end in their unit, as Prometheus has it: "_seconds", "_total".
#pragma once

#include <map>
#include <string>

namespace prometheus {
class Counter;
class Gauge;
class Histogram;
}  // namespace prometheus

namespace http::metrics {

/// Few and of few values: never an address, a name or an id.
using Labels = std::map<std::string, std::string>;

/// Handles are cheap to copy, safe to use from many threads and live as long as the process. The same name and labels give the same figure.
class Counter {
public:
    void add(double amount = 1) const;

private:
    friend Counter counter(const std::string& name, const std::string& help, const Labels& labels);
    prometheus::Counter* counter_ = nullptr;
};

class Gauge {
public:
    void set(double value) const;
    void add(double amount) const;

private:
    friend Gauge gauge(const std::string& name, const std::string& help, const Labels& labels);
    prometheus::Gauge* gauge_ = nullptr;
};

/// Durations from a tenth of a millisecond to ten seconds.
class Histogram {
public:
    void observe(double seconds) const;

private:
    friend Histogram histogram(const std::string& name, const std::string& help, const Labels& labels);
    prometheus::Histogram* histogram_ = nullptr;
};

Counter counter(const std::string& name, const std::string& help, const Labels& labels = {});
Gauge gauge(const std::string& name, const std::string& help, const Labels& labels = {});
Histogram histogram(const std::string& name, const std::string& help, const Labels& labels = {});

/// All of them in the text format of Prometheus.
std::string text();

}  // namespace http::metrics
