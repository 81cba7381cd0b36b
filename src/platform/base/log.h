/// The log of the process: one line an event on standard error, with level and time. Student data and secrets never go here.
#pragma once

#include <string>
#include <string_view>

#include <fmt/core.h>

namespace base::log {

enum class Level { debug, info, warning, error };

/// Lines below this level are dropped. The default is info.
void set_level(Level level);
/// Reads "debug", "info", "warning" or "error"; false when it is another word.
bool set_level(std::string_view name);
void write(Level level, std::string_view line);

template <typename... Args>
void info(fmt::format_string<Args...> format, Args&&... args) {
    write(Level::info, fmt::format(format, std::forward<Args>(args)...));
}
template <typename... Args>
void warning(fmt::format_string<Args...> format, Args&&... args) {
    write(Level::warning, fmt::format(format, std::forward<Args>(args)...));
}
template <typename... Args>
void error(fmt::format_string<Args...> format, Args&&... args) {
    write(Level::error, fmt::format(format, std::forward<Args>(args)...));
}

}  // namespace base::log
