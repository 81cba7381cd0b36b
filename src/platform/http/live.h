/// Pages that stay current. A room says that a topic changed; browsers that show it fetch the fragment again by its normal address.
#pragma once

#include <string_view>

namespace db {
class Write;
}

namespace http {

/// Tells every process, after the commit, that what is shown under the topic may have changed ("queue", "request/<token>"). The topic
/// is visible to whoever watches it, so it never names a person.
void touch(db::Write& db, std::string_view topic);

}  // namespace http
