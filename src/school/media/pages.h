/// The pages of the room, each subject with its own block of routes; media.cpp puts them together.
#pragma once

namespace http {
class Routes;
}
namespace jobs {
class Registry;
}

namespace media {}  // namespace media
