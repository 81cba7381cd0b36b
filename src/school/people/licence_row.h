/// How a licence is read from its row; only for the stores of this room.
#pragma once

#include <string>

#include "db/db.h"
#include "people/licence.h"

namespace people {

/// The beginning of every statement that reads licences: the columns that read_licence() wants, of l, its holder a and its certificate k.
constexpr std::string_view licence_select = R"sql(
    SELECT l.id, l.account_id, a.name AS holder, l.kind, l.credential_kind_id, k.name AS credential, l.jurisdiction, l.number, l.areas, l.grades,
           l.issued_on, l.expires_on, l.status, l.suspension_note, l.verified_at, l.first_verified_at, l.verified_how, l.verified_link, v.name AS verified_by,
           l.evidence_hash, l.evidence_name, l.evidence_type, l.version
      FROM people_licence l
      JOIN auth_account a ON a.id = l.account_id
      LEFT JOIN people_credential_kind k ON k.id = l.credential_kind_id
      LEFT JOIN auth_account v ON v.id = l.verified_by_id
)sql";

/// The note on a suspension is left out unless the viewer manages licences.
Licence read_licence(const db::Row& row, const auth::Viewer& viewer);

std::optional<Evidence> read_evidence(const db::Row& row);

}  // namespace people
