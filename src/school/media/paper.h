/// Forms on paper and their scans (clause 3.5 of docs/policies/images.md).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "auth/viewer.h"
#include "files/files.h"
#include "media/consent.h"

namespace media {

constexpr std::size_t most_scan_bytes = 10 * 1024 * 1024;

struct Scan {
    std::string hash;
    std::string type;  // what the bytes say: application/pdf or image/jpeg
};

/// A form of that giver about that student, with or without a scan. Needs the student to be of those whose consents the viewer keeps (base::NotFound).
std::int64_t keep_paper(db::Write& db, const auth::Viewer& viewer, base::Instant now, roster::PersonId student, roster::PersonId giver, const std::optional<Scan>& scan);

struct KeptScan {
    roster::PersonId student;
    Scan scan;
};
/// base::NotFound for everybody who does not keep the consents of its student, and when there is no scan.
KeptScan load_scan(db::Read& db, const auth::Viewer& viewer, std::int64_t paper);
/// Every scan that a row names.
std::vector<files::Hash> scans(db::Read& db);

}  // namespace media
