#include "base/log.h"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

namespace base::log {

static spdlog::level::level_enum to_spdlog(Level level) {
    switch (level) {
        case Level::debug: return spdlog::level::debug;
        case Level::info: return spdlog::level::info;
        case Level::warning: return spdlog::level::warn;
        case Level::error: return spdlog::level::err;
    }
    return spdlog::level::info;
}

static spdlog::logger& logger() {
    // Never destroyed: threads that end late may still log.
    static auto* const instance = [] {
        auto* made = new spdlog::logger("belltower", std::make_shared<spdlog::sinks::stderr_sink_mt>());
        made->set_pattern("%Y-%m-%dT%H:%M:%S.%eZ %l %v", spdlog::pattern_time_type::utc);
        made->flush_on(spdlog::level::debug);
        return made;
    }();
    return *instance;
}

void set_level(Level level) { logger().set_level(to_spdlog(level)); }

bool set_level(std::string_view name) {
    if (name == "debug") set_level(Level::debug);
    else if (name == "info") set_level(Level::info);
    else if (name == "warning") set_level(Level::warning);
    else if (name == "error") set_level(Level::error);
    else return false;
    return true;
}

void write(Level level, std::string_view line) {
    if (!logger().should_log(to_spdlog(level))) return;
    // What somebody else typed must not look like a line of ours.
    std::string safe;
    safe.reserve(line.size());
    for (char c : line) {
        if (c == '\n') safe += "\\n";
        else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) safe += ' ';
        else safe += c;
    }
    logger().log(to_spdlog(level), spdlog::string_view_t(safe.data(), safe.size()));
}

}  // namespace base::log
