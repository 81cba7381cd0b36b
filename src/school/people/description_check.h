/// What is wrong with a job description, and what to write instead. Pure: no database, no clock.
///
/// The numbers are the clauses of docs/policies/job-descriptions.md. An error stops publishing, advice does not.
#pragma once

#include <span>
#include <string>
#include <utility>
#include <vector>

#include "people/description.h"

namespace people {

enum class Weight { error, advice };

struct Finding {
    int clause = 0;
    Weight weight = Weight::error;
    std::string name;    // message people.check.<name> says what is wrong, people.check_instead.<name> what to write
    std::string field;   // of the form where it is mended: "title", "duty_text3"
    std::vector<std::pair<std::string, std::string>> arguments;
    bool operator==(const Finding&) const = default;
};

/// What the district says of roles and titles.
struct CheckFacts {
    std::span<const CatalogueRole> roles;
    std::span<const KnownTitle> titles_here;
};

/// In the order of the clauses.
std::vector<Finding> check_description(const Description& description, const CheckFacts& facts);
bool has_errors(const std::vector<Finding>& findings);

}  // namespace people
