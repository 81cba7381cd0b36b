/// "Must not be shown": a mark without a reason (clause 2.1 of docs/policies/images.md).
#pragma once

#include "auth/viewer.h"
#include "media/consent.h"

namespace media {

/// For those who keep consents at the student's school; base::NotFound for all others, so that nobody else learns it from an answer.
bool is_protected(db::Read& db, const auth::Viewer& viewer, roster::PersonId student);
/// Once more: nothing happens. Each tells the subscribers.
void protect(db::Write& db, const auth::Viewer& viewer, base::Instant now, roster::PersonId student);
void lift_protection(db::Write& db, const auth::Viewer& viewer, base::Instant now, roster::PersonId student);

}  // namespace media
