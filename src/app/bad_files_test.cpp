// Every kind of bad file, brought in on the page and by `belltower import`: a clear message with its place each time, and nothing half done.
#include <algorithm>
#include <fstream>
#include <sstream>

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include "imports/imports.h"
#include "imports/run.h"
#include "imports/testing.h"
#include "inventory/inventory.h"
#include "roster/roster.h"
#include "world/browser.h"
#include "world/world.h"

namespace {

using Files = std::vector<std::pair<std::string, std::string>>;

/// What the report must say.
struct Said {
    std::string code;
    std::string file;
    int row = 0;
    std::string column;
    std::string value;
};

struct BadFile {
    const char* what;
    std::string kind;
    Files files;  // several, or a name that is no .csv of its own: in a ZIP
    bool applied;
    std::vector<Said> said;
};

/// The district that is open already, so that a command works on what the page shows.
class OpenDistrict : public cli::Workplace {
public:
    explicit OpenDistrict(app::House& house) : house_(house) {}
    db::Database& database() override { return house_.database(); }
    const http::Services& services() override { return house_.services(); }

private:
    app::House& house_;
};

/// What a command says, without disturbing the output of the tests.
class Heard {
public:
    Heard() : before_(std::cout.rdbuf(words_.rdbuf())), errors_before_(std::cerr.rdbuf(errors_.rdbuf())) {}
    ~Heard() {
        std::cout.rdbuf(before_);
        std::cerr.rdbuf(errors_before_);
    }
    std::string words() const { return words_.str(); }

private:
    std::ostringstream words_, errors_;
    std::streambuf* before_;
    std::streambuf* errors_before_;
};

struct BadFiles : World {
    std::string path_of(imports::testing::Folder& folder, const BadFile& bad) {
        bool single = bad.files.size() == 1 && bad.files[0].first.find('/') == std::string::npos && bad.files[0].first.ends_with(".csv") && bad.kind == "devices";
        if (!single) return imports::testing::zip(folder, bad.files);
        folder.write(bad.files[0].first, bad.files[0].second);
        return folder.path() + "/" + bad.files[0].first;
    }
    static std::string bytes_of(const std::string& path) {
        std::ifstream in(path, std::ios::binary);
        return {std::istreambuf_iterator<char>(in), {}};
    }
    /// Everything that an import could have changed.
    std::string traces() {
        return read([](db::Read& db) {
            std::string all;
            for (auto table : {"roster_org", "roster_person", "roster_person_org", "roster_enrollment", "roster_class", "inventory_device", "inventory_model",
                               "inventory_import_row", "search_document", "auth_account"}) {
                all += std::to_string(db.query("SELECT count(*) FROM " + std::string(table)).one_integer()) + " ";
            }
            return all;
        });
    }
    boost::json::object by_command(const BadFile& bad, const std::string& path, bool dry, int expected) {
        cli::Commands commands("test");
        commands.open_with([this](const cli::Where&) { return std::make_unique<OpenDistrict>(house()); });
        imports::Kinds kinds;
        kinds.add(roster::import_kind());
        kinds.add(inventory::import_kind());
        imports::add_commands(commands, kinds);
        std::vector<const char*> words{"belltower", "import", bad.kind.c_str(), path.c_str(), "--data", "here", "--json"};
        if (dry) words.push_back("--dry-run");
        Heard heard;
        EXPECT_EQ(commands.run(static_cast<int>(words.size()), words.data()), expected) << bad.what;
        return boost::json::parse(heard.words()).as_object();
    }
    std::string page_of(const BadFile& bad, const std::string& path) {
        auto name = path.substr(path.rfind('/') + 1);
        auto answer = as("cio").upload("/imports", {{"kind", bad.kind}, {"mode", "strict"}}, {{"file", name, "application/octet-stream", bytes_of(path)}});
        EXPECT_EQ(answer.status, 303) << bad.what;
        run_jobs();
        return location(answer);
    }
};

bool fits(const boost::json::object& problem, const Said& said) {
    auto is = [&](const char* field, const std::string& wanted) { return wanted.empty() || problem.at(field).as_string() == wanted; };
    return is("code", said.code) && is("file", said.file) && is("column", said.column) && is("value", said.value) &&
           (said.row == 0 || problem.at("row").as_int64() == said.row) && !problem.at("expected").as_string().empty();
}

std::string utf16(std::u16string_view text) {
    std::string bytes("\xFF\xFE");
    for (char16_t unit : text) bytes += {static_cast<char>(unit & 0xFF), static_cast<char>(unit >> 8)};
    return bytes;
}

const std::string orgs = "sourcedId,name,type,parentSourcedId\n10,River School,school,\n";
const std::string roles = "userSourcedId,orgSourcedId,role\n1,10,student\n";

Files roster_with(std::string users) { return {{"orgs.csv", orgs}, {"users.csv", std::move(users)}, {"roles.csv", roles}}; }

std::vector<BadFile> bad_files() {
    const std::string users = "sourcedId,username,givenName,familyName\n";
    return {
        // The package.
        {"a ZIP bomb", "roster", {{"users.csv", std::string(8 << 20, 'a')}}, false, {{"package.zip_bomb", "package.zip", 0, "", "users.csv"}}},
        {"a path in a ZIP", "roster", {{"../users.csv", "a\n"}}, false, {{"package.path_in_zip", "package.zip", 0, "", "../users.csv"}}},
        {"an absolute path in a ZIP", "devices", {{"/etc/devices.csv", "a\n"}}, false, {{"package.path_in_zip", "package.zip", 0, "", "/etc/devices.csv"}}},
        {"a ZIP that was cut off", "devices", {{"devices.csv", std::string("PK\x03\x04", 4) + "cut off"}}, false, {{"package.broken_zip", "devices.csv"}}},
        {"an empty ZIP", "roster", {{"readme.txt", "x"}}, false, {{"package.empty", "package.zip"}}},
        {"an empty table", "devices", {{"devices.csv", "\n"}}, false, {{"file.empty", "devices.csv"}}},
        {"bytes that are no text", "devices", {{"devices.csv", std::string("Asset Tag,Mo\0del\nT-1,X\n", 24)}}, false, {{"file.broken", "devices.csv", 1}}},
        {"a workbook of Excel", "devices", {{"devices.csv", "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 and more"}}, false, {{"file.broken", "devices.csv"}}},
        {"a workbook of Excel in a roster", "roster", {{"orgs.csv", orgs}, {"users.csv", "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 and more"}, {"roles.csv", roles}}, false,
         {{"package.unknown_format"}}},
        {"a quote that is never closed", "devices", {{"devices.csv", "Asset Tag,Model\nT-1,X\nT-2,\"Y\nT-3,Z\n"}}, false, {{"file.broken", "devices.csv", 3}}},
        // Headers.
        {"a column that is needed twice", "roster", roster_with("sourcedId,username,username,givenName\n1,a@x.example,b@x.example,Ana\n"), false,
         {{"table.duplicate_header", "users.csv", 1, "username"}}},
        {"a column twice", "devices", {{"devices.csv", "Asset Tag,Model,Notes,Notes\nT-1,X,one,two\n"}}, true, {{"table.duplicate_header", "devices.csv", 1, "Notes"}}},
        {"a column without a name", "devices", {{"devices.csv", "Asset Tag,Model,\nT-1,X,?\n"}}, true, {{"table.empty_header_name", "devices.csv", 1}}},
        {"a column that is missing", "roster", {{"orgs.csv", "sourcedId,name\n10,River School\n"}, {"users.csv", users + "1,a@x.example,Ana,Pe\n"}, {"roles.csv", roles}},
         false, {{"table.missing_header", "orgs.csv", 1, "type"}}},
        {"a password column", "roster", roster_with("sourcedId,username,givenName,familyName,password\n1,a@x.example,Ana,Pe,hunter2\n"), true,
         {{"schema.secret_column", "users.csv", 1, "password"}}},
        // How the bytes are written.
        {"line ends of old Macs, in Mac Roman", "devices", {{"devices.csv", "Asset Tag,Model,Notes\rT-1,X,se\x96or Pe\x96" "a\r"}}, true,
         {{"file.not_utf8", "devices.csv", 0, "", "Mac Roman"}}},
        {"Windows-1252", "devices", {{"devices.csv", "Asset Tag,Model,Notes\r\nT-1,X,se\xF1or Pe\xF1" "a\r\n"}}, true,
         {{"file.not_utf8", "devices.csv", 0, "", "Windows-1252"}}},
        {"UTF-16 with its mark", "devices", {{"devices.csv", utf16(u"Asset Tag,Model\nT-1,señor\n")}}, true, {{"file.not_utf8", "devices.csv"}}},
        {"semicolons and the mark of UTF-8", "devices", {{"devices.csv", "\xEF\xBB\xBF" "Asset Tag;Model\nT-1;X\n"}}, true, {{"file.separator", "devices.csv", 1, "", ";"}}},
        {"a value on two lines before a bad row", "devices", {{"devices.csv", "Asset Tag,Model,Notes,Purchase Cost\nT-1,X,\"one\ntwo\",1\nT-2,X,,much\n"}}, false,
         {{"row.invalid_amount", "devices.csv", 4, "Purchase Cost", "much"}}},
        {"a row of another width", "devices", {{"devices.csv", "Asset Tag,Model\nT-1,X\nT-2\n"}}, false, {{"table.row_width_mismatch", "devices.csv", 3, "", "1"}}},
        // Values.
        {"a serial number that lost its digits", "devices", {{"devices.csv", "Asset Tag,Serial,Model\nT-1,6.37702E+15,X\n"}}, true,
         {{"row.digits_lost", "devices.csv", 2, "Serial", "6.37702E+15"}}},
        {"years of two digits", "devices", {{"devices.csv", "Asset Tag,Model,Purchase Date\nT-1,X,8/24/26\nT-2,X,8/25/69\n"}}, true,
         {{"devices.two_digit_year", "devices.csv", 1, "Purchase Date"}}},
        {"a day that could be two", "devices", {{"devices.csv", "Asset Tag,Model,Purchase Date\nT-1,X,3/4/2026\n"}}, false,
         {{"row.ambiguous_date", "devices.csv", 2, "Purchase Date", "3/4/2026"}}},
        {"a day that is none", "roster",
         {{"orgs.csv", orgs}, {"users.csv", users + "1,a@x.example,Ana,Pe\n"}, {"roles.csv", roles},
          {"academicSessions.csv", "sourcedId,title,type,schoolYear,startDate,endDate\ny,Year,schoolYear,2027,24/08/26,2027-06-11\n"}},
         false, {{"row.invalid_date", "academicSessions.csv", 2, "startDate", "24/08/26"}}},
        {"a person without a username", "roster", roster_with(users + "1,,Ana,Pe\n"), false, {{"row.missing_required_value", "users.csv", 2, "username"}}},
        {"a role of nobody", "roster", {{"orgs.csv", orgs}, {"users.csv", users + "1,a@x.example,Ana,Pe\n"}, {"roles.csv", roles + "9,10,student\n"}}, false,
         {{"reference.missing_target_record", "roles.csv", 3, "userSourcedId", "9"}}},
    };
}

}  // namespace

TEST_ON_EVERY_BACKEND(BadFiles, AreToldWithTheirPlaceByTheCommandAndChangeNothing, BadFiles) {
    for (const auto& bad : bad_files()) {
        imports::testing::Folder folder;
        auto path = path_of(folder, bad);
        auto before = traces();
        auto report = by_command(bad, path, true, bad.applied ? 0 : 1);
        EXPECT_EQ(report.at("state").as_string(), bad.applied ? "ready" : "refused") << bad.what;
        for (const auto& said : bad.said) {
            EXPECT_TRUE(std::ranges::any_of(report.at("problems").as_array(), [&](const auto& problem) { return fits(problem.as_object(), said); }))
                << bad.what << ": no " << said.code << " in " << serialize(report);
        }
        EXPECT_EQ(traces(), before) << bad.what << ": a dry run changes nothing";
        if (bad.applied) continue;
        by_command(bad, path, false, 1);
        EXPECT_EQ(traces(), before) << bad.what << ": nothing is half done";
    }
}

TEST_ON_EVERY_BACKEND(BadFiles, AreToldWithTheirPlaceOnThePageAndChangeNothing, BadFiles) {
    for (const auto& bad : bad_files()) {
        imports::testing::Folder folder;
        auto before = traces();
        auto page = page_of(bad, path_of(folder, bad));
        auto shown = as("cio").get(page);
        EXPECT_TRUE(shows(shown, bad.applied ? "Nothing was changed yet" : "Refused")) << bad.what;
        auto table = as("cio").get(page + "/problems.csv");
        for (const auto& said : bad.said) {
            EXPECT_TRUE(shows(shown, said.code)) << bad.what;
            EXPECT_TRUE(shows(shown, said.value)) << bad.what;
            EXPECT_TRUE(shows(shown, said.column)) << bad.what;
            auto line = said.code + "," + said.file + "," + (said.row ? std::to_string(said.row) + "," : "");
            EXPECT_TRUE(shows(table, line)) << bad.what;
        }
        EXPECT_FALSE(shows(shown, "hunter2"));
        EXPECT_EQ(as("cio").post(page + (bad.applied ? "/cancellation" : "/application")).status, bad.applied ? 303 : 409) << bad.what;
        run_jobs();
        EXPECT_EQ(traces(), before) << bad.what;
    }
}

TEST_ON_EVERY_BACKEND(BadFiles, NoPasswordIsKeptWhateverAMappingSays, BadFiles) {
    imports::testing::Folder folder;
    write([](db::Write& db) {
        imports::save_mapping(db, "devices", {"all of it", {{"Tag", "asset_tag"}, {"What", "model"}, {"Admin Password", "notes"}}});
    });
    folder.write("devices.csv", "Tag,What,Admin Password\nT-77,X,hunter2\n");
    auto answer = as("cio").upload("/imports", {{"kind", "devices"}, {"mode", "strict"}, {"mapping", "all of it"}},
                                   {{"file", "devices.csv", "text/csv", bytes_of(folder.path() + "/devices.csv")}});
    run_jobs();
    EXPECT_TRUE(shows(as("cio").get(location(answer)), "schema.secret_column"));
    as("cio").post(location(answer) + "/application");
    run_jobs();
    auto kept = read([](db::Read& db) {
        return db.query("SELECT notes FROM inventory_device WHERE asset_tag = 'T-77'").one_text() +
               db.query("SELECT COALESCE(max(text), '') FROM search_document WHERE text LIKE '%hunter2%'").one_text();
    });
    EXPECT_EQ(kept, "");
}
