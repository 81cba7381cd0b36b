/// How many bytes of bodies this process holds at one time, so that what is sent cannot use up its memory. Only for this room.
///
/// A form with files stands in memory twice for the moment in which it is taken apart; the budget leaves room for that.
#pragma once

#include <atomic>
#include <cstddef>
#include <utility>

namespace http {

class BodyBudget {
public:
    BodyBudget(std::size_t all, std::size_t strangers) : all_(all), strangers_(strangers) {}

    std::size_t held() const { return held_; }

private:
    friend class BodyShare;
    /// False, and nothing taken, when it is not there.
    static bool take(std::atomic<std::size_t>& held, std::size_t most, std::size_t bytes) {
        if (held.fetch_add(bytes) + bytes <= most) return true;
        held -= bytes;
        return false;
    }
    const std::size_t all_;
    const std::size_t strangers_;
    std::atomic<std::size_t> held_ = 0;
    std::atomic<std::size_t> held_by_strangers_ = 0;
};

/// What one connection holds of the budget; given back when it goes.
class BodyShare {
public:
    explicit BodyShare(BodyBudget& budget) : budget_(budget) {}
    BodyShare(const BodyShare&) = delete;
    BodyShare& operator=(const BodyShare&) = delete;
    ~BodyShare() { give_back(); }

    /// From now on what is taken is a stranger's, until it is given back.
    void is_for_a_stranger() { stranger_ = true; }
    /// Grows to that many bytes. False when there is no room now.
    bool grow_to(std::size_t bytes) {
        if (bytes <= bytes_) return true;
        const std::size_t more = bytes - bytes_;
        if (!BodyBudget::take(budget_.held_, budget_.all_, more)) return false;
        if (stranger_ && !BodyBudget::take(budget_.held_by_strangers_, budget_.strangers_, more)) {
            budget_.held_ -= more;
            return false;
        }
        bytes_ = bytes;
        return true;
    }
    void give_back() {
        if (bytes_ > 0) budget_.held_ -= bytes_;
        if (bytes_ > 0 && stranger_) budget_.held_by_strangers_ -= bytes_;
        bytes_ = 0;
        stranger_ = false;
    }

private:
    BodyBudget& budget_;
    std::size_t bytes_ = 0;
    bool stranger_ = false;
};

}  // namespace http
