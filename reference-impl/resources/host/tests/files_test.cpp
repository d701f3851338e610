#include "files.hpp"

#include <gmock/gmock.h>

#include "draft.hpp"
#include "mounts.hpp"
#include "network.hpp"
#include "process.hpp"
#include "tree.hpp"

namespace assay::host {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

TEST(Files, AreReadUpToABound) {
    const Tree tree;
    tree.write("etc/long", std::string(100, 'x'));
    EXPECT_EQ(read(tree.path() / "etc/long", 10), std::string(10, 'x'));
    EXPECT_EQ(read(tree.path() / "etc/none"), std::nullopt);
    EXPECT_THAT(names_in(tree.path() / "none"), IsEmpty());
}

TEST(Files, AreSplitIntoPairs) {
    const Pairs pairs = pairs_of("A=1\nB=\"two words\"\nno pair\nA=2\nC='x'\nD=\"\n", '=');
    EXPECT_EQ(value_of(pairs, "A"), "1");
    EXPECT_EQ(value_of(pairs, "B"), "two words");
    EXPECT_EQ(value_of(pairs, "C"), "x");
    EXPECT_EQ(value_of(pairs, "D"), "\"");
    EXPECT_EQ(value_of(pairs, "E"), "");
}

TEST(Processes, MayHaveAnyName) {
    const std::string rest = " S 1 7 9 0 -1 0 10 0 5 0 30 40 0 0 20 0 3 0 500 8192 2 0";
    const auto process = parse_stat("42 (a ) b( S)" + rest);
    ASSERT_TRUE(process);
    EXPECT_EQ(process->name, "a ) b( S");
    EXPECT_EQ(process->state, 'S');
    EXPECT_EQ(process->parent, 1U);
    EXPECT_EQ(process->session, 9U);
    EXPECT_EQ(process->faults, 15U);
    EXPECT_EQ(process->user_ticks, 30U);
    EXPECT_EQ(process->kernel_ticks, 40U);
    EXPECT_EQ(process->priority, 20);
    EXPECT_EQ(process->threads, 3U);
    EXPECT_EQ(process->start_ticks, 500U);
    EXPECT_EQ(process->virtual_size, 8192U);
    EXPECT_EQ(process->resident_pages, 2U);
}

TEST(Processes, AreNotMadeOfJunk) {
    for (const char* const text : {"", "42", "42 (x", "42 )x(", "x (y) S 1", "42 (x) S 1 2 3"}) {
        EXPECT_FALSE(parse_stat(text)) << text;
    }
}

TEST(Mounts, AreThoseThatHoldFiles) {
    const auto mounts = parse_mounts(
        "proc /proc proc rw 0 0\n/dev/vda1 / ext4 rw 0 0\ntmpfs /run tmpfs rw 0 0\n/dev/vdb /mnt/a\\040b xfs "
        "rw 0 0\n"
        "server:/x /net nfs rw 0 0\n/dev/vdc / btrfs rw 0 0\n",
        "nodev\tproc\nnodev\ttmpfs\nnodev\tnfs\n\text4\n\txfs\n");
    ASSERT_THAT(mounts, SizeIs(4));
    EXPECT_EQ(mounts[0].device, "/dev/vdc");
    EXPECT_EQ(mounts[1].point, "/mnt/a b");
    EXPECT_EQ(mounts[2].point, "/net");
    EXPECT_EQ(mounts[3].point, "/run");
}

TEST(Mounts, AreUnescapedOnlyWhereTheyAreEscaped) {
    EXPECT_EQ(unescaped("a\\040b\\134c"), "a b\\c");
    EXPECT_EQ(unescaped("a\\04"), "a\\04");
    EXPECT_EQ(unescaped("a\\"), "a\\");
    EXPECT_EQ(unescaped("a\\999"), "a\\999");
}

TEST(Routes, GiveTheGateways) {
    const auto gateways = parse_routes(
        "Iface\tDestination\tGateway\tFlags\tRefCnt\tUse\tMetric\tMask\n"
        "eth0\t00000000\t010200C0\t0003\t0\t0\t100\t00000000\n"
        "eth0\t000200C0\t00000000\t0001\t0\t0\t0\t00FFFFFF\n");
    ASSERT_THAT(gateways, SizeIs(1));
    EXPECT_EQ(gateways[0].interface, "eth0");
    EXPECT_EQ(gateways[0].address, "192.0.2.1");
    EXPECT_EQ(gateways[0].metric, 100U);
}

TEST(Texts, AreMadeFitForXml) {
    EXPECT_EQ(clean("caf\xC3\xA9"), "caf\xC3\xA9");
    EXPECT_EQ(clean("a\xFF"
                    "b\x01"
                    "c\xC3"),
              "a?b?c?");
    EXPECT_EQ(clean("tab\tstays"), "tab\tstays");
    EXPECT_EQ(clean("\xEF\xBF\xBF"), "?");
    EXPECT_EQ(clean("h\xC3\xA9llo", 2), "h\xC3\xA9");
}

TEST(Words, AreSplitAtBlanks) { EXPECT_THAT(words_of("  a \t b\n"), ElementsAre("a", "b")); }

}  // namespace
}  // namespace assay::host
