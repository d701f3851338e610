#include "assay/repository/sqlite_store.hpp"

#include <gmock/gmock.h>
#include <sqlite3.h>

#include <fstream>
#include <utility>

#include "assay/base/setup_error.hpp"
#include "assay/base/temporary_folder.hpp"
#include "assay/vocab/names.hpp"

namespace assay::repository {
namespace {

using Kind = Change::Kind;
using testing::HasSubstr;

class ASqliteStore : public testing::Test {
protected:
    /// What opening it says is wrong.
    [[nodiscard]] std::string complaint() const {
        try {
            SqliteStore{file};
        } catch (const base::SetupError& error) {
            return error.what();
        }
        return "nothing";
    }

    /// Another program's hand on the file.
    void by_others(const std::string& sql) {
        if (others == nullptr) sqlite3_open(file.c_str(), &others);
        ASSERT_EQ(sqlite3_exec(others, sql.c_str(), nullptr, nullptr, nullptr), SQLITE_OK)
            << sqlite3_errmsg(others);
    }
    ~ASqliteStore() override { sqlite3_close(others); }

    const base::TemporaryFolder folder;
    const std::filesystem::path file = folder.path() / "instances.db";
    sqlite3* others = nullptr;
};

TEST_F(ASqliteStore, HasItsEntriesWhenItIsOpenedAgain) {
    {
        SqliteStore store{file};
        const Bin fans = store.open("fans", "1");
        EXPECT_TRUE(*store.apply({{Change{Kind::insert, fans, "a", "1"}}}));
        EXPECT_TRUE(*store.apply({{Change{Kind::insert, fans, "b", ""}}}));
    }
    SqliteStore store{file};
    EXPECT_EQ(store.size(store.open("disks", "1")), 0U);
    const Bin fans = store.open("fans", "1");
    EXPECT_EQ(store.size(fans), 2U);
    EXPECT_EQ(*store.get(fans, "a"), "1");
    EXPECT_EQ(*store.get(fans, "b"), "");
    EXPECT_EQ(*store.get(fans, "c"), std::nullopt);
}

TEST_F(ASqliteStore, MakesAllChangesOrNone) {
    SqliteStore store{file};
    const Bin fans = store.open("fans", "1");
    EXPECT_TRUE(*store.apply({{Change{Kind::insert, fans, "a", "1"}}}));
    EXPECT_FALSE(
        *store.apply({{Change{Kind::insert, fans, "a", "2"}, Change{Kind::insert, fans, "b", "2"}}}));
    EXPECT_FALSE(store.apply({{Change{Kind::insert, fans, "c", "2"}, Change{Kind::insert, fans, "a", "2"}}}));
    EXPECT_FALSE(*store.apply({{Change{Kind::replace, fans, "x", "2"}}}));
    EXPECT_FALSE(*store.apply({{Change{Kind::erase, fans, "x"}}}));
    std::vector<Entry> entries;
    EXPECT_TRUE(store.next(fans, std::nullopt, 9, entries));
    ASSERT_EQ(entries.size(), 1U);
    EXPECT_EQ(entries[0].value, "1");
    EXPECT_EQ(store.size(fans), 1U);
}

TEST_F(ASqliteStore, RefusesInstancesOfAnotherShapeOfTheirClass) {
    SqliteStore{file}.open("root/cimv2:Assay_Fan", "Slot:uint16 key;");
    SqliteStore store{file};
    try {
        store.open("root/cimv2:Assay_Fan", "Slot:uint32 key;");
        FAIL() << "took it";
    } catch (const base::SetupError& error) {
        EXPECT_THAT(error.what(), HasSubstr("Assay_Fan has other properties than when it was written"));
    }
}

TEST_F(ASqliteStore, SaysWhatIsWrongWithItsFile) {
    EXPECT_EQ(complaint(), "nothing");
    by_others("PRAGMA user_version = 99");
    EXPECT_THAT(complaint(), HasSubstr("its format is 99, this program knows 2"));
    by_others("PRAGMA user_version = 1; PRAGMA application_id = 7");
    EXPECT_THAT(complaint(), HasSubstr("the database of something else"));
    sqlite3_close(std::exchange(others, nullptr));  // takes the write-ahead log with it
    std::ofstream{file} << "this was never a database, however long one looks at it "
                        << std::string(5000, '.');
    EXPECT_THAT(complaint(), HasSubstr("not a database"));
    EXPECT_THAT(complaint(), HasSubstr(file.string()));
}

TEST_F(ASqliteStore, SaysThatItsFolderIsMissing) {
    EXPECT_THROW(SqliteStore{folder.path() / "nowhere" / "instances.db"}, base::SetupError);
}

TEST_F(ASqliteStore, AnswersConcurrencyWhileAnotherProgramHoldsTheFile) {
    SqliteStore store{file};
    const Bin fans = store.open("fans", "1");
    by_others("BEGIN IMMEDIATE");
    const auto refused = store.apply({{Change{Kind::insert, fans, "a", "1"}}});
    EXPECT_EQ(refused.error().subcode, vocab::fault::Concurrency);
    EXPECT_EQ(*store.get(fans, "a"), std::nullopt) << "reading goes on";
    by_others("ROLLBACK");
    EXPECT_TRUE(*store.apply({{Change{Kind::insert, fans, "a", "1"}}}));
}

TEST_F(ASqliteStore, AnswersQuotaLimitWhenTheFileIsFull) {
    SqliteStore store{file, 200'000};
    const Bin fans = store.open("fans", "1");
    const std::string large(10'000, 'x');
    int taken = 0;
    Outcome<bool> answer = true;
    while (taken < 100 &&
           (answer = store.apply({{Change{Kind::insert, fans, std::to_string(taken), large}}}))) {
        ++taken;
    }
    EXPECT_EQ(answer.error().subcode, vocab::fault::QuotaLimit);
    EXPECT_GT(taken, 5);
    EXPECT_EQ(store.size(fans), static_cast<std::uint64_t>(taken));
    EXPECT_EQ(*store.get(fans, std::to_string(taken - 1)), large);
    EXPECT_EQ(*store.get(fans, std::to_string(taken)), std::nullopt);
    EXPECT_TRUE(*store.apply({{Change{Kind::erase, fans, "0"}}}));
    EXPECT_TRUE(*store.apply({{Change{Kind::insert, fans, "small", "x"}}}));
}

TEST_F(ASqliteStore, AnswersInternalErrorWhenItsFileIsDamaged) {
    SqliteStore store{file};
    const Bin fans = store.open("fans", "1");
    for (int i = 0; i < 50; ++i) {
        EXPECT_TRUE(*store.apply({{Change{Kind::insert, fans, std::to_string(i), std::string(2000, 'x')}}}));
    }
    by_others("PRAGMA wal_checkpoint(TRUNCATE)");
    {
        std::fstream damage{file, std::ios::in | std::ios::out | std::ios::binary};
        damage.seekp(4096);
        for (int i = 0; i < 4096 * 20; ++i) damage.put('\x55');
    }
    by_others("PRAGMA user_version = 1");  // makes readers look at the file again
    std::vector<Entry> entries;
    const auto answer = store.next(fans, std::nullopt, 100, entries);
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().subcode, vocab::fault::InternalError);
}

}  // namespace
}  // namespace assay::repository
