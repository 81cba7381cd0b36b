/// Whether anything comes in at all, and where: what letters may say depends on it.
#pragma once

#include <string>
#include <string_view>

namespace db {
class Read;
}

namespace mail {

/// A mailbox is asked, or messages come through the pipe: an answer to a letter reaches us.
bool comes_in(db::Read& db);

/// The address of a mailbox that is asked, for Reply-To; empty when that is the sender's own, or no mailbox has an address.
std::string answers_go_to(db::Read& db, std::string_view from_address);

}  // namespace mail
