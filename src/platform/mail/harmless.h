/// What is taken out of a message before GMime sees it, because it would cost GMime the stack, gigabytes or minutes. No mail program writes such things.
#pragma once

#include <string>
#include <string_view>

namespace mail {

/// The message with fields that name people or a subject shortened to 64 KiB and to 200 colons (GMime reads a group within a group by recursion), and
/// cut where it has more boundaries (20,000) or lines like fields (200,000) than GMime keeps in reasonable memory. `changed` becomes true when anything
/// was taken out.
std::string harmless(std::string_view raw, bool& changed);

}  // namespace mail
