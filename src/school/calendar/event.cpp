#include "calendar/event.h"

#include <array>
#include <utility>

namespace calendar {

static constexpr std::array<std::string_view, 7> kind_words{"practice", "rehearsal", "meeting", "governance", "performance", "other", "game"};
static constexpr std::array<std::string_view, 7> status_words{"scheduled", "delayed", "postponed", "rescheduled", "cancelled", "completed", "withdrawn"};

template <typename Enum, std::size_t Count>
static std::optional<Enum> find_word(const std::array<std::string_view, Count>& words, std::string_view text) {
    for (std::size_t i = 0; i < Count; ++i) {
        if (words[i] == text) return static_cast<Enum>(i);
    }
    return std::nullopt;
}

std::string_view word(EventKind kind) { return kind_words[static_cast<std::size_t>(kind)]; }
std::optional<EventKind> parse_event_kind(std::string_view text) { return find_word<EventKind>(kind_words, text); }

std::span<const EventKind> event_kinds() {
    static constexpr EventKind kinds[] = {EventKind::performance, EventKind::rehearsal, EventKind::practice, EventKind::meeting, EventKind::governance, EventKind::other};
    return kinds;
}

std::string_view word(EventStatus status) { return status_words[static_cast<std::size_t>(status)]; }
std::optional<EventStatus> parse_event_status(std::string_view text) { return find_word<EventStatus>(status_words, text); }

std::vector<EventSource>& event_sources() {
    static std::vector<EventSource> sources;
    return sources;
}

}  // namespace calendar
