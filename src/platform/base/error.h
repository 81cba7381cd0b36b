/// Errors that cross rooms. Expected answers are values; these are the surprises, each mapped to HTTP in exactly one place.
#pragma once

#include <stdexcept>
#include <string>

namespace base {

/// What was asked for does not exist, or the one who asks may not know that it does.
class NotFound : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// The one who asks is known and may not do this. The message is for people.
class Forbidden : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// The request contradicts the present state (somebody else was first). The message is for people.
class Conflict : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// Input that cannot be used. `field` names what the person typed, the message says what was expected.
class Invalid : public std::runtime_error {
public:
    Invalid(std::string field, const std::string& expected) : std::runtime_error(expected), field_(std::move(field)) {}
    const std::string& field() const { return field_; }

private:
    std::string field_;
};

}  // namespace base
