/// Whether anything comes in at all: what letters may say depends on it.
#pragma once

namespace db {
class Read;
}

namespace mail {

/// A mailbox is asked, or a message came through the pipe: an answer to a letter reaches us.
bool comes_in(db::Read& db);

}  // namespace mail
