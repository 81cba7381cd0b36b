#include "http/metrics.h"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

namespace http::metrics {

static prometheus::Registry& registry() {
    static prometheus::Registry all;
    return all;
}

void Counter::add(double amount) const { counter_->Increment(amount); }
void Gauge::set(double value) const { gauge_->Set(value); }
void Gauge::add(double amount) const { gauge_->Increment(amount); }
void Histogram::observe(double seconds) const { histogram_->Observe(seconds); }

Counter counter(const std::string& name, const std::string& help, const Labels& labels) {
    Counter handle;
    handle.counter_ = &prometheus::BuildCounter().Name(name).Help(help).Register(registry()).Add(labels);
    return handle;
}

Gauge gauge(const std::string& name, const std::string& help, const Labels& labels) {
    Gauge handle;
    handle.gauge_ = &prometheus::BuildGauge().Name(name).Help(help).Register(registry()).Add(labels);
    return handle;
}

Histogram histogram(const std::string& name, const std::string& help, const Labels& labels) {
    static const prometheus::Histogram::BucketBoundaries bounds{0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10};
    Histogram handle;
    handle.histogram_ = &prometheus::BuildHistogram().Name(name).Help(help).Register(registry()).Add(labels, bounds);
    return handle;
}

std::string text() { return prometheus::TextSerializer().Serialize(registry().Collect()); }

}  // namespace http::metrics
