/// The front door of media: pictures, who is on them, and who said yes. The only source of a publishable picture.
///
/// The gate fails closed: what is not known, has ended or is in conflict means no (docs/policies/images.md). Nobody's face is ever recognised:
/// a detector proposes places where a face may be, people say who it is.
#pragma once

#include <functional>
#include <span>
#include <vector>

#include "auth/auth.h"
#include "base/embedded.h"
#include "media/gate.h"

namespace db {
class Read;
}
namespace files {
struct Hash;
}
namespace http {
class Routes;
}
namespace jobs {
class Registry;
}

namespace media {

/// Brings in pictures, says who is on them, asks to show them.
constexpr auth::Permission may_upload{"media.upload"};
/// Looks at a picture as the second person.
constexpr auth::Permission may_review{"media.review"};
/// Enters what families said on paper, sends the links, notes that a child must not be shown. Sees who said what.
constexpr auth::Permission may_keep_consents{"media.consents"};
/// Sets what each channel may show at most, works through take-downs, and pulls a picture at once.
constexpr auth::Permission may_manage{"media.manage"};

std::span<const base::EmbeddedFile> embedded();
std::span<const auth::PermissionInfo> permissions();
void routes(http::Routes& routes);
void jobs(jobs::Registry& registry);
std::vector<files::Hash> named_files(db::Read& db);
/// The stored files that other rooms name: before a picture's files are deleted at once, what somebody else needs is spared. Set by app/wire.cpp.
std::function<std::vector<files::Hash>(db::Read&)>& named_elsewhere();
/// Fills the slots of rooms to the left. Called once, by app/wire.cpp.
void fill_slots();

}  // namespace media
