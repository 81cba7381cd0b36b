#include "data/worker/worker.h"

#include <gtest/gtest.h>

#include <string>

namespace data::worker {

TEST(FileTrouble, SaysWhyAndWhatKindOfFileButNotItsName) {
    const std::string full = "IO Error: Could not write file \"/d/sensitive.duckdb.new\": No space left on device";
    EXPECT_EQ(file_trouble(full), "The disk is full: a file of the warehouse could not be written.");
    EXPECT_EQ(without_values(full), *file_trouble(full));
    EXPECT_EQ(without_values("FATAL Error: Checkpoint failed for database \"students\". Original error: " + full), *file_trouble(full));
    EXPECT_EQ(file_trouble("IO Error: Could not write file \"/d/spill/duckdb_temp_storage-0.tmp\": No space left on device"),
              "The disk is full: a file for rows that do not fit into memory could not be written.");
    EXPECT_EQ(file_trouble("IO Error: Cannot open file \"/x/9f.parquet\": Permission denied"),
              "The server's account may not do that with the folder: a file of a batch could not be opened.");
    EXPECT_EQ(file_trouble("Conversion Error: Could not convert string 'Ana' to INT32"), std::nullopt);
}

TEST(FileTrouble, TellsNothingOfAValueThatLooksLikeOne) {
    const auto words = without_values("Invalid Input Error: Ana Silva: No space left on device");
    EXPECT_EQ(words.find("disk"), words.npos);
    EXPECT_EQ(words.find("Silva"), words.npos);
    EXPECT_EQ(without_values("IO Error: \"Ana Silva\" File too large").find("Silva"), words.npos);
}

}  // namespace data::worker
