/// The small world with students of an information system, whose files a test writes.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "data/refresh.h"
#include "data/warehouse.h"
#include "imports/imports.h"
#include "imports/testing.h"
#include "world/world.h"

namespace data::testing {

class StudentData : public World {
public:
    /// Students by sourcedId, each with the sourcedId of a school, which is made too; the school year 2026-27.
    void bring_in_roster(const std::vector<std::pair<std::string, std::string>>& students);
    /// One file of a kind of import; must be applied, else the test fails with the first problem.
    imports::Outcome bring_in(std::string_view kind, const std::string& file, const std::string& text);
    imports::Outcome bring_in(std::string_view kind, const std::vector<std::pair<std::string, std::string>>& files);
    void take_back_last();

    Refreshed refresh(bool whole = false) { return data::refresh(database(), services(), whole); }
    base::CellTable told(Tier tier, const std::string& sql);
    /// The first cell, or nothing.
    std::string one(Tier tier, const std::string& sql);
    std::int64_t id_of(const std::string& student) const { return students_.at(student); }
    std::int64_t school_id(const std::string& school) const { return schools_.at(school); }

private:
    std::map<std::string, std::int64_t> students_, schools_;
};

}  // namespace data::testing
