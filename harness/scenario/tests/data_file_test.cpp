#include "../src/data_file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "assay/base/setup_error.hpp"

namespace assay::scenario {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

std::string complaint(load::Table (*read)(const std::string&, std::string_view), std::string_view text) {
    try {
        static_cast<void>(read("data", text));
    } catch (const base::SetupError& error) {
        return error.what();
    }
    return {};
}

TEST(Csv, IsReadWithQuotesAndWrittenAsXml) {
    const load::Table table =
        read_csv("data", "name,slot\r\na & b,1\r\n\"say \"\"hi\"\", twice\",2\n\n\"two\nlines\",3");
    EXPECT_THAT(table.columns, ElementsAre("name", "slot"));
    EXPECT_THAT(table.rows,
                ElementsAre(ElementsAre("a &amp; b", "1"), ElementsAre("say &quot;hi&quot;, twice", "2"),
                            ElementsAre("two\nlines", "3")));
}

TEST(Csv, SaysWhereItIsWrong) {
    EXPECT_THAT(complaint(read_csv, "a,b\n1,2\n3\n"),
                StartsWith("data:3:1: 1 values where the first line names 2"));
    EXPECT_THAT(complaint(read_csv, "a,b\n1,\"2\n3"),
                StartsWith("data:2:3: this quote is never closed\n  1,\"2\n    ^"));
    EXPECT_THAT(complaint(read_csv, "a,b\n\"1\"x,2\n"),
                StartsWith("data:2:4: a comma or the end of the line"));
    EXPECT_THAT(complaint(read_csv, "a,b\n"), HasSubstr("no row of values"));
    EXPECT_THAT(complaint(read_csv, "a,a\n1,2\n"), HasSubstr("twice"));
}

TEST(JsonLines, AreReadInTheOrderOfTheFirst) {
    const load::Table table =
        read_json_lines("data", "{\"name\":\"a<b\",\"slot\":1}\n\n{\"slot\":2.5,\"name\":true}\n");
    EXPECT_THAT(table.columns, ElementsAre("name", "slot"));
    EXPECT_THAT(table.rows, ElementsAre(ElementsAre("a&lt;b", "1"), ElementsAre("true", "2.5")));
}

TEST(JsonLines, SayWhereTheyAreWrong) {
    EXPECT_THAT(complaint(read_json_lines, "{\"a\":1}\n{\"a\":}\n"),
                StartsWith("data:2:6: this is no JSON\n  {\"a\":}\n       ^"));
    EXPECT_THAT(complaint(read_json_lines, "{\"a\":1}\n{\"a\":1,\"b\":2}\n"),
                StartsWith("data:2:8: the first line has no 'b'"));
    EXPECT_THAT(complaint(read_json_lines, "{\"a\":1}\n{}\n"), HasSubstr("'a' is missing"));
    EXPECT_THAT(complaint(read_json_lines, "{\"a\":[1]}\n"), HasSubstr("data:1:2: text, a number"));
    EXPECT_THAT(complaint(read_json_lines, "[]\n"), HasSubstr("object"));
}

}  // namespace
}  // namespace assay::scenario
